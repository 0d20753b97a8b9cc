//! Location grids in TIFF: a longitude and a latitude band a height, as CNES's tools write them.

use std::collections::BTreeMap;
use std::path::Path;

use gdal::{Dataset, Metadata as _};

use super::error::ProductError;
use super::gdal_raster::size_of;
use super::gdal_session::{open_dataset, take_messages};
use crate::instrument::location_grid::{GridAxis, LocationGrid};

/// Most values that are read, all bands together: fifty times the largest real grid.
const VALUES_LIMIT: usize = 20_000_000;

/// Line and column of the centre of the first pixel in the convention of these grids (that of OTB: its outer corner is at 0).
const FIRST_PIXEL: f64 = 0.5;

/// Reference systems whose longitudes and latitudes are taken as they are. That of EPSG:4269 (NAD 83) stands in grids of CNES where its
/// ellipsoid, 0.1 mm from that of WGS 84, made a tool choose the name.
const REFERENCES: [&str; 3] = ["EPSG:4326", "EPSG:4979", "EPSG:4269"];

/// What a band holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    Longitude,
    Latitude,
    Status,
}

/// The bands of one height, by their numbers from 1.
#[derive(Debug, Clone, Copy, Default)]
struct Layer {
    longitude: Option<usize>,
    latitude: Option<usize>,
    status: Option<usize>,
}

/// Reads a location grid.
///
/// The geotransform is that of the nodes in the image: its origin is the line and column of the first node, where the centre of the first pixel
/// has (0.5, 0.5), which is taken off here. The heights stand in the metadata, in any domain, as `ALTITUDE_B0` … (bands longitude, latitude
/// in turn) or `LG_ALTITUDE_B0` … with `LG_FIELD_B0` … (`lon`, `lat`, `status`: anything but 0 is an invalid node), metres above WGS 84.
///
/// # Errors
/// [`ProductError`]: what cannot be read, is missing, or refers to another Earth than WGS 84.
pub fn read_location_grid(path: &Path) -> Result<LocationGrid, ProductError> {
    let dataset = open_dataset(path, &["GTiff"])?;
    let wrong = |element: &str, needed: &str, found: String| ProductError::Element {
        path: path.to_path_buf(),
        element: element.to_owned(),
        needed: needed.to_owned(),
        found,
    };
    let entries = metadata(&dataset);
    for (key, reference) in entries.iter().filter(|(key, _)| *key == "REF" || *key == "LG_REF") {
        if !REFERENCES.contains(&reference.as_str()) {
            return Err(wrong(
                key,
                &format!("longitudes and latitudes of {}", REFERENCES.join(", ")),
                reference.clone(),
            ));
        }
    }
    let size = size_of(&dataset);
    if size.lines.saturating_mul(size.columns).saturating_mul(size.bands) > VALUES_LIMIT {
        let found = format!("{} lines × {} columns × {} bands", size.lines, size.columns, size.bands);
        return Err(wrong("the raster", &format!("at most {VALUES_LIMIT} values"), found));
    }
    let [x, step_x, skew_x, y, skew_y, step_y] = dataset
        .geo_transform()
        .map_err(|_| wrong("the geotransform", "lines and columns of the nodes", "none".to_owned()))?;
    if skew_x != 0.0 || skew_y != 0.0 {
        return Err(wrong(
            "the geotransform",
            "nodes along the lines and columns",
            format!("a turn of {skew_x}, {skew_y}"),
        ));
    }
    let layers = layers_of(path, &entries, size.bands)?;
    let heights: Vec<f64> = layers.iter().map(|(height, _)| *height).collect();
    let mut places = vec![[f64::NAN; 2]; size.lines * size.columns * layers.len()];
    for (index, (_, layer)) in layers.iter().enumerate() {
        let values = |band: Option<usize>| -> Result<Vec<f64>, ProductError> {
            let Some(band) = band else { return Ok(Vec::new()) };
            let buffer = dataset.rasterband(band).and_then(|band| band.read_band_as::<f64>());
            let (_, values) = buffer.map_err(|error| unreadable(path, band, &error))?.into_shape_and_vec();
            Ok(values)
        };
        let (longitudes, latitudes, status) =
            (values(layer.longitude)?, values(layer.latitude)?, values(layer.status)?);
        for (node, (longitude, latitude)) in longitudes.into_iter().zip(latitudes).enumerate() {
            if status.get(node).is_none_or(|status| *status == 0.0) {
                places[node * layers.len() + index] = [longitude.to_radians(), latitude.to_radians()];
            }
        }
    }
    let lines = GridAxis { first: y - FIRST_PIXEL, step: step_y, n: size.lines };
    let columns = GridAxis { first: x - FIRST_PIXEL, step: step_x, n: size.columns };
    LocationGrid::new(lines, columns, &heights, &places, None)
        .map_err(|error| wrong("the nodes", "nodes of which a model can be made", error.to_string()))
}

