//! Elevation models written by the tests: mosaics, the date line, references of heights, and everything that is refused.

use std::path::{Path, PathBuf};

use gdal::raster::{Buffer, GdalType};
use gdal::spatial_ref::SpatialRef;
use gdal::{Dataset, DriverManager};
use viq::earth::terrain::TerrainGap;
use viq::earth::{GeoidGrid, GroundPoint, Hemisphere, UtmZone};
use viq::product_files::elevation::{HeightReference, OutsideHeights, TerrainSettings, open_geoid, open_terrain};

/// Writes a GeoTIFF with the first node at a place.
fn write<T: GdalType + Copy>(
    path: &Path,
    first: [f64; 2],
    step: f64,
    size: (usize, usize),
    crs: &str,
    height: impl Fn(usize, usize) -> T,
) -> Dataset {
    let driver = DriverManager::get_driver_by_name("GTiff").unwrap();
    let (rows, columns) = size;
    let mut dataset = driver.create_with_band_type::<T, _>(path, columns, rows, 1).unwrap();
    dataset.set_geo_transform(&[first[0] - 0.5 * step, step, 0.0, first[1] + 0.5 * step, 0.0, -step]).unwrap();
    if !crs.is_empty() {
        dataset.set_spatial_ref(&SpatialRef::from_definition(crs).unwrap()).unwrap();
    }
    let samples = (0..rows * columns).map(|index| height(index / columns, index % columns)).collect();
    dataset.rasterband(1).unwrap().write((0, 0), (columns, rows), &mut Buffer::new((columns, rows), samples)).unwrap();
    dataset
}

fn ellipsoid() -> TerrainSettings {
    TerrainSettings { heights: Some(HeightReference::Ellipsoid), ..TerrainSettings::default() }
}

fn place(longitude: f64, latitude: f64) -> GroundPoint {
    GroundPoint::from_degrees(longitude, latitude, 0.0)
}

fn refusal<P: AsRef<Path>>(paths: &[P], settings: &TerrainSettings) -> String {
    open_terrain(paths, settings).map(|terrain| terrain.source().description()).unwrap_err().to_string()
}

#[test]
fn tiles_on_both_sides_of_the_date_line_are_one_surface() {
    let folder = tempfile::tempdir().unwrap();
    let plane =
        |first_column: usize| move |row: usize, column: usize| (first_column + column) as f32 + 10.0 * row as f32;
    // Tiles that do not share an edge: the cell between them lies between their outermost nodes.
    let west = folder.path().join("east_of_fiji.tif");
    let east = folder.path().join("fiji.tif");
    write(&west, [-180.0, 1.0], 0.125, (9, 8), "EPSG:4326", plane(8)).close().unwrap();
    write(&east, [179.0, 1.0], 0.125, (9, 8), "EPSG:4326", plane(0)).close().unwrap();
    let terrain = open_terrain(&[folder.path()], &ellipsoid()).unwrap();
    let mut cursor = terrain.cursor();
    for longitude in [179.0, 179.9375, 179.99, 180.0, -180.0, -179.3, -179.125] {
        let turn = if longitude < 0.0 { longitude + 360.0 } else { longitude };
        let expected = (turn - 179.0) / 0.125 + 10.0 * 0.4 / 0.125;
        let found = cursor.height_at(place(longitude, 0.6)).unwrap();
        assert!((found - expected).abs() < 1e-6, "{longitude}: {found}, {expected}");
    }
    assert_eq!(cursor.height_at(place(178.99, 0.6)), Err(TerrainGap::Outside));
    assert_eq!(cursor.height_at(place(-179.12, 0.6)), Err(TerrainGap::Outside));
}

#[test]
fn a_file_round_the_earth_has_no_seam_at_the_date_line() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("earth.tif");
    let height = |_, column: usize| {
        if column == 0 {
            10.0_f64
        } else if column == 359 {
            20.0
        } else {
            0.0
        }
    };
    write(&path, [-179.5, 89.5], 1.0, (180, 360), "EPSG:4979", height).close().unwrap();
    let terrain = open_terrain(&[&path], &TerrainSettings::default()).unwrap();
    let mut cursor = terrain.cursor();
    for longitude in [180.0, -180.0] {
        assert!((cursor.height_at(place(longitude, 12.5)).unwrap() - 15.0).abs() < 1e-9);
    }
    assert!((cursor.height_at(place(179.75, 12.5)).unwrap() - 17.5).abs() < 1e-9);
}

