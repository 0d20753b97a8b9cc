//! A system product as its headers describe it.

use std::collections::BTreeMap;

use super::carried_elements::CarriedElements;
use super::identifier::{SystemIdentifier, SystemInstance, SystemLevel};
use super::image_geometry::ImageGeometry;
use super::private_data::PrivateData;
use crate::instrument::TdiStages;
use crate::parameter_sets::InstrumentSettings;
use crate::product_files::product::{ParameterFile, QualityIndex};
use crate::units::UtcInstant;

/// The processing flags of the format, in its order.
pub const PROCESSING_FLAGS: [&str; 9] = [
    "Equalization",
    "Bad_Pixels_Correction",
    "Restoration",
    "Remanence",
    "Straylight_T1",
    "Straylight_T2",
    "Polarization",
    "Geometrical_Refinement_With_Ref_Image",
    "Interband_Geometrical_Refinement",
];

/// When the lines of a band were taken: the moment of line l is that of `reference_line` plus (l − `reference_line`) line times.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LineDatation {
    /// A line, counted from 0; it may be a fraction or lie outside of the image.
    pub reference_line: f64,
    /// Its date: days since noon on 1 January 2000 (UTC), written with 12 decimals, which is finer than a double of this century holds
    /// (0.08 µs).
    pub reference_mjd_days: f64,
}

/// A band of a product.
#[derive(Debug, Clone, PartialEq)]
pub struct SystemBand {
    /// Its name, `B04`.
    pub name: String,
    /// Central wavelength, whole nanometres as the format asks.
    pub centre_nm: u32,
    /// TDI stages with which it was taken.
    pub tdi: TdiStages,
    /// Dates of its lines.
    pub datation: LineDatation,
    /// Absolute calibration coefficient, counts per W·m⁻²·sr⁻¹·µm⁻¹; written with 5 decimals.
    pub ak: Option<f64>,
    /// Polarisation coefficient; written with 4 decimals.
    pub polarisation_coefficient: Option<f64>,
}

/// What the images of a product hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SampleKind {
    /// Counts of so many bits, 1 to 16, as unsigned 16-bit numbers.
    Counts {
        /// Bits; the highest count is 2 to this power, less 1.
        significant_bits: u32,
    },
    /// Values as 32-bit real numbers, NaN where there is none.
    Values,
}

impl SampleKind {
    /// The highest count; none for values.
    pub const fn highest_count(self) -> Option<u16> {
        match self {
            Self::Counts { significant_bits } => Some(((1_u32 << significant_bits) - 1) as u16),
            Self::Values => None,
        }
    }
}

/// A system product, without its samples. Bands of the image are in the order of `bands`; its columns are the pre-scan columns, the useful ones
/// and the post-scan ones in this order, and column 0 of the instrument's parameters is the first useful one.
#[derive(Debug, Clone, PartialEq)]
pub struct SystemProduct {
    /// Identifier; level and file class are in it.
    pub identifier: SystemIdentifier,
    /// Site as the ground segment identifies it, `VE_TEST_MPL_SITDEF_S_SITE0001`.
    pub site: String,
    /// Reference moment of the acquisition; written to the millisecond.
    pub acquisition: UtcInstant,
    /// First and last moment of the acquisition; written to the second.
    pub period: [UtcInstant; 2],
    /// When it was made; written to the second.
    pub processed: UtcInstant,
    /// Absolute orbit.
    pub orbit: u32,
    /// Bands, in the order of their images.
    pub bands: Vec<SystemBand>,
    /// Line time and codes of the read-out halves.
    pub settings: InstrumentSettings,
    /// Lines of every band.
    pub lines: usize,
    /// Columns before the useful ones.
    pub pre_scan: usize,
    /// Columns that see the scene.
    pub useful_columns: usize,
    /// Columns after the useful ones.
    pub post_scan: usize,
    /// What the images hold.
    pub samples: SampleKind,
    /// Directions and place of the image.
    pub geometry: ImageGeometry,
    /// Data of the ground segment itself.
    pub private: PrivateData,
    /// What the processing did, by the names of [`PROCESSING_FLAGS`]; one that is missing counts as not done.
    pub flags: BTreeMap<String, bool>,
    /// Quality indexes, in the header's order.
    pub quality_indexes: Vec<QualityIndex>,
    /// Parameter files used by the processing, in the header's order.
    pub parameter_files: Vec<ParameterFile>,
    /// Elevation model, `LOCAL=…`, `SRTM=…` or `GLOBAL=…`; none where none was used.
    pub elevation_model: Option<String>,
    /// Share of cloudy pixels, percent; written with one decimal.
    pub cloud_percentage: Option<f64>,
    /// Whether the product is synthetic; its notes then say so.
    pub synthetic: bool,
    /// The header's notes, without the mark of a synthetic product.
    pub notes: String,
    /// What the main header says that no calculation uses.
    pub carried: CarriedElements,
}

impl SystemProduct {
    /// Level of the product.
    pub const fn level(&self) -> SystemLevel {
        self.identifier.level()
    }

    /// All columns of the images.
    pub const fn columns(&self) -> usize {
        self.pre_scan + self.useful_columns + self.post_scan
    }

    /// A band by its name.
    pub fn band(&self, name: &str) -> Option<&SystemBand> {
        self.bands.iter().find(|band| band.name == name)
    }

    /// Index of a band among the images.
    pub fn band_index(&self, name: &str) -> Option<usize> {
        self.bands.iter().position(|band| band.name == name)
    }

    /// TDI stages by band.
    pub fn tdi(&self) -> BTreeMap<String, TdiStages> {
        self.bands.iter().map(|band| (band.name.clone(), band.tdi)).collect()
    }

    /// Nick name of the site: the last eight characters of its identifier.
    pub fn nick_name(&self) -> &str {
        match &self.identifier.instance {
            SystemInstance::OfSite { site, .. } => site,
            SystemInstance::Inventoried { .. } => {
                self.site.get(self.site.len().saturating_sub(8)..).unwrap_or_default()
            }
        }
    }

    /// The day of the acquisition, `yyyymmdd`.
    pub fn day(&self) -> String {
        self.acquisition.to_string().chars().take(10).filter(|character| *character != '-').collect()
    }

    /// The L1A product that the chain makes of this one: useful columns alone, values instead of counts, same site and day. Flags, quality
    /// indexes and parameter files are left for the chain to fill; what it does not say any more is given by
    /// [`SystemProduct::left_behind_by_l1a`].
    #[must_use]
    pub fn as_l1a(&self) -> Self {
        let identifier = self.identifier.at_level(SystemLevel::L1A, self.nick_name(), &self.day());
        Self {
            identifier: identifier.unwrap_or_else(|| self.identifier.clone()),
            pre_scan: 0,
            post_scan: 0,
            samples: SampleKind::Values,
            flags: BTreeMap::new(),
            quality_indexes: Vec::new(),
            parameter_files: Vec::new(),
            carried: self.carried.of_next_level(),
            ..self.clone()
        }
    }

    /// What the header of this product says and that of its L1A product does not, in words.
    pub fn left_behind_by_l1a(&self) -> Vec<String> {
        let mut left = self.carried.left_behind();
        if !self.quality_indexes.is_empty() {
            left.push(format!("{} quality indexes", self.quality_indexes.len()));
        }
        left
    }
}
