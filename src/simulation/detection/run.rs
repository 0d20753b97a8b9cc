//! A whole acquisition, block of lines by block of lines: memory does not grow with its lines.

use std::ops::Range;

use super::remanence::LineBefore;
use super::{Detection, DetectionError};
use crate::imagery::convolution::{ChainStream, LineStream as _, Lines};
use crate::simulation::RadianceSource;
use crate::supervision::Supervision;

/// Some whole lines of counts, all bands.
#[derive(Debug, Clone, Default)]
pub struct CountBlock {
    /// Which lines.
    pub lines: Range<usize>,
    /// Counts by band, line by line: pre-scan, useful and post-scan columns.
    pub counts: Vec<Vec<u16>>,
}

/// Some whole lines of true radiance, all bands.
#[derive(Debug, Clone, Default)]
pub struct RadianceBlock {
    /// Which lines.
    pub lines: Range<usize>,
    /// Radiance by band, line by line, useful columns only (W·m⁻²·sr⁻¹·µm⁻¹; after optics and atmosphere, before polarisation).
    pub radiance: Vec<Vec<f32>>,
}

/// An acquisition under way. Lines are seen in their order, as many at once as are asked for; they are read at once, or, where light strays from
/// lines that are yet to be seen, some hundred lines later.
pub struct AcquisitionRun<'a> {
    detection: &'a Detection,
    scene: &'a dyn RadianceSource,
    factors: Vec<f64>,
    before: Vec<LineBefore>,
    signals: Vec<Vec<f32>>,
    light: Light,
    seen: RadianceBlock,
    read: CountBlock,
}

/// The way of the light from the scene to the detectors.
enum Light {
    /// Straight; whether lines are seen that are not read.
    Straight(bool),
    /// Through whatever spreads it.
    Straying(Box<ChainStream>, Lines),
}

impl<'a> AcquisitionRun<'a> {
    pub(super) fn new(
        detection: &'a Detection,
        scene: &'a dyn RadianceSource,
        factors: Vec<f64>,
        stream: Option<ChainStream>,
    ) -> Self {
        let bands = factors.len();
        Self {
            detection,
            scene,
            factors,
            before: vec![LineBefore::default(); bands],
            signals: vec![Vec::new(); bands],
            light: stream.map_or(Light::Straight(false), |stream| Light::Straying(Box::new(stream), Lines::default())),
            seen: RadianceBlock { lines: 0..0, radiance: vec![Vec::new(); bands] },
            read: CountBlock { lines: 0..0, counts: vec![Vec::new(); bands] },
        }
    }

    /// Sees the next `lines` lines, fewer at the end of the scene, none behind it. What can be read after it must be read before more is seen.
    ///
    /// # Errors
    /// [`DetectionError`] for light or a signal that is no number, and once the user has cancelled; the run is of no use then.
    pub fn see(&mut self, lines: usize, supervision: &Supervision) -> Result<Option<&RadianceBlock>, DetectionError> {
        let first = self.seen.lines.end;
        self.seen.lines = first..(first + lines).min(self.scene.lines());
        if self.seen.lines.is_empty() {
            return Ok(None);
        }
        let seen = self.seen.lines.clone();
        self.detection.see(self.scene, seen, &self.factors, &mut self.seen.radiance, &mut self.signals, supervision)?;
        match &mut self.light {
            Light::Straight(waits) => *waits = true,
            Light::Straying(stream, _) => {
                let lines: Vec<&[f32]> = self.signals.iter().map(Vec::as_slice).collect();
                stream.push(&lines, supervision)?;
            }
        }
        Ok(Some(&self.seen))
    }

    /// The lines that were seen last.
    pub fn seen(&self) -> &RadianceBlock {
        &self.seen
    }

    /// Reads some of the lines seen, in their order; none when more must be seen first. The first line of an acquisition has no line before
    /// it, so that nothing remains in it.
    ///
    /// # Errors
    /// [`DetectionError`] for light or a signal that is no number, and once the user has cancelled; the run is of no use then.
    pub fn read(&mut self, supervision: &Supervision) -> Result<Option<&CountBlock>, DetectionError> {
        let lines = match &mut self.light {
            Light::Straight(waits) => {
                if !std::mem::take(waits) {
                    return Ok(None);
                }
                self.seen.lines.len()
            }
            Light::Straying(stream, popped) => {
                if !stream.pop(popped, supervision)? {
                    return Ok(None);
                }
                for (signal, popped) in self.signals.iter_mut().zip(&popped.bands) {
                    signal.clear();
                    signal.extend_from_slice(popped);
                }
                popped.count
            }
        };
        let first = self.read.lines.end;
        self.read.lines = first..first + lines;
        self.detection.detect(&mut self.read, &mut self.signals, &mut self.before, supervision)?;
        Ok(Some(&self.read))
    }
}
