//! Relief of every kind, by rays from every side.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::scene::{Nodes, Ray, grid_around};
use super::{Tally, fractal};
use crate::earth::GroundPoint;
use crate::earth::terrain::HeightRange;
use crate::instrument::refraction::{Refraction, STANDARD_LAYERS};

const SIDE: usize = 600;

/// Rays to random places of some relief.
fn rays(
    name: &str,
    seed: u64,
    n: usize,
    latitudes_deg: &[f64],
    step_m: f64,
    height: impl Fn(&mut ChaCha8Rng) -> Box<dyn Fn(usize, usize) -> f64>,
) {
    let air = Refraction::new(&STANDARD_LAYERS);
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let mut tally = Tally::default();
    for (place, latitude_deg) in latitudes_deg.iter().enumerate() {
        let longitude_deg = [7.0, -70.0, 179.99, -179.99][place % 4];
        let centre = GroundPoint::from_degrees(longitude_deg, *latitude_deg, 0.0);
        let height = height(&mut random);
        let mut nodes =
            Nodes::new(grid_around(centre, step_m, SIDE, SIDE, place % 2 == 0), |row, column| height(row, column));
        let range = crate::earth::terrain::ElevationSource::height_range(&nodes);
        if place % 3 == 2 {
            nodes.range = Some(HeightRange { least_m: range.least_m.min(-600.0), ..HeightRange::OF_THE_EARTH });
        }
        let grid = nodes.grid;
        let terrain = nodes.terrain();
        for ray in 0..n {
            let mut target =
                grid.place_of(random.random_range(-50.0..650.0), random.random_range(-50.0..650.0)).unwrap();
            target.height_m = random.random_range(range.least_m..=range.greatest_m);
            let zenith_deg: f64 =
                if ray % 2 == 0 { random.random_range(0.0..35.0) } else { random.random_range(0.0..75.0) };
            // Along rows and columns, too.
            let azimuth_deg: f64 = if ray % 5 == 0 {
                90.0 * random.random_range(0..4_i32) as f64
            } else {
                random.random_range(0.0..360.0)
            };
            let air = (ray % 3 == 0).then_some(&air);
            let sight = Ray::to(target, azimuth_deg.to_radians(), zenith_deg.to_radians(), air);
            let case = format!(
                "{name} at {latitude_deg}°, ray {ray}: {target:?}, azimuth {azimuth_deg}°, zenith {zenith_deg}°"
            );
            tally.hold(&case, &sight, &terrain, [range.greatest_m + 1.0, range.least_m - 1.0], 1.0);
        }
    }
    println!("{name}: {tally:?}");
    assert!(tally.hits > 0);
}

const LATITUDES: [f64; 6] = [0.0, 45.0, -33.0, 62.0, -79.0, 84.0];

#[test]
fn mountains_are_met_first_where_they_hide_what_is_behind() {
    rays("fractal", 1, 25, &LATITUDES, 30.0, |random| {
        let height = fractal(random, 9, 0.55, 3000.0);
        Box::new(move |row, column| 800.0 + height(row, column))
    });
}

#[test]
fn relief_steeper_than_any_sight_is_met_first() {
    rays("rough", 2, 25, &LATITUDES, 20.0, |random| {
        let height = fractal(random, 8, 0.85, 500.0);
        Box::new(height)
    });
}

#[test]
fn cliffs_of_one_cell_are_met_on_the_cliff() {
    rays("cliffs", 3, 25, &LATITUDES, 30.0, |random| {
        let heights: Vec<f64> = (0..400).map(|_| if random.random_bool(0.3) { 900.0 } else { 0.0 }).collect();
        Box::new(move |row, column| heights[(row / 30 % 20) * 20 + column / 30 % 20])
    });
}

#[test]
fn needles_and_pits_of_one_node_are_met() {
    rays("needles", 4, 25, &LATITUDES, 30.0, |random| {
        let seed: usize = random.random_range(0..1000);
        Box::new(move |row, column| match (row * 7919 + column * 104_729 + seed) % 131 {
            0 => 1500.0,
            1 => -400.0,
            _ => 100.0,
        })
    });
}

#[test]
fn ridges_on_the_borders_of_tiles_and_cells_are_met() {
    rays("ridges", 5, 25, &LATITUDES, 30.0, |random| {
        let shift = random.random_range(0..3_usize);
        Box::new(move |row, column| {
            let ridge = |at: usize| -> f64 {
                if (at + shift + 254).is_multiple_of(256) || (at + 1).is_multiple_of(64) { 700.0 } else { 0.0 }
            };
            ridge(row).max(ridge(column))
        })
    });
}

#[test]
fn voids_hide_what_they_hide_and_no_more() {
    rays("voids", 6, 33, &LATITUDES, 30.0, |random| {
        let relief = fractal(random, 9, 0.6, 1500.0);
        let holes: Vec<(usize, usize, usize)> = (0..150)
            .map(|hole| {
                (random.random_range(0..600), random.random_range(0..600), if hole % 3 == 0 { 20 } else { hole % 3 })
            })
            .collect();
        Box::new(move |row, column| {
            let near = |a: usize, b: usize, size: usize| a.abs_diff(b) < size;
            let at_border = (255..=257).contains(&row) && column % 5 == 0;
            let hole = holes.iter().any(|(r, c, size)| near(row, *r, *size) && near(column, *c, *size));
            if hole || at_border { f64::NAN } else { relief(row, column) }
        })
    });
}

#[test]
fn the_sea_and_even_slopes_are_met_in_closed_form() {
    rays("sea", 7, 10, &LATITUDES, 30.0, |_| Box::new(|_, _| 0.0));
    rays("slope", 8, 10, &LATITUDES, 30.0, |_| Box::new(|row, column| 3.0 * row as f64 - 2.0 * column as f64));
}

#[test]
fn high_latitudes_bend_the_way_over_the_grid_and_the_first_meeting_stays_the_first() {
    rays("high", 9, 10, &[80.0, -85.0, 88.0, 89.0, -89.5, 89.9], 30.0, |random| {
        let height = fractal(random, 9, 0.6, 2500.0);
        Box::new(move |row, column| 500.0 + height(row, column))
    });
}
