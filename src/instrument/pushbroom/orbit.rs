//! The orbit between its samples.

use nalgebra::Vector3;

use super::acquisition::{OrbitSample, OrbitSamples, ReferenceFrame};
use super::platform_error::PlatformError;

/// An orbit made ready: one polynomial an interval.
///
/// Hermite's interpolation through positions and velocities of the samples around each interval (divided differences with repeated abscissae:
/// Burden & Faires, Numerical Analysis, §3.4), brought to powers of the interval's own time, so that a position costs a few multiplications.
pub struct Orbit {
    frame: ReferenceFrame,
    times_s: Vec<f64>,
    terms: usize,
    /// For each interval `terms` coefficients of (x, y, z), from the constant upwards, in τ = (t − middle) / half.
    coefficients: Vec<Vector3<f64>>,
}

impl Orbit {
    /// Makes an orbit ready.
    ///
    /// # Errors
    /// [`PlatformError`]: fewer than two samples, times that do not grow, what is no number, and positions that their own velocities contradict.
    pub fn new(orbit: &OrbitSamples) -> Result<Self, PlatformError> {
        let samples = &orbit.samples;
        if samples.len() < 2 {
            return Err(PlatformError::TooFew { what: "orbit samples", needed: 2, found: samples.len() });
        }
        let times_s: Vec<f64> = samples.iter().map(|sample| sample.time_s).collect();
        super::platform_error::require_growing("orbit", &times_s)?;
        for (place, sample) in samples.iter().enumerate() {
            let finite = sample.position_m.iter().chain(sample.velocity_m_s.iter()).all(|value| value.is_finite());
            if !finite {
                return Err(PlatformError::NotANumber { what: "orbit", place });
            }
        }
        let window = orbit.interpolation_samples.clamp(2, samples.len());
        let mut coefficients = Vec::with_capacity((samples.len() - 1) * 2 * window);
        for interval in 0..samples.len() - 1 {
            let first = (interval + 1).saturating_sub(window / 2).min(samples.len() - window);
            coefficients.extend(hermite(&samples[first..first + window], times_s[interval], times_s[interval + 1]));
        }
        Ok(Self { frame: orbit.frame, times_s, terms: 2 * window, coefficients })
    }

    /// Frame of its positions.
    pub fn frame(&self) -> ReferenceFrame {
        self.frame
    }

    /// First and last sample, seconds since the reference.
    pub fn span_s(&self) -> [f64; 2] {
        [self.times_s[0], self.times_s[self.times_s.len() - 1]]
    }

    /// Position (m) and its rate of change (m/s) in the orbit's frame; none outside the samples.
    #[inline]
    pub fn at(&self, time_s: f64) -> Option<(Vector3<f64>, Vector3<f64>)> {
        let interval = interval_of(&self.times_s, time_s)?;
        let (from, to) = (self.times_s[interval], self.times_s[interval + 1]);
        let half = 0.5 * (to - from);
        let tau = (time_s - (from + half)) / half;
        let powers = &self.coefficients[interval * self.terms..(interval + 1) * self.terms];
        let (mut position, mut rate) = (Vector3::zeros(), Vector3::zeros());
        for coefficient in powers.iter().rev() {
            rate = rate * tau + position;
            position = position * tau + coefficient;
        }
        Some((position, rate / half))
    }
}

/// The interval of growing times that holds a moment; the last moment belongs to the last interval.
#[inline]
pub(super) fn interval_of(times_s: &[f64], time_s: f64) -> Option<usize> {
    let last = times_s.len() - 1;
    // The smallest step outside is rounding: one nanosecond.
    if !(time_s >= times_s[0] - 1e-9 && time_s <= times_s[last] + 1e-9) {
        return None;
    }
    // Samples are nearly evenly spaced: the even guess is at most a few steps off.
    let guess = (time_s - times_s[0]) / (times_s[last] - times_s[0]) * last as f64;
    let mut interval = (guess.max(0.0) as usize).min(last - 1);
    while interval > 0 && time_s < times_s[interval] {
        interval -= 1;
    }
    while interval + 1 < last && time_s >= times_s[interval + 1] {
        interval += 1;
    }
    Some(interval)
}

