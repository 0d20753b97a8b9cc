//! The shift of a pair over the whole image, from what its windows say.

use super::window_shifts::Compared;
use crate::estimation::{median, median_absolute_deviation_sigma};
use crate::imagery::correlation::Displacement;

/// Windows farther from the median than this many robust sigmas are left out.
const REJECTION: f64 = 4.0;

/// Fewer windows than this give no scatter to speak of.
pub(super) const FEWEST_WINDOWS: usize = 3;

/// A pair of bands correlates when at least this share of its valid windows gave a shift.
pub(super) const LEAST_SHARE: f64 = 0.2;

/// A shift with the covariance of its two components.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct UncertainShift {
    /// (line, column) in pixels.
    pub shift: [f64; 2],
    /// Covariance (line-line, line-column, column-column) in square pixels.
    pub covariance: [f64; 3],
}

impl UncertainShift {
    /// The component along a unit vector (line, column), with its standard uncertainty.
    pub(super) fn along(&self, direction: [f64; 2]) -> (f64, f64) {
        let [line, column] = direction;
        let [ll, lc, cc] = self.covariance;
        let variance = ll * line * line + 2.0 * lc * line * column + cc * column * column;
        (self.shift[0] * line + self.shift[1] * column, variance.max(0.0).sqrt())
    }
}

/// The mean shift of a pair.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct PairShift {
    /// The mean with the covariance of the mean.
    pub mean: UncertainShift,
    /// Windows used.
    pub n: usize,
    /// What was compared.
    pub compared: Compared,
}

/// Robust mean of the windows: outliers rejected, the others weighted by one over (own variance + variance between windows).
///
/// `independent` of the `shifts.len()` windows share no scene. The variance of the mean is the larger of what the windows state themselves and
/// of their scatter, the latter with the allowance of Student's law for few windows; none when there are too few.
///
/// # References
/// `DerSimonian` & Laird, Meta-analysis in clinical trials, Controlled Clinical Trials 7 (1986), for the variance between windows;
/// JCGM 101:2008, 6.4.9.4, for the standard uncertainty of the mean of few observations.
pub(super) fn pair_shift(shifts: &[&Displacement], compared: Compared, independent: f64) -> Option<PairShift> {
    if shifts.len() < FEWEST_WINDOWS {
        return None;
    }
    let kept = without_outliers(shifts);
    if kept.len() < FEWEST_WINDOWS {
        return None;
    }
    let independent = independent * kept.len() as f64 / shifts.len() as f64;
    let mut shift = [0.0; 2];
    let mut variance = [0.0; 2];
    for axis in 0..2 {
        let samples: Vec<(f64, f64)> =
            kept.iter().map(|window| (window.shift[axis], window.covariance[2 * axis].max(1e-10))).collect();
        (shift[axis], variance[axis]) = random_effects_mean(&samples, independent);
    }
    // How the two components vary together is what the windows say of themselves.
    let sum = |entry: usize| kept.iter().map(|window| window.covariance[entry]).sum::<f64>();
    let correlation = sum(1) / (sum(0) * sum(2)).sqrt();
    let covariance = [variance[0], correlation * (variance[0] * variance[1]).sqrt(), variance[1]];
    Some(PairShift { mean: UncertainShift { shift, covariance }, n: kept.len(), compared })
}

fn without_outliers<'a>(shifts: &[&'a Displacement]) -> Vec<&'a Displacement> {
    let mut centre = [0.0; 2];
    let mut sigma = [0.0; 2];
    for axis in 0..2 {
        let mut values: Vec<f64> = shifts.iter().map(|window| window.shift[axis]).collect();
        centre[axis] = median(&mut values);
        // The scatter of a few windows may be small by chance, never smaller than the windows' own uncertainty.
        let own = median(&mut shifts.iter().map(|window| window.covariance[2 * axis].sqrt()).collect::<Vec<_>>());
        sigma[axis] = median_absolute_deviation_sigma(&mut values).max(own);
    }
    let near =
        |window: &Displacement| (0..2).all(|axis| (window.shift[axis] - centre[axis]).abs() <= REJECTION * sigma[axis]);
    shifts.iter().copied().filter(|window| near(window)).collect()
}

