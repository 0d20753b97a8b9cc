//! Yaw of 90°: the arrays lie along the flight, and every detector sees the same ground as its neighbour, a little later.

use std::ops::Range;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{Brightness, KnownScene, SceneError, SceneSensor};
use crate::simulation::mixed_bits::{GOLDEN, mixed64};
use crate::supervision::{Cancelled, Supervision};

/// The ground track that all detectors of an array see.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SideSlitherSettings {
    /// Mean of the track.
    pub mean: Brightness,
    /// Standard deviation of the track's radiance over its mean.
    pub contrast: f64,
    /// Lines after which a detector sees what its left neighbour saw; 1 when a line is flown in the time of a line. Below zero for the other
    /// sense of yaw.
    pub lines_per_column: f64,
    /// Smallest and largest period of the track, lines.
    pub periods_lines: [f64; 2],
    /// How contrast grows with the period: amplitude ∝ period^exponent.
    pub exponent: f64,
}

impl Default for SideSlitherSettings {
    fn default() -> Self {
        Self {
            mean: Brightness::ShareOfFullScale(0.35),
            contrast: 0.2,
            lines_per_column: 1.0,
            periods_lines: [16.0, 4096.0],
            exponent: 0.5,
        }
    }
}

/// One wave of the track.
#[derive(Debug, Clone, Copy, Serialize)]
struct Wave {
    amplitude: f64,
    frequency: f64,
    phase: f64,
}

/// The scene: radiance = mean·(1 + Σ amplitude·cos(2π·frequency·g + phase)) of the place g = line − `lines_per_column`·column on the track.
#[derive(Debug, Clone)]
pub struct SideSlitherScene {
    settings: SideSlitherSettings,
    sensor: SceneSensor,
    means: Vec<f64>,
    waves: Vec<Wave>,
}

/// Waves of one octave.
const WAVES_PER_OCTAVE: usize = 2;

/// Places at which the track is calculated before it is interpolated, per smallest period; cubic interpolation there is exact to 1e-5.
const PLACES_PER_PERIOD: f64 = 32.0;

impl SideSlitherScene {
    /// # Errors
    /// [`SceneError`] for a contrast that could make light negative, periods out of order, or figures that are none.
    pub fn new(settings: SideSlitherSettings, sensor: SceneSensor, seed: u64) -> Result<Self, SceneError> {
        let SideSlitherSettings { mean, contrast, lines_per_column, periods_lines: [shortest, longest], exponent } =
            settings;
        SceneError::check_brightness("mean", mean)?;
        SceneError::unless((0.0..=0.4).contains(&contrast), "contrast", "0 to 0.4", contrast)?;
        SceneError::unless(lines_per_column.is_finite(), "lines_per_column", "a finite number", lines_per_column)?;
        let needed = "two periods, the shorter one of at least 4 lines first";
        let periods = format!("{shortest}, {longest}");
        SceneError::unless(shortest >= 4.0 && longest > shortest && longest <= 1e7, "periods_lines", needed, periods)?;
        SceneError::unless((-4.0..=4.0).contains(&exponent), "exponent", "−4 to 4", exponent)?;
        let octaves = (longest / shortest).log2();
        let count = ((octaves * WAVES_PER_OCTAVE as f64).ceil() as usize).max(2);
        let mut waves: Vec<Wave> = (0..count)
            .map(|wave| {
                let place = (wave as f64 + 0.8 * uniform(seed, 2 * wave as u64)) / count as f64;
                let period = shortest * (longest / shortest).powf(place);
                let phase = 2.0 * std::f64::consts::PI * uniform(seed, 2 * wave as u64 + 1);
                Wave { amplitude: period.powf(exponent), frequency: 1.0 / period, phase }
            })
            .collect();
        let variance: f64 = waves.iter().map(|wave| 0.5 * wave.amplitude * wave.amplitude).sum();
        for wave in &mut waves {
            wave.amplitude *= contrast / variance.sqrt();
        }
        // However the waves meet, no light is below zero.
        let lowest = 1.0 - waves.iter().map(|wave| wave.amplitude).sum::<f64>();
        let needed = "a contrast with which all waves together do not fall below zero";
        SceneError::unless(
            lowest >= 0.0,
            "contrast",
            needed,
            format!("{contrast}: {lowest:.3} of the mean at the lowest"),
        )?;
        Ok(Self { means: sensor.radiances(mean), settings, sensor, waves })
    }

    /// The track, relative to its mean, at a place.
    fn track(&self, place: f64) -> f64 {
        let turn = 2.0 * std::f64::consts::PI;
        let waves = self.waves.iter().map(|wave| wave.amplitude * (turn * wave.frequency * place + wave.phase).cos());
        1.0 + waves.sum::<f64>()
    }

    /// The places at which the track is calculated: even, and the same whichever lines are asked for.
    fn step(&self) -> f64 {
        self.settings.periods_lines[0] / PLACES_PER_PERIOD
    }
}

impl KnownScene for SideSlitherScene {
    fn sensor(&self) -> &SceneSensor {
        &self.sensor
    }