fn unreadable(path: &Path, band: usize, error: &gdal::errors::GdalError) -> ProductError {
    ProductError::Raster {
        path: path.to_path_buf(),
        needed: format!("band {band} of the grid"),
        found: take_messages(&error.to_string()),
    }
}

/// The metadata of all domains.
fn metadata(dataset: &Dataset) -> BTreeMap<String, String> {
    let domains = dataset.metadata_domains();
    // XML documents stand in domains of their own; the default domain is always asked.
    let named = domains.iter().map(String::as_str).filter(|name| !name.starts_with("xml:"));
    std::iter::once("")
        .chain(named)
        .filter_map(|name| dataset.metadata_domain(name))
        .flatten()
        .filter_map(|line| line.split_once('=').map(|(key, value)| (key.to_owned(), value.trim().to_owned())))
        .collect()
}

/// Height and bands of each layer.
fn layers_of(
    path: &Path,
    entries: &BTreeMap<String, String>,
    n_bands: usize,
) -> Result<Vec<(f64, Layer)>, ProductError> {
    let wrong = |element: String, needed: &str, found: &str| ProductError::Element {
        path: path.to_path_buf(),
        element,
        needed: needed.to_owned(),
        found: found.to_owned(),
    };
    let mut layers: Vec<(f64, Layer)> = Vec::new();
    for band in 0..n_bands {
        let entry = |name: &str| {
            let plain = entries.get(&format!("{name}_B{band}"));
            plain.or_else(|| entries.get(&format!("LG_{name}_B{band}"))).map(String::as_str)
        };
        let key = || format!("ALTITUDE_B{band}");
        let written = entry("ALTITUDE").ok_or_else(|| wrong(key(), "the height of the band in metres", "none"))?;
        let height: f64 = written.parse().map_err(|_| wrong(key(), "a height in metres", written))?;
        if !height.is_finite() {
            return Err(wrong(key(), "a height in metres", written));
        }
        let field = match entry("FIELD") {
            None if band % 2 == 0 => Field::Longitude,
            Some("lon") => Field::Longitude,
            None | Some("lat") => Field::Latitude,
            Some("status") => Field::Status,
            Some(other) => return Err(wrong(format!("LG_FIELD_B{band}"), "lon, lat or status", other)),
        };
        let known = layers.iter().position(|(known, _)| known.total_cmp(&height).is_eq());
        let index = known.unwrap_or_else(|| {
            layers.push((height, Layer::default()));
            layers.len() - 1
        });
        let layer = &mut layers[index].1;
        let place = match field {
            Field::Longitude => &mut layer.longitude,
            Field::Latitude => &mut layer.latitude,
            Field::Status => &mut layer.status,
        };
        if place.replace(band + 1).is_some() {
            return Err(wrong(key(), "one band of each kind a height", &format!("a second of {height} m")));
        }
    }
    match layers.iter().find(|(_, layer)| layer.longitude.is_none() || layer.latitude.is_none()) {
        Some((height, _)) => {
            let found = "only one of them";
            Err(wrong(format!("the bands of {height} m"), "a longitude and a latitude", found))
        }
        None => Ok(layers),
    }
}

#[cfg(test)]
mod tests {
    use gdal::DriverManager;
    use gdal::raster::Buffer;

    use super::*;
    use crate::instrument::location::{ImagePoint, LocationFailure, LocationModel};

    const GEOTRANSFORM: [f64; 6] = [0.5, 100.0, 0.0, 0.5, 0.0, 50.0];

