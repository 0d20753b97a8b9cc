//! Where the lines of a block look: nodes on the ground, found exactly where it costs little and interpolated in between.
//!
//! Of every line the model of location is asked at some thirty to fifty columns, at the lowest and the highest ground and at the clouds, and averaged over the moments
//! of the TDI stages. Between these columns places are cubic, between the heights straight: both are exact to far below a hundredth of a pixel. Every two columns the
//! sight meets the relief. In between, and from line to line, places are straight.

use super::NaturalScene;
use crate::earth::GroundPoint;
use crate::instrument::location::LocationFailure;
use crate::instrument::pushbroom::PushbroomArray;
use crate::simulation::optics::{FINE, PointSpread};
use crate::simulation::scene::{LatticeWindow, POST_CELLS};
use crate::supervision::{Cancelled, Supervision};

/// Fine columns from one node to the next: two pixels. With four, an oblique view of relief is 0.012 pixels off at worst.
pub(super) const NODE_FINE: i64 = 6;
/// Columns between two places where the model of location is asked, at most.
const EXACT_COLUMNS: usize = 128;
/// Steps to the relief at most; a step shrinks what is left by the slope times the tangent of the view.
const MOST_STEPS: usize = 24;
/// What is left of a height when the search ends, metres: a hundredth of it in place.
const REST_M: f64 = 0.01;
/// Planes on which the model is asked: lowest ground, highest ground, clouds.
const PLANES: usize = 3;

/// Nodes of a block of lines.
pub(super) struct LineNodes {
    /// First line that has nodes, and how many have.
    pub(super) first_line: i64,
    /// First node: its fine column is this times [`NODE_FINE`].
    pub(super) first_node: i64,
    /// Nodes of a line.
    pub(super) nodes: usize,
    /// Cells along and across, line by line.
    pub(super) places: Vec<[f64; 2]>,
    /// Opacity of the cloud in the view, and of the cloud before the Sun; empty without clouds.
    pub(super) opacities: Vec<[f32; 2]>,
    /// Whether a cloud is seen or throws a shadow anywhere in the block.
    pub(super) clouded: bool,
}

/// Places (along, across) on each plane.
type Exact = [[f64; 2]; PLANES];

impl LineNodes {
    /// The nodes that `count` lines of a band from `first` on need.
    pub(super) fn new(
        scene: &NaturalScene,
        band: usize,
        first: i64,
        count: usize,
        supervision: &Supervision,
    ) -> Result<Self, Cancelled> {
        let (half, fine) = (PointSpread::half() as i64, FINE as i64);
        let line_of = |fine_line: i64| (fine_line - 1).div_euclid(fine);
        let first_line = line_of(fine * first + 1 - half);
        let last_line = line_of(fine * (first + count as i64 - 1) + 1 + half) + 1;
        let rows = (last_line - first_line + 1) as usize;
        let first_node = (1 - half).div_euclid(NODE_FINE);
        let last_node = (fine * (scene.columns as i64 - 1) + 1 + half).div_euclid(NODE_FINE) + 1;
        let nodes = (last_node - first_node + 1) as usize;
        let columns = ExactColumns::new(scene.columns);
        let exact = exact_places(scene, band, first_line, rows, &columns, supervision)?;
        let taps: Vec<Taps> = (0..nodes)
            .map(|node| columns.taps(((first_node + node as i64) * NODE_FINE - 1) as f64 / fine as f64))
            .collect();
        let [low_m, high_m] = plane_heights(scene);
        let relief = Posts::over(exact.iter().flat_map(|places| [places[0], places[1]]), |window, heights| {
            scene.ground.heights(window, heights);
        });
        let mut places = Vec::with_capacity(rows * nodes);
        let mut heights = Vec::with_capacity(rows * nodes);
        let mut over = Vec::new();
        for row in exact.chunks_exact(columns.count) {
            for taps in &taps {
                let planes = taps.of(row);
                let (place, height) = met(&planes, low_m, high_m, &relief);
                places.push(place);
                heights.push(height);
                if scene.ground.cloud_height_m().is_some() {
                    over.push(planes[2]);
                }
            }
            supervision.check()?;
        }
        let mut found = Self { first_line, first_node, nodes, places, opacities: Vec::new(), clouded: false };
        found.look_for_clouds(scene, &heights, over);
        Ok(found)
    }

