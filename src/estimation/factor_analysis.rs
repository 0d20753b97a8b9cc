//! What several channels have in common, and what each has for itself.
//!
//! Model: covariance Σ = Λ Λᵀ + Ψ, Λ the loadings of a few common factors, Ψ diagonal. The part of a channel that the other channels do not
//! predict has the variance 1/(Σ⁻¹)ₖₖ = Ψₖ/(1 − hₖ): larger than Ψₖ, because the predictors carry their own noise. The leverage hₖ of channel
//! k in the common factors follows from the eigenvectors of Ψ^(−½) Σ Ψ^(−½); a short iteration finds both.

use nalgebra::{DMatrix, SymmetricEigen};

/// Common factors and unique variances of channels.
#[derive(Debug, Clone, PartialEq)]
pub struct FactorModel {
    /// Unique variance of each channel, corrected for the degrees of freedom that the regression took.
    pub unique_variances: Vec<f64>,
    /// Loadings, one row a channel, one column a factor; no column when nothing is common.
    pub loadings: DMatrix<f64>,
}

impl FactorModel {
    /// Number of common factors.
    pub fn factors(&self) -> usize {
        self.loadings.ncols()
    }

    /// Matrix that turns observations into the part that the common factors explain: Λ (I + Λᵀ Ψ⁻¹ Λ)⁻¹ Λᵀ Ψ⁻¹; none without factors.
    pub fn common_part_from_observations(&self) -> Option<DMatrix<f64>> {
        if self.factors() == 0 {
            return None;
        }
        let mut weighted = self.loadings.transpose();
        for (channel, variance) in self.unique_variances.iter().enumerate() {
            weighted.column_mut(channel).scale_mut(1.0 / variance);
        }
        let precision = DMatrix::identity(self.factors(), self.factors()) + &weighted * &self.loadings;
        let scores = precision.cholesky()?.solve(&weighted);
        Some(&self.loadings * scores)
    }
}

/// Largest eigenvalue that pure noise of unit variance shows in `channels` channels observed `freedom` times: the edge of Marchenko and Pastur 1967,
/// widened by a tenth for the spread of the largest one.
pub fn factor_eigenvalue_limit(channels: usize, freedom: f64) -> f64 {
    1.1 * (1.0 + (channels as f64 / freedom).sqrt()).powi(2)
}

/// Most factors q that `channels` p can tell apart from noise: (p − q)² ≥ p + q (Ledermann 1937), less one for a margin where there are more than four.
pub fn most_identifiable_factors(channels: usize) -> usize {
    let most = (0..channels).rev().find(|&q| (channels - q).pow(2) >= channels + q).unwrap_or(0);
    if channels > 4 { most.min(channels / 2).saturating_sub(1) } else { most }
}

