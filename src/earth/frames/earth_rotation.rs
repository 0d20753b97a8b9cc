//! The turn from a celestial frame to the terrestrial one over the span of an acquisition, fast.

use hifitime::Epoch;
use nalgebra::Matrix3;

use super::terrestrial::{cirs_from_gcrs, earth_rotation_angle, itrf_from_tirs};
use super::{CelestialFrame, EARTH_ROTATION_RATE_RAD_S, PrecessionModel, gcrs_from};
use crate::earth::orientation::{EarthOrientation, EarthOrientationTable, OrientationError};
use crate::earth::time::epoch_after;

/// Seconds between nodes. Precession and nutation curve by 10⁻¹⁷ rad/s², so that a line over a minute departs by 10⁻¹⁴ rad; the kink of the
/// daily values at midnight costs a micrometre on the ground.
const STEP_S: f64 = 60.0;
/// A span for which nodes are laid out; a longer one is an error in what asks for it.
const LONGEST_SPAN_S: f64 = 4.0 * 86_400.0;

/// From a celestial frame to ITRF at any moment of a span: precession, nutation and polar motion linear between nodes of a minute that
/// ERFA computes, the Earth rotation angle exact in between. Within 0.05 mm on the ground of [`super::itrf_from_gcrs`] at every moment (1 µm
/// measured); beyond the ends it goes on from the last nodes, as light time asks for.
#[derive(Debug, Clone)]
pub struct EarthRotation {
    first_s: f64,
    last_s: f64,
    nodes_per_s: f64,
    /// Earth rotation angle at the first node.
    angle_rad: f64,
    segments: Vec<Segment>,
    description: String,
}

/// A frame of date with the model that made it; the others are what they are under any.
fn frame_words(frame: CelestialFrame, model: PrecessionModel) -> String {
    match frame {
        CelestialFrame::Gcrs | CelestialFrame::Eme2000 => frame.words().to_owned(),
        CelestialFrame::MeanOfDate | CelestialFrame::TrueOfDate => {
            format!("{} ({} precession)", frame.words(), model.words())
        }
    }
}

/// Values at a node and their rates to the next.
#[derive(Debug, Clone)]
struct Segment {
    start_s: f64,
    cirs_from_celestial: Matrix3<f64>,
    cirs_from_celestial_rate: Matrix3<f64>,
    itrf_from_tirs: Matrix3<f64>,
    itrf_from_tirs_rate: Matrix3<f64>,
    /// UT1 − TAI less that of the first node.
    ut1_gain_s: f64,
    ut1_gain_rate: f64,
}

impl EarthRotation {
    /// For seconds `first_s` to `last_s` after a reference epoch. The nodes cost some 80 µs a minute of the span.
    ///
    /// # Errors
    /// [`OrientationError::Outside`] where the table does not hold the span, [`OrientationError::Span`] for one that is reversed, not finite
    /// or longer than four days.
    pub fn new(
        reference: Epoch,
        first_s: f64,
        last_s: f64,
        table: &EarthOrientationTable,
        frame: CelestialFrame,
        model: PrecessionModel,
    ) -> Result<Self, OrientationError> {
        let span_s = last_s - first_s;
        if !((0.0..=LONGEST_SPAN_S).contains(&span_s) && first_s.is_finite()) {
            return Err(OrientationError::Span { first_s, last_s });
        }
        let n_segments = (span_s / STEP_S).ceil().max(1.0) as usize;
        let node_s = |node: usize| first_s + span_s * node as f64 / n_segments as f64;
        let nodes = (0..=n_segments).map(|node| Node::at(epoch_after(reference, node_s(node)), table, frame, model));
        let nodes = nodes.collect::<Result<Vec<Node>, OrientationError>>()?;
        let start = epoch_after(reference, first_s);
        let ut1_minus_tai_s = nodes.first().map_or(0.0, |node| node.orientation.ut1_minus_tai_s);
        let nodes_per_s = if span_s > 0.0 { n_segments as f64 / span_s } else { 0.0 };
        let segment = |(index, [node, next]): (usize, &[Node; 2])| Segment {
            start_s: node_s(index),
            cirs_from_celestial: node.cirs_from_celestial,
            cirs_from_celestial_rate: (next.cirs_from_celestial - node.cirs_from_celestial) * nodes_per_s,
            itrf_from_tirs: node.itrf_from_tirs,
            itrf_from_tirs_rate: (next.itrf_from_tirs - node.itrf_from_tirs) * nodes_per_s,
            ut1_gain_s: node.orientation.ut1_minus_tai_s - ut1_minus_tai_s,
            ut1_gain_rate: (next.orientation.ut1_minus_tai_s - node.orientation.ut1_minus_tai_s) * nodes_per_s,
        };
        Ok(Self {
            first_s,
            last_s,
            nodes_per_s,
            angle_rad: earth_rotation_angle(start, ut1_minus_tai_s),
            segments: nodes.array_windows().enumerate().map(segment).collect(),
            description: format!("{}; from {} to ITRF by IAU 2006/2000A", table.describe(), frame_words(frame, model)),
        })
    }

