//! Counts of values, exactly by code or in fine bins.

use serde::{Deserialize, Serialize};

/// Values that were counted together.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Bin {
    /// Lower edge, in the unit of the channel.
    pub low: f64,
    /// Upper edge; the lower one where the bin holds a single code.
    pub high: f64,
    /// Number of pixels.
    pub n: u64,
}

/// Bins that hold at least one pixel, from the least value to the greatest.
///
/// Whole numbers that fit in sixteen bits, signed or not, are counted code by code: then it is exact and its bins have no width. Other values
/// fall into bins of 1/4096 of the power of two below their magnitude: a bin is nowhere wider than 0.025 % of its values.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Histogram {
    /// Whether each bin is one code.
    pub is_exact: bool,
    /// The bins.
    pub bins: Vec<Bin>,
}

impl Histogram {
    /// Number of pixels.
    pub fn n(&self) -> u64 {
        self.bins.iter().map(|bin| bin.n).sum()
    }

    /// The value of the pixel of rank `rank` (from 0) of `n` when sorted: exact for codes and for the first and the last pixel, which stand at
    /// the outermost edges; otherwise the pixels of a bin are taken as evenly spread in it.
    fn order_statistic(&self, rank: u64, n: u64) -> Option<f64> {
        if rank == 0 {
            return self.bins.first().map(|bin| bin.low);
        }
        if rank + 1 >= n {
            return self.bins.last().map(|bin| bin.high);
        }
        let mut before = 0;
        for bin in &self.bins {
            if rank < before + bin.n {
                let share = ((rank - before) as f64 + 0.5) / bin.n as f64;
                return Some(bin.low + (bin.high - bin.low) * share);
            }
            before += bin.n;
        }
        None
    }

    /// Percentile `percent` in [0, 100], linear between the two pixels next to it when sorted (Hyndman and Fan 1996, type 7): of n pixels, 0 is the
    /// least, 100 the greatest, p the one of rank p/100·(n − 1). Exact for codes, and off by at most a bin's width for real values.
    /// None without pixels, or when `percent` is no number.
    pub fn percentile(&self, percent: f64) -> Option<f64> {
        let n = self.n();
        if n == 0 || percent.is_nan() {
            return None;
        }
        let position = percent.clamp(0.0, 100.0) / 100.0 * (n - 1) as f64;
        let rank = position.floor() as u64;
        let below = self.order_statistic(rank, n)?;
        let above = self.order_statistic((rank + 1).min(n - 1), n)?;
        Some(below + (above - below) * (position - position.floor()))
    }

    /// Counts in `n` even steps from `low` to `high`, for a plot: a bin that spans steps is shared out evenly among them, so that nothing is counted
    /// twice; what lies beyond is left out. Empty when the range or `n` is.
    pub fn in_steps(&self, low: f64, high: f64, n: usize) -> Vec<f64> {
        let width = (high - low) / n as f64;
        if n == 0 || !width.is_finite() || width <= 0.0 {
            return Vec::new();
        }
        let mut steps = vec![0.0; n];
        for bin in &self.bins {
            let (from, to) = ((bin.low - low) / width, (bin.high - low) / width);
            if bin.high <= bin.low {
                // The last step holds its upper end too.
                if from >= 0.0 && bin.low <= high {
                    steps[(from.floor() as usize).min(n - 1)] += bin.n as f64;
                }
                continue;
            }
            let first = from.max(0.0).floor() as usize;
            let last = to.min(n as f64).ceil().max(0.0) as usize;
            for (step, count) in steps.iter_mut().enumerate().take(last).skip(first) {
                let part = (to.min((step + 1) as f64) - from.max(step as f64)).max(0.0);
                *count += bin.n as f64 * part / (to - from);
            }
        }
        steps
    }

    /// The same pixels in another unit: value·`factor` + `offset`.
    #[must_use]
    pub fn in_unit(mut self, factor: f64, offset: f64) -> Self {
        for bin in &mut self.bins {
            let (a, b) = (bin.low * factor + offset, bin.high * factor + offset);
            (bin.low, bin.high) = (a.min(b), a.max(b));
        }
        if factor < 0.0 {
            self.bins.reverse();
        }
        self
    }
}
