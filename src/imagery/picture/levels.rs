//! Samples to eight-bit levels.

use super::render::Channel;
use super::stretch::{ChannelStretch, Curve};

/// Steps in which a share between the bounds is looked up; fine enough for the steep beginning of a gamma or a logarithm.
const SHARES: usize = 1 << 16;

/// How shares between the bounds become levels.
enum Shape {
    /// The bounds coincide.
    Flat,
    /// Level = 255·share.
    Linear,
    /// By table, share·65535 to level.
    Curved(Vec<u8>),
}

/// The stretch of one channel, brought to the unit of its samples.
pub(super) struct Levels {
    /// The sample drawn as level 0.
    low: f32,
    /// Steps of the table, or levels, for one unit of the samples; negative where samples fall as the value rises.
    steps_of_unit: f32,
    /// Least and greatest sample between the bounds.
    range: [f32; 2],
    is_falling: bool,
    shape: Shape,
}

impl Levels {
    /// `is_diverging`: the curve runs alike from the middle to both ends.
    pub(super) fn new(channel: &Channel<'_>, stretch: &ChannelStretch, curve: Curve, is_diverging: bool) -> Self {
        let in_samples = |value: f64| (value - channel.offset) / channel.scale;
        let (low, high) = (in_samples(stretch.low), in_samples(stretch.high));
        let extent = high - low;
        let is_falling = channel.scale < 0.0;
        let shape = if stretch.is_flat() || !extent.is_finite() {
            Shape::Flat
        } else if matches!(curve, Curve::Linear) {
            Shape::Linear
        } else {
            Shape::Curved(table(curve, is_diverging))
        };
        let steps = if matches!(shape, Shape::Linear) { 255.0 } else { (SHARES - 1) as f64 };
        let range = if is_falling { [high, low] } else { [low, high] };
        Self {
            low: low as f32,
            steps_of_unit: (steps / extent) as f32,
            range: range.map(|bound| bound as f32),
            is_falling,
            shape,
        }
    }

    /// The level of each sample, rounded to the nearest; of no use where a sample is no finite number.
    pub(super) fn fill(&self, values: &[f32], levels: &mut [u8]) {
        let (low, steps_of_unit) = (self.low, self.steps_of_unit);
        match &self.shape {
            Shape::Flat => {
                for (level, value) in levels.iter_mut().zip(values) {
                    *level = match self.beyond(*value) {
                        None => 128,
                        Some(End::Under) => 0,
                        Some(End::Over) => 255,
                    };
                }
            }
            Shape::Linear => {
                for (level, value) in levels.iter_mut().zip(values) {
                    *level = ((value - low) * steps_of_unit + 0.5).clamp(0.0, 255.0) as u8;
                }
            }
            Shape::Curved(table) => {
                let last = (SHARES - 1) as f32;
                for (level, value) in levels.iter_mut().zip(values) {
                    let step = ((value - low) * steps_of_unit + 0.5).clamp(0.0, last) as u16;
                    *level = table[usize::from(step)];
                }
            }
        }
    }

    /// Whether a sample lies beyond the bounds, and of which.
    pub(super) fn beyond(&self, value: f32) -> Option<End> {
        let [least, greatest] = self.range;
        let (below, above) = if self.is_falling { (End::Over, End::Under) } else { (End::Under, End::Over) };
        if value < least {
            Some(below)
        } else if value > greatest {
            Some(above)
        } else {
            None
        }
    }
}

/// An end of a stretch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// Below the lower bound.
    Under,
    /// Above the upper bound.
    Over,
}

/// The level of each share, built from the shares at which levels change: two hundred powers instead of sixty-five thousand.
fn table(curve: Curve, is_diverging: bool) -> Vec<u8> {
    let mut table = vec![0; SHARES];
    let mut start = 0;
    for level in 0..=255_u8 {
        let upper = (f64::from(level) + 0.5) / 255.0;
        let share = if is_diverging {
            let from_middle = 2.0 * upper - 1.0;
            0.5 + 0.5 * from_middle.signum() * curve.share(from_middle.abs())
        } else {
            curve.share(upper)
        };
        let end =
            if level == 255 { SHARES } else { ((share * (SHARES - 1) as f64).ceil() as usize).clamp(start, SHARES) };
        table[start..end].fill(level);
        start = end;
    }
    table
}
