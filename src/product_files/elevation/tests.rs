//! Layout of many files on one grid, and how many of them stay open.

use super::elevation_file::FileNodes;
use super::mosaic_layout::Extent::{Longitudes, Map, WholeEarth};
use super::mosaic_layout::lay_out;

fn tile(longitude: f64, latitude: f64) -> FileNodes {
    FileNodes { first_x: longitude, first_y: latitude + 1.0, step_x: 0.1, step_y: -0.1, rows: 11, columns: 11 }
}

#[test]
fn a_grid_spans_its_files_by_the_short_way_round() {
    let layout = lay_out(&[tile(5.0, 44.0), tile(7.0, 43.0)], Longitudes).unwrap().unwrap();
    assert_eq!((layout.nodes.rows, layout.nodes.columns), (21, 31));
    assert_eq!(layout.firsts, [[0, 0], [10, 20]]);
    let layout = lay_out(&[tile(-180.0, 0.0), tile(178.0, 0.0)], Longitudes).unwrap().unwrap();
    assert_eq!((layout.nodes.rows, layout.nodes.columns), (11, 31));
    assert_eq!(layout.firsts, [[0, 20], [0, 0]]);
    assert!((layout.nodes.first_x - 178.0).abs() < 1e-9, "{}", layout.nodes.first_x);
    // 0°, 170° and 190°: cut in the widest gap, between 191° and 360°.
    let layout = lay_out(&[tile(0.0, 0.0), tile(170.0, 0.0), tile(-170.0, 0.0)], Longitudes).unwrap().unwrap();
    assert_eq!(layout.firsts, [[0, 0], [0, 1700], [0, 1900]]);
    assert_eq!(layout.nodes.columns, 1911);
}

#[test]
fn a_grid_round_the_earth_closes_with_its_first_column_again() {
    let global = FileNodes { first_x: -180.0, first_y: 90.0, step_x: 0.25, step_y: -0.25, rows: 721, columns: 1440 };
    let layout = lay_out(&[global], Longitudes).unwrap().unwrap();
    assert_eq!((layout.nodes.columns, layout.around, layout.firsts), (1441, Some(1440), vec![[0, 0]]));
    let repeated = FileNodes { columns: 1441, ..global };
    assert_eq!(lay_out(&[repeated], Longitudes).unwrap().unwrap().nodes.columns, 1441);
    let two = [FileNodes { columns: 720, ..global }, FileNodes { first_x: 0.0, columns: 720, ..global }];
    assert_eq!(lay_out(&two, Longitudes).unwrap().unwrap().nodes.columns, 1441);
}

#[test]
fn a_grid_of_the_whole_earth_keeps_the_places_of_the_nodes() {
    for (longitude, latitude) in [(5.0, 44.0), (179.5, -90.0), (-180.0, 89.0)] {
        let alone = lay_out(&[tile(longitude, latitude)], Longitudes).unwrap().unwrap();
        let whole = lay_out(&[tile(longitude, latitude)], WholeEarth).unwrap().unwrap();
        assert_eq!((whole.nodes.rows, whole.nodes.columns), (1801, 3601));
        let [row, column] = whole.firsts[0];
        assert!((whole.nodes.first_y + row as f64 * whole.nodes.step_y - alone.nodes.first_y).abs() < 1e-9);
        let turn = whole.nodes.first_x + column as f64 * whole.nodes.step_x - alone.nodes.first_x;
        assert!((turn - 360.0 * (turn / 360.0).round()).abs() < 1e-9, "{turn}");
    }
    // A step that does not divide a full turn leaves a strip over, on the other side of the Earth.
    let odd = FileNodes { step_x: 0.7, columns: 3, ..tile(5.0, 44.0) };
    let layout = lay_out(&[odd], WholeEarth).unwrap().unwrap();
    assert_eq!((layout.nodes.columns, layout.around), (514, None));
    assert!((layout.nodes.first_x + 257.0 * 0.7 - 5.7).abs() < 0.71);
}

#[test]
fn files_that_do_not_fit_are_refused_with_both_named() {
    let clash = |other: FileNodes| lay_out(&[tile(5.0, 44.0), other], Longitudes).unwrap_err();
    let found = clash(FileNodes { step_x: 0.05, ..tile(6.0, 44.0) });
    assert_eq!((found.refused, found.other, &*found.found), (1, 0, "0.05° × -0.1°, not 0.1° × -0.1°"));
    assert_eq!(clash(tile(6.03, 44.0)).found, "nodes 0.30 of a step aside");
    assert_eq!(clash(tile(5.0, 44.0)).needed, "one file for each place");
    assert!(lay_out(&[], Longitudes).unwrap().is_none());
    // Ten digits of a step are enough.
    let truncated = FileNodes { step_x: 0.100_000_000_1, ..tile(6.0, 44.0) };
    assert!(lay_out(&[tile(5.0, 44.0), truncated], Longitudes).is_ok());
}

#[test]
fn a_map_does_not_go_round_the_earth() {
    let tile = |x: f64| FileNodes { first_x: x, first_y: 5e6, step_x: 90.0, step_y: -90.0, rows: 11, columns: 11 };
    let layout = lay_out(&[tile(300_045.0), tile(300_945.0)], Map).unwrap().unwrap();
    assert_eq!((layout.nodes.first_x, layout.nodes.columns, layout.around), (300_045.0, 21, None));
    let clash = lay_out(&[tile(0.0), FileNodes { step_x: 30.0, ..tile(0.0) }], Map).unwrap_err();
    assert_eq!(clash.found, "30 m × -90 m, not 90 m × -90 m");
}

#[test]
fn a_mosaic_of_many_files_keeps_few_of_them_open() {
    let folder = tempfile::tempdir().unwrap();
    let paths: Vec<_> = (0..50).map(|index| folder.path().join(format!("N00E0{index:02}.hgt"))).collect();
    for path in &paths {
        std::fs::write(path, vec![0_u8; 1201 * 1201 * 2]).unwrap();
    }
    let open = super::open_files::OpenFiles::default();
    for turn in 0..3 {
        for (index, path) in paths.iter().enumerate() {
            let columns = open.with(index, path, |dataset| dataset.raster_size().0).unwrap();
            assert_eq!(columns, 1201, "{turn}");
        }
    }
    assert_eq!(open.idle(), 32);
}
