//! What a product says of itself, in the units and words of the report.

use serde::{Deserialize, Serialize};

use crate::units::UtcInstant;

/// The product's own description. What its metadata do not say is absent.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ProductFacts {
    /// The product's identifier.
    pub identifier: String,
    /// Level in the words of the product, `L1`.
    pub level: String,
    /// Site nick name.
    pub site: Option<String>,
    /// Mean time of acquisition.
    pub acquisition: Option<UtcInstant>,
    /// Absolute orbit number.
    pub orbit: Option<u32>,
    /// Zenith angle of the Sun at the centre of the image, degrees.
    pub sun_zenith_deg: Option<f64>,
    /// Azimuth of the Sun from north towards east, degrees.
    pub sun_azimuth_deg: Option<f64>,
    /// Viewing direction of each detector unit.
    pub views: Vec<ViewFact>,
    /// Bands in the order of the raster.
    pub bands: Vec<BandFact>,
    /// Base-to-height ratio of the twin bands.
    pub base_to_height_b05_b06: Option<f64>,
    /// Lines of the raster.
    pub lines: usize,
    /// Columns of the raster.
    pub columns: usize,
    /// Coordinate reference system, `EPSG:32636`.
    pub crs: Option<String>,
    /// Size of a pixel on the ground along columns and along lines, in the unit of the coordinate reference system.
    pub pixel_size: Option<[f64; 2]>,
    /// Whether the product is synthetic: then every page says so.
    pub synthetic: bool,
    /// The files, with what identifies their contents.
    pub files: Vec<FileFact>,
}

/// Viewing direction of a detector unit at the centre of the image.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ViewFact {
    /// Detector unit, 1 to 4.
    pub detector_unit: u8,
    /// Zenith angle, degrees.
    pub zenith_deg: f64,
    /// Azimuth from north towards east, degrees.
    pub azimuth_deg: f64,
}

/// A band of the product.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BandFact {
    /// Name, `B05`.
    pub name: String,
    /// Central wavelength, nanometres.
    pub centre_nm: Option<f64>,
    /// Physical gain Ak.
    pub ak: Option<f64>,
    /// Detector unit that carries the band's array.
    pub detector_unit: Option<u8>,
}

/// A file of the product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileFact {
    /// Name or path, as the user gave it.
    pub path: String,
    /// Size in bytes.
    pub bytes: u64,
    /// SHA-256 in hexadecimal; none where it was not computed.
    pub sha256: Option<String>,
}

/// A quality index of the product's header.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QualityIndexFact {
    /// The mission's code.
    pub code: String,
    /// Band it speaks of.
    pub band: Option<String>,
    /// Its value as the header writes it.
    pub text: String,
}

/// A parameter file that the processing used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParameterFileFact {
    /// The mission's nature code, `GIP_DARKCU`.
    pub nature: String,
    /// Logical name.
    pub name: String,
}
