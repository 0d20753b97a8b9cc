//! The attitude between its samples.

use nalgebra::{Matrix3, Quaternion, UnitQuaternion};

use super::acquisition::{AttitudeData, ReferenceFrame};
use super::orbit::interval_of;
use super::platform_error::{PlatformError, require_growing};
use crate::instrument::location::LocationFailure;

/// An attitude made ready.
pub struct Attitude {
    frame: ReferenceFrame,
    course: Course,
}

enum Course {
    Arcs { times_s: Vec<f64>, quaternions: Vec<Quaternion<f64>>, arcs: Vec<Arc>, greatest_gap_s: f64 },
    Polynomials { centre_s: f64, scale_s: f64, coefficients: [Vec<f64>; 4], valid_s: [f64; 2] },
}

/// The great arc from one quaternion to the next.
#[derive(Clone, Copy)]
struct Arc {
    angle: f64,
    /// 1 / sin(angle), or 0 for an arc so short that the chord is the arc.
    sine_inverse: f64,
}

impl Attitude {
    /// Makes an attitude ready. Signs of quaternions are chosen so that neighbours are near: a flip in the data is no turn.
    ///
    /// # Errors
    /// [`PlatformError`]: fewer than two samples, times that do not grow, what is no number, a polynomial without coefficients.
    pub fn new(data: &AttitudeData) -> Result<Self, PlatformError> {
        match data {
            AttitudeData::Samples { frame, samples, greatest_gap_s } => {
                if samples.len() < 2 {
                    return Err(PlatformError::TooFew { what: "attitude samples", needed: 2, found: samples.len() });
                }
                let times_s: Vec<f64> = samples.iter().map(|sample| sample.time_s).collect();
                require_growing("attitude", &times_s)?;
                let mut quaternions: Vec<Quaternion<f64>> = Vec::with_capacity(samples.len());
                for (place, sample) in samples.iter().enumerate() {
                    let quaternion = *sample.frame_from_body.quaternion();
                    if !quaternion.coords.iter().all(|value| value.is_finite()) {
                        return Err(PlatformError::NotANumber { what: "attitude", place });
                    }
                    let turned = quaternions.last().is_some_and(|last| last.coords.dot(&quaternion.coords) < 0.0);
                    quaternions.push(if turned { -quaternion } else { quaternion });
                }
                let arcs = quaternions.windows(2).map(|pair| Arc::between(&pair[0], &pair[1])).collect();
                let course = Course::Arcs { times_s, quaternions, arcs, greatest_gap_s: *greatest_gap_s };
                Ok(Self { frame: *frame, course })
            }
            AttitudeData::Polynomials { frame, centre_s, scale_s, frame_from_body, valid_s } => {
                if frame_from_body.iter().all(Vec::is_empty) {
                    return Err(PlatformError::TooFew { what: "attitude coefficients", needed: 1, found: 0 });
                }
                let finite = frame_from_body.iter().flatten().chain([centre_s, scale_s]).all(|value| value.is_finite());
                if !finite || *scale_s == 0.0 {
                    return Err(PlatformError::NotANumber { what: "attitude", place: 0 });
                }
                let course = Course::Polynomials {
                    centre_s: *centre_s,
                    scale_s: *scale_s,
                    coefficients: frame_from_body.clone(),
                    valid_s: *valid_s,
                };
                Ok(Self { frame: *frame, course })
            }
        }
    }

    /// Frame that it turns the body into.
    pub fn frame(&self) -> ReferenceFrame {
        self.frame
    }

    /// First and last moment, seconds since the reference.
    pub fn span_s(&self) -> [f64; 2] {
        match &self.course {
            Course::Arcs { times_s, .. } => [times_s[0], times_s[times_s.len() - 1]],
            Course::Polynomials { valid_s, .. } => *valid_s,
        }
    }

    /// `frame_from_body` at a moment.
    ///
    /// # Errors
    /// [`LocationFailure::OutsideTime`] and [`LocationFailure::AttitudeGap`].
    #[inline]
    pub fn at(&self, time_s: f64) -> Result<Matrix3<f64>, LocationFailure> {
        let quaternion = match &self.course {
            Course::Arcs { times_s, quaternions, arcs, greatest_gap_s } => {
                let interval = interval_of(times_s, time_s).ok_or(LocationFailure::OutsideTime)?;
                let (from, to) = (times_s[interval], times_s[interval + 1]);
                if to - from > *greatest_gap_s {
                    return Err(LocationFailure::AttitudeGap);
                }
                arcs[interval].at((time_s - from) / (to - from), &quaternions[interval], &quaternions[interval + 1])
            }
            Course::Polynomials { centre_s, scale_s, coefficients, valid_s } => {
                // The comparison refuses a time that is no number, too.
                if !(time_s >= valid_s[0] && time_s <= valid_s[1]) {
                    return Err(LocationFailure::OutsideTime);
                }
                let u = (time_s - centre_s) / scale_s;
                let [w, i, j, k] =
                    coefficients.each_ref().map(|terms| terms.iter().rev().fold(0.0, |sum, term| sum * u + term));
                Quaternion::new(w, i, j, k)
            }
        };
        Ok(UnitQuaternion::from_quaternion(quaternion).to_rotation_matrix().into_inner())
    }
}