    fn fill(
        &self,
        band: usize,
        lines: Range<i64>,
        radiance: &mut [f32],
        supervision: &Supervision,
    ) -> Result<(), Cancelled> {
        if lines.is_empty() || self.sensor.columns == 0 {
            return Ok(());
        }
        let slope = self.settings.lines_per_column;
        let across = -slope * (self.sensor.columns - 1) as f64;
        let (least, most) = (lines.start as f64 + across.min(0.0), (lines.end - 1) as f64 + across.max(0.0));
        let step = self.step();
        let first = (least / step).floor() as i64 - 1;
        let count = ((most / step).floor() as i64 + 3 - first) as usize;
        let mut track = Vec::with_capacity(count);
        for place in 0..count {
            if place % 4096 == 0 {
                supervision.check()?;
            }
            track.push(self.means[band] * self.track((first + place as i64) as f64 * step));
        }
        for (line, samples) in lines.zip(radiance.chunks_mut(self.sensor.columns)) {
            for (column, sample) in samples.iter_mut().enumerate() {
                let place = (line as f64 - slope * column as f64) / step;
                let below = place.floor();
                let at = (below as i64 - first) as usize;
                *sample = cubic(&track, at, place - below) as f32;
            }
            supervision.check()?;
        }
        Ok(())
    }

    fn truth(&self) -> Value {
        json!({
            "settings": self.settings,
            "mean_radiance_w_m2_sr_um": self.means,
            "waves": self.waves,
            "meaning": "radiance = mean * (1 + sum amplitude cos(2 pi frequency g + phase)) of the place \
                        g = line - lines_per_column * column on the ground track",
        })
    }
}

/// The cubic through four neighbouring places (Lagrange), `t` between the second and the third.
fn cubic(track: &[f64], at: usize, t: f64) -> f64 {
    let Some([a, b, c, d]) = at.checked_sub(1).and_then(|from| track.get(from..from + 4)) else { return f64::NAN };
    let (before, after, beyond) = (t + 1.0, t - 1.0, t - 2.0);
    -a * t * after * beyond / 6.0 + b * before * after * beyond / 2.0 - c * before * t * beyond / 2.0
        + d * before * t * after / 6.0
}

/// A number between 0 and 1 for an index.
fn uniform(seed: u64, index: u64) -> f64 {
    let word = mixed64(seed ^ index.wrapping_add(1).wrapping_mul(GOLDEN));
    (word >> 11) as f64 * 2.0_f64.powi(-53)
}

#[cfg(test)]
mod tests {
    use super::super::brightness::tests_sensor;
    use super::*;
    use crate::simulation::RadianceSource as _;

    #[test]
    fn every_detector_sees_what_its_neighbour_saw_and_the_truth_says_what() {
        let settings = SideSlitherSettings { lines_per_column: 2.0, ..SideSlitherSettings::default() };
        let scene = SideSlitherScene::new(settings, tests_sensor(50, 40), 4).unwrap();
        let mut radiance = vec![0.0; 60 * 40];
        scene.radiance(1, -5..55, &mut radiance, &Supervision::unattended()).unwrap();
        let mean = scene.means[1];
        for line in 0..60 {
            for column in 0..40 {
                let seen = radiance[line * 40 + column];
                if line >= 2 && column >= 1 {
                    assert!((seen - radiance[(line - 2) * 40 + column - 1]).abs() < 1e-5 * seen);
                }
                let truth = mean * scene.track(line as f64 - 5.0 - 2.0 * column as f64);
                assert!((f64::from(seen) - truth).abs() < 2e-5 * mean, "{seen} {truth}");
            }
        }
    }

    #[test]
    fn the_track_has_the_contrast_asked_for() {
        let settings = SideSlitherSettings { periods_lines: [16.0, 256.0], ..SideSlitherSettings::default() };
        let scene = SideSlitherScene::new(settings, tests_sensor(1, 1), 9).unwrap();
        let track: Vec<f64> = (0..100_000).map(|place| scene.track(f64::from(place))).collect();
        let mean = track.iter().sum::<f64>() / 1e5;
        let deviation = (track.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / 1e5).sqrt();
        assert!((mean - 1.0).abs() < 0.01 && (deviation - 0.2).abs() < 0.01, "{mean} {deviation}");
    }

    #[test]
    fn a_contrast_whose_waves_together_fall_below_zero_is_refused() {
        let of = |contrast| {
            let settings = SideSlitherSettings { contrast, ..SideSlitherSettings::default() };
            SideSlitherScene::new(settings, tests_sensor(1, 1), 9)
        };
        for seed in 0..50 {
            SideSlitherScene::new(SideSlitherSettings::default(), tests_sensor(1, 1), seed).unwrap();
        }
        let message = of(0.4).unwrap_err().to_string();
        assert!(
            message.contains("contrast: needs a contrast with which all waves") && message.contains("0.4"),
            "{message}"
        );
    }

    #[test]
    fn a_line_does_not_depend_on_the_lines_asked_for_with_it() {
        let settings = SideSlitherSettings { lines_per_column: -0.73, ..SideSlitherSettings::default() };
        let scene = SideSlitherScene::new(settings, tests_sensor(50, 40), 4).unwrap();
        let (mut all, mut one) = (vec![0.0; 50 * 40], vec![0.0; 40]);
        scene.radiance(0, 0..50, &mut all, &Supervision::unattended()).unwrap();
        scene.radiance(0, 17..18, &mut one, &Supervision::unattended()).unwrap();
        assert_eq!(all[17 * 40..18 * 40], one);
    }
}
