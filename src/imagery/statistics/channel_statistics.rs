//! The statistics of one channel over one extent.

use serde::{Deserialize, Serialize};

use super::histogram::Histogram;
use super::moments::Moments;
use super::reason_counts::ReasonCounts;
use crate::units::Exactness;

/// Statistics of a channel: of whom, of how many, who was left out and why. Values are in the unit of the samples that were added.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ChannelStatistics {
    /// Pixels that the statistics stand for, valid or not.
    pub population: u64,
    /// Pixels that were looked at: all of them, or a sample.
    pub n_seen: u64,
    /// Valid pixels among those: the ones behind every number below.
    pub n_valid: u64,
    /// Pixels that were left out, by reason.
    pub n_by_reason: ReasonCounts,
    /// Whether the whole population was looked at.
    pub exactness: Exactness,
    /// Least, greatest, mean, σ; none without a valid pixel.
    pub moments: Option<Moments>,
    /// Counts by value.
    pub histogram: Histogram,
}

impl ChannelStatistics {
    /// Percentile `percent` in [0, 100] of the valid pixels, see [`Histogram::percentile`]; none without one.
    pub fn percentile(&self, percent: f64) -> Option<f64> {
        self.histogram.percentile(percent)
    }

    /// Mean over standard deviation, the signal-to-noise ratio of an area that should be uniform; none for fewer than two valid pixels or
    /// without any spread.
    pub fn signal_to_noise(&self) -> Option<f64> {
        let moments = self.moments?;
        moments.sigma.filter(|sigma| *sigma > 0.0).map(|sigma| moments.mean / sigma)
    }

    /// The same pixels in another unit: value·`factor` + `offset`, as from code to reflectance.
    #[must_use]
    pub fn in_unit(self, factor: f64, offset: f64) -> Self {
        let moments = self.moments.map(|moments| {
            let (a, b) = (moments.min * factor + offset, moments.max * factor + offset);
            Moments {
                min: a.min(b),
                max: a.max(b),
                mean: moments.mean * factor + offset,
                sigma: moments.sigma.map(|sigma| sigma * factor.abs()),
            }
        });
        Self { moments, histogram: self.histogram.in_unit(factor, offset), ..self }
    }
}
