//! Grids of odd shapes, poles, maps, and what is no number.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::super::meet_terrain;
use super::scene::{Nodes, Ray, grid_around};
use super::{Tally, fractal};
use crate::earth::terrain::{GridFrame, HeightRange, NodeGrid};
use crate::earth::{GroundPoint, Hemisphere, UtmZone};
use crate::instrument::location::LocationFailure;
use crate::instrument::refraction::{Refraction, STANDARD_LAYERS};

#[test]
fn the_smallest_grids_are_met_and_lines_of_nodes_are_no_surface() {
    let mut random = ChaCha8Rng::seed_from_u64(11);
    let centre = GroundPoint::from_degrees(-70.0, -20.0, 0.0);
    let mut tally = Tally::default();
    for (rows, columns, step_m) in [
        (2, 2, 30.0),
        (2, 2, 20_000.0),
        (2, 9, 1000.0),
        (9, 2, 1000.0),
        (3, 3, 5000.0),
        (257, 2, 30.0),
        (258, 256, 30.0),
    ] {
        let heights: Vec<f64> = (0..rows * columns).map(|_| random.random_range(0.0..900.0)).collect();
        let nodes =
            Nodes::new(grid_around(centre, step_m, rows, columns, true), |row, column| heights[row * columns + column]);
        let grid = nodes.grid;
        let terrain = nodes.terrain();
        for ray in 0..120 {
            let (row, column) = (
                random.random_range(-0.3..1.3) * (rows - 1) as f64,
                random.random_range(-0.3..1.3) * (columns - 1) as f64,
            );
            let target =
                GroundPoint { height_m: random.random_range(0.0..900.0), ..grid.place_of(row, column).unwrap() };
            let (azimuth, zenith) = (random.random_range(0.0..6.28), random.random_range(0.0..1.2));
            let case = format!("{rows} × {columns}, ray {ray}");
            tally.hold(&case, &Ray::to(target, azimuth, zenith, None), &terrain, [901.0, -1.0], 0.2);
        }
    }
    assert!(tally.hits > 100 && tally.failures > 100, "{tally:?}");
    for (rows, columns) in [(1, 1), (1, 9), (9, 1)] {
        let terrain = Nodes::new(grid_around(centre, 30.0, rows, columns, true), |_, _| 5.0).terrain();
        let found = meet_terrain(&Ray::to(centre, 0.3, 0.2, None), &mut terrain.cursor());
        assert_eq!(found, Err(LocationFailure::OutsideTerrain));
    }
}

#[test]
fn a_map_in_utm_is_met_and_far_from_its_zone_is_outside() {
    let mut random = ChaCha8Rng::seed_from_u64(12);
    let air = Refraction::new(&STANDARD_LAYERS);
    let mut tally = Tally::default();
    for (hemisphere, northing) in
        [(Hemisphere::North, 4_900_000.0), (Hemisphere::South, 6_000_000.0), (Hemisphere::North, 9_200_000.0)]
    {
        let relief = fractal(&mut random, 9, 0.6, 2000.0);
        let frame = GridFrame::Utm(UtmZone::new(32, hemisphere).unwrap());
        let grid = NodeGrid {
            frame,
            first_x: 420_000.0,
            first_y: northing,
            step_x: 25.0,
            step_y: -25.0,
            rows: 600,
            columns: 600,
        };
        let nodes = Nodes::new(grid, relief);
        let range = crate::earth::terrain::ElevationSource::height_range(&nodes);
        let terrain = nodes.terrain();
        for ray in 0..80 {
            let place = grid.place_of(random.random_range(-30.0..630.0), random.random_range(-30.0..630.0)).unwrap();
            let target = GroundPoint { height_m: random.random_range(range.least_m..range.greatest_m), ..place };
            let (azimuth, zenith) = (random.random_range(0.0..6.28), random.random_range(0.0..1.25));
            let sight = Ray::to(target, azimuth, zenith, (ray % 2 == 0).then_some(&air));
            tally.hold(
                &format!("UTM, ray {ray}"),
                &sight,
                &terrain,
                [range.greatest_m + 1.0, range.least_m - 1.0],
                0.5,
            );
        }
        let elsewhere = Ray::to(GroundPoint::from_degrees(-120.0, 40.0, 0.0), 0.3, 0.5, None);
        assert_eq!(meet_terrain(&elsewhere, &mut terrain.cursor()), Err(LocationFailure::OutsideTerrain));
    }
    assert!(tally.hits > 100, "{tally:?}");
}

