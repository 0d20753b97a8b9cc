//! One band of the instrument.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::figure::{FigureSource, NamedSource};
use super::model_error::{Checked, InstrumentModelError};
use crate::instrument::TdiStages;

/// One band of the instrument.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BandModel {
    /// Name, `B01`.
    pub name: String,
    /// Central wavelength in nanometres.
    pub centre_nm: f64,
    /// Full width at half maximum in nanometres.
    pub width_nm: f64,
    /// Detector unit that carries the band's array.
    pub detector_unit: u8,
    /// Number of TDI stages with which the band is usually read.
    pub nominal_tdi_stages: TdiStages,
    /// Solar irradiance above the atmosphere at one astronomical unit, W·m⁻²·µm⁻¹, by the spectrum's name.
    #[serde(rename = "solar_irradiance_w_m2_um")]
    pub solar_irradiances_w_m2_um: BTreeMap<String, f64>,
    /// Optical depth of the whole atmosphere's Rayleigh scattering at 1013.25 hPa by the formula's name.
    #[serde(rename = "rayleigh_optical_depth")]
    pub rayleigh_optical_depths: BTreeMap<String, f64>,
    /// The irradiance by the model's own spectrum; filled in from the map above.
    #[serde(skip)]
    pub solar_irradiance_w_m2_um: f64,
    /// The optical depth by the model's own formula; filled in from the map above.
    #[serde(skip)]
    pub rayleigh_optical_depth: f64,
}

/// Sources of the figures of the bands.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BandSources {
    /// Of the central wavelengths.
    pub centre_nm: FigureSource,
    /// Of the widths.
    pub width_nm: FigureSource,
    /// Of the detector units.
    pub detector_unit: FigureSource,
    /// Of the usual numbers of TDI stages.
    pub nominal_tdi_stages: FigureSource,
    /// Of the solar irradiances by the model's own spectrum.
    pub solar_irradiance_w_m2_um: FigureSource,
}

/// The named choices, and which of them is used where nobody names another.
pub(super) struct Choice<'a> {
    pub(super) what: &'static str,
    pub(super) named: &'a [NamedSource],
    pub(super) default: &'a str,
}

impl BandModel {
    /// Fills in the figures of the model's own spectrum and formula.
    pub(super) fn complete(
        &mut self,
        file: &str,
        stages: &[TdiStages],
        spectra: &Choice<'_>,
        formulas: &Choice<'_>,
    ) -> Result<(), InstrumentModelError> {
        let place = format!("band {}", self.name);
        let here = Checked::new(file, &place);
        here.above_zero("centre_nm", self.centre_nm)?;
        here.above_zero("width_nm", self.width_nm)?;
        here.holds(
            "nominal_tdi_stages",
            stages.contains(&self.nominal_tdi_stages),
            "one of the camera's numbers of stages",
            self.nominal_tdi_stages.0.to_string(),
        )?;
        self.solar_irradiance_w_m2_um = chosen(here, spectra, &self.solar_irradiances_w_m2_um)?;
        self.rayleigh_optical_depth = chosen(here, formulas, &self.rayleigh_optical_depths)?;
        Ok(())
    }
}

fn chosen(
    here: Checked<'_>,
    choice: &Choice<'_>,
    figures: &BTreeMap<String, f64>,
) -> Result<f64, InstrumentModelError> {
    for named in choice.named {
        if !figures.contains_key(&named.name) {
            return Err(here.refused(choice.what, format!("a figure for \"{}\"", named.name), "none"));
        }
    }
    for (name, figure) in figures {
        if !choice.named.iter().any(|named| named.name == *name) {
            return Err(here.refused(choice.what, "names that have a source", format!("\"{name}\" without one")));
        }
        here.above_zero(choice.what, *figure)?;
    }
    figures
        .get(choice.default)
        .copied()
        .ok_or_else(|| here.refused(choice.what, format!("a figure for \"{}\"", choice.default), "none"))
}