/// Mean and its variance of (value, variance) samples whose true values scatter themselves; only `independent` of them are.
fn random_effects_mean(samples: &[(f64, f64)], independent: f64) -> (f64, f64) {
    let weighted = |extra: f64| {
        let weights: f64 = samples.iter().map(|(_, variance)| 1.0 / (variance + extra)).sum();
        let mean = samples.iter().map(|(value, variance)| value / (variance + extra)).sum::<f64>() / weights;
        (mean, weights)
    };
    let (mean, weights) = weighted(0.0);
    let squares: f64 = samples.iter().map(|(value, variance)| (value - mean).powi(2) / variance).sum();
    let weights_squared: f64 = samples.iter().map(|(_, variance)| variance.powi(-2)).sum();
    let n = samples.len() as f64;
    let between = ((squares - (n - 1.0)) / (weights - weights_squared / weights)).max(0.0);
    let (mean, weights) = weighted(between);
    // Windows that overlap repeat one another.
    let stated = n / independent.clamp(1.0, n) / weights;
    let scatter: f64 =
        samples.iter().map(|(value, variance)| (value - mean).powi(2) / (variance + between)).sum::<f64>() / weights;
    let freedom = (independent - 1.0).max(3.0);
    let scattered = scatter * n / (n - 1.0) / independent.clamp(1.0, n) * freedom / (freedom - 2.0);
    (mean, stated.max(scattered))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn window(line: f64, column: f64, sigma: f64) -> Displacement {
        Displacement { shift: [line, column], covariance: [sigma * sigma, 0.0, sigma * sigma], concentration: 0.9 }
    }

    fn mean(windows: &[Displacement], independent: f64) -> Option<PairShift> {
        pair_shift(&windows.iter().collect::<Vec<_>>(), Compared::Samples, independent)
    }

    #[test]
    fn one_wild_window_moves_nothing() {
        let mut windows: Vec<_> = (0..20).map(|index| window(0.4 + 0.01 * f64::from(index % 3), -0.2, 0.01)).collect();
        windows.push(window(5.0, 3.0, 0.001));
        let pair = mean(&windows, 21.0).unwrap();
        assert_eq!(pair.n, 20);
        assert!((pair.mean.shift[0] - 0.41).abs() < 0.005 && (pair.mean.shift[1] + 0.2).abs() < 1e-9);
    }

    #[test]
    fn scatter_beyond_the_windows_own_uncertainty_widens_the_uncertainty_of_the_mean() {
        let steady: Vec<_> = (0..16).map(|_| window(0.1, 0.1, 0.01)).collect();
        let restless: Vec<_> =
            (0..16).map(|index| window(0.1 + 0.1 * (f64::from(index % 2) - 0.5), 0.1, 0.01)).collect();
        let sigma = |windows: &[Displacement]| mean(windows, 16.0).unwrap().mean.covariance[0].sqrt();
        assert!((sigma(&steady) - 0.0025).abs() < 1e-6);
        // Standard deviation 0.0516 over 16 windows, with 15 degrees of freedom: 0.0129 · √(15/13).
        assert!((sigma(&restless) - 0.0139).abs() < 0.0005, "{}", sigma(&restless));
    }

    #[test]
    fn windows_that_repeat_one_another_count_less() {
        let windows: Vec<_> = (0..16).map(|_| window(0.1, 0.1, 0.01)).collect();
        let variance = |independent| mean(&windows, independent).unwrap().mean.covariance[0];
        assert!((variance(4.0) / variance(16.0) - 4.0).abs() < 1e-9);
    }

    #[test]
    fn a_scene_of_one_direction_is_uncertain_along_it() {
        // All windows know the component across a diagonal structure ten times better than along it.
        let windows: Vec<_> = (0..16)
            .map(|_| Displacement { covariance: [5.05e-3, 4.95e-3, 5.05e-3], ..window(0.1, 0.1, 0.0) })
            .collect();
        let mean = mean(&windows, 16.0).unwrap().mean;
        let half = std::f64::consts::FRAC_1_SQRT_2;
        let (along, across) = (mean.along([half, half]).1, mean.along([half, -half]).1);
        assert!((along / across - 10.0).abs() < 0.1, "{along} {across}");
    }

    #[test]
    fn two_windows_are_too_few() {
        assert_eq!(mean(&[window(0.0, 0.0, 0.1); 2], 2.0), None);
    }
}
