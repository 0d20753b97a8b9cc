//! The Sun and viewing annexes: directions on coarse grids over the image.
//!
//! A grid holds, channel after channel, the horizontal displacement of a line of sight per metre of height, in columns (DX) and, northward,
//! in lines (DY). Source: schema `VE_VSC_PDTANX_AnnexProduct.xsd` for the names of the channels and the unit; CNES' processor MAJA for the
//! order of channels and the signs.

use std::path::{Path, PathBuf};

use gdal::DriverManager;

use crate::instrument::detector_unit_of;
use crate::product_files::error::ProductError;
use crate::product_files::gdal_raster::size_of;
use crate::product_files::gdal_session::{GRID_DRIVERS, forget_messages, open_dataset, prepare, take_messages};
use crate::product_files::product::Product;
use crate::product_files::xml_tree::XmlDocument;
use crate::supervision::Supervision;
use crate::units::Angle;

/// Altitudes of the two solar grids, in metres, where the annex has no header (configuration of MAJA for VENµS).
const SOLAR_ALTITUDES_M: [f64; 2] = [3000.0, 8000.0];

/// Bands that stand for the detector units in the viewing annex, in the order of its channels.
const VIEWING_BANDS: [&str; 4] = ["B05", "B10", "B07", "B06"];

/// Most nodes that are read: a hundred times the largest real annex.
const NODES_LIMIT: usize = 20_000_000;

/// Directions on a grid over the image.
#[derive(Debug, Clone, PartialEq)]
pub struct DirectionGrid {
    /// Lines of the grid.
    pub lines: usize,
    /// Columns of the grid.
    pub columns: usize,
    /// Image lines and columns from one node to the next, where the annex says it.
    pub image_pixels_per_step: Option<[f64; 2]>,
    /// Eastward displacement per metre of height at each node, line by line.
    pub east: Vec<f32>,
    /// Northward displacement per metre of height.
    pub north: Vec<f32>,
}

impl DirectionGrid {
    /// Zenith angle and azimuth (from north towards east, 0 to 2π) at a node; none outside of the grid or where the node is not a number.
    pub fn direction(&self, line: usize, column: usize) -> Option<(Angle, Angle)> {
        if line >= self.lines || column >= self.columns {
            return None;
        }
        let index = line * self.columns + column;
        let (east, north) = (f64::from(*self.east.get(index)?), f64::from(*self.north.get(index)?));
        let zenith = east.hypot(north).atan();
        let azimuth = east.atan2(north).rem_euclid(std::f64::consts::TAU);
        (zenith.is_finite() && azimuth.is_finite()).then(|| (Angle::from_radians(zenith), Angle::from_radians(azimuth)))
    }
}

/// What the two annexes hold; empty where an annex is missing or cannot be read.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AngleGrids {
    /// Directions of the Sun, by altitude above the ellipsoid in metres.
    pub sun: Vec<(f64, DirectionGrid)>,
    /// Viewing directions, by detector unit.
    pub views: Vec<(u8, DirectionGrid)>,
}

/// Reads the annexes among the files of a product. One that cannot be read is warned of and left out.
///
/// # Errors
/// [`ProductError::Cancelled`].
pub fn read_angle_grids(product: &Product, supervision: &Supervision) -> Result<AngleGrids, ProductError> {
    let mut grids = AngleGrids::default();
    let Some(place) = product.georeference.as_ref() else {
        if ["_SOL", "_VIE"].into_iter().any(|key| annex(product, key).is_some()) {
            supervision.warn(format!(
                "{}: needed the size of a pixel to read the angles of the annexes, found no georeference; they are not known",
                product.identifier
            ));
        }
        return Ok(grids);
    };
    let pixel_m = [place.geotransform[5].abs(), place.geotransform[1].abs()];
    for (key, n_channels) in [("_SOL", 4), ("_VIE", 8)] {
        supervision.check()?;
        let Some(path) = annex(product, key) else { continue };
        let outcome = read_annex(path, n_channels, pixel_m);
        match outcome {
            Ok(pairs) if key == "_SOL" => {
                let altitudes = pairs.into_iter().zip(SOLAR_ALTITUDES_M);
                grids.sun =
                    altitudes.map(|(pair, altitude)| (pair.altitude_m.unwrap_or(altitude), pair.grid)).collect();
            }
            Ok(pairs) => {
                let named = pairs.into_iter().zip(VIEWING_BANDS);
                grids.views = named
                    .filter_map(|(pair, band)| {
                        Some((detector_unit_of(pair.band.as_deref().unwrap_or(band))?, pair.grid))
                    })
                    .collect();
            }
            Err(error) => supervision.warn(format!("{error}; its angles are not known")),
        }
    }
    Ok(grids)
}

