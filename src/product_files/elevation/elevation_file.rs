//! One elevation file: what it says of its nodes, and their heights.

use std::path::{Path, PathBuf};

use gdal::raster::{GdalDataType, RasterBand};
use gdal::{Dataset, Metadata as _};

use super::reference_system::{PlacesOfFile, StatedHeights, places_of, stated_heights};
use crate::earth::terrain::{GridFrame, NodeGrid};
use crate::product_files::error::ProductError;
use crate::product_files::gdal_session::{ELEVATION_DRIVERS, forget_messages, open_dataset, take_messages};

/// Where the nodes of a file lie, in the units of its reference system: degrees, or metres of a map.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct FileNodes {
    pub(super) first_x: f64,
    pub(super) first_y: f64,
    pub(super) step_x: f64,
    pub(super) step_y: f64,
    pub(super) rows: usize,
    pub(super) columns: usize,
}

/// An elevation file, looked at and closed again.
#[derive(Debug, Clone)]
pub(super) struct ElevationFile {
    pub(super) path: PathBuf,
    pub(super) nodes: FileNodes,
    /// What the coordinates of its nodes are.
    pub(super) places: PlacesOfFile,
    /// What it says that its heights are counted from.
    pub(super) stated: StatedHeights,
    /// Stands for no value.
    no_data: Option<f64>,
    /// Metres of a height: stored value · scale + offset.
    scale: f64,
    offset_m: f64,
}

/// Nodes of a file, row by row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NodeWindow {
    pub(super) row: usize,
    pub(super) column: usize,
    pub(super) rows: usize,
    pub(super) columns: usize,
}

impl ElevationFile {
    /// Reads what a file says of itself, not its heights.
    ///
    /// # Errors
    /// [`ProductError`] for a file that is missing, of no listed format, or no elevation model.
    pub(super) fn inspect(path: &Path) -> Result<Self, ProductError> {
        let dataset = open_dataset(path, &ELEVATION_DRIVERS)?;
        let refused =
            |(needed, found): (String, String)| ProductError::Raster { path: path.to_path_buf(), needed, found };
        let band = only_band(path, &dataset, "heights")?;
        if band.band_type() == GdalDataType::UInt8 {
            return Err(refused(("heights in 16 bits or more".to_owned(), "an image of 8 bits".to_owned())));
        }
        if band.description().is_ok_and(|text| text == "geoid_undulation") {
            return Err(refused(("heights of the ground".to_owned(), "undulations of a geoid".to_owned())));
        }
        if let Some(unit) = unit_that_is_no_metre(&band) {
            return Err(refused(("heights in metres".to_owned(), format!("heights in the unit {unit}"))));
        }
        let nodes = nodes_of(&dataset).map_err(refused)?;
        let none = |_| ("a reference system".to_owned(), "none".to_owned());
        let system = dataset.spatial_ref().map_err(none).map_err(refused)?;
        let places = places_of(&system).map_err(refused)?;
        require_on_the_earth(&nodes, places.frame).map_err(refused)?;
        let stated = match dataset.driver().short_name().as_str() {
            // NASA's SRTM, and MIL-PRF-89020B for DTED.
            "SRTMHGT" | "DTED" => StatedHeights::Egm96,
            _ => stated_heights(&system).map_err(refused)?,
        };
        let (no_data, scale, offset_m) = (band.no_data_value(), band.scale(), band.offset());
        // Whatever the library remarked on the way is no matter of the next file.
        forget_messages();
        Ok(Self {
            path: path.to_path_buf(),
            nodes,
            places,
            stated,
            no_data,
            scale: scale.unwrap_or(1.0),
            offset_m: offset_m.unwrap_or(0.0),
        })
    }

    /// Heights of a window of nodes in metres as the file counts them; not-a-number where there is none.
    ///
    /// # Errors
    /// The file, what was needed and what was found.
    pub(super) fn read(&self, dataset: &Dataset, window: NodeWindow) -> Result<Vec<f64>, String> {
        let NodeWindow { row, column, rows, columns } = window;
        let mut heights = vec![f64::NAN; rows * columns];
        forget_messages();
        let (origin, shape) = ((column as isize, row as isize), (columns, rows));
        let done =
            dataset.rasterband(1).and_then(|band| band.read_into_slice(origin, shape, shape, &mut heights, None));
        done.map_err(|error| {
            format!(
                "{}: needed the heights of rows {row} to {} and columns {column} to {}, found: {}",
                self.path.display(),
                row + rows - 1,
                column + columns - 1,
                take_messages(&error.to_string()),
            )
        })?;
        for height in &mut heights {
            *height = self.metres(*height);
        }
        Ok(heights)
    }