#[test]
fn a_grid_around_the_earth_is_met_over_the_poles_and_beside_its_seam() {
    let mut random = ChaCha8Rng::seed_from_u64(13);
    let step = 0.05_f64.to_radians();
    for southwards in [true, false] {
        let sign = if southwards { -1.0 } else { 1.0 };
        let grid = NodeGrid {
            frame: GridFrame::Geographic,
            first_x: -std::f64::consts::PI,
            first_y: -sign * std::f64::consts::FRAC_PI_2,
            step_x: step,
            step_y: sign * step,
            rows: 3601,
            columns: 7201,
        };
        let mut nodes = Nodes::new(grid, |row, column| {
            // All nodes of the last row are the pole, and have one height.
            let to_the_poles = (row as f64 * step).sin();
            300.0 + 200.0 * to_the_poles * (row as f64 * 0.7).sin() * (column as f64 * 0.3).cos()
        });
        nodes.range = Some(HeightRange { least_m: 0.0, greatest_m: 900.0 });
        let terrain = nodes.terrain();
        let mut tally = Tally::default();
        for ray in 0..150 {
            let latitude_deg = [89.9999, -89.999, 89.99, -90.0, 90.0, 12.0, -89.9][ray % 7];
            let longitude_deg = if ray % 7 == 5 { 179.999_99 } else { random.random_range(-180.0..180.0) };
            let target = GroundPoint::from_degrees(longitude_deg, latitude_deg, 300.0);
            let (azimuth, zenith) = (random.random_range(0.0..6.28), random.random_range(0.0..1.2));
            tally.hold(
                &format!("around the Earth, ray {ray}: {target:?} {azimuth} {zenith}"),
                &Ray::to(target, azimuth, zenith, None),
                &terrain,
                [501.0, 99.0],
                0.05,
            );
        }
        assert!(tally.hits > 140, "{tally:?}");
    }
}

#[test]
fn rays_down_the_nodes_and_along_the_rows_are_met() {
    let centre = GroundPoint::from_degrees(7.0, 45.0, 0.0);
    let nodes =
        Nodes::new(grid_around(centre, 30.0, 513, 513, true), |row, column| ((row * 31 + column * 17) % 97) as f64);
    let grid = nodes.grid;
    let terrain = nodes.terrain();
    let mut tally = Tally::default();
    for (row, column) in [(0, 0), (0, 512), (512, 512), (256, 256), (255, 257), (300, 0), (512, 77)] {
        let target = GroundPoint { height_m: 40.0, ..grid.place_of(f64::from(row), f64::from(column)).unwrap() };
        for azimuth in [0.0_f64, 90.0, 180.0, 270.0] {
            for zenith in [0.0_f64, 1e-9, 1e-6, 1e-3, 0.5] {
                let case = format!("node {row} {column}, azimuth {azimuth}°, zenith {zenith}");
                // Straight down an outermost node, rounding decides between on and beside the grid.
                if zenith >= 1e-3 || (row % 512 != 0 && column % 512 != 0) {
                    tally.hold(
                        &case,
                        &Ray::to(target, azimuth.to_radians(), zenith, None),
                        &terrain,
                        [98.0, -1.0],
                        0.01,
                    );
                }
            }
        }
    }
    assert!(tally.hits > 50, "{tally:?}");
}

#[test]
fn what_is_no_number_has_an_outcome() {
    let centre = GroundPoint::from_degrees(7.0, 45.0, 0.0);
    let nothing = Nodes::new(grid_around(centre, 30.0, 300, 300, true), |_, _| f64::NAN).terrain();
    let ray = Ray::to(centre, 1.0, 0.4, None);
    assert_eq!(meet_terrain(&ray, &mut nothing.cursor()), Err(LocationFailure::TerrainVoid));
    let sea = Nodes::new(grid_around(centre, 30.0, 300, 300, true), |_, _| 0.0).terrain();
    let nowhere = |_: f64| Ok(GroundPoint { longitude: f64::NAN, latitude: 0.1, height_m: 0.0 });
    assert_eq!(meet_terrain(&nowhere, &mut sea.cursor()), Err(LocationFailure::NotAPlace));
    let beside = |_: f64| Err(LocationFailure::NoIntersection);
    assert_eq!(meet_terrain(&beside, &mut sea.cursor()), Err(LocationFailure::NoIntersection));
    for (least_m, greatest_m) in
        [(f64::NAN, 5.0), (f64::NEG_INFINITY, f64::INFINITY), (9000.0, -600.0), (50.0, 900.0), (-600.0, -500.0)]
    {
        let mut nodes = Nodes::new(grid_around(centre, 30.0, 300, 300, true), |_, _| 0.0);
        nodes.range = Some(HeightRange { least_m, greatest_m });
        if let Ok(place) = meet_terrain(&ray, &mut nodes.terrain().cursor()) {
            assert!(place.height_m.is_finite() && place.longitude.is_finite() && place.latitude.is_finite());
        }
    }
}
