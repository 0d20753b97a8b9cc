//! A scene of waves and disorder that fills the range of every band.

use std::ops::Range;

use viq::simulation::{RadianceError, RadianceSource, ScenePolarisation};
use viq::supervision::Supervision;
use viq::units::Angle;

/// Radiance between 2 % and 85 % of full scale.
pub(super) struct Texture {
    /// Radiance of full scale by band.
    pub(super) full_scale: Vec<f64>,
    pub(super) lines: usize,
    pub(super) columns: usize,
}

impl Texture {
    pub(super) fn at(&self, band: usize, line: i64, column: usize) -> f32 {
        let (x, y) = (column as f64, line as f64);
        let phase = band as f64;
        let waves =
            (x / 391.0 + y / 57.0 + phase).sin() + (x / 23.0 - y / 31.0).cos() + 0.5 * (x / 3.1 + y / 2.3).sin();
        let word =
            (column as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ (line as u64).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let disorder = (word ^ word >> 29).wrapping_mul(0x94d0_49bb_1331_11eb) >> 40;
        let share = 0.43 + 0.14 * waves + 0.12 * (disorder as f64 / 16_777_216.0 - 0.5);
        (self.full_scale[band] * share.clamp(0.02, 0.85)) as f32
    }
}

impl RadianceSource for Texture {
    fn bands(&self) -> usize {
        self.full_scale.len()
    }

    fn lines(&self) -> usize {
        self.lines
    }

    fn columns(&self) -> usize {
        self.columns
    }

    fn radiance(
        &self,
        band: usize,
        lines: Range<i64>,
        radiance: &mut [f32],
        supervision: &Supervision,
    ) -> Result<(), RadianceError> {
        for (line, samples) in lines.zip(radiance.chunks_mut(self.columns)) {
            samples.iter_mut().enumerate().for_each(|(column, sample)| *sample = self.at(band, line, column));
            supervision.check()?;
        }
        Ok(())
    }

    fn polarisation(&self, _band: usize) -> ScenePolarisation {
        ScenePolarisation { degree: 0.3, angle: Angle::from_degrees(20.0) }
    }
}