#[test]
fn a_void_gives_way_to_the_value_of_an_overlapping_file_and_nothing_else_does() {
    let folder = tempfile::tempdir().unwrap();
    let (a, b) = (folder.path().join("a.tif"), folder.path().join("b.tif"));
    let first = write(&a, [5.0, 45.0], 0.5, (3, 3), "EPSG:4326", |row, _| if row == 2 { -9_i16 } else { 100 });
    first.rasterband(1).unwrap().set_no_data_value(Some(-9.0)).unwrap();
    first.close().unwrap();
    // 65535 m, an undeclared mark, is no height of the Earth.
    write(&b, [5.0, 44.5], 0.5, (3, 3), "EPSG:4326", |_, column| if column == 1 { 65_535_u16 } else { 200 })
        .close()
        .unwrap();
    let terrain = open_terrain(&[&a, &b], &ellipsoid()).unwrap();
    let grid = *terrain.source().grid();
    let mut heights = vec![0.0; grid.rows * grid.columns];
    terrain.source().read_nodes(0, 0, grid.rows, grid.columns, &mut heights).unwrap();
    let n = f64::NAN;
    let expected = [100.0, 100.0, 100.0, 100.0, 100.0, 100.0, 200.0, n, 200.0, 200.0, n, 200.0];
    let agree = heights
        .iter()
        .zip(expected)
        .all(|(height, expected)| *height == expected || height.is_nan() && expected.is_nan());
    assert!(agree, "{heights:?}");
}

#[test]
fn heights_are_counted_as_the_file_says_or_as_the_user_chooses() {
    let folder = tempfile::tempdir().unwrap();
    let at = place(5.3, 44.4);
    let undulation = GeoidGrid::egm96().unwrap().undulation_m(at).unwrap();
    let height = |crs: &str, settings: &TerrainSettings| {
        let path = folder.path().join(format!("{}.tif", crs.replace([':', '+'], "_")));
        write(&path, [5.0, 45.0], 0.25, (5, 5), crs, |_, _| 100_i16).close().unwrap();
        open_terrain(&[&path], settings).map(|terrain| terrain.cursor().height_at(at).unwrap())
    };
    let stated = TerrainSettings::default();
    assert!((height("EPSG:4326+5773", &stated).unwrap() - 100.0 - undulation).abs() < 1e-9);
    assert_eq!(height("EPSG:4979", &stated).unwrap(), 100.0);
    assert_eq!(height("EPSG:4326+5773", &ellipsoid()).unwrap(), 100.0);
    let message = height("EPSG:4326+3855", &stated).unwrap_err().to_string();
    assert!(message.contains("needed the geoid grid of EGM2008 height, by choice"), "{message}");
    let message = height("EPSG:4326", &stated).unwrap_err().to_string();
    assert!(message.contains("the ellipsoid or a geoid, found: nothing stated"), "{message}");
    // NAVD88 in US feet.
    let message = height("EPSG:4269+6360", &stated).unwrap_err().to_string();
    assert!(message.contains("needed heights in metres, found: heights in the unit"), "{message}");
    let sea = TerrainSettings { outside: OutsideHeights::Geoid, ..ellipsoid() };
    let path = folder.path().join("EPSG_4979.tif");
    let terrain = open_terrain(&[&path], &sea).unwrap();
    let found = terrain.cursor().height_at(place(-100.0, -30.0)).unwrap();
    let expected = GeoidGrid::egm96().unwrap().undulation_m(place(-100.0, -30.0)).unwrap();
    assert!((found - expected).abs() < 1e-6, "{found} {expected}");
}

