//! Grids made by hand: bilinear truth, the date line, invalid nodes, degenerate input.

use super::*;
use crate::earth::{GroundPoint, longitude_difference};
use crate::instrument::location::{ImagePoint, LocationFailure, LocationModel};

const LINES: GridAxis = GridAxis { first: 0.0, step: 100.0, n: 4 };
const COLUMNS: GridAxis = GridAxis { first: -0.5, step: 50.0, n: 5 };
const HEIGHTS: [f64; 3] = [2000.0, -100.0, 500.0];

/// Places of a strip that flies south-west, with a twist that only the bilinear term carries.
fn place(line: f64, column: f64, height_m: f64, west_deg: f64) -> [f64; 2] {
    let longitude_deg = west_deg + 1e-5 * column - 3e-6 * line + 2e-9 * line * column + 2e-6 * height_m;
    let latitude_deg = 45.0 - 9e-6 * line - 2e-6 * column - 1e-6 * height_m;
    [longitude_deg.to_radians(), latitude_deg.to_radians()]
}

fn nodes(west_deg: f64) -> Vec<[f64; 2]> {
    let mut nodes = Vec::new();
    for line in 0..LINES.n {
        for column in 0..COLUMNS.n {
            let (l, c) = (LINES.first + LINES.step * line as f64, COLUMNS.first + COLUMNS.step * column as f64);
            nodes.extend(HEIGHTS.map(|height_m| place(l, c, height_m, west_deg)));
        }
    }
    nodes
}

fn grid(west_deg: f64) -> LocationGrid {
    LocationGrid::new(LINES, COLUMNS, &HEIGHTS, &nodes(west_deg), None).unwrap()
}

#[test]
fn places_between_the_nodes_are_those_of_the_bilinear_truth_and_close() {
    let grid = grid(7.0);
    for line in [-0.5, 0.0, 33.3, 100.0, 299.9, 300.5] {
        for column in [-1.0, -0.5, 12.0, 49.5, 149.7, 199.5, 200.0] {
            for height_m in [-100.0, 0.0, 499.0, 500.0, 1234.5, 2000.0] {
                let image = ImagePoint { line, column };
                let ground = grid.ground_at_height(image, height_m).unwrap();
                let [longitude, latitude] = place(line, column, height_m, 7.0);
                assert!((ground.longitude - longitude).abs() < 1e-15, "{image:?} {height_m}");
                assert!((ground.latitude - latitude).abs() < 1e-15, "{image:?} {height_m}");
                let back = grid.image_of(ground).unwrap();
                assert!((back.line - line).abs() < 1e-7 && (back.column - column).abs() < 1e-7, "{image:?} {back:?}");
            }
        }
    }
}

#[test]
fn a_grid_across_the_date_line_gives_longitudes_of_both_signs_and_closes() {
    let (grid, mut signs) = (grid(179.999), [0, 0]);
    for column in [0.0, 50.0, 99.0, 120.0, 199.0] {
        let image = ImagePoint { line: 10.0, column };
        let ground = grid.ground_at_height(image, 0.0).unwrap();
        assert!(ground.longitude.abs() <= std::f64::consts::PI, "{ground:?}");
        assert!(longitude_difference(ground.longitude, place(10.0, column, 0.0, 179.999)[0]).abs() < 1e-14);
        signs[usize::from(ground.longitude < 0.0)] += 1;
        let back = grid.image_of(ground).unwrap();
        assert!((back.line - 10.0).abs() < 1e-6 && (back.column - column).abs() < 1e-6, "{back:?}");
    }
    assert!(signs[0] > 0 && signs[1] > 0, "{signs:?}");
}

#[test]
fn outside_of_lines_columns_and_heights_is_a_reason() {
    let grid = grid(7.0);
    let at = |line, column, height_m| grid.ground_at_height(ImagePoint { line, column }, height_m).unwrap_err();
    assert_eq!(at(-1.1, 0.0, 0.0), LocationFailure::OutsideModel);
    assert_eq!(at(0.0, 201.0, 0.0), LocationFailure::OutsideModel);
    assert_eq!(at(0.0, 0.0, 2000.1), LocationFailure::OutsideModel);
    assert_eq!(at(0.0, 0.0, f64::NAN), LocationFailure::NotAPlace);
    assert_eq!(at(f64::INFINITY, 0.0, 0.0), LocationFailure::NotAPlace);
    let of = |longitude_deg, latitude_deg, height_m| {
        grid.image_of(GroundPoint::from_degrees(longitude_deg, latitude_deg, height_m)).unwrap_err()
    };
    assert_eq!(of(7.01, 45.0, 0.0), LocationFailure::OutsideModel);
    assert_eq!(of(-173.0, -45.0, 0.0), LocationFailure::OutsideModel);
    assert_eq!(of(7.0005, 44.999, -200.0), LocationFailure::OutsideModel);
    assert_eq!(of(f64::NAN, 44.999, 0.0), LocationFailure::NotAPlace);
}

#[test]
fn an_invalid_node_takes_the_cells_around_it_and_no_other() {
    let mut places = nodes(7.0);
    let node = (COLUMNS.n + 1) * HEIGHTS.len();
    places[node] = [f64::NAN; 2];
    let grid = LocationGrid::new(LINES, COLUMNS, &HEIGHTS, &places, None).unwrap();
    let at = |line, column, height_m| grid.ground_at_height(ImagePoint { line, column }, height_m);
    // Only the layer of that node is lost.
    assert_eq!(at(90.0, 60.0, 600.0), Err(LocationFailure::OutsideModel));
    assert!(at(90.0, 60.0, 400.0).is_ok() && at(250.0, 150.0, 600.0).is_ok());
    let lost = place(90.0, 60.0, 600.0, 7.0);
    let ground = GroundPoint { longitude: lost[0], latitude: lost[1], height_m: 600.0 };
    assert_eq!(grid.image_of(ground), Err(LocationFailure::OutsideModel));
}

#[test]
fn nodes_of_which_no_model_can_be_made_are_refused() {
    let none = |lines, heights: &[f64], places: &[[f64; 2]]| {
        LocationGrid::new(lines, COLUMNS, heights, places, None).unwrap_err().to_string()
    };
    assert!(none(GridAxis { n: 1, ..LINES }, &HEIGHTS, &[]).contains("the lines"));
    assert!(none(GridAxis { step: 0.0, ..LINES }, &HEIGHTS, &[]).contains("0 apart"));
    assert!(none(GridAxis { step: f64::NAN, ..LINES }, &HEIGHTS, &[]).contains("NaN"));
    assert!(none(LINES, &[5.0, 5.0], &[]).contains("different heights"));
    assert!(none(LINES, &HEIGHTS, &[[0.0; 2]]).contains("needed 60 places, found 1"));
    assert!(none(LINES, &HEIGHTS, &[[f64::NAN; 2]; 60]).contains("found none"));
    // All nodes at one place: valid, and without an inverse.
    let flat = LocationGrid::new(LINES, COLUMNS, &HEIGHTS, &[[0.1, 0.2]; 60], None).unwrap();
    let there = GroundPoint { longitude: 0.1, latitude: 0.2, height_m: 0.0 };
    assert_eq!(flat.image_of(there), Err(LocationFailure::OutsideModel));
}