    /// A grid of 3 lines × 4 columns of nodes: longitude 7° + column, latitude 45° − line, in hundredths of a degree a node.
    fn read(entries: &[(&str, &str)], transform: [f64; 6], n_bands: usize) -> Result<LocationGrid, ProductError> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("grid.tif");
        let driver = DriverManager::get_driver_by_name("GTiff").unwrap();
        let mut dataset = driver.create_with_band_type::<f64, _>(&path, 4, 3, n_bands).unwrap();
        dataset.set_geo_transform(&transform).unwrap();
        for (key, value) in entries {
            dataset.set_metadata_item(key, value, "").unwrap();
        }
        for band in 0..n_bands {
            let node = |index: usize| match entries.iter().find(|(key, _)| *key == format!("LG_FIELD_B{band}")) {
                Some((_, "status")) => f64::from(u8::from(index == 0)),
                Some((_, "lat")) => 45.0 - 0.01 * (index / 4) as f64,
                Some(_) => 7.0 + 0.01 * (index % 4) as f64,
                None if band % 2 == 0 => 7.0 + 0.01 * (index % 4) as f64,
                None => 45.0 - 0.01 * (index / 4) as f64,
            };
            let mut buffer = Buffer::new((4, 3), (0..12).map(node).collect());
            dataset.rasterband(band + 1).unwrap().write((0, 0), (4, 3), &mut buffer).unwrap();
        }
        dataset.close().unwrap();
        read_location_grid(&path)
    }

    const ALTITUDES: [(&str, &str); 4] =
        [("ALTITUDE_B0", "500.0"), ("ALTITUDE_B1", "500.0"), ("ALTITUDE_B2", "-30"), ("ALTITUDE_B3", "-30")];

    #[test]
    fn nodes_stand_on_the_centres_that_the_geotransform_names() {
        let grid = read(&ALTITUDES, GEOTRANSFORM, 4).unwrap();
        let place = grid.ground_at_height(ImagePoint { line: 50.0, column: 200.0 }, 100.0).unwrap();
        assert!(
            (place.longitude_deg() - 7.02).abs() < 1e-13 && (place.latitude_deg() - 44.99).abs() < 1e-13,
            "{place:?}"
        );
        assert_eq!(grid.height_range_m().map(f64::to_bits), [-30.0, 500.0].map(f64::to_bits));
    }

    #[test]
    fn a_node_whose_status_is_not_zero_is_none() {
        let mut entries = Vec::new();
        for (layer, height) in ["0", "1000"].into_iter().enumerate() {
            for (field, name) in ["lon", "lat", "status"].into_iter().enumerate() {
                let band = 3 * layer + field;
                entries.push((format!("LG_ALTITUDE_B{band}"), height));
                entries.push((format!("LG_FIELD_B{band}"), name));
            }
        }
        let entries: Vec<(&str, &str)> = entries.iter().map(|(key, value)| (key.as_str(), *value)).collect();
        let grid = read(&entries, GEOTRANSFORM, 6).unwrap();
        let at = |line, column| grid.ground_at_height(ImagePoint { line, column }, 10.0);
        assert_eq!(at(10.0, 10.0), Err(LocationFailure::OutsideModel));
        assert!(at(60.0, 110.0).is_ok());
    }

    #[test]
    fn what_is_missing_or_wrong_is_named() {
        let with = |entry: (&'static str, &'static str)| {
            let others = ALTITUDES.into_iter().filter(move |(key, _)| *key != entry.0);
            others.chain([entry]).collect::<Vec<_>>()
        };
        for (entries, transform, n_bands, named) in [
            (Vec::new(), GEOTRANSFORM, 4, "ALTITUDE_B0: needed the height of the band in metres, found none"),
            (with(("ALTITUDE_B3", "high")), GEOTRANSFORM, 4, "ALTITUDE_B3: needed a height in metres, found high"),
            (with(("ALTITUDE_B3", "40")), GEOTRANSFORM, 4, "needed a longitude and a latitude, found only one of them"),
            (
                with(("LG_FIELD_B1", "azimuth")),
                GEOTRANSFORM,
                4,
                "LG_FIELD_B1: needed lon, lat or status, found azimuth",
            ),
            (with(("ALTITUDE_B2", "500")), GEOTRANSFORM, 4, "one band of each kind a height"),
            (with(("REF", "EPSG:32631")), GEOTRANSFORM, 4, "REF: needed longitudes and latitudes of EPSG:4326"),
            (ALTITUDES.to_vec(), GEOTRANSFORM, 2, "needed at least two different heights"),
            (ALTITUDES.to_vec(), [0.5, 100.0, 3.0, 0.5, 0.0, 50.0], 4, "needed nodes along the lines and columns"),
            (ALTITUDES.to_vec(), [0.5, 100.0, 0.0, 0.5, 0.0, -50.0], 4, "positive step apart along the lines"),
        ] {
            let error = read(&entries, transform, n_bands).unwrap_err().to_string();
            assert!(error.contains("grid.tif") && error.contains(named), "{named}: {error}");
        }
        let error = read_location_grid(Path::new("no such grid")).unwrap_err().to_string();
        assert!(error.contains("no such grid"), "{error}");
    }
}