    fn look_for_clouds(&mut self, scene: &NaturalScene, heights: &[f64], mut over: Vec<[f64; 2]>) {
        let Some(cloud_m) = scene.ground.cloud_height_m() else { return };
        let wind = scene.ground.wind_cells_s();
        let mut shadows: Vec<[f64; 2]> = Vec::with_capacity(over.len());
        for (place, node) in over.iter_mut().enumerate() {
            let line = (self.first_line + (place / self.nodes) as i64) as f64;
            let time_s = scene.time_s(scene.within_reach(line));
            let (ground, rise) = (self.places[place], (cloud_m - heights[place]).max(0.0));
            let moved = |axis: usize| wind[axis] * time_s;
            let slope = scene.sun_slope(ground);
            shadows.push([0, 1].map(|axis| ground[axis] + slope[axis] * rise - moved(axis)));
            *node = [0, 1].map(|axis| node[axis] - moved(axis));
        }
        let opacities = |places: &[[f64; 2]]| -> Vec<f32> {
            let posts =
                Posts::over(places.iter().copied(), |window, values| scene.ground.cloud_opacities(window, values));
            places.iter().map(|place| posts.at(*place) as f32).collect()
        };
        let (seen, shaded) = (opacities(&over), opacities(&shadows));
        self.opacities = seen.into_iter().zip(shaded).map(|(seen, shaded)| [seen, shaded]).collect();
        self.clouded = self.opacities.iter().any(|[seen, shaded]| *seen > 0.0 || *shaded > 0.0);
    }
}

/// Heights of the lowest and the highest plane, apart even where the ground is level.
fn plane_heights(scene: &NaturalScene) -> [f64; 2] {
    let [low, high] = scene.ground.height_range_m();
    [low, high.max(low + 1.0)]
}

/// Columns at which the model of location is asked: evenly from the first to the last.
struct ExactColumns {
    count: usize,
    step: f64,
}

/// Four of them and their weights.
struct Taps {
    first: usize,
    weights: [f64; 4],
}

impl ExactColumns {
    fn new(columns: usize) -> Self {
        let last = columns.saturating_sub(1);
        let count = (last.div_ceil(EXACT_COLUMNS) + 1).max(4);
        Self { count, step: last as f64 / (count - 1) as f64 }
    }

    /// Lagrange's cubic through the four around a column; beyond the ends it goes on.
    fn taps(&self, column: f64) -> Taps {
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
    fn of(&self, row: &[Exact]) -> Exact {
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
fn exact_places(
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

/// Where a sight meets the relief, and at which height: the height under its foot, again and again.
fn met(planes: &Exact, low_m: f64, high_m: f64, relief: &Posts) -> ([f64; 2], f64) {
    let [low, high, _] = planes;
    let slope = [0, 1].map(|axis| (high[axis] - low[axis]) / (high_m - low_m));
    let mut height = f64::midpoint(low_m, high_m);
    for _ in 0..MOST_STEPS {
        let place = [0, 1].map(|axis| low[axis] + slope[axis] * (height - low_m));
        let found = relief.at(place);
        let step = (found - height).abs();
        height = found;
        if step < REST_M {
            break;
        }
    }
    ([0, 1].map(|axis| low[axis] + slope[axis] * (height - low_m)), height)
}

/// A window of posts, bilinear in between.
struct Posts {
    window: LatticeWindow,
    values: Vec<f32>,
}

impl Posts {
    /// The posts around some places in cells.
    fn over(places: impl Iterator<Item = [f64; 2]>, fill: impl FnOnce(LatticeWindow, &mut [f32])) -> Self {
        let window = window_around(places, f64::from(POST_CELLS));
        let mut values = vec![0.0; window.nodes()];
        fill(window, &mut values);
        Self { window, values }
    }

    #[inline]
    fn at(&self, cells: [f64; 2]) -> f64 {
        const PER_CELL: f64 = 1.0 / POST_CELLS as f64;
        let line = cells[0] * PER_CELL - f64::from(self.window.line);
        let column = cells[1] * PER_CELL - f64::from(self.window.column);
        // What is no number becomes the first post.
        let (above, left) =
            ((line as usize).min(self.window.lines - 2), (column as usize).min(self.window.columns - 2));
        let (v, u) = (line - above as f64, column - left as f64);
        let at = above * self.window.columns + left;
        let row = |at: usize| [f64::from(self.values[at]), f64::from(self.values[at + 1])];
        let ([a, b], [c, d]) = (row(at), row(at + self.window.columns));
        let (upper, lower) = (a + u * (b - a), c + u * (d - c));
        upper + v * (lower - upper)
    }
}

/// Nodes on an axis at most: a view that grazes the Earth is no reason to lay out half of it.
const MOST_NODES: f64 = 60_000.0;

/// The window of a lattice that holds some places, `step` cells apart, with a node to spare on each side; of places that are no numbers it holds nothing.
pub(super) fn window_around(places: impl Iterator<Item = [f64; 2]>, step: f64) -> LatticeWindow {
    let (mut least, mut most) = ([f64::INFINITY; 2], [f64::NEG_INFINITY; 2]);
    for place in places {
        for axis in 0..2 {
            least[axis] = least[axis].min(place[axis]);
            most[axis] = most[axis].max(place[axis]);
        }
    }
    let span = |axis: usize| {
        if least[axis] > most[axis] {
            return (0, 2);
        }
        let first = (least[axis] / step).floor() - 1.0;
        let count = ((most[axis] / step).floor() + 3.0 - first).min(MOST_NODES);
        (first as i32, count as usize)
    };
    let ((line, lines), (column, columns)) = (span(0), span(1));
    LatticeWindow { line, column, lines, columns }
}
