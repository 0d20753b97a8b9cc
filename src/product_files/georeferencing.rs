//! Where a raster lies: its reference system, and its outline in longitude and latitude through the raster library.

use std::cell::RefCell;
use std::thread::LocalKey;

use gdal::Dataset;
use gdal::spatial_ref::{AxisMappingStrategy, CoordTransform, SpatialRef};

use super::gdal_session::{forget_messages, prepare};
use super::product::Georeference;
use crate::earth::rings_from_outline;

/// Points taken on each edge of the image: enough for the curvature of an edge and for finding the date line.
const POINTS_PER_EDGE: usize = 8;

/// The georeference that a raster carries itself; none where it has no reference system or no transform.
pub(super) fn of_dataset(dataset: &Dataset) -> Option<Georeference> {
    let system = dataset.spatial_ref().ok()?;
    let geotransform = dataset.geo_transform().ok()?;
    let (columns, lines) = dataset.raster_size();
    let footprint = footprint(system.clone(), geotransform, lines, columns);
    // Whether or not it failed, what the library said about it is no matter of the next file.
    forget_messages();
    Some(Georeference { crs: name_of(&system)?, geotransform, footprint })
}

/// The number of a reference system written as `EPSG:32636`. Metadata may name a system in no other way: the library's general reader of
/// definitions would also open files and addresses.
pub(super) fn epsg_number(crs: &str) -> Option<u32> {
    crs.strip_prefix("EPSG:")?.parse().ok()
}

/// The footprint of `lines` × `columns` pixels under a reference system given by its EPSG number, as closed counter-clockwise rings of
/// (longitude, latitude) in degrees; empty where it cannot be computed.
pub fn footprint_of(epsg: u32, geotransform: [f64; 6], lines: usize, columns: usize) -> Vec<Vec<[f64; 2]>> {
    prepare();
    let rings =
        SpatialRef::from_epsg(epsg).map(|system| footprint(system, geotransform, lines, columns)).unwrap_or_default();
    forget_messages();
    rings
}

fn footprint(mut system: SpatialRef, geotransform: [f64; 6], lines: usize, columns: usize) -> Vec<Vec<[f64; 2]>> {
    let outline = outline(geotransform, lines, columns);
    let (mut x, mut y): (Vec<f64>, Vec<f64>) = outline.into_iter().map(|point| (point[0], point[1])).unzip();
    system.set_axis_mapping_strategy(AxisMappingStrategy::TraditionalGisOrder);
    let Ok(mut geographic) = SpatialRef::from_epsg(4326) else { return Vec::new() };
    geographic.set_axis_mapping_strategy(AxisMappingStrategy::TraditionalGisOrder);
    let Ok(lon_lat_from_map) = CoordTransform::new(&system, &geographic) else { return Vec::new() };
    if lon_lat_from_map.transform_coords(&mut x, &mut y, &mut []).is_err() {
        return Vec::new();
    }
    let outline: Vec<[f64; 2]> = x.into_iter().zip(y).map(|(longitude, latitude)| [longitude, latitude]).collect();
    rings_from_outline(&outline)
}

thread_local! {
    /// The transform that this thread used last, under the name of its reference system: a pointer that moves over an image asks for the
    /// same one many times a second.
    static LAST: LastTransform = const { RefCell::new(None) };
    /// The same for the way back.
    static LAST_BACK: LastTransform = const { RefCell::new(None) };
}

/// Longitude and latitude (WGS 84, degrees) of a place in a reference system, given as `EPSG:32636` or as WKT; none where it has none.
pub fn geographic_from_map(crs: &str, x: f64, y: f64) -> Option<(f64, f64)> {
    through(&LAST, crs, (x, y), |map, geographic| CoordTransform::new(map, geographic).ok())
}