impl Arc {
    fn between(from: &Quaternion<f64>, to: &Quaternion<f64>) -> Self {
        // The angle from its sine and cosine: the arc cosine alone is blind below 2·10⁻⁸ rad.
        let sine = (to.coords - from.coords).norm() * 0.5;
        let cosine = (to.coords + from.coords).norm() * 0.5;
        let angle = 2.0 * sine.atan2(cosine);
        // Below this the sines of the weights lose more digits than the chord misses the arc by (angle³/60).
        let sine_inverse = if angle < 1e-6 { 0.0 } else { angle.sin().recip() };
        Self { angle, sine_inverse }
    }

    #[inline]
    fn at(self, share: f64, from: &Quaternion<f64>, to: &Quaternion<f64>) -> Quaternion<f64> {
        if self.sine_inverse == 0.0 {
            return from * (1.0 - share) + to * share;
        }
        let weight_from = ((1.0 - share) * self.angle).sin() * self.sine_inverse;
        let weight_to = (share * self.angle).sin() * self.sine_inverse;
        from * weight_from + to * weight_to
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::instrument::pushbroom::AttitudeSample;
    use nalgebra::Vector3;

    fn turning(rate: f64, step_s: f64, n: usize, flipped: bool, greatest_gap_s: f64) -> Attitude {
        let samples = (0..n)
            .map(|place| {
                let time_s = place as f64 * step_s;
                let turn = UnitQuaternion::from_axis_angle(&Vector3::y_axis(), 0.4 + rate * time_s);
                let sign = if flipped && place % 2 == 1 { -1.0 } else { 1.0 };
                AttitudeSample { time_s, frame_from_body: UnitQuaternion::new_unchecked(turn.into_inner() * sign) }
            })
            .collect();
        Attitude::new(&AttitudeData::Samples { frame: ReferenceFrame::Gcrs, samples, greatest_gap_s }).unwrap()
    }

    #[test]
    fn a_steady_turn_is_met_between_samples_whatever_the_signs_and_however_slow() {
        for rate in [1e-9, 1e-6, 1e-3, 0.3] {
            for flipped in [false, true] {
                let attitude = turning(rate, 0.125, 9, flipped, 1.0);
                for place in 0..=100 {
                    let time_s = f64::from(place) * 0.01;
                    let truth =
                        UnitQuaternion::from_axis_angle(&Vector3::y_axis(), 0.4 + rate * time_s).to_rotation_matrix();
                    let error = (attitude.at(time_s).unwrap() - truth.matrix()).norm();
                    assert!(error < 1e-15 * 8.0, "{rate} rad/s, {time_s} s: {error}");
                }
            }
        }
    }

    #[test]
    fn a_gap_is_not_bridged_and_nothing_is_made_up_outside() {
        let attitude = turning(1e-3, 2.0, 3, false, 1.0);
        assert_eq!(attitude.at(0.5), Err(LocationFailure::AttitudeGap));
        assert_eq!(attitude.at(4.5), Err(LocationFailure::OutsideTime));
        assert_eq!(attitude.at(f64::NAN), Err(LocationFailure::OutsideTime));
    }

    #[test]
    fn polynomials_are_normalised_and_end_where_they_are_valid() {
        let data = AttitudeData::Polynomials {
            frame: ReferenceFrame::Itrf,
            centre_s: 1.0,
            scale_s: 2.0,
            frame_from_body: [vec![2.0], vec![], vec![0.0, 2.0], vec![]],
            valid_s: [0.0, 3.0],
        };
        let attitude = Attitude::new(&data).unwrap();
        // u = 1: (2, 0, 2, 0), a quarter turn about y.
        let turned = attitude.at(3.0).unwrap() * Vector3::z();
        assert!((turned - Vector3::x()).norm() < 1e-15, "{turned}");
        assert_eq!(attitude.at(3.1), Err(LocationFailure::OutsideTime));
    }
}
