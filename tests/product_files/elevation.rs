//! Elevation models: real tiles of SRTM and DTED against the raster library's own reading, seams, voids, geoids and peers' heights.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use gdal::Dataset;
use viq::earth::terrain::{ElevationSource, TerrainGap};
use viq::earth::{GeoidGrid, GroundPoint};
use viq::product_files::elevation::{
    ElevationFiles, HeightReference, OutsideHeights, TerrainSettings, open_geoid, open_terrain,
};

use crate::shared_data::shared;

const SRTM: &str = "shareloc/dtm/srtm90_non_void_filled/N44E005.hgt";
const MADEIRA: &str = "sen2vm_s2l1b/DEM";
const SENTINEL_GEOID: &str = "sen2vm_s2l1b/DEM_GEOID/S2__OPER_DEM_GEOIDF_MPC__20200112T130120_S20190507T000000.gtx";

fn above_the_ellipsoid() -> TerrainSettings {
    TerrainSettings { heights: Some(HeightReference::Ellipsoid), ..TerrainSettings::default() }
}

fn all_nodes(source: &ElevationFiles) -> Vec<f64> {
    let (rows, columns) = (source.grid().rows, source.grid().columns);
    let mut heights = vec![0.0; rows * columns];
    source.read_nodes(0, 0, rows, columns, &mut heights).unwrap();
    heights
}

fn nodes_by_the_library(path: &Path) -> Vec<f64> {
    let dataset = Dataset::open(path).unwrap();
    dataset.rasterband(1).unwrap().read_band_as::<f64>().unwrap().data().to_vec()
}

#[test]
fn nodes_of_real_tiles_are_those_of_the_raster_library_at_whole_steps() {
    for (relative, longitude, latitude, void, n_voids) in [
        (SRTM, 5.0, 45.0, -32768.0, 4822),
        ("sen2vm_s2l1b/DEM/w018/n32.dt1", -18.0, 33.0, -32767.0, 0),
        ("sen2vm_s2l1b/DEM/w017/n33.dt1", -17.0, 34.0, -32767.0, 0),
        ("shareloc/dtm/N44E005_big_hole.tif", 4.99999667, 45.00000333, -32678.0, 490_473),
    ] {
        let Some(path) = shared(relative) else { continue };
        let source = ElevationFiles::open(&[&path], &above_the_ellipsoid()).unwrap();
        let grid = *source.grid();
        assert_eq!((grid.rows, grid.columns), (1201, 1201), "{relative}");
        assert!((grid.first_x.to_degrees() - longitude).abs() < 1e-8, "{relative}: {}", grid.first_x.to_degrees());
        assert!((grid.first_y.to_degrees() - latitude).abs() < 1e-8, "{relative}: {}", grid.first_y.to_degrees());
        let heights = all_nodes(&source);
        for (height, stored) in heights.iter().zip(nodes_by_the_library(&path)) {
            assert!(*height == stored || height.is_nan() && stored == void, "{relative}: {height}, {stored}");
        }
        assert_eq!(heights.iter().filter(|height| height.is_nan()).count(), n_voids, "{relative}");
    }
}

#[test]
fn tiles_of_madeira_are_one_surface_without_a_seam() {
    let (Some(folder), Some(west), Some(east)) =
        (shared(MADEIRA), shared("sen2vm_s2l1b/DEM/w018/n32.dt1"), shared("sen2vm_s2l1b/DEM/w017/n32.dt1"))
    else {
        return;
    };
    let terrain = open_terrain(&[&folder], &above_the_ellipsoid()).unwrap();
    let [west, east] = [west, east].map(|path| open_terrain(&[path], &above_the_ellipsoid()).unwrap());
    assert_eq!((terrain.source().grid().rows, terrain.source().grid().columns), (2401, 2401));
    let (mut whole, mut west, mut east) = (terrain.cursor(), west.cursor(), east.cursor());
    for step in 0..12_000 {
        let latitude = 32.0 + f64::from(step) / 12_000.0;
        let mut at = |longitude: f64| whole.height_at(GroundPoint::from_degrees(longitude, latitude, 0.0)).unwrap();
        let (before, on, after) = (at(-17.0 - 1e-9), at(-17.0), at(-17.0 + 1e-9));
        assert!((before - on).abs() < 5e-4 && (after - on).abs() < 5e-4, "{latitude}: {before} {on} {after}");
        let (left, right) = (at(-17.000_3), at(-16.999_7));
        let place = |longitude: f64| GroundPoint::from_degrees(longitude, latitude, 0.0);
        assert!((left - west.height_at(place(-17.000_3)).unwrap()).abs() < 1e-6);
        assert!((right - east.height_at(place(-16.999_7)).unwrap()).abs() < 1e-6);
    }
    // Pico Ruivo, 1862 m, stands 1832 m high on this grid.
    let source = ElevationFiles::open(&[&folder], &above_the_ellipsoid()).unwrap();
    assert_eq!(all_nodes(&source).into_iter().fold(0.0, f64::max), 1832.0);
    let gap = whole.height_at(GroundPoint::from_degrees(-17.5, 33.5, 0.0));
    assert_eq!(gap, Err(TerrainGap::Void), "no file lies there");
    assert_eq!(whole.height_at(GroundPoint::from_degrees(-18.1, 33.5, 0.0)), Err(TerrainGap::Outside));
}

