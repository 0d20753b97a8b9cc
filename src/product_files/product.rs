//! A product as any of its formats describes it: typed, with units; what a format does not say is absent.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::imagery::RasterSource;
use crate::instrument::{SpectralBand, View};
use crate::units::{Angle, UtcInstant};

/// Processing level and format of a product.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Level {
    /// VENµS counts in sensor geometry: inventoried, L0 or L0 with pre- and post-scan columns.
    L0,
    /// VENµS in sensor geometry, radiometrically corrected.
    L1A,
    /// VENµS L1 in the ground segment's own format.
    L1,
    /// MUSCATE top-of-atmosphere reflectance.
    L1C,
    /// MUSCATE surface reflectance.
    L2A,
    /// A raster without mission metadata.
    #[serde(rename = "raster")]
    Raster,
}

impl Level {
    /// The word shown to a user and written to the catalog.
    pub const fn word(self) -> &'static str {
        match self {
            Self::L0 => "L0",
            Self::L1A => "L1A",
            Self::L1 => "L1",
            Self::L1C => "L1C",
            Self::L2A => "L2A",
            Self::Raster => "raster",
        }
    }
}

/// Direction of the Sun at the centre of the image.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct SunAngles {
    /// Angle from the local vertical.
    pub zenith: Angle,
    /// Azimuth, from north towards east.
    pub azimuth: Angle,
}

/// A quality index of the product's own header.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct QualityIndex {
    /// The mission's code, for example `IMAGE_RESIDUES_INTERDETECTORS`.
    pub code: String,
    /// Band it speaks of, where it names one.
    pub band: Option<String>,
    /// Its value as a number; none for a text such as `false`.
    pub value: Option<f64>,
    /// Its value as written.
    pub text: String,
}

/// A parameter file that the processing used.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ParameterFile {
    /// The mission's nature code, for example `GIP_DARKCU`.
    pub nature: String,
    /// Logical name.
    pub name: String,
}

/// Where the raster lies.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Georeference {
    /// Coordinate reference system: `EPSG:32636`, or WKT where it has no code.
    pub crs: String,
    /// GDAL's six numbers: x of the outer corner of the first pixel, column step, row rotation, y, column rotation, line step.
    pub geotransform: [f64; 6],
    /// Rings of (longitude, latitude) in degrees, counter-clockwise; more than one where the date line cuts the image.
    pub footprint: Vec<Vec<[f64; 2]>>,
}

/// What is known of a product without reading its samples.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Product {
    /// The product's own identifier (file name without extension where it has none).
    pub identifier: String,
    /// Level and format.
    pub level: Level,
    /// Site nick name.
    pub site: Option<String>,
    /// Mean time of acquisition.
    pub acquisition: Option<UtcInstant>,
    /// Absolute orbit number.
    pub orbit: Option<u32>,
    /// Direction of the Sun.
    pub sun: Option<SunAngles>,
    /// Viewing direction of each detector unit.
    pub views: Vec<View>,
    /// Image bands, in the order of the raster.
    pub bands: Vec<SpectralBand>,
    /// Processing flags by the mission's names.
    pub flags: BTreeMap<String, bool>,
    /// Quality indexes of the header, in its order.
    pub quality_indexes: Vec<QualityIndex>,
    /// Parameter files used by the processing, in the header's order.
    pub parameter_files: Vec<ParameterFile>,
    /// Where the raster lies.
    pub georeference: Option<Georeference>,
    /// Lines of the raster.
    pub lines: usize,
    /// Columns of the raster.
    pub columns: usize,
    /// Whether the product says that it is synthetic; then every page says so.
    pub synthetic: bool,
    /// Every file that belongs to the product and was found, the metadata file first.
    pub files: Vec<PathBuf>,
}

impl Product {
    /// Base-to-height ratio of the twin bands B05 and B06, from the views of their detector units.
    pub fn base_to_height_b05_b06(&self) -> Option<f64> {
        Some(crate::instrument::base_to_height(self.view_of("B05")?, self.view_of("B06")?))
    }

    /// Index of a band in the raster.
    pub fn band_index(&self, name: &str) -> Option<usize> {
        self.bands.iter().position(|band| band.name == name)
    }

    /// Viewing direction of a band's detector unit.
    pub fn view_of(&self, band: &str) -> Option<View> {
        let unit = self.bands.get(self.band_index(band)?)?.detector_unit?;
        self.views.iter().copied().find(|view| view.detector_unit == unit)
    }
}

/// A product with its samples at hand.
pub struct OpenProduct {
    /// Its description.
    pub product: Product,
    /// Its samples, bands in the order of the description, masks turned into reasons.
    pub raster: Box<dyn RasterSource>,
}
