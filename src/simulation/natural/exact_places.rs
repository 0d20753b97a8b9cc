//! Where a line looks by the model of location, at some columns and heights.

use super::NaturalScene;
use crate::earth::GroundPoint;
use crate::instrument::location::LocationFailure;
use crate::instrument::pushbroom::PushbroomArray;
use crate::supervision::{Cancelled, Supervision};

/// Columns between two places where the model of location is asked, at most.
const EXACT_COLUMNS: usize = 128;
/// Planes on which the model is asked: lowest ground, highest ground, clouds.
const PLANES: usize = 3;

/// Places (along, across) on each plane.
pub(super) type Exact = [[f64; 2]; PLANES];

/// Heights of the lowest and the highest plane, apart even where the ground is level.
pub(super) fn plane_heights(scene: &NaturalScene) -> [f64; 2] {
    let [low, high] = scene.ground.height_range_m();
    [low, high.max(low + 1.0)]
}

/// Columns at which the model of location is asked: evenly from the first to the last.
pub(super) struct ExactColumns {
    pub(super) count: usize,
    step: f64,
}

/// Four of them and their weights.
pub(super) struct Taps {
    first: usize,
    weights: [f64; 4],
}

impl ExactColumns {
    pub(super) fn new(columns: usize) -> Self {
        let last = columns.saturating_sub(1);
        let count = (last.div_ceil(EXACT_COLUMNS) + 1).max(4);
        Self { count, step: last as f64 / (count - 1) as f64 }
    }

    /// Lagrange's cubic through the four around a column; beyond the ends it goes on.
    pub(super) fn taps(&self, column: f64) -> Taps {
        if self.step == 0.0 {
            return Taps { first: 0, weights: [1.0, 0.0, 0.0, 0.0] };
        }
        let at = column / self.step;
        let first = (at.floor() - 1.0).clamp(0.0, (self.count - 4) as f64);
        let u = at - first;
        let weights = [
            -(u - 1.0) * (u - 2.0) * (u - 3.0) / 6.0,
            u * (u - 2.0) * (u - 3.0) / 2.0,
            -u * (u - 1.0) * (u - 3.0) / 2.0,
            u * (u - 1.0) * (u - 2.0) / 6.0,
        ];
        Taps { first: first as usize, weights }
    }
}

impl Taps {
    pub(super) fn of(&self, row: &[Exact]) -> Exact {
        let mut sum = [[0.0; 2]; PLANES];
        for (exact, weight) in row[self.first..self.first + 4].iter().zip(self.weights) {
            for (sum, place) in sum.iter_mut().zip(exact) {
                sum[0] += weight * place[0];
                sum[1] += weight * place[1];
            }
        }
        sum
    }
}

/// Places on every plane by the model of location, averaged over the TDI stages, line by line.
pub(super) fn exact_places(
    scene: &NaturalScene,
    band: usize,
    first_line: i64,
    rows: usize,
    columns: &ExactColumns,
    supervision: &Supervision,
) -> Result<Vec<Exact>, Cancelled> {
    let stages = scene.bands.get(band).map_or(1, |band| usize::from(band.stages.0.max(1)));
    let [low_m, high_m] = plane_heights(scene);
    let heights = [low_m, high_m, scene.ground.cloud_height_m().unwrap_or(high_m)];
    let Some(array) = scene.flight.model().arrays.get(band) else { return Ok(Vec::new()) };
    // A stage's moment lies a whole or a half number of line times from that of the line.
    let before = 0.5 * (stages - 1) as f64;
    let mut single = Vec::with_capacity((rows + stages - 1) * columns.count);
    for row in 0..rows + stages - 1 {
        let line = scene.within_reach((first_line + row as i64) as f64 - before);
        places_of_line(scene, array, line, heights, columns, &mut single);
        if row % 16 == 0 {
            supervision.check()?;
        }
    }
    if stages == 1 {
        return Ok(single);
    }
    let share = 1.0 / stages as f64;
    let mut mean = Vec::with_capacity(rows * columns.count);
    for row in 0..rows {
        for column in 0..columns.count {
            let mut sum = [[0.0; 2]; PLANES];
            for stage in 0..stages {
                let places = &single[(row + stage) * columns.count + column];
                for (sum, place) in sum.iter_mut().zip(places) {
                    sum[0] += place[0];
                    sum[1] += place[1];
                }
            }
            mean.push(sum.map(|place| place.map(|value| value * share)));
        }
    }
    Ok(mean)
}

fn places_of_line(
    scene: &NaturalScene,
    array: &PushbroomArray,
    line: f64,
    heights: [f64; PLANES],
    columns: &ExactColumns,
    places: &mut Vec<Exact>,
) {
    let frame = scene.ground.frame();
    let sighted = array.sighted_line(line);
    let clouds = scene.ground.cloud_height_m().is_some();
    for column in 0..columns.count {
        let at = |height_m: f64| -> Result<GroundPoint, LocationFailure> {
            sighted.as_ref().map_err(|failure| *failure)?.at_height(column as f64 * columns.step, height_m)
        };
        // A view that misses the Earth sees nothing: not a number, which the radiance keeps.
        let cells = |height_m: f64| at(height_m).map_or([f64::NAN; 2], |place| frame.cells_of(place));
        let low = cells(heights[0]);
        let high = cells(heights[1]);
        places.push([low, high, if clouds { cells(heights[2]) } else { high }]);
    }
}