/// Factor model of the covariance matrix `covariance`, estimated with `freedom` real degrees of freedom.
///
/// As many factors are taken as eigenvalues of the whitened matrix exceed [`factor_eigenvalue_limit`], at most [`most_identifiable_factors`];
/// with none, the unique variances are the variances. None when a variance is not positive, the matrix is singular or the degrees of
/// freedom do not exceed the channels.
pub fn factor_model(covariance: &DMatrix<f64>, freedom: f64) -> Option<FactorModel> {
    const ITERATIONS: usize = 20;
    const SETTLED: f64 = 1e-3;
    // A channel of which less than this is its own is determined by its noise alone; below, the leverage is rounding.
    const LEAST_OWN_SHARE: f64 = 0.02;
    let channels = covariance.nrows();
    let diagonal: Vec<f64> = covariance.diagonal().iter().copied().collect();
    if diagonal.iter().any(|variance| !(*variance > 0.0 && variance.is_finite())) {
        return None;
    }
    let none = || FactorModel { unique_variances: diagonal.clone(), loadings: DMatrix::zeros(channels, 0) };
    let most = most_identifiable_factors(channels);
    if most == 0 {
        return Some(none());
    }
    let remaining = freedom - channels as f64 + 1.0;
    if remaining <= 0.0 {
        return None;
    }
    let limit = factor_eigenvalue_limit(channels, freedom);
    // Residual variances of each channel on all others, for the degrees of freedom that the regression leaves.
    let residual: Vec<f64> = covariance
        .clone()
        .cholesky()?
        .inverse()
        .diagonal()
        .iter()
        .map(|precision| freedom / (remaining * precision))
        .collect();
    let mut unique = residual.clone();
    let mut loadings = DMatrix::zeros(channels, 0);
    for _ in 0..ITERATIONS {
        let root: Vec<f64> = unique.iter().map(|variance| variance.sqrt()).collect();
        let whitened = DMatrix::from_fn(channels, channels, |i, j| covariance[(i, j)] / (root[i] * root[j]));
        let eigen = SymmetricEigen::try_new(whitened, 1e-12, 500)?;
        let mut order: Vec<usize> = (0..channels).filter(|&index| eigen.eigenvalues[index] > limit).collect();
        order.sort_by(|&a, &b| eigen.eigenvalues[b].total_cmp(&eigen.eigenvalues[a]));
        order.truncate(most);
        if order.is_empty() {
            return Some(none());
        }
        loadings = DMatrix::from_fn(channels, order.len(), |channel, factor| {
            let index = order[factor];
            root[channel] * eigen.eigenvectors[(channel, index)] * (eigen.eigenvalues[index] - 1.0).sqrt()
        });
        let mut change = 0.0_f64;
        for (channel, variance) in unique.iter_mut().enumerate() {
            let leverage: f64 = order
                .iter()
                .map(|&index| eigen.eigenvectors[(channel, index)].powi(2) * (1.0 - 1.0 / eigen.eigenvalues[index]))
                .sum();
            let next = (1.0 - leverage).max(LEAST_OWN_SHARE) * residual[channel];
            change = change.max((next / *variance - 1.0).abs());
            *variance = next;
        }
        if !change.is_finite() {
            return None;
        }
        if change < SETTLED {
            break;
        }
    }
    Some(FactorModel { unique_variances: unique, loadings })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::SeedableRng;
    use rand_distr::{Distribution, Normal};

    fn sample(channels: usize, factors: usize, strength: f64, n: usize, seed: u64) -> DMatrix<f64> {
        let mut generator = rand_chacha::ChaCha8Rng::seed_from_u64(seed);
        let unit = Normal::new(0.0, 1.0).unwrap();
        let loadings = DMatrix::from_fn(channels, factors, |_, _| strength * unit.sample(&mut generator));
        let scores = DMatrix::from_fn(factors, n, |_, _| unit.sample(&mut generator));
        // The unique standard deviation of channel c is 1 + c/6.
        let noise =
            DMatrix::from_fn(channels, n, |channel, _| (1.0 + channel as f64 / 6.0) * unit.sample(&mut generator));
        let observed = loadings * scores + noise;
        &observed * observed.transpose() / n as f64
    }

    #[test]
    fn unique_variances_are_found_under_factors_ten_times_stronger() {
        let model = factor_model(&sample(12, 3, 40.0, 20_000, 5), 20_000.0).unwrap();
        assert_eq!(model.factors(), 3);
        for (channel, variance) in model.unique_variances.iter().enumerate() {
            assert!((variance.sqrt() / (1.0 + channel as f64 / 6.0) - 1.0).abs() < 0.04, "{channel} {variance}");
        }
    }

    #[test]
    fn where_nothing_is_common_the_variances_stay_as_they_are() {
        let covariance = sample(12, 0, 0.0, 5000, 8);
        let model = factor_model(&covariance, 5000.0).unwrap();
        assert_eq!(model.factors(), 0);
        assert!((model.unique_variances[4] - covariance[(4, 4)]).abs() < 1e-12);
        assert_eq!(model.common_part_from_observations(), None);
    }

    #[test]
    fn the_common_part_is_taken_from_all_channels() {
        let model = factor_model(&sample(12, 2, 30.0, 20_000, 3), 20_000.0).unwrap();
        let predictor = model.common_part_from_observations().unwrap();
        // What the factors generate is reproduced almost unchanged.
        let generated = model.loadings.column(0).clone_owned();
        let reproduced = &predictor * &generated;
        assert!((reproduced - &generated).norm() / generated.norm() < 0.05);
    }

    #[test]
    fn two_channels_cannot_be_told_apart_and_a_dead_one_is_refused() {
        assert_eq!(most_identifiable_factors(1), 0);
        assert_eq!(most_identifiable_factors(2), 0);
        assert_eq!(most_identifiable_factors(3), 1);
        assert_eq!(most_identifiable_factors(12), 5);
        let mut covariance = sample(4, 1, 3.0, 500, 2);
        covariance.row_mut(1).fill(0.0);
        covariance.column_mut(1).fill(0.0);
        assert_eq!(factor_model(&covariance, 500.0), None);
    }
}