#[test]
fn what_is_no_elevation_model_is_refused_with_what_was_needed() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str| folder.path().join(name);
    let missing = refusal(&[file("none.hgt")], &ellipsoid());
    assert!(
        missing.contains("none.hgt: needed an elevation file") && missing.contains("found no such file"),
        "{missing}"
    );
    let none: [PathBuf; 0] = [];
    assert!(refusal(&none, &ellipsoid()).contains("needed an elevation file"));
    std::fs::create_dir(file("empty")).unwrap();
    assert!(refusal(&[file("empty")], &ellipsoid()).contains("found: none in this folder"));
    let driver = DriverManager::get_driver_by_name("GTiff").unwrap();
    driver.create_with_band_type::<u8, _>(file("bands.tif"), 4, 4, 3).unwrap().close().unwrap();
    assert!(refusal(&[file("bands.tif")], &ellipsoid()).contains("needed one band of heights, found 3 bands"));
    let message = |name: &str, write: &dyn Fn(&Path)| {
        write(&file(name));
        let message = refusal(&[file(name)], &ellipsoid());
        assert!(message.contains(name), "{message}");
        message
    };
    let byte =
        message("byte.tif", &|path| write(path, [5.0, 45.0], 0.1, (4, 4), "EPSG:4326", |_, _| 1_u8).close().unwrap());
    assert!(byte.contains("found: an image of 8 bits"), "{byte}");
    let of_crs = |crs: &'static str, name: &str| {
        message(name, &|path| write(path, [5.0, 45.0], 0.1, (4, 4), crs, |_, _| 1_i16).close().unwrap())
    };
    assert!(of_crs("", "nowhere.tif").contains("needed a reference system, found: none"));
    assert!(of_crs("EPSG:4230", "ed50.tif").contains("found: the system ED50"), "{}", of_crs("EPSG:4230", "ed50.tif"));
    assert!(
        of_crs("EPSG:3035", "laea.tif").contains("gdalwarp -t_srs EPSG:4326"),
        "{}",
        of_crs("EPSG:3035", "laea.tif")
    );
    let turned = message("turned.tif", &|path| {
        let mut dataset = write(path, [5.0, 45.0], 0.1, (4, 4), "EPSG:4326", |_, _| 1_i16);
        dataset.set_geo_transform(&[5.0, 0.1, 0.01, 45.0, 0.01, -0.1]).unwrap();
        dataset.close().unwrap();
    });
    assert!(turned.contains("found: a rotated one"), "{turned}");
    let beyond = message("beyond.tif", &|path| {
        write(path, [5.0, 95.0], 0.1, (4, 4), "EPSG:4326", |_, _| 1_i16).close().unwrap();
    });
    assert!(beyond.contains("needed nodes between the poles"), "{beyond}");
    std::fs::write(file("N44E005.hgt"), vec![0_u8; 1000]).unwrap();
    assert!(refusal(&[file("N44E005.hgt")], &ellipsoid()).contains("N44E005.hgt: needed a raster of the format"));
}

#[test]
fn files_of_different_steps_are_refused_with_both_names() {
    let folder = tempfile::tempdir().unwrap();
    let (a, b) = (folder.path().join("a.tif"), folder.path().join("b.tif"));
    write(&a, [5.0, 45.0], 0.1, (11, 11), "EPSG:4326", |_, _| 1_i16).close().unwrap();
    write(&b, [6.0, 45.0], 0.2, (6, 6), "EPSG:4326", |_, _| 1_i16).close().unwrap();
    let message = refusal(&[folder.path()], &ellipsoid());
    assert!(message.contains("a.tif") && message.contains("b.tif") && message.contains("the same steps"), "{message}");
}

#[test]
fn a_model_in_utm_is_a_plane_of_its_eastings_and_northings() {
    let folder = tempfile::tempdir().unwrap();
    let (west, east) = (folder.path().join("west.tif"), folder.path().join("east.tif"));
    let plane = |x: f64| move |row: usize, column: usize| 1e-3 * (x + 90.0 * column as f64) + row as f64;
    // Twice the same zone: by its code and by its constants.
    let by_constants = "+proj=tmerc +lon_0=3 +k=0.9996 +x_0=500000 +y_0=0 +ellps=GRS80 +units=m";
    write(&west, [600_000.0, 4_900_000.0], 90.0, (101, 101), "EPSG:32631", plane(600_000.0)).close().unwrap();
    write(&east, [609_000.0, 4_900_000.0], 90.0, (101, 101), by_constants, plane(609_000.0)).close().unwrap();
    let terrain = open_terrain(&[folder.path()], &ellipsoid()).unwrap();
    let zone = UtmZone::new(31, Hemisphere::North).unwrap();
    let mut cursor = terrain.cursor();
    for (x, y) in
        [(600_000.0, 4_900_000.0), (608_955.0, 4_899_000.0), (609_045.0, 4_891_100.0), (612_345.0, 4_895_432.1)]
    {
        let [latitude, longitude] = zone.geodetic_from_map(x, y).unwrap();
        let found = cursor.height_at(GroundPoint { longitude, latitude, height_m: 0.0 }).unwrap();
        let expected = 1e-3 * x + (4_900_000.0 - y) / 90.0;
        assert!((found - expected).abs() < 1e-6, "{x} {y}: {found}, {expected}");
    }
    assert_eq!(cursor.height_at(place(4.0, 44.0)), Err(TerrainGap::Outside));
    assert_eq!(cursor.height_at(place(-120.0, 44.0)), Err(TerrainGap::Outside));
    let other = folder.path().join("south.tif");
    write(&other, [600_000.0, 4_900_000.0], 90.0, (101, 101), "EPSG:32731", plane(0.0)).close().unwrap();
    let message = refusal(&[folder.path()], &ellipsoid());
    let both = message.contains("south.tif: needed UTM, EPSG:32631, as in") && message.contains("east.tif");
    assert!(both && message.contains("found: UTM, EPSG:32731"), "{message}");
    let far = message_of_far(folder.path());
    assert!(far.contains("within 30° of the central meridian"), "{far}");
}