/// Coefficients in powers of τ of the polynomial through positions and velocities of some samples.
fn hermite(samples: &[OrbitSample], from_s: f64, to_s: f64) -> Vec<Vector3<f64>> {
    let half = 0.5 * (to_s - from_s);
    let middle = from_s + half;
    let n = 2 * samples.len();
    let tau: Vec<f64> = (0..n).map(|place| (samples[place / 2].time_s - middle) / half).collect();
    // Divided differences, column by column; a repeated abscissa takes the velocity.
    let mut column: Vec<Vector3<f64>> = (0..n).map(|place| samples[place / 2].position_m).collect();
    let mut newton = vec![column[0]];
    for order in 1..n {
        column = (0..n - order)
            .map(|place| {
                let span = tau[place + order] - tau[place];
                if order == 1 && place % 2 == 0 {
                    samples[place / 2].velocity_m_s * half
                } else {
                    (column[place + 1] - column[place]) / span
                }
            })
            .collect();
        newton.push(column[0]);
    }
    // From Newton's form to powers: multiply by (τ − τ_k) and add, from the innermost bracket outwards.
    let mut powers = vec![Vector3::zeros(); n];
    for place in (0..n).rev() {
        for power in (1..n).rev() {
            powers[power] = powers[power - 1] - powers[power] * tau[place];
        }
        powers[0] = newton[place] - powers[0] * tau[place];
    }
    powers
}

#[cfg(test)]
mod tests {
    use super::*;

    const RATE: f64 = 1.05e-3;

    fn circle(time_s: f64) -> OrbitSample {
        let (sine, cosine) = (RATE * time_s).sin_cos();
        let radius = 7.16e6;
        OrbitSample {
            time_s,
            position_m: Vector3::new(radius * cosine, radius * sine, 1e5 * (0.3 * RATE * time_s).cos()),
            velocity_m_s: Vector3::new(
                -radius * RATE * sine,
                radius * RATE * cosine,
                -1e5 * 0.3 * RATE * (0.3 * RATE * time_s).sin(),
            ),
        }
    }

    fn orbit(step_s: f64, interpolation_samples: usize) -> Orbit {
        let samples = (0..12).map(|place| circle(f64::from(place) * step_s)).collect();
        Orbit::new(&OrbitSamples { frame: ReferenceFrame::Itrf, samples, interpolation_samples }).unwrap()
    }

    #[test]
    fn a_circular_orbit_is_met_between_samples_to_the_micrometre() {
        for (step_s, interpolation_samples) in [(1.0, 6), (30.0, 6), (10.0, 8), (30.0, 8)] {
            let orbit = orbit(step_s, interpolation_samples);
            for place in 0..=1100 {
                let time_s = f64::from(place) * 0.01 * step_s;
                let (position, velocity) = orbit.at(time_s).unwrap();
                let truth = circle(time_s);
                assert!(
                    (position - truth.position_m).norm() < 2e-6,
                    "{step_s} s, {time_s}: {}",
                    (position - truth.position_m).norm()
                );
                assert!(
                    (velocity - truth.velocity_m_s).norm() < 2e-6,
                    "{step_s} s, {time_s}: {}",
                    (velocity - truth.velocity_m_s).norm()
                );
            }
        }
    }

    #[test]
    fn there_is_no_position_outside_the_samples() {
        let orbit = orbit(1.0, 6);
        assert!(orbit.at(-0.001).is_none() && orbit.at(11.001).is_none() && orbit.at(f64::NAN).is_none());
        assert!(orbit.at(11.0).is_some() && orbit.at(0.0).is_some());
    }

    #[test]
    fn samples_out_of_order_and_lone_ones_are_refused_by_name() {
        let build = |times: &[f64]| {
            let samples = times.iter().map(|time| circle(*time)).collect();
            Orbit::new(&OrbitSamples { frame: ReferenceFrame::Itrf, samples, interpolation_samples: 6 })
                .err()
                .map(|error| error.to_string())
        };
        assert_eq!(build(&[0.0, 1.0, 1.0]).unwrap(), "orbit: needed times that grow, found 1 s after 1 s at sample 2");
        assert_eq!(build(&[0.0]).unwrap(), "needed at least 2 orbit samples, found 1");
        assert_eq!(build(&[0.0, 1.0]), None);
    }
}