/// The place (x, y) in a reference system, given as `EPSG:32636` or as WKT, of a longitude and a latitude (WGS 84, degrees); none where the
/// system does not reach.
pub fn map_from_geographic(crs: &str, longitude_deg: f64, latitude_deg: f64) -> Option<(f64, f64)> {
    let back = |map: &SpatialRef, geographic: &SpatialRef| CoordTransform::new(geographic, map).ok();
    through(&LAST_BACK, crs, (longitude_deg, latitude_deg), back)
}

/// The reference system asked for last, and its transform where there is one.
type LastTransform = RefCell<Option<(String, Option<CoordTransform>)>>;

/// A place through the transform between a reference system and longitude and latitude, which `make` makes when it is not the one of last time.
fn through(
    last: &'static LocalKey<LastTransform>,
    crs: &str,
    (x, y): (f64, f64),
    make: impl FnOnce(&SpatialRef, &SpatialRef) -> Option<CoordTransform>,
) -> Option<(f64, f64)> {
    prepare();
    let place = last.with_borrow_mut(|last| {
        if last.as_ref().is_none_or(|(name, _)| name != crs) {
            *last = Some((crs.to_owned(), map_and_geographic(crs).and_then(|(map, earth)| make(&map, &earth))));
        }
        let (mut x, mut y) = ([x], [y]);
        let (_, transform) = last.as_ref()?;
        transform.as_ref()?.transform_coords(&mut x, &mut y, &mut []).ok()?;
        Some((x[0], y[0])).filter(|(x, y)| x.is_finite() && y.is_finite())
    });
    forget_messages();
    place
}

/// Metres of one unit of a reference system; none where it is not one of lengths on a map.
pub fn metres_per_unit(crs: &str) -> Option<f64> {
    prepare();
    let system = system_named(crs).filter(SpatialRef::is_projected);
    forget_messages();
    system.map(|system| system.linear_units()).filter(|metres| metres.is_finite() && *metres > 0.0)
}

fn system_named(crs: &str) -> Option<SpatialRef> {
    let system = match epsg_number(crs) {
        Some(number) => SpatialRef::from_epsg(number),
        None => SpatialRef::from_wkt(crs),
    };
    system.ok()
}

/// A reference system, and longitude and latitude, both in the order (east, north).
fn map_and_geographic(crs: &str) -> Option<(SpatialRef, SpatialRef)> {
    let (mut system, mut geographic) = (system_named(crs)?, SpatialRef::from_epsg(4326).ok()?);
    system.set_axis_mapping_strategy(AxisMappingStrategy::TraditionalGisOrder);
    geographic.set_axis_mapping_strategy(AxisMappingStrategy::TraditionalGisOrder);
    Some((system, geographic))
}

/// Points on the outer edge of the image, in map coordinates. In a geotransform the outer corner of the first pixel is (0, 0).
fn outline(geotransform: [f64; 6], lines: usize, columns: usize) -> Vec<[f64; 2]> {
    let [x0, column_step_x, line_step_x, y0, column_step_y, line_step_y] = geotransform;
    let (height, width) = (lines as f64, columns as f64);
    let corners = [[0.0, 0.0], [0.0, width], [height, width], [height, 0.0], [0.0, 0.0]];
    corners
        .windows(2)
        .flat_map(|edge| {
            (0..POINTS_PER_EDGE).map(move |step| {
                let fraction = step as f64 / POINTS_PER_EDGE as f64;
                let line = edge[0][0] + fraction * (edge[1][0] - edge[0][0]);
                let column = edge[0][1] + fraction * (edge[1][1] - edge[0][1]);
                [x0 + column * column_step_x + line * line_step_x, y0 + column * column_step_y + line * line_step_y]
            })
        })
        .collect()
}

/// `EPSG:32636` where the system has a code, its WKT otherwise.
fn name_of(system: &SpatialRef) -> Option<String> {
    match system.authority() {
        Ok(authority) if !authority.is_empty() => Some(authority),
        _ => system.to_wkt().ok().filter(|wkt| !wkt.is_empty()),
    }
}