fn message_of_far(folder: &Path) -> String {
    let path = folder.join("far.tif");
    write(&path, [9_000_000.0, 4_900_000.0], 90.0, (101, 101), "EPSG:32631", |_, _| 1_i16).close().unwrap();
    refusal(&[path], &ellipsoid())
}

#[test]
fn a_truncated_tile_fails_where_it_is_asked_and_nowhere_else() {
    let folder = tempfile::tempdir().unwrap();
    let (good, short) = (folder.path().join("good.tif"), folder.path().join("short.tif"));
    write(&good, [5.0, 45.0], 0.001, (1001, 1001), "EPSG:4326", |_, _| 7_i16).close().unwrap();
    write(&short, [6.0, 45.0], 0.001, (1001, 1001), "EPSG:4326", |_, _| 7_i16).close().unwrap();
    let bytes = std::fs::read(&short).unwrap();
    std::fs::write(&short, &bytes[..bytes.len() - 900_000]).unwrap();
    let terrain = open_terrain(&[folder.path()], &ellipsoid()).unwrap();
    let mut cursor = terrain.cursor();
    assert_eq!(cursor.height_at(place(5.1, 44.1)), Ok(7.0));
    assert_eq!(cursor.height_at(place(6.9, 44.9)), Ok(7.0));
    assert_eq!(cursor.height_at(place(6.9, 44.1)), Err(TerrainGap::Unreadable));
    let message = terrain.read_failure(place(6.9, 44.1)).unwrap();
    assert!(message.contains("short.tif: needed the heights of rows"), "{message}");
    assert_eq!(terrain.read_failure(place(5.1, 44.1)), None);
}

#[test]
fn threads_read_the_same_heights_at_once() {
    let folder = tempfile::tempdir().unwrap();
    for tile in 0..4 {
        let path = folder.path().join(format!("{tile}.tif"));
        let height = move |row: usize, column: usize| (row + column + 500 * tile) as f32;
        write(&path, [5.0 + 0.5 * tile as f64, 45.0], 0.001, (501, 501), "EPSG:4326", height).close().unwrap();
    }
    let settings = TerrainSettings { budget_bytes: 1_000_000, ..ellipsoid() };
    let terrain = open_terrain(&[folder.path()], &settings).unwrap();
    std::thread::scope(|scope| {
        for thread in 0..4_usize {
            let terrain = &terrain;
            scope.spawn(move || {
                let mut cursor = terrain.cursor();
                for step in 0..200_usize {
                    let (row, column) = ((step * 7919 + thread * 131) % 500, (step * 104_729 + thread * 17) % 2000);
                    let found = cursor.height_and_slope(row as f64, column as f64).unwrap().0;
                    assert_eq!(found, (row + column) as f64);
                }
            });
        }
    });
}

#[test]
fn what_is_no_geoid_is_refused_with_what_was_needed() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str| folder.path().join(name);
    let refused = |name: &str| open_geoid(&file(name)).unwrap_err().to_string();
    assert!(refused("none.gtx").contains("none.gtx: needed a geoid grid, found no such file"));
    std::fs::write(file("short.gtx"), [0_u8; 41]).unwrap();
    assert!(refused("short.gtx").contains("short.gtx: needed "), "{}", refused("short.gtx"));
    write(&file("high.tif"), [5.0, 45.0], 0.1, (4, 4), "EPSG:4326", |_, _| 300.0_f32).close().unwrap();
    assert!(refused("high.tif").contains("within ±200 m, found: 300 m"), "{}", refused("high.tif"));
    write(&file("map.tif"), [5.0, 45.0], 0.1, (4, 4), "EPSG:3035", |_, _| 30.0_f32).close().unwrap();
    assert!(refused("map.tif").contains("needed longitudes and latitudes"), "{}", refused("map.tif"));
    write(&file("good.tif"), [5.0, 45.0], 0.1, (4, 4), "EPSG:4326", |row, _| row as f32).close().unwrap();
    let geoid = open_geoid(&file("good.tif")).unwrap();
    assert!((geoid.undulation_m(place(5.15, 44.85)).unwrap() - 1.5).abs() < 1e-6);
    assert_eq!(geoid.undulation_m(place(5.35, 44.85)), None);
    assert_eq!(geoid.name(), "good.tif");
}