    /// Rotation from the celestial frame to ITRF at seconds after the reference epoch.
    #[inline]
    pub fn itrf_from_celestial(&self, t_s: f64) -> Matrix3<f64> {
        let slow = self.slow_parts(t_s);
        slow.itrf_from_tirs * turned(slow.angle_rad, &slow.cirs_from_celestial)
    }

    /// The same, and its derivative by time (1/s), so that a velocity turns as v′ = M v + Ṁ r. The derivative holds the Earth's daily turn;
    /// precession, nutation and polar motion would add less than 0.1 mm/s at 7000 km.
    pub fn itrf_from_celestial_and_rate(&self, t_s: f64) -> (Matrix3<f64>, Matrix3<f64>) {
        let slow = self.slow_parts(t_s);
        let tirs_from_celestial = turned(slow.angle_rad, &slow.cirs_from_celestial);
        let rate = slow.rate_rad_s;
        let [x, y] = [0, 1].map(|row| tirs_from_celestial.row(row) * rate);
        let mut tirs_rate = Matrix3::zeros();
        tirs_rate.set_row(0, &y);
        tirs_rate.set_row(1, &-x);
        (slow.itrf_from_tirs * tirs_from_celestial, slow.itrf_from_tirs * tirs_rate)
    }

    /// Rate of the Earth's turn in radians an SI second, the excess of the length of day included (a part in 10⁸).
    pub fn earth_rotation_rate_rad_s(&self, t_s: f64) -> f64 {
        self.slow_parts(t_s).rate_rad_s
    }

    /// First moment of the span, in seconds after the reference epoch.
    pub fn first_s(&self) -> f64 {
        self.first_s
    }

    /// Last moment of the span.
    pub fn last_s(&self) -> f64 {
        self.last_s
    }

    /// The table, the frame and the models, for every result that rests on them.
    pub fn description(&self) -> &str {
        &self.description
    }

    #[inline]
    fn slow_parts(&self, t_s: f64) -> SlowParts {
        // A negative or undefined index becomes the first, one beyond the end the last.
        let index = (((t_s - self.first_s) * self.nodes_per_s) as usize).min(self.segments.len() - 1);
        let segment = &self.segments[index];
        let since_s = t_s - segment.start_s;
        let ut1_s = (t_s - self.first_s) + segment.ut1_gain_s + segment.ut1_gain_rate * since_s;
        SlowParts {
            angle_rad: self.angle_rad + EARTH_ROTATION_RATE_RAD_S * ut1_s,
            rate_rad_s: EARTH_ROTATION_RATE_RAD_S * (1.0 + segment.ut1_gain_rate),
            cirs_from_celestial: segment.cirs_from_celestial + segment.cirs_from_celestial_rate * since_s,
            itrf_from_tirs: segment.itrf_from_tirs + segment.itrf_from_tirs_rate * since_s,
        }
    }
}

struct SlowParts {
    angle_rad: f64,
    rate_rad_s: f64,
    cirs_from_celestial: Matrix3<f64>,
    itrf_from_tirs: Matrix3<f64>,
}

struct Node {
    orientation: EarthOrientation,
    cirs_from_celestial: Matrix3<f64>,
    itrf_from_tirs: Matrix3<f64>,
}

impl Node {
    fn at(
        epoch: Epoch,
        table: &EarthOrientationTable,
        frame: CelestialFrame,
        model: PrecessionModel,
    ) -> Result<Self, OrientationError> {
        let orientation = table.at(epoch)?;
        Ok(Self {
            cirs_from_celestial: cirs_from_gcrs(epoch, &orientation) * gcrs_from(frame, epoch, model),
            itrf_from_tirs: itrf_from_tirs(epoch, &orientation),
            orientation,
        })
    }
}

/// R₃(angle) · matrix.
#[inline]
fn turned(angle: f64, matrix: &Matrix3<f64>) -> Matrix3<f64> {
    let (sine, cosine) = angle.sin_cos();
    let m = matrix;
    Matrix3::new(
        cosine * m.m11 + sine * m.m21,
        cosine * m.m12 + sine * m.m22,
        cosine * m.m13 + sine * m.m23,
        cosine * m.m21 - sine * m.m11,
        cosine * m.m22 - sine * m.m12,
        cosine * m.m23 - sine * m.m13,
        m.m31,
        m.m32,
        m.m33,
    )
}

#[cfg(test)]
mod tests;
