//! First meetings against brute force: steps down the very line of sight.

mod borders;
mod cost;
mod relief;
mod scene;

use rand::Rng;
use rand_chacha::ChaCha8Rng;

use self::scene::{Truth, stepped};
use super::{LineOfSight, meet_terrain};
use crate::earth::terrain::Terrain;
use crate::earth::{GroundPoint, cartesian_from_geodetic};
use crate::instrument::location::LocationFailure;

/// Counts of what was met.
#[derive(Debug, Default)]
pub(super) struct Tally {
    pub(super) hits: usize,
    pub(super) failures: usize,
}

impl Tally {
    /// Holds the search against brute force for one sight.
    pub(super) fn hold(
        &mut self,
        case: &str,
        sight: &impl LineOfSight,
        terrain: &Terrain,
        range: [f64; 2],
        step_m: f64,
    ) {
        let found = meet_terrain(sight, &mut terrain.cursor());
        let mut truth = stepped(sight, &mut terrain.cursor(), range, step_m);
        if !agrees(sight, terrain, found, truth) {
            // What is thinner than a step: with finer ones.
            truth = stepped(sight, &mut terrain.cursor(), range, step_m * 0.02);
        }
        assert!(agrees(sight, terrain, found, truth), "{case}: {found:?} instead of {truth:?}");
        if found.is_ok() { self.hits += 1 } else { self.failures += 1 }
    }
}

/// Whether an answer is the true one: on the sight, on the surface, and the first.
fn agrees(
    sight: &impl LineOfSight,
    terrain: &Terrain,
    found: Result<GroundPoint, LocationFailure>,
    truth: Truth,
) -> bool {
    match (found, truth) {
        (Ok(found), Truth::Hit { height_m, deep_m }) => {
            let on_sight = sight.place_at(found.height_m).unwrap();
            let off_m = (cartesian_from_geodetic(on_sight) - cartesian_from_geodetic(found)).norm();
            let left_m = terrain.cursor().height_at(found).map_or(f64::NAN, |ground_m| found.height_m - ground_m);
            // An earlier meeting on the surface is one that the steps passed over; a later one must not be, unless by a graze.
            let first = found.height_m > height_m - 1e-4 || deep_m < 0.02;
            off_m < 1e-3 && left_m.abs() < 1e-4 && first
        }
        (Err(failure), Truth::Failure(expected)) => failure == expected,
        _ => false,
    }
}

/// A fractal surface on a grid of 2ⁿ + 1 nodes (midpoint displacement), repeated beyond.
pub(super) fn fractal(
    random: &mut ChaCha8Rng,
    power: u32,
    roughness: f64,
    height_m: f64,
) -> impl Fn(usize, usize) -> f64 + use<> {
    let side = 1_usize << power;
    let mut nodes = vec![0.0; side * side];
    let mut stride = side;
    let mut amplitude = height_m;
    while stride > 1 {
        let half = stride / 2;
        for row in (0..side).step_by(stride) {
            for column in (0..side).step_by(stride) {
                let at = |r: usize, c: usize| nodes[(r % side) * side + c % side];
                let corners = [
                    at(row, column),
                    at(row, column + stride),
                    at(row + stride, column),
                    at(row + stride, column + stride),
                ];
                let mut draw = || amplitude * random.random_range(-0.5..0.5);
                let middle = corners.iter().sum::<f64>() * 0.25 + draw();
                let upper = (corners[0] + corners[1]) * 0.5 + draw();
                let left = (corners[0] + corners[2]) * 0.5 + draw();
                nodes[(row + half) * side + column + half] = middle;
                nodes[row * side + column + half] = upper;
                nodes[(row + half) * side + column] = left;
            }
        }
        stride = half;
        amplitude *= roughness;
    }
    move |row, column| nodes[(row % side) * side + column % side]
}