#[test]
fn truncated_tiles_of_srtm_and_dted_are_refused_or_fail_where_they_are_read() {
    let folder = tempfile::tempdir().unwrap();
    for relative in [SRTM, "sen2vm_s2l1b/DEM/w018/n32.dt1"] {
        let Some(whole) = shared(relative) else { continue };
        let bytes = std::fs::read(&whole).unwrap();
        let short = folder.path().join(whole.file_name().unwrap());
        std::fs::write(&short, &bytes[..bytes.len() * 6 / 10]).unwrap();
        match open_terrain(&[&short], &above_the_ellipsoid()) {
            Err(error) => assert!(error.to_string().contains(&short.display().to_string()), "{error}"),
            Ok(terrain) => {
                let mut cursor = terrain.cursor();
                assert!(cursor.height_and_slope(600.0, 100.0).is_ok(), "{relative}");
                assert_eq!(cursor.height_and_slope(600.0, 1100.0), Err(TerrainGap::Unreadable), "{relative}");
                let message = terrain.read_failure(GroundPoint::from_degrees(-17.1, 32.5, 0.0)).unwrap();
                assert!(message.contains(&short.display().to_string()), "{message}");
            }
        }
    }
}

#[test]
fn the_sea_around_madeira_has_the_heights_that_sentinel_2s_processor_gives_it() {
    let (Some(folder), Some(geoid)) = (shared(MADEIRA), shared(SENTINEL_GEOID)) else { return };
    let geoid = Arc::new(open_geoid(&geoid).unwrap());
    let settings = TerrainSettings {
        heights: Some(HeightReference::Geoid(Arc::clone(&geoid))),
        outside: OutsideHeights::Geoid,
        ..TerrainSettings::default()
    };
    let terrain = open_terrain(&[folder], &settings).unwrap();
    let mut cursor = terrain.cursor();
    // Sen2VMCheckPointTest of CS Group's sen2vm: places of the direct and inverse location.
    for (longitude, latitude, expected) in [
        (-18.919_024_167_218_094, 33.794_831_431_519_26, 42.538_715_533_140_156),
        (-18.490_305_707_482_214, 33.582_776_559_133_04, 43.448_338_191_393_816),
        (-18.919_175_317_847_085, 33.794_277_744_637_45, 42.539_127_849_734_236),
        (-18.821_137_292_435_186, 33.635_377_815_436_044, 42.872_270_507_791_95),
    ] {
        let place = GroundPoint::from_degrees(longitude, latitude, 0.0);
        let by_grid = geoid.undulation_m(place).unwrap();
        let by_surface = cursor.height_at(place).unwrap();
        println!("{longitude} {latitude}: grid {:e} m, surface {:e} m", by_grid - expected, by_surface - expected);
        assert!((by_grid - expected).abs() < 1e-12, "{by_grid}, peer {expected}");
        assert!((by_surface - expected).abs() < 1e-9, "{by_surface}, peer {expected}");
    }
    let antipode = cursor.height_at(GroundPoint::from_degrees(163.0, -33.0, 0.0)).unwrap();
    assert!((antipode - geoid.undulation_m(GroundPoint::from_degrees(163.0, -33.0, 0.0)).unwrap()).abs() < 1e-6);
    for latitude in [90.0, -90.0] {
        assert!(cursor.height_at(GroundPoint::from_degrees(10.0, latitude, 0.0)).is_ok());
    }
}

#[test]
fn heights_on_mont_ventoux_are_those_of_shareloc() {
    let (Some(tile), Some(geoid)) = (shared(SRTM), shared("shareloc/dtm/egm96_15.gtx")) else { return };
    // shareloc: the first pixel of phr_ventoux/left_image.tif on this elevation model with EGM96.
    let place = GroundPoint::from_degrees(5.193_406_151_946_084, 44.208_058_078_143_95, 0.0);
    let expected = 503.512_021_79;
    let with_file = TerrainSettings {
        heights: Some(HeightReference::Geoid(Arc::new(open_geoid(&geoid).unwrap()))),
        ..TerrainSettings::default()
    };
    let by_file = open_terrain(&[&tile], &with_file).unwrap().cursor().height_at(place).unwrap();
    let by_default = open_terrain(&[&tile], &TerrainSettings::default()).unwrap().cursor().height_at(place).unwrap();
    println!("{by_file} {by_default}, shareloc {expected}");
    assert!((by_file - expected).abs() < 1e-4, "{by_file}");
    assert!((by_default - by_file).abs() < 1.5e-3, "{by_default}");
}

