//! The parameters themselves.

use std::collections::BTreeMap;

use super::{BandUncertainty, Manifest};
use crate::instrument::TdiStages;
use crate::instrument::radiometry::{
    ArrayResponse, PolarisationSensitivity, ProcessingParameters, ReflectanceParameters, RemanenceFunction,
    SpectralSensitivity, StrayLight,
};

/// Parameters of one band.
#[derive(Debug, Clone, PartialEq)]
pub struct BandParameters {
    /// Its name, `B04`.
    pub band: String,
    /// By number of TDI stages.
    pub responses: BTreeMap<TdiStages, ArrayResponse>,
    /// How well the responses are known, by number of TDI stages; none where the set does not say.
    pub uncertainties: BTreeMap<TdiStages, BandUncertainty>,
    /// Remanence, in the order of the columns, without overlap; columns without one leave nothing.
    pub remanence: Vec<RemanenceFunction>,
    /// Stray light.
    pub stray_light: StrayLight,
    /// Polarisation.
    pub polarisation: PolarisationSensitivity,
    /// Spectral sensitivity and solar irradiance.
    pub spectral: SpectralSensitivity,
    /// Viewing directions of the columns by number of TDI stages: tan ψX, tan ψY.
    pub viewing_directions: BTreeMap<TdiStages, Vec<[f64; 2]>>,
}

/// A file of the set, so that every coefficient can name the file and version that it came from, and a product those that made it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParameterFile {
    /// Kind, as the ground segment codes it: `DARKCU`, `VIEDIR`.
    pub kind: String,
    /// Band; none for a file of all bands.
    pub band: Option<String>,
    /// Numbers of TDI stages that it speaks of; empty for a file that knows none.
    pub tdi: Vec<TdiStages>,
    /// Its identifier, `VE_OPER_GIP_DARKCU_L_ALLSITES_00008_20171021_99991231_B01_111101`.
    pub identifier: String,
    /// Serial key in its series.
    pub serial: u32,
}

/// A set of parameters, whole.
#[derive(Debug, Clone, PartialEq)]
pub struct ParameterSet {
    /// What it says of itself.
    pub manifest: Manifest,
    /// Bands in the instrument's order.
    pub bands: Vec<BandParameters>,
    /// From radiance to reflectance.
    pub reflectance: ReflectanceParameters,
    /// How the chain is run.
    pub processing: ProcessingParameters,
    /// The files that it was read from, or will be written to; empty for a set that exists in memory only.
    pub files: Vec<ParameterFile>,
}

impl ParameterSet {
    /// A band by its name.
    pub fn band(&self, name: &str) -> Option<&BandParameters> {
        self.bands.iter().find(|band| band.band == name)
    }

    /// The file that a kind of parameter of a band at a number of TDI stages came from.
    pub fn file_of(&self, kind: &str, band: &str, tdi: TdiStages) -> Option<&ParameterFile> {
        self.files.iter().find(|file| {
            file.kind == kind
                && file.band.as_deref().is_none_or(|own| own == band)
                && (file.tdi.is_empty() || file.tdi.contains(&tdi))
        })
    }
}
