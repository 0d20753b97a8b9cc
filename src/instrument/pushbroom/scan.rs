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
/// The last step's size in lines at which the iteration has come to rest: what is left after it is this times the error of a slope measured over the step before, which
/// is below a thousandth.
const REST_LINES: f64 = 1e-4;
/// The same for a slope that stands from node to node only.
const REST_LINES_AT_ONCE: f64 = 1e-8;

/// How far beyond the image, in lines, a place may seem to lie by the chord of the array and still be looked at closely.
const BORDER_LINES: f64 = 64.0;

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
        let at_node = |node: &Node| advance_at(array, node, place);
        let (mut low, mut high) = (0, self.nodes.len() - 1);
        let first = at_node(&self.nodes[low]).ok_or(LocationFailure::OutsideImage)?;
        let last = at_node(&self.nodes[high]).ok_or(LocationFailure::OutsideImage)?;
        let (mut at_low, mut at_high) = (first, last);
        let (begin, end) = (self.nodes[low].line, self.nodes[high].line);
        let slope = (at_high - at_low) / (end - begin);
        if at_low * at_high > 0.0 {
            // No node has passed the place. Near a border that may be the array's bend, which the chord does not know.
            let line = begin - at_low / slope;
            let near = BORDER_LINES + 0.02 * (end - begin);
            return if line > begin - near && line < end + near {
                newton(array, place, ground.height_m, line, slope)
            } else {
                Err(LocationFailure::OutsideImage)
            };
        }
        // The advance is nearly even over the lines: the node that a straight line points to is the right one or its neighbour; halving takes over where it is not.
        let mut straight = true;
        while high - low > 1 {
            let share = if straight { at_low / (at_low - at_high) } else { 0.5 };
            let aim = low as f64 + share * (high - low) as f64;
            // On the near side first, so that the interval closes from both sides.
            let probe = (if aim.fract() < 0.5 { aim.floor() } else { aim.ceil() } as usize).clamp(low + 1, high - 1);
            let advance = at_node(&self.nodes[probe]).ok_or(LocationFailure::OutsideImage)?;
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

/// Newton's iteration on the line, the slope re-evaluated after every step; the column follows the last step by its own slope.
fn newton(
    array: &PushbroomArray,
    place: Vector3<f64>,
    height_m: f64,
    mut line: f64,
    mut slope: f64,
) -> Result<ImagePoint, LocationFailure> {
    let (first, last) = (-0.75, array.size().lines as f64 - 0.25);
    let mut before: Option<(f64, Crossing)> = None;
    for _ in 0..GREATEST_STEPS {
        let inside = line.clamp(first, last);
        let state = array.state(inside)?;
        let array_from_itrf = undone(&state.itrf_from_array).ok_or(LocationFailure::NotConverged)?;
        let now = crossing(array, &state, &array_from_itrf, place, height_m).ok_or(LocationFailure::OutsideImage)?;
        let (mut rest, mut drift) = (REST_LINES_AT_ONCE, 0.0);
        if let Some((earlier, then)) = &before {
            let run = inside - earlier;
            if run == 0.0 {
                // Twice at the border and still pointing out of the image.
                return Err(LocationFailure::OutsideImage);
            }
            if run.abs() > REST_LINES {
                slope = (now.advance - then.advance) / run;
                drift = (now.column - then.column) / run;
                rest = REST_LINES;
            }
        }
        let step = -now.advance / slope;
        if !step.is_finite() {
            return Err(LocationFailure::NotConverged);
        }
        if step.abs() < rest {
            return Ok(ImagePoint { line: inside + step, column: now.column + drift * step });
        }
        before = Some((inside, now));
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

/// How far a place lies ahead of the chord of the array at a node: good to the bend of the array and of the light, which Newton's iteration takes up.
#[inline]
fn advance_at(array: &PushbroomArray, node: &Node, place: Vector3<f64>) -> Option<f64> {
    let apparent = node.state.apparent_in_array(&node.array_from_itrf, place, array.corrections());
    array.focal_line().advance_from_chord(&apparent)
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
