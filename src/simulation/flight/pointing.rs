//! How the true attitude departs from the plan: an offset, a drift, and jitter of a given spectrum.

use nalgebra::Vector3;
use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use std::f64::consts::TAU;

use super::settings::PointingSettings;

/// Sines that stand for the continuous spectrum.
const SINES: usize = 48;

/// The departure as a function of time.
pub(super) struct Pointing {
    offset: Vector3<f64>,
    drift: Vector3<f64>,
    sines: Vec<Sine>,
}

struct Sine {
    radians_s: f64,
    amplitude: Vector3<f64>,
    phase: Vector3<f64>,
}

impl Pointing {
    /// The departure of some settings; the seed draws the phases.
    ///
    /// The continuous spectrum is made of sines at even steps of the frequency's logarithm, each with the power of its step, so that the mean square over a
    /// long time is the one asked for.
    pub(super) fn new(settings: &PointingSettings, seed: u64) -> Self {
        let mut random = ChaCha8Rng::seed_from_u64(seed ^ 0x0070_6f69_6e74_696e);
        let mut phases = || Vector3::from_fn(|_, _| random.random_range(0.0..TAU));
        let urad = |values: [f64; 3]| Vector3::from(values) * 1e-6;
        let mut sines: Vec<Sine> = settings
            .lines
            .iter()
            .map(|line| Sine {
                radians_s: TAU * line.frequency_hz,
                amplitude: urad(line.amplitude_urad),
                phase: phases(),
            })
            .collect();
        let band = &settings.broadband;
        if band.rms_urad > 0.0 {
            let ratio = band.highest_hz / band.lowest_hz;
            let frequency = |place: usize| band.lowest_hz * ratio.powf((place as f64 + 0.5) / SINES as f64);
            // Power of a logarithmic step: f^−exponent times f.
            let power = |place: usize| frequency(place).powf(1.0 - band.exponent);
            let whole: f64 = (0..SINES).map(power).sum();
            sines.extend((0..SINES).map(|place| {
                let amplitude = band.rms_urad * (2.0 * power(place) / whole).sqrt();
                Sine { radians_s: TAU * frequency(place), amplitude: urad([amplitude; 3]), phase: phases() }
            }));
        }
        Self { offset: urad(settings.offset_urad), drift: urad(settings.drift_urad_s), sines }
    }

    /// Small turn about the body's axes at a moment in seconds, radians.
    pub(super) fn turn_at(&self, time_s: f64) -> Vector3<f64> {
        let mut turn = self.offset + self.drift * time_s;
        for sine in &self.sines {
            let phase = sine.phase.add_scalar(sine.radians_s * time_s);
            turn += sine.amplitude.component_mul(&phase.map(f64::sin));
        }
        turn
    }

    /// Highest frequency in it, Hz.
    pub(super) fn highest_hz(&self) -> f64 {
        self.sines.iter().map(|sine| sine.radians_s / TAU).fold(0.0, f64::max)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulation::flight::{BroadbandJitter, JitterLine};

    #[test]
    fn the_mean_square_of_the_jitter_is_the_one_asked_for() {
        let settings = PointingSettings {
            broadband: BroadbandJitter { rms_urad: 3.0, lowest_hz: 1.0, highest_hz: 30.0, exponent: 2.0 },
            ..PointingSettings::perfect()
        };
        let pointing = Pointing::new(&settings, 4);
        // 200 s hold 200 periods of the lowest line: its mean square is within a thousandth of a half.
        let n = 40_000;
        let mean =
            (0..n).map(|place| pointing.turn_at(f64::from(place) * 0.005).norm_squared()).sum::<f64>() / f64::from(n);
        let rms = (mean / 3.0).sqrt() * 1e6;
        assert!((rms / 3.0 - 1.0).abs() < 0.02, "{rms}");
    }

    #[test]
    fn offset_drift_and_lines_add_up() {
        let settings = PointingSettings {
            offset_urad: [1.0, 2.0, 3.0],
            drift_urad_s: [0.5, 0.0, -1.0],
            lines: vec![JitterLine { frequency_hz: 2.0, amplitude_urad: [0.0, 4.0, 0.0] }],
            ..PointingSettings::perfect()
        };
        let pointing = Pointing::new(&settings, 1);
        let turn = pointing.turn_at(10.0) * 1e6;
        assert!((turn.x - 6.0).abs() < 1e-9 && (turn.z + 7.0).abs() < 1e-9);
        let half = (pointing.turn_at(10.0) + pointing.turn_at(10.25)) * 1e6;
        assert!((half.y - 4.0).abs() < 1e-9, "half a period later the sine is its negative");
    }
}
