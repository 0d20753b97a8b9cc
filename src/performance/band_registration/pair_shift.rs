//! The shift of a pair over the whole image, from what its windows say.

use super::window_shifts::Compared;
use crate::estimation::{median, median_absolute_deviation_sigma};
use crate::imagery::correlation::Displacement;

/// Windows farther from the median than this many robust sigmas are left out.
const REJECTION: f64 = 4.0;

/// Fewer windows than this give no scatter to speak of.
pub(super) const FEWEST_WINDOWS: usize = 3;

/// A pair of bands correlates when at least this share of its valid windows gave a shift.
pub(super) const LEAST_SHARE: f64 = 0.3;

/// The mean shift of a pair with its covariance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct PairShift {
    /// (line, column) in pixels.
    pub shift: [f64; 2],
    /// Variance of the mean along lines and columns, in square pixels.
    pub variance: [f64; 2],
    /// Windows used.
    pub n: usize,
    /// What was compared.
    pub compared: Compared,
}

/// Robust mean of the windows: outliers rejected, the others weighted by one over (own variance + variance between windows).
///
/// `independent` of the `shifts.len()` windows share no scene; none when there are too few.
///
/// # References
/// `DerSimonian` & Laird, Meta-analysis in clinical trials, Controlled Clinical Trials 7 (1986), for the variance between windows.
pub(super) fn pair_shift(shifts: &[Displacement], compared: Compared, independent: f64) -> Option<PairShift> {
    if shifts.len() < FEWEST_WINDOWS {
        return None;
    }
    let kept = without_outliers(shifts);
    if kept.len() < FEWEST_WINDOWS {
        return None;
    }
    // Windows that overlap repeat one another.
    let repetition = (shifts.len() as f64 / independent).max(1.0);
    let mut shift = [0.0; 2];
    let mut variance = [0.0; 2];
    for axis in 0..2 {
        let samples: Vec<(f64, f64)> =
            kept.iter().map(|window| (window.shift[axis], window.covariance[2 * axis].max(1e-10))).collect();
        let (mean, variance_of_mean) = random_effects_mean(&samples);
        shift[axis] = mean;
        variance[axis] = variance_of_mean * repetition;
    }
    Some(PairShift { shift, variance, n: kept.len(), compared })
}

fn without_outliers(shifts: &[Displacement]) -> Vec<&Displacement> {
    let mut centre = [0.0; 2];
    let mut sigma = [0.0; 2];
    for axis in 0..2 {
        let mut values: Vec<f64> = shifts.iter().map(|window| window.shift[axis]).collect();
        centre[axis] = median(&mut values);
        // The scatter of a few windows may be small by chance, never smaller than the windows' own uncertainty.
        let own = median(&mut shifts.iter().map(|window| window.covariance[2 * axis].sqrt()).collect::<Vec<_>>());
        sigma[axis] = median_absolute_deviation_sigma(&mut values).max(own);
    }
    shifts
        .iter()
        .filter(|window| (0..2).all(|axis| (window.shift[axis] - centre[axis]).abs() <= REJECTION * sigma[axis]))
        .collect()
}

/// Mean and its variance of (value, variance) samples whose true values scatter themselves.
fn random_effects_mean(samples: &[(f64, f64)]) -> (f64, f64) {
    let weighted = |extra: f64| {
        let weights: f64 = samples.iter().map(|(_, variance)| 1.0 / (variance + extra)).sum();
        let mean = samples.iter().map(|(value, variance)| value / (variance + extra)).sum::<f64>() / weights;
        (mean, weights)
    };
    let (mean, weights) = weighted(0.0);
    let squares: f64 = samples.iter().map(|(value, variance)| (value - mean).powi(2) / variance).sum();
    let weights_squared: f64 = samples.iter().map(|(_, variance)| variance.powi(-2)).sum();
    let freedom = samples.len() as f64 - 1.0;
    let between = ((squares - freedom) / (weights - weights_squared / weights)).max(0.0);
    let (mean, weights) = weighted(between);
    (mean, 1.0 / weights)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn window(line: f64, column: f64, sigma: f64) -> Displacement {
        Displacement { shift: [line, column], covariance: [sigma * sigma, 0.0, sigma * sigma], concentration: 0.9 }
    }

    #[test]
    fn one_wild_window_moves_nothing() {
        let mut windows: Vec<_> = (0..20).map(|index| window(0.4 + 0.01 * f64::from(index % 3), -0.2, 0.01)).collect();
        windows.push(window(5.0, 3.0, 0.001));
        let pair = pair_shift(&windows, Compared::Samples, 21.0).unwrap();
        assert_eq!(pair.n, 20);
        assert!((pair.shift[0] - 0.41).abs() < 0.005 && (pair.shift[1] + 0.2).abs() < 1e-9);
    }

    #[test]
    fn scatter_beyond_the_windows_own_uncertainty_widens_the_uncertainty_of_the_mean() {
        let steady: Vec<_> = (0..16).map(|_| window(0.1, 0.1, 0.01)).collect();
        let restless: Vec<_> =
            (0..16).map(|index| window(0.1 + 0.1 * (f64::from(index % 2) - 0.5), 0.1, 0.01)).collect();
        let steady = pair_shift(&steady, Compared::Samples, 16.0).unwrap();
        let restless = pair_shift(&restless, Compared::Samples, 16.0).unwrap();
        assert!((steady.variance[0].sqrt() - 0.0025).abs() < 1e-6);
        // Standard deviation 0.05 over 16 windows.
        assert!((restless.variance[0].sqrt() - 0.0129).abs() < 0.001, "{}", restless.variance[0].sqrt());
    }

    #[test]
    fn windows_that_repeat_one_another_count_less() {
        let windows: Vec<_> = (0..16).map(|_| window(0.1, 0.1, 0.01)).collect();
        let apart = pair_shift(&windows, Compared::Samples, 16.0).unwrap();
        let overlapping = pair_shift(&windows, Compared::Samples, 4.0).unwrap();
        assert!((overlapping.variance[0] / apart.variance[0] - 4.0).abs() < 1e-9);
    }

    #[test]
    fn two_windows_are_too_few() {
        assert_eq!(pair_shift(&[window(0.0, 0.0, 0.1); 2], Compared::Samples, 2.0), None);
    }
}
