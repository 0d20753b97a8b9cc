//! Fields without structure: all columns see the same, level after level.

use std::ops::Range;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{Brightness, KnownScene, SceneError, SceneSensor};
use crate::supervision::{Cancelled, Supervision};

/// The levels, each for as many lines as the others.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct UniformSettings {
    /// From the first lines to the last.
    pub levels: Vec<Brightness>,
}

impl Default for UniformSettings {
    fn default() -> Self {
        Self { levels: [0.05, 0.1, 0.2, 0.4, 0.6, 0.8].map(Brightness::ShareOfFullScale).to_vec() }
    }
}

/// Uniform fields.
#[derive(Debug, Clone)]
pub struct UniformScene {
    settings: UniformSettings,
    sensor: SceneSensor,
    /// Radiance by level and band.
    radiances: Vec<Vec<f64>>,
}

impl UniformScene {
    /// # Errors
    /// [`SceneError`] without a level, or for one below zero.
    pub fn new(settings: UniformSettings, sensor: SceneSensor) -> Result<Self, SceneError> {
        SceneError::unless(!settings.levels.is_empty(), "levels", "at least one", "none")?;
        for level in &settings.levels {
            SceneError::check_brightness("levels", *level)?;
        }
        let radiances = settings.levels.iter().map(|level| sensor.radiances(*level)).collect();
        Ok(Self { settings, sensor, radiances })
    }

    /// Which level a line sees: level k from line ⌈k·lines/levels⌉; the first and the last one go on beyond the image.
    fn level(&self, line: i64) -> usize {
        let lines = self.sensor.lines.max(1);
        let line = line.clamp(0, lines as i64 - 1) as usize;
        line * self.radiances.len() / lines
    }
}

impl KnownScene for UniformScene {
    fn sensor(&self) -> &SceneSensor {
        &self.sensor
    }

    fn fill(
        &self,
        band: usize,
        lines: Range<i64>,
        radiance: &mut [f32],
        _supervision: &Supervision,
    ) -> Result<(), Cancelled> {
        for (line, samples) in lines.zip(radiance.chunks_mut(self.sensor.columns.max(1))) {
            samples.fill(self.radiances[self.level(line)][band] as f32);
        }
        Ok(())
    }

    fn truth(&self) -> Value {
        let levels = self.settings.levels.iter().zip(&self.radiances).enumerate().map(|(level, (brightness, radiances))| {
            let first = (level * self.sensor.lines).div_ceil(self.radiances.len());
            let end = ((level + 1) * self.sensor.lines).div_ceil(self.radiances.len());
            json!({ "brightness": brightness, "first_line": first, "end_line": end, "radiance_w_m2_sr_um": radiances })
        });
        json!({ "levels": levels.collect::<Vec<_>>(), "meaning": "all columns alike; end_line is the first line after the level" })
    }
}
