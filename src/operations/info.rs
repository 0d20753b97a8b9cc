//! Query: what a product says of itself.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::error::OperationError;
use super::path_text;
use crate::instrument::SpectralBand;
use crate::product_files::venus_l1::{DirectionGrid, read_angle_grids};
use crate::product_files::{self, ParameterFile, Product, QualityIndex};
use crate::supervision::Supervision;
use crate::units::UtcInstant;

/// A product as `viq info` shows it: angles in degrees, wavelengths in nanometres.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ProductInfo {
    /// The product's identifier.
    pub identifier: String,
    /// Level and format.
    pub level: String,
    /// Whether the product says that it is synthetic.
    pub synthetic: bool,
    /// Site nick name.
    pub site: Option<String>,
    /// Mean time of acquisition.
    pub acquisition_utc: Option<UtcInstant>,
    /// Absolute orbit number.
    pub orbit: Option<u32>,
    /// Direction of the Sun.
    pub sun: Option<SunInfo>,
    /// Viewing direction of each detector unit.
    pub views: Vec<ViewInfo>,
    /// Bands in the order of the raster.
    pub bands: Vec<SpectralBand>,
    /// Processing flags.
    pub flags: BTreeMap<String, bool>,
    /// Quality indexes of the header.
    pub quality_indexes: Vec<QualityIndex>,
    /// Parameter files that the processing used.
    pub parameter_files: Vec<ParameterFile>,
    /// Coordinate reference system.
    pub crs: Option<String>,
    /// GDAL's six numbers.
    pub geotransform: Option<[f64; 6]>,
    /// Lines of the raster.
    pub lines: usize,
    /// Columns of the raster.
    pub columns: usize,
    /// Metres of parallax per metre of height between the twin bands.
    pub base_to_height_b05_b06: Option<f64>,
    /// Grids of directions that the product's annexes hold; empty without annexes.
    pub angle_grids: Vec<AngleGridInfo>,
    /// Files found, the metadata file first.
    #[serde(serialize_with = "path_text::list")]
    pub files: Vec<PathBuf>,
}

/// Direction of the Sun.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct SunInfo {
    /// Zenith angle.
    pub zenith_deg: f64,
    /// Azimuth from north towards east.
    pub azimuth_deg: f64,
}

/// A detector unit's viewing direction.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ViewInfo {
    /// Detector unit, 1 to 4.
    pub detector_unit: u8,
    /// Zenith angle.
    pub zenith_deg: f64,
    /// Azimuth from north towards east.
    pub azimuth_deg: f64,
}

/// A grid of directions from the product's annexes.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AngleGridInfo {
    /// What the directions are of: `Sun at 3000 m`, `view of unit 1`.
    pub of: String,
    /// Lines of the grid.
    pub lines: usize,
    /// Columns of the grid.
    pub columns: usize,
    /// Least and largest zenith angle of its nodes; none when no node holds a direction.
    pub zenith_deg: Option<[f64; 2]>,
}

impl AngleGridInfo {
    fn new(of: String, grid: &DirectionGrid) -> Self {
        let nodes = (0..grid.lines).flat_map(|line| (0..grid.columns).map(move |column| (line, column)));
        let zeniths = nodes.filter_map(|(line, column)| Some(grid.direction(line, column)?.0.degrees()));
        let zenith_deg = zeniths.fold(None, |range: Option<[f64; 2]>, zenith| {
            let [least, largest] = range.unwrap_or([zenith; 2]);
            Some([least.min(zenith), largest.max(zenith)])
        });
        Self { of, lines: grid.lines, columns: grid.columns, zenith_deg }
    }
}

/// Describes the product at `path`; `image` pairs a header with a raster.
///
/// # Errors
/// [`OperationError::Product`].
pub fn info(path: &Path, image: Option<&Path>, supervision: &Supervision) -> Result<ProductInfo, OperationError> {
    let product = product_files::describe(path, image)?;
    let grids = read_angle_grids(&product, supervision)?;
    let sun = grids.sun.iter().map(|(altitude, grid)| AngleGridInfo::new(format!("Sun at {altitude} m"), grid));
    let views = grids.views.iter().map(|(unit, grid)| AngleGridInfo::new(format!("view of unit {unit}"), grid));
    Ok(ProductInfo { angle_grids: sun.chain(views).collect(), ..ProductInfo::from(product) })
}

impl From<Product> for ProductInfo {
    fn from(product: Product) -> Self {
        let base_to_height_b05_b06 = product.base_to_height_b05_b06();
        let sun =
            product.sun.map(|sun| SunInfo { zenith_deg: sun.zenith.degrees(), azimuth_deg: sun.azimuth.degrees() });
        let views = product
            .views
            .iter()
            .map(|view| ViewInfo {
                detector_unit: view.detector_unit,
                zenith_deg: view.zenith.degrees(),
                azimuth_deg: view.azimuth.degrees(),
            })
            .collect();
        let (crs, geotransform) = product.georeference.map(|place| (place.crs, place.geotransform)).unzip();
        Self {
            identifier: product.identifier,
            level: product.level.word().to_owned(),
            synthetic: product.synthetic,
            site: product.site,
            acquisition_utc: product.acquisition,
            orbit: product.orbit,
            sun,
            views,
            bands: product.bands,
            flags: product.flags,
            quality_indexes: product.quality_indexes,
            parameter_files: product.parameter_files,
            crs,
            geotransform,
            lines: product.lines,
            columns: product.columns,
            base_to_height_b05_b06,
            angle_grids: Vec::new(),
            files: product.files,
        }
    }
}