    fn metres(&self, stored: f64) -> f64 {
        // A value that stands for none may be written with more or fewer digits than 32 bits hold.
        let is_none = |none: f64| (stored - none).abs() <= f64::from(f32::EPSILON) * none.abs();
        if !stored.is_finite() || self.no_data.is_some_and(is_none) {
            return f64::NAN;
        }
        stored * self.scale + self.offset_m
    }
}

/// The band of a raster that has one.
///
/// # Errors
/// [`ProductError::BandCount`] for another number of bands.
pub(super) fn only_band<'a>(path: &Path, dataset: &'a Dataset, what: &str) -> Result<RasterBand<'a>, ProductError> {
    let found = dataset.raster_count();
    if found != 1 {
        return Err(ProductError::BandCount { path: path.to_path_buf(), needed: format!("one band of {what}"), found });
    }
    dataset.rasterband(1).map_err(|error| ProductError::Raster {
        path: path.to_path_buf(),
        needed: format!("a band of {what}"),
        found: take_messages(&error.to_string()),
    })
}

/// Where the centres of the pixels lie. In a geotransform (0, 0) is the outer corner of the first pixel.
///
/// # Errors
/// What is needed and what was found, for a raster without a place, a rotated one and one without a step.
pub(super) fn nodes_of(dataset: &Dataset) -> Result<FileNodes, (String, String)> {
    let placed = dataset.geo_transform();
    let [x, step_x, turn_x, y, turn_y, step_y] =
        placed.map_err(|_| ("a place on the Earth".to_owned(), "a raster without a geotransform".to_owned()))?;
    let (columns, rows) = dataset.raster_size();
    if turn_x != 0.0 || turn_y != 0.0 {
        let needed = "a grid along the axes of its reference system (gdalwarp makes one)".to_owned();
        return Err((needed, format!("a rotated one: {turn_x} and {turn_y} per pixel")));
    }
    let is_step = |step: f64| step.is_finite() && step != 0.0;
    if !is_step(step_x) || !is_step(step_y) || step_x < 0.0 || !x.is_finite() || !y.is_finite() {
        let needed = "steps to the east and to the north or south".to_owned();
        return Err((needed, format!("{step_x} and {step_y} from {x}, {y}")));
    }
    if rows < 2 || columns < 2 {
        return Err(("at least 2 × 2 nodes".to_owned(), format!("{rows} × {columns}")));
    }
    Ok(FileNodes { first_x: x + 0.5 * step_x, first_y: y + 0.5 * step_y, step_x, step_y, rows, columns })
}

impl FileNodes {
    /// The grid of these nodes, in the units of grids.
    pub(super) fn grid(&self, frame: GridFrame) -> NodeGrid {
        let scale = if frame == GridFrame::Geographic { 1_f64.to_radians() } else { 1.0 };
        NodeGrid {
            frame,
            first_x: self.first_x * scale,
            first_y: self.first_y * scale,
            step_x: self.step_x * scale,
            step_y: self.step_y * scale,
            rows: self.rows,
            columns: self.columns,
        }
    }
}

fn require_on_the_earth(nodes: &FileNodes, frame: GridFrame) -> Result<(), (String, String)> {
    let (last_row, last_column) = ((nodes.rows - 1) as f64, (nodes.columns - 1) as f64);
    let FileNodes { first_x, first_y, step_x, step_y, .. } = *nodes;
    let (last_x, last_y) = (first_x + step_x * last_column, first_y + step_y * last_row);
    if frame != GridFrame::Geographic {
        let grid = nodes.grid(frame);
        let corners = [(0.0, 0.0), (0.0, last_column), (last_row, 0.0), (last_row, last_column)];
        if corners.into_iter().all(|(row, column)| grid.place_of(row, column).is_some()) {
            return Ok(());
        }
        let found = format!("eastings {first_x} m to {last_x} m, northings {first_y} m to {last_y} m");
        return Err(("nodes within 30° of the central meridian of the zone".to_owned(), found));
    }
    let latitudes = [first_y, last_y].iter().all(|latitude| latitude.abs() <= 90.0 + 1e-7);
    if latitudes && first_x.abs() <= 540.0 && last_x - first_x <= 360.0 + 1e-7 {
        return Ok(());
    }
    let found = format!("latitudes {first_y}° to {last_y}°, longitudes {first_x}° to {last_x}°");
    Err(("nodes between the poles, at most once round the Earth".to_owned(), found))
}

/// The unit that the band names, where it is not the metre.
fn unit_that_is_no_metre(band: &RasterBand<'_>) -> Option<String> {
    let unit = band.unit();
    let known = ["", "m", "metre", "metres", "meter", "meters"];
    (!known.contains(&unit.trim().to_lowercase().as_str())).then_some(unit)
}
