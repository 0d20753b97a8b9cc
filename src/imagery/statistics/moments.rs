//! Least, greatest, mean and spread of samples.

use serde::{Deserialize, Serialize};

/// Moments of at least one sample.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Moments {
    /// Least value.
    pub min: f64,
    /// Greatest value.
    pub max: f64,
    /// Mean.
    pub mean: f64,
    /// Standard deviation of the sample (divisor n − 1); none for a single one.
    pub sigma: Option<f64>,
}

/// Running moments that can be merged.
///
/// # References
/// Chan et al., Updating formulae and a pairwise algorithm for computing sample variances, COMPSTAT 1982, equations 2.1.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct RunningMoments {
    n: u64,
    mean: f64,
    /// Sum of squared deviations from the mean.
    squares: f64,
    range: Option<[f64; 2]>,
}

impl RunningMoments {
    /// Of samples that are all finite: their sum about the first of them, then their squares about the mean.
    pub(super) fn of(values: &[f32]) -> Self {
        let Some(&first) = values.first() else { return Self::default() };
        let first = f64::from(first);
        let n = values.len() as f64;
        let mean = first + values.iter().map(|value| f64::from(*value) - first).sum::<f64>() / n;
        let squares = values.iter().map(|value| (f64::from(*value) - mean).powi(2)).sum();
        let min = values.iter().copied().fold(f32::INFINITY, f32::min);
        let max = values.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        Self { n: values.len() as u64, mean, squares, range: Some([f64::from(min), f64::from(max)]) }
    }

    /// `n` samples of one value.
    pub(super) const fn repeated(value: f64, n: u64) -> Self {
        if n == 0 {
            Self { n: 0, mean: 0.0, squares: 0.0, range: None }
        } else {
            Self { n, mean: value, squares: 0.0, range: Some([value, value]) }
        }
    }

    /// Adds other samples.
    pub(super) fn merge(&mut self, other: &Self) {
        let Some([low, high]) = other.range else { return };
        let Some([min, max]) = self.range else {
            *self = *other;
            return;
        };
        let n = (self.n + other.n) as f64;
        let delta = other.mean - self.mean;
        self.mean += delta * (other.n as f64 / n);
        self.squares += other.squares + delta * delta * (self.n as f64 * (other.n as f64 / n));
        self.n += other.n;
        self.range = Some([min.min(low), max.max(high)]);
    }

    /// The moments; none without a sample. The mean is kept within the range, which rounding could leave by a hair.
    pub(super) fn finish(&self) -> Option<Moments> {
        self.range.map(|[min, max]| Moments {
            min,
            max,
            mean: self.mean.clamp(min, max),
            sigma: (self.n > 1).then(|| (self.squares / (self.n - 1) as f64).sqrt()),
        })
    }
}
