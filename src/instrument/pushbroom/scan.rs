//! Inverse location of an array: the moment at which its plane of view crossed a place, and the column that looked there.

use nalgebra::{Matrix3, Vector3};

use super::array::PushbroomArray;
use super::sight::LineState;
use crate::earth::{GroundPoint, cartesian_from_geodetic, vertical_at};
use crate::instrument::location::{ImagePoint, LocationFailure};

/// Lines between two nodes of the scan at most.
const NODES: usize = 64;
/// Steps of Newton before giving up; two are usual.
const GREATEST_STEPS: usize = 12;
/// The last step's size in lines at which the iteration has come to rest.
const REST_LINES: f64 = 1e-6;

struct Node {
    line: f64,
    state: LineState,
    array_from_itrf: Matrix3<f64>,
}

/// The sensor at some lines from before the first to after the last: where a search begins.
pub(super) struct Scan {
    nodes: Vec<Node>,
}

/// How a place stands to the array's plane of view at a line.
struct Crossing {
    column: f64,
    /// Positive before the plane has come to the place.
    advance: f64,
}

impl Scan {
    pub(super) fn empty() -> Self {
        Self { nodes: Vec::new() }
    }

    pub(super) fn new(array: &PushbroomArray) -> Self {
        let lines = array.size().lines as f64;
        // Half a line on either side belongs to the image; a bit more, so that what lies just outside is known to.
        let (first, last) = (-1.0, lines);
        let intervals = (array.size().lines / 8).clamp(1, NODES);
        let nodes = (0..=intervals)
            .filter_map(|place| {
                let line = first + (last - first) * place as f64 / intervals as f64;
                // The ends may lie beyond the orbit's or the dating's own: then the image's.
                let state = array.state(line).or_else(|_| array.state(line.clamp(0.0, lines - 1.0))).ok()?;
                Some(Node { line, array_from_itrf: state.itrf_from_array.try_inverse()?, state })
            })
            .collect();
        Self { nodes }
    }

    /// The line and column that saw a place, within or just beyond the image.
    pub(super) fn image_of(&self, array: &PushbroomArray, ground: GroundPoint) -> Result<ImagePoint, LocationFailure> {
        let place = cartesian_from_geodetic(ground);
        if !(place.x.is_finite() && place.y.is_finite() && place.z.is_finite()) {
            return Err(LocationFailure::NotAPlace);
        }
        if self.nodes.len() < 2 {
            return Err(LocationFailure::OutsideTime);
        }
        let at_node = |node: &Node| crossing(array, &node.state, &node.array_from_itrf, place, ground.height_m);
        let (mut low, mut high) = (0, self.nodes.len() - 1);
        let first = at_node(&self.nodes[low]).ok_or(LocationFailure::OutsideImage)?;
        let last = at_node(&self.nodes[high]).ok_or(LocationFailure::OutsideImage)?;
        let (mut at_low, mut at_high) = (first.advance, last.advance);
        if at_low * at_high > 0.0 || at_low == at_high {
            return Err(LocationFailure::OutsideImage);
        }
        // The advance is nearly even over the lines: the node that a straight line points to is the right one or its neighbour; halving takes over where it is not.
        let mut straight = true;
        while high - low > 1 {
            let share = if straight { at_low / (at_low - at_high) } else { 0.5 };
            let aim = low as f64 + share * (high - low) as f64;
            // On the near side first, so that the interval closes from both sides.
            let probe = (if aim.fract() < 0.5 { aim.floor() } else { aim.ceil() } as usize).clamp(low + 1, high - 1);
            let advance = at_node(&self.nodes[probe]).ok_or(LocationFailure::OutsideImage)?.advance;
            let before = high - low;
            if advance * at_low > 0.0 {
                (low, at_low) = (probe, advance);
            } else {
                (high, at_high) = (probe, advance);
            }
            straight = (high - low) * 2 <= before || high - low <= 3;
        }
        let (from, to) = (self.nodes[low].line, self.nodes[high].line);
        let slope = (at_high - at_low) / (to - from);
        let line = from - at_low / slope;
        newton(array, place, ground.height_m, line, slope)
    }
}

/// Newton's iteration on the line, the slope re-evaluated from step to step (secant); the column belongs to the last line evaluated, and the last step
/// is below a thousandth of what matters.
fn newton(
    array: &PushbroomArray,
    place: Vector3<f64>,
    height_m: f64,
    mut line: f64,
    mut slope: f64,
) -> Result<ImagePoint, LocationFailure> {
    let (first, last) = (-0.75, array.size().lines as f64 - 0.25);
    let mut before: Option<(f64, f64)> = None;
    for _ in 0..GREATEST_STEPS {
        let inside = line.clamp(first, last);
        let state = array.state(inside)?;
        let array_from_itrf = undone(&state.itrf_from_array).ok_or(LocationFailure::NotConverged)?;
        let Crossing { column, advance } =
            crossing(array, &state, &array_from_itrf, place, height_m).ok_or(LocationFailure::OutsideImage)?;
        if let Some((earlier, residual)) = before {
            let run = inside - earlier;
            if run.abs() > 1e-4 {
                slope = (advance - residual) / run;
            }
        }
        let step = -advance / slope;
        if !step.is_finite() {
            return Err(LocationFailure::NotConverged);
        }
        if step.abs() < REST_LINES {
            return Ok(ImagePoint { line: inside + step, column });
        }
        if before.is_some_and(|(earlier, _)| earlier == inside) {
            // Twice at the border and still pointing out of the image.
            return Err(LocationFailure::OutsideImage);
        }
        before = Some((inside, advance));
        line = inside + step;
    }
    Err(LocationFailure::NotConverged)
}

/// The inverse by cofactors, which is exact enough for a matrix that is a turn but for the stretch of a focal length.
#[inline]
fn undone(matrix: &Matrix3<f64>) -> Option<Matrix3<f64>> {
    let (a, b, c) = (matrix.column(0), matrix.column(1), matrix.column(2));
    let (bc, ca, ab) = (b.cross(&c), c.cross(&a), a.cross(&b));
    let inverse = a.dot(&bc).recip();
    inverse.is_finite().then(|| {
        Matrix3::from_rows(&[(bc * inverse).transpose(), (ca * inverse).transpose(), (ab * inverse).transpose()])
    })
}

#[inline]
fn crossing(
    array: &PushbroomArray,
    state: &LineState,
    array_from_itrf: &Matrix3<f64>,
    place: Vector3<f64>,
    height_m: f64,
) -> Option<Crossing> {
    let straight = match array.refraction() {
        Some(refraction) => {
            // Where the straight sight would have met this height: outwards from the satellite's foot.
            let vertical = vertical_at(place);
            let p = vertical.axis_distance_m.max(f64::MIN_POSITIVE);
            let up = Vector3::new(place.x / p * vertical.cosine, place.y / p * vertical.cosine, vertical.sine);
            let towards = (place - state.origin_in_itrf).normalize();
            let level = towards - up * towards.dot(&up);
            place + level * refraction.displacement_per_sine(level.norm_squared(), height_m)
        }
        None => place,
    };
    let apparent = state.apparent_in_array(array_from_itrf, straight, array.corrections());
    let (column, advance) = array.focal_line().column_and_advance(&apparent)?;
    Some(Crossing { column, advance })
}
