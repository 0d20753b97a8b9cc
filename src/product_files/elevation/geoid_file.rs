//! Geoid grids on the disk: GTX, and GeoTIFF or another listed raster with one band.

use std::path::Path;

use super::elevation_file::{nodes_of, only_band};
use super::reference_system::places_of;
use crate::earth::terrain::GridFrame;
use crate::earth::{GeoidGrid, GeoidNodes};
use crate::product_files::error::{ProductError, require_file};
use crate::product_files::gdal_session::{ELEVATION_DRIVERS, forget_messages, open_dataset, take_messages};

/// Nodes of a grid, which is held in memory whole: EGM2008 at 2.5′ has 37 million, at 1′ 233 million.
const MOST_NODES: u64 = 1 << 28;

/// Reads a geoid grid: GTX, or a raster with one band of undulations in metres at longitudes and latitudes (GeoTIFF as the PROJ project writes
/// them, ENVI). It is called after its file. A raster's nodes are its pixel centres.
///
/// # Errors
/// [`ProductError`] with the file, what was needed and what was found.
pub fn open_geoid(path: &Path) -> Result<GeoidGrid, ProductError> {
    let needed = "a geoid grid";
    let refused = |needed: &str, found: String| ProductError::Raster {
        path: path.to_path_buf(),
        needed: needed.to_owned(),
        found,
    };
    let bytes = require_file(path, needed)?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    if bytes / 4 > MOST_NODES {
        return Err(refused(&format!("a geoid grid of at most {MOST_NODES} nodes"), format!("{bytes} bytes")));
    }
    let is_gtx = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("gtx"));
    if !is_gtx {
        return open_raster(path, &name);
    }
    let content = std::fs::read(path).map_err(|source| ProductError::io(path, "read", source))?;
    match GeoidGrid::from_gtx(&name, &content) {
        Ok(geoid) => Ok(geoid),
        // Sentinel-2's geoid is an ENVI file under this name.
        Err(error) => open_raster(path, &name).map_err(|_| refused(&error.needed, error.found)),
    }
}

fn open_raster(path: &Path, name: &str) -> Result<GeoidGrid, ProductError> {
    let refused = |(needed, found): (String, String)| ProductError::Raster { path: path.to_path_buf(), needed, found };
    let dataset = open_dataset(path, &ELEVATION_DRIVERS)?;
    let band = only_band(path, &dataset, "undulations")?;
    let nodes = nodes_of(&dataset).map_err(refused)?;
    let none = |_| ("a reference system".to_owned(), "none".to_owned());
    let places = places_of(&dataset.spatial_ref().map_err(none).map_err(refused)?).map_err(refused)?;
    if places.frame != GridFrame::Geographic {
        let needed = "longitudes and latitudes in degrees (gdalwarp -t_srs EPSG:4326 makes them)";
        return Err(refused((needed.to_owned(), "a map".to_owned())));
    }
    if nodes.rows as u64 * nodes.columns as u64 > MOST_NODES {
        let found = format!("{} × {}", nodes.rows, nodes.columns);
        return Err(refused((format!("a geoid grid of at most {MOST_NODES} nodes"), found)));
    }
    let shape = (nodes.columns, nodes.rows);
    let mut undulations = vec![0_f32; nodes.rows * nodes.columns];
    band.read_into_slice((0, 0), shape, shape, &mut undulations, None)
        .map_err(|error| refused(("its undulations".to_owned(), take_messages(&error.to_string()))))?;
    let (scale, offset) = (band.scale().unwrap_or(1.0), band.offset().unwrap_or(0.0));
    let no_data = band.no_data_value().map(|value| value as f32);
    for value in &mut undulations {
        *value = if no_data == Some(*value) { f32::NAN } else { (f64::from(*value) * scale + offset) as f32 };
    }
    forget_messages();
    let nodes = GeoidNodes {
        first_longitude_deg: nodes.first_x,
        first_latitude_deg: nodes.first_y,
        longitude_step_deg: nodes.step_x,
        latitude_step_deg: nodes.step_y,
        rows: nodes.rows,
        columns: nodes.columns,
    };
    GeoidGrid::new(name, nodes, undulations).map_err(|error| refused((error.needed, error.found)))
}
