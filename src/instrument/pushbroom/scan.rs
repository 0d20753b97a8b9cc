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
/// Halvings on the way to a jump: from any image to beyond the last digit of its lines, where the rest in lines may never be come to.
const GREATEST_HALVINGS: usize = 64;
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
        let even = (0..=intervals).map(|place| first + (last - first) * place as f64 / intervals as f64);
        let mut places: Vec<f64> = even.filter(|line| array.state(*line).is_ok()).collect();
        if places.is_empty() {
            // An orbit that ends with a short image leaves its own lines.
            places
                .extend([0.0, 0.5 * (lines - 1.0), lines - 1.0].into_iter().filter(|line| array.state(*line).is_ok()));
            places.dedup();
        }
        // Where orbit, attitude or dating end before the image does, the scan ends with them.
        let spacing = (last - first) / intervals as f64;
        if let (Some(&begin), Some(&end)) = (places.first(), places.last()) {
            let (covered_from, covered_to) = (
                last_covered(array, begin, (begin - spacing).max(first)),
                last_covered(array, end, (end + spacing).min(last)),
            );
            if covered_from < begin {
                places.insert(0, covered_from);
            }
            if covered_to > end {
                places.push(covered_to);
            }
        }
        let nodes = places.into_iter().filter_map(|line| {
            let state = array.state(line).ok()?;
            Some(Node { line, array_from_itrf: state.itrf_from_array.try_inverse()?, state })
        });
        Self { nodes: nodes.collect() }
    }

    /// First and last line that may be looked at.
    fn reach(&self, lines: usize) -> [f64; 2] {
        let (begin, end) =
            (self.nodes.first().map_or(0.0, |node| node.line), self.nodes.last().map_or(0.0, |node| node.line));
        [begin.max(-0.75), end.min(lines as f64 - 0.25)]
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
                newton(array, place, ground.height_m, [line, slope], self.reach(array.size().lines))
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
        newton(array, place, ground.height_m, [line, slope], self.reach(array.size().lines))
    }
}

/// The line farthest on the way from one that is covered to another at which the sensor is known.
fn last_covered(array: &PushbroomArray, mut covered: f64, mut aim: f64) -> f64 {
    if array.state(aim).is_ok() {
        return aim;
    }
    for _ in 0..60 {
        let middle = 0.5 * (covered + aim);
        if array.state(middle).is_ok() { covered = middle } else { aim = middle }
    }
    covered
}

/// Newton's iteration on the line, the slope re-evaluated after every step; the column follows the last step by its own slope.
///
/// Where the attitude itself jumps (as between the parabolas of Sentinel-2's processors) no line may see a place, or two may: then the line of the jump is the answer, found
/// by halving between a line before the place and one after it.
fn newton(
    array: &PushbroomArray,
    place: Vector3<f64>,
    height_m: f64,
    [mut line, mut slope]: [f64; 2],
    [first, last]: [f64; 2],
) -> Result<ImagePoint, LocationFailure> {
    let mut before: Option<(f64, Crossing)> = None;
    let (mut ahead, mut behind) = (None, None);
    for _ in 0..GREATEST_STEPS {
        let inside = line.clamp(first, last);
        let now = crossing_at(array, inside, place, height_m)?;
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
        let side = if now.advance > 0.0 { &mut ahead } else { &mut behind };
        *side = Some(inside);
        let step = -now.advance / slope;
        if step.abs() < rest {
            return Ok(ImagePoint { line: inside + step, column: now.column + drift * step });
        }
        if !step.is_finite() {
            break;
        }
        before = Some((inside, now));
        line = inside + step;
    }
    match (ahead, behind) {
        (Some(ahead), Some(behind)) => line_of_jump(array, place, height_m, ahead, behind),
        _ => Err(LocationFailure::NotConverged),
    }
}

/// The line between one that has a place ahead and one that has it behind.
fn line_of_jump(
    array: &PushbroomArray,
    place: Vector3<f64>,
    height_m: f64,
    mut ahead: f64,
    mut behind: f64,
) -> Result<ImagePoint, LocationFailure> {
    let mut column = f64::NAN;
    for _ in 0..GREATEST_HALVINGS {
        if (ahead - behind).abs() <= REST_LINES_AT_ONCE && !column.is_nan() {
            break;
        }
        let middle = f64::midpoint(ahead, behind);
        let now = crossing_at(array, middle, place, height_m)?;
        column = now.column;
        let side = if now.advance > 0.0 { &mut ahead } else { &mut behind };
        *side = middle;
    }
    Ok(ImagePoint { line: f64::midpoint(ahead, behind), column })
}

/// How a place stands to the plane of view at a line.
fn crossing_at(
    array: &PushbroomArray,
    line: f64,
    place: Vector3<f64>,
    height_m: f64,
) -> Result<Crossing, LocationFailure> {
    let state = array.state(line)?;
    let array_from_itrf = undone(&state.itrf_from_array).ok_or(LocationFailure::NotConverged)?;
    crossing(array, &state, &array_from_itrf, place, height_m).ok_or(LocationFailure::OutsideImage)
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
