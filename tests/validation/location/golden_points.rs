//! The golden points of a peer, on the ellipsoid, at a height, on relief, and through its atmosphere.

use std::path::{Path, PathBuf};

use nalgebra::Vector3;
use viq::earth::terrain::Terrain;
use viq::earth::{GroundPoint, cartesian_from_geodetic};
use viq::instrument::location::{ImagePoint, LineOfSight, LocationFailure, LocationModel, meet_terrain};

use super::case_table::{Case, judge};
use super::golden_scene::{MirroredTile, arrays, detector, numbers};

/// Every folder of golden points.
pub(super) fn folders() -> Vec<PathBuf> {
    let Some(root) = crate::shared_data::shared(".") else { return Vec::new() };
    let mut found: Vec<PathBuf> = std::fs::read_dir(root)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.join("golden_ephemeris.csv").is_file())
        .collect();
    found.sort();
    if found.is_empty() {
        crate::skipping::skipped("no folder of golden points");
    }
    found
}

fn golden_files(folder: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            std::fs::read_to_string(path).is_ok_and(|text| text.starts_with("det,line,pixel,lat_deg,lon_deg,alt_m"))
        })
        .collect();
    found.sort();
    found
}

fn distance_m(a: GroundPoint, b: GroundPoint) -> f64 {
    (cartesian_from_geodetic(a) - cartesian_from_geodetic(b)).norm()
}

/// Slope of the surface in degrees.
fn slope_deg(terrain: &Terrain, place: GroundPoint) -> f64 {
    let mut cursor = terrain.cursor();
    let [row, column] = cursor.grid().row_column_of(place);
    let step = cursor.grid().step_y;
    let (_, [per_row, per_column]) = cursor.height_and_slope(row, column).unwrap();
    let metres = step * 6.37e6;
    (per_row / metres).hypot(per_column / (metres * place.latitude.cos())).atan().to_degrees()
}

#[test]
fn golden_points_are_met_on_the_ellipsoid_at_a_height_and_on_relief() {
    let mut cases = Vec::new();
    for folder in folders() {
        for file in golden_files(&folder) {
            let name = file.file_stem().unwrap().to_string_lossy().into_owned();
            let refraction = name.contains("refraction");
            let arrays = arrays(&folder, refraction);
            let on_relief = name.contains("duvenhage");
            let terrain = Terrain::new(Box::new(MirroredTile::read(&folder)), 1 << 30);
            let mut cursor = terrain.cursor();
            let bound = if refraction { 0.01 } else { 0.005 };
            let mut gentle =
                Case::new(format!("{name}: direct{}", if on_relief { ", slope < 45°" } else { "" }), "m", bound);
            let mut steep = Case::new(format!("{name}: direct, steeper (for the record)"), "m", f64::INFINITY);
            let mut closure = Case::new(format!("{name}: inverse of our own point"), "px", 1e-5);
            let mut directions = Case::new(format!("{name}: viewing direction"), "rad", 1e-13);
            for row in numbers(&file) {
                let array = &arrays[row[0] as usize];
                let expected = GroundPoint::from_degrees(row[4], row[3], row[5]);
                let line = array.sighted_line(row[1]).unwrap();
                let sight = line.column(row[2]);
                let found = if on_relief { meet_terrain(&sight, &mut cursor) } else { sight.place_at(row[5]) };
                let found: Result<GroundPoint, LocationFailure> = found;
                let found = found.unwrap_or_else(|failure| panic!("{name}: {row:?}: {failure}"));
                let difference = distance_m(found, expected);
                let case = if on_relief && slope_deg(&terrain, found) >= 45.0 { &mut steep } else { &mut gentle };
                case.add(difference);
                let back = array.image_of(found).unwrap();
                let ImagePoint { line: seen, column } = back;
                closure.add((seen - row[1]).hypot(column - row[2]));
                let given = Vector3::new(row[6], row[7], row[8]);
                let scene = Vector3::from(detector(row[0] as usize).directions[row[2] as usize]).normalize();
                directions.add((given - scene).norm());
            }
            cases.push(directions);
            cases.push(gentle);
            if !steep.differences.is_empty() {
                cases.push(steep);
            }
            cases.push(closure);
        }
    }
    if !cases.is_empty() {
        judge(&cases);
    }
}
