//! The attitude between its samples.

mod arc;
mod polynomial;
#[cfg(test)]
mod tests;

use nalgebra::{Matrix3, Quaternion, UnitQuaternion, Vector4};

use self::arc::Arc;
use super::acquisition::{AttitudeData, AttitudeInterpolation, ReferenceFrame};
use super::orbit::interval_of;
use super::platform_error::{PlatformError, require_growing};
use crate::instrument::location::LocationFailure;

/// An attitude made ready.
pub struct Attitude {
    frame: ReferenceFrame,
    course: Course,
}

enum Course {
    Samples { times_s: Vec<f64>, greatest_gap_s: f64, between: Between },
    Polynomials { centre_s: f64, scale_s: f64, coefficients: [Vec<f64>; 4], valid_s: [f64; 2] },
}

/// What stands between samples.
enum Between {
    Arcs {
        quaternions: Vec<Quaternion<f64>>,
        arcs: Vec<Arc>,
    },
    /// `terms` powers of u for each interval, u from −1 to 1 over it.
    Intervals {
        terms: usize,
        powers: Vec<Vector4<f64>>,
    },
    /// Three powers of the seconds since each sample.
    Nearest {
        powers: Vec<[Vector4<f64>; 3]>,
    },
}

impl Attitude {
    /// Makes an attitude ready. Signs of quaternions are chosen so that neighbours are near: a flip in the data is no turn.
    ///
    /// # Errors
    /// [`PlatformError`]: fewer than two samples, times that do not grow, what is no number, a polynomial without coefficients.
    pub fn new(data: &AttitudeData) -> Result<Self, PlatformError> {
        match data {
            AttitudeData::Samples { frame, samples, interpolation, greatest_gap_s } => {
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
                let between = Between::new(&times_s, quaternions, *interpolation);
                let course = Course::Samples { times_s, greatest_gap_s: *greatest_gap_s, between };
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
            Course::Samples { times_s, .. } => [times_s[0], times_s[times_s.len() - 1]],
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
            Course::Samples { times_s, greatest_gap_s, between } => {
                let interval = interval_of(times_s, time_s).ok_or(LocationFailure::OutsideTime)?;
                let (from, to) = (times_s[interval], times_s[interval + 1]);
                if to - from > *greatest_gap_s {
                    return Err(LocationFailure::AttitudeGap);
                }
                between.at(interval, time_s - from, to - from)
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

impl Between {
    fn new(times_s: &[f64], quaternions: Vec<Quaternion<f64>>, interpolation: AttitudeInterpolation) -> Self {
        let n = times_s.len();
        let values: Vec<Vector4<f64>> = quaternions.iter().map(|quaternion| quaternion.coords).collect();
        // Samples from `first` on that a polynomial goes through.
        let window = |wanted: usize, middle: usize| {
            let size = wanted.clamp(2, n);
            let first = middle.saturating_sub(size / 2).min(n - size);
            first..first + size
        };
        match interpolation {
            AttitudeInterpolation::GreatArcs => {
                let arcs = quaternions.windows(2).map(|pair| Arc::between(&pair[0], &pair[1])).collect();
                Self::Arcs { quaternions, arcs }
            }
            AttitudeInterpolation::Polynomial { samples } => {
                let terms = samples.clamp(2, n);
                let powers = (0..n - 1).flat_map(|interval| {
                    let half = 0.5 * (times_s[interval + 1] - times_s[interval]);
                    let around = window(samples, interval + 1);
                    polynomial::through(&times_s[around.clone()], &values[around], times_s[interval] + half, half)
                });
                Self::Intervals { terms, powers: powers.collect() }
            }
            AttitudeInterpolation::NearestParabola { samples } => {
                let parabola = |place: usize| {
                    let around = window(samples, place);
                    let powers = polynomial::through(&times_s[around.clone()], &values[around], times_s[place], 1.0);
                    [0, 1, 2].map(|power| powers.get(power).copied().unwrap_or_default())
                };
                Self::Nearest { powers: (0..n).map(parabola).collect() }
            }
        }
    }

    /// The quaternion, of any length, some seconds after the beginning of an interval.
    #[inline]
    fn at(&self, interval: usize, since_s: f64, length_s: f64) -> Quaternion<f64> {
        match self {
            Self::Arcs { quaternions, arcs } => {
                arcs[interval].at(since_s / length_s, &quaternions[interval], &quaternions[interval + 1])
            }
            Self::Intervals { terms, powers } => {
                let own = &powers[interval * terms..(interval + 1) * terms];
                Quaternion::from(polynomial::value(own, 2.0 * since_s / length_s - 1.0))
            }
            Self::Nearest { powers } if 2.0 * since_s <= length_s => {
                Quaternion::from(polynomial::value(&powers[interval], since_s))
            }
            Self::Nearest { powers } => Quaternion::from(polynomial::value(&powers[interval + 1], since_s - length_s)),
        }
    }
}