#[test]
fn a_tile_resampled_to_utm_is_the_same_ground() {
    let (Some(map), Some(tile)) = (shared("shareloc/dtm/srtm90_resampled_UTM31/N44E005_UTM.tif"), shared(SRTM)) else {
        return;
    };
    let [map, tile] = [map, tile].map(|path| open_terrain(&[path], &above_the_ellipsoid()).unwrap());
    let (mut map, mut tile) = (map.cursor(), tile.cursor());
    let mut rms_m = |shift: [f64; 2]| {
        let (mut n, mut sum, mut squares) = (0.0, 0.0, 0.0);
        for step in 0..20_000 {
            let (across, down) = (f64::from(step) * 0.618_034 % 0.98, f64::from(step) / 20_000.0 * 0.98);
            let place = GroundPoint::from_degrees(5.01 + across, 44.01 + down, 0.0);
            let shifted = GroundPoint::from_degrees(5.01 + across + shift[0], 44.01 + down + shift[1], 0.0);
            if let (Ok(one), Ok(other)) = (map.height_at(shifted), tile.height_at(place)) {
                (n, sum, squares) = (n + 1.0, sum + one - other, squares + (one - other) * (one - other));
            }
        }
        assert!(n > 15_000.0, "{n}");
        (squares / n, sum / n)
    };
    // The peer took the nearest node, up to 64 m away, and whole metres. The squares are least without a shift, to a fifth of the half pixel that a
    // wrong reading of either file would lose.
    let half = 0.5 / 1200.0;
    let (squares, mean) = rms_m([0.0, 0.0]);
    println!("root mean square {} m, mean {mean} m", squares.sqrt());
    assert!(mean.abs() < 0.1, "{mean}");
    for axis in 0..2 {
        let [before, after] = [-half, half].map(|by| {
            let mut shift = [0.0; 2];
            shift[axis] = by;
            rms_m(shift).0
        });
        // The least of the parabola through three shifts.
        let least = half * 0.5 * (before - after) / (before - 2.0 * squares + after);
        println!("axis {axis}: least at {least}°");
        assert!(least.abs() < 0.2 * half, "axis {axis}: {least}°");
    }
}

#[test]
fn geoids_of_three_formats_agree() {
    let (Some(gtx), Some(tif)) = (shared("dem/geoid/egm96_15.gtx"), shared("dem/geoid/us_nga_egm96_15.tif")) else {
        return;
    };
    let (gtx, tif, own) = (open_geoid(&gtx).unwrap(), open_geoid(&tif).unwrap(), GeoidGrid::egm96().unwrap());
    let mut most = 0.0_f64;
    for step in 0..20_000 {
        let place = GroundPoint::from_degrees(
            f64::from(step) * 137.507_764 % 360.0 - 180.0,
            (f64::from(step) / 10_000.0 - 1.0).asin().to_degrees(),
            0.0,
        );
        let [gtx, tif, own] = [&gtx, &tif, &own].map(|geoid| geoid.undulation_m(place).unwrap());
        assert!((gtx - tif).abs() < 1e-9, "{place:?}");
        most = most.max((gtx - own).abs());
    }
    println!("EGM96 of the program: at most {most} m off the file");
    assert!(most <= 1.01e-3, "{most}");
}

#[test]
fn every_file_named_as_an_elevation_model_opens_or_is_refused_in_words() {
    let Some(root) = shared("") else { return };
    let mut files = Vec::new();
    collect(&root, &mut files);
    let (mut opened, mut refused) = (0, 0);
    for path in files {
        for settings in [above_the_ellipsoid(), TerrainSettings::default()] {
            match open_terrain(&[&path], &settings) {
                Ok(terrain) => {
                    let grid = *terrain.source().grid();
                    let [row, column] = [grid.rows / 2, grid.columns / 2].map(|place| place as f64 - 0.5);
                    match terrain.cursor().height_and_slope(row, column) {
                        Ok((height, _)) => assert!((-600.0..=9000.0).contains(&height), "{}", path.display()),
                        Err(gap) => assert_eq!(gap, TerrainGap::Void, "{}", path.display()),
                    }
                    println!("{}", terrain.source().description());
                    opened += 1;
                }
                Err(error) => {
                    let message = error.to_string();
                    println!("{message}");
                    assert!(message.contains(&path.display().to_string()), "{message}");
                    assert!(message.contains("needed") && message.contains("found"), "{message}");
                    refused += 1;
                }
            }
        }
    }
    println!("{opened} opened, {refused} refused");
    assert!(opened > 0 && refused > 0);
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        let name = path.file_name().unwrap().to_string_lossy().to_lowercase();
        if path.is_dir() {
            collect(&path, files);
        } else if [".hgt", ".hgt.zip", ".dt0", ".dt1", ".dt2", ".tif", ".tiff", ".gtx"]
            .iter()
            .any(|end| name.ends_with(end))
        {
            files.push(path);
        }
    }
}