/// Warns when a product has annexes that this build of the raster library cannot read.
pub(super) fn warn_of_unreadable_annexes(product: &Product, supervision: &Supervision) {
    prepare();
    for key in ["_SOL", "_VIE"] {
        if let Some(path) = annex(product, key)
            && path.extension().is_some_and(|extension| extension == "HDF")
            && DriverManager::get_driver_by_name("HDF4").is_err()
        {
            supervision.warn(format!(
                "{}: needed the HDF4 driver of the raster library, found none in this build; its angles are not known",
                path.display()
            ));
        }
    }
    forget_messages();
}

fn annex<'a>(product: &'a Product, key: &str) -> Option<&'a Path> {
    let is_annex = |path: &&PathBuf| {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        name.split_once(".DBL.").is_some_and(|(stem, _)| stem.contains("_PDTANX_") && stem.ends_with(key))
    };
    product.files.iter().find(is_annex).map(PathBuf::as_path)
}

/// Two channels, DX and DY, and what the annex's header says of them.
struct ChannelPair {
    band: Option<String>,
    altitude_m: Option<f64>,
    grid: DirectionGrid,
}

/// What the header of an annex says.
#[derive(Default)]
struct AnnexHeader {
    /// Codes such as `B05_DX_ALT=3000.0m`.
    channels: Vec<String>,
    image_pixels_per_step: Option<[f64; 2]>,
    /// Displacements are in metres, not in pixels.
    in_metres: bool,
}

fn read_annex(path: &Path, n_channels: usize, pixel_m: [f64; 2]) -> Result<Vec<ChannelPair>, ProductError> {
    let header = annex_header(path)?;
    let dataset = open_dataset(path, &GRID_DRIVERS)?;
    let size = size_of(&dataset);
    if size.bands != n_channels || (!header.channels.is_empty() && header.channels.len() != n_channels) {
        return Err(ProductError::BandCount {
            path: path.to_path_buf(),
            needed: format!("{n_channels} channels of displacements"),
            found: size.bands,
        });
    }
    if size.lines.saturating_mul(size.columns) > NODES_LIMIT {
        return Err(ProductError::Raster {
            path: path.to_path_buf(),
            needed: format!("a grid of at most {NODES_LIMIT} nodes"),
            found: format!("{} lines × {} columns", size.lines, size.columns),
        });
    }
    let [line_m, column_m] = if header.in_metres { [1.0; 2] } else { pixel_m };
    let channel = |index: usize, factor: f64| -> Result<Vec<f32>, ProductError> {
        let band = dataset.rasterband(index + 1).and_then(|band| band.read_band_as::<f32>());
        let (_, mut values) = band
            .map_err(|error| ProductError::Raster {
                path: path.to_path_buf(),
                needed: format!("channel {}", index + 1),
                found: take_messages(&error.to_string()),
            })?
            .into_shape_and_vec();
        for value in &mut values {
            *value *= factor as f32;
        }
        Ok(values)
    };
    (0..n_channels / 2)
        .map(|pair| {
            let code = header.channels.get(2 * pair).map(String::as_str).unwrap_or_default();
            Ok(ChannelPair {
                band: code.get(..3).filter(|band| detector_unit_of(band).is_some()).map(str::to_owned),
                altitude_m: code
                    .split_once("ALT=")
                    .and_then(|(_, altitude)| altitude.trim_end_matches('m').parse().ok())
                    .filter(|altitude: &f64| altitude.is_finite()),
                grid: DirectionGrid {
                    lines: size.lines,
                    columns: size.columns,
                    image_pixels_per_step: header.image_pixels_per_step,
                    east: channel(2 * pair, column_m)?,
                    north: channel(2 * pair + 1, line_m)?,
                },
            })
        })
        .collect()
}

/// The header beside an annex; empty where there is none.
fn annex_header(path: &Path) -> Result<AnnexHeader, ProductError> {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let header_path = path.with_file_name(format!("{}.HDR", name.split(".DBL.").next().unwrap_or_default()));
    if !header_path.is_file() {
        return Ok(AnnexHeader::default());
    }
    let document = XmlDocument::read(&header_path)?;
    let information = document.root().get("Variable_Header/Specific_Product_Header/Annex_Information")?;
    let channels = information.counted_list("List_of_Bands", "Band")?;
    let step = match information.find("Subsampling_Factor") {
        None => None,
        Some(step) => Some([step.get("By_Line")?.positive_number()?, step.get("By_Column")?.positive_number()?]),
    };
    Ok(AnnexHeader {
        channels: channels.iter().map(|channel| channel.text().to_owned()).collect(),
        image_pixels_per_step: step,
        in_metres: information.find("Values_Unit").is_some_and(|unit| unit.text().starts_with("m/m")),
    })
}
