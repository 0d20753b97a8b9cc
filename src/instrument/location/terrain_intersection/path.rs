//! The way of a line of sight over the grid of an elevation model, as a parabola.

use super::Course;
use crate::earth::terrain::{GridFrame, NodeGrid};
use crate::earth::{GroundPoint, SEMI_MAJOR_AXIS_M};

/// Row and column as parabolas of the height fallen from the top.
pub(super) struct Path {
    /// Height at which it begins, metres above WGS 84.
    pub(super) top: f64,
    /// Metres of height that it is laid out for.
    pub(super) depth: f64,
    /// Constant, linear and quadratic coefficient of row and column.
    pub(super) row: [f64; 3],
    pub(super) column: [f64; 3],
}

impl Path {
    /// From the sight's own derivatives at half depth, on a grid of longitude and latitude.
    #[inline]
    pub(super) fn of_course(course: &Course, grid: &NodeGrid, top: f64, depth: f64) -> Self {
        let half = 0.5 * depth;
        let middle = grid.row_column_of(course.place);
        let parabola = |axis: usize, step: f64| {
            // From powers of the height above the middle to powers of the height fallen from the top.
            let (linear, quadratic) = (-course.per_metre[axis] / step, course.per_square_metre[axis] / step);
            let first = middle[axis] - linear * half + quadratic * half * half;
            [first, linear - 2.0 * quadratic * half, quadratic]
        };
        Self { top, depth, row: parabola(0, grid.step_y), column: parabola(1, grid.step_x) }
    }

    /// Through three places on the grid: at the top, at half depth and at the bottom.
    #[inline]
    pub(super) fn through(places: [[f64; 2]; 3], top: f64, depth: f64) -> Self {
        let half = 0.5 * depth;
        let [row, column] = [0, 1].map(|axis| {
            let [a, b, c] = places.map(|place| place[axis]);
            let quadratic = (a - 2.0 * b + c) / (2.0 * half * half);
            [a, (c - a) / depth - quadratic * depth, quadratic]
        });
        Self { top, depth, row, column }
    }

    /// Row and column after a fall.
    #[inline]
    pub(super) fn at(&self, fallen: f64) -> [f64; 2] {
        [value(&self.row, fallen), value(&self.column, fallen)]
    }

    /// Change of row and column with a metre of fall.
    #[inline]
    pub(super) fn rates(&self, fallen: f64) -> [f64; 2] {
        [rate(&self.row, fallen), rate(&self.column, fallen)]
    }

    /// How far off it is from where the sight is after a fall, in metres on the ground; not-a-number where either has no place on the grid.
    #[inline]
    pub(super) fn off_m(&self, fallen: f64, place: GroundPoint, grid: &NodeGrid) -> f64 {
        let ([row, column], [path_row, path_column]) = (grid.row_column_of(place), self.at(fallen));
        let (rows, columns) = (row - path_row, column - path_column);
        let [down, across] = match grid.frame {
            GridFrame::Geographic => [SEMI_MAJOR_AXIS_M, SEMI_MAJOR_AXIS_M * place.latitude.cos()],
            GridFrame::Utm(_) => [1.0, 1.0],
        };
        (rows * grid.step_y * down).hypot(columns * grid.step_x * across)
    }
}

#[inline]
pub(super) fn value(parabola: &[f64; 3], fallen: f64) -> f64 {
    (parabola[2] * fallen + parabola[1]) * fallen + parabola[0]
}

#[inline]
pub(super) fn rate(parabola: &[f64; 3], fallen: f64) -> f64 {
    2.0 * parabola[2] * fallen + parabola[1]
}

/// Fall after which a coordinate, now at `at` in `[low, high]`, leaves that interval, and whether it leaves upwards. A parabola may turn on the way: one that
/// does not come to the border ahead leaves by the one behind.
#[inline]
pub(super) fn leaves(parabola: &[f64; 3], fallen: f64, at: f64, low: f64, high: f64) -> (f64, bool) {
    let (speed, bend) = (rate(parabola, fallen), parabola[2]);
    let upwards = speed > 0.0 || (speed == 0.0 && bend > 0.0);
    // Rounding may have put it a hair outside.
    let (ahead, behind) = if upwards { ((high - at).max(0.0), at - low) } else { ((at - low).max(0.0), high - at) };
    let curving = if upwards { bend } else { -bend };
    let under = speed * speed + 4.0 * curving * ahead;
    if under >= 0.0 {
        let divisor = speed.abs() + under.sqrt();
        let wait = if divisor > 0.0 { 2.0 * ahead / divisor } else { f64::INFINITY };
        (fallen + wait, upwards)
    } else {
        let back = speed.abs() + (speed * speed - 4.0 * curving * behind.max(0.0)).sqrt();
        (fallen - back / (2.0 * curving), !upwards)
    }
}

/// Falls, in order, at which a coordinate passes a border: two at most.
pub(super) fn passes(parabola: &[f64; 3], border: f64) -> [f64; 2] {
    let [constant, linear, quadratic] = *parabola;
    let constant = constant - border;
    let root = (linear * linear - 4.0 * quadratic * constant).sqrt();
    // Without the difference of nearly equal numbers; not-a-number and infinity stand for "never".
    let sum = if linear >= 0.0 { -0.5 * (linear + root) } else { 0.5 * (root - linear) };
    [constant / sum, sum / quadratic]
}
