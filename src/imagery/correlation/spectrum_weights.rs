//! How far the phase of each frequency is to be trusted, learnt from the residuals of a first fit.

/// Phase variance as a function of the cross-spectrum's magnitude |C|: α/|C| (white noise) + β (aliasing, interpolation, differing scenes).
///
/// α and β come from the squared residuals, grouped by magnitude in steps of √2, by least squares on relative errors.
#[derive(Debug, Clone, Copy)]
pub(super) struct PhaseVariance {
    noise: f64,
    floor: f64,
}

const GROUPS: usize = 48;

impl PhaseVariance {
    /// Learns the two terms; `magnitudes` and `residuals` (radians) belong together.
    pub(super) fn learn(magnitudes: &[f64], residuals: &[f64]) -> Self {
        let largest = magnitudes.iter().copied().fold(0.0_f64, f64::max);
        // (number, Σ 1/|C|, Σ r²) of each group.
        let mut groups = [(0.0_f64, 0.0_f64, 0.0_f64); GROUPS];
        for (magnitude, residual) in magnitudes.iter().zip(residuals) {
            let octaves = (largest / magnitude.max(1e-30 * largest)).log2();
            let group = &mut groups[((2.0 * octaves) as usize).min(GROUPS - 1)];
            group.0 += 1.0;
            group.1 += 1.0 / magnitude;
            group.2 += residual * residual;
        }
        // Normal equations of (α x + β − y)/y weighted by the number in the group.
        let (mut xx, mut x1, mut ones, mut xy, mut y1) = (0.0, 0.0, 0.0, 0.0, 0.0);
        let mut smallest_noise = f64::INFINITY;
        for (number, inverse_sum, square_sum) in groups {
            // A handful of residuals says little about a variance.
            if number < 4.0 || square_sum <= 0.0 {
                continue;
            }
            let (x, y) = (inverse_sum / number, square_sum / number);
            let weight = number / (y * y);
            xx += weight * x * x;
            x1 += weight * x;
            ones += weight;
            xy += weight * x * y;
            y1 += weight * y;
            smallest_noise = smallest_noise.min(y / x);
        }
        if !smallest_noise.is_finite() {
            return Self { noise: 0.0, floor: 1.0 };
        }
        let determinant = xx * ones - x1 * x1;
        let (mut noise, mut floor) = if determinant > 1e-12 * xx * ones {
            ((xy * ones - y1 * x1) / determinant, (xx * y1 - x1 * xy) / determinant)
        } else {
            (xy / xx, 0.0)
        };
        if floor < 0.0 {
            (noise, floor) = (xy / xx, 0.0);
        }
        if noise < 0.0 {
            (noise, floor) = (0.0, y1 / ones);
        }
        // Never so sure of the strong frequencies that a few of them decide alone.
        Self { noise: noise.max(1e-3 * smallest_noise), floor: floor.max(1e-12) }
    }

    /// Weight of a phase whose cross-spectrum has this magnitude: one over its variance.
    pub(super) fn weight(self, magnitude: f64) -> f64 {
        1.0 / (self.noise / magnitude + self.floor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_terms_are_found_again() {
        let magnitudes: Vec<f64> = (1..4000).map(|index| 1e-3 * f64::from(index) * f64::from(index)).collect();
        // Residuals of alternating sign with exactly the stated variance.
        let residuals: Vec<f64> = magnitudes.iter().map(|magnitude| (0.2 / magnitude + 1e-3).sqrt()).collect();
        let variance = PhaseVariance::learn(&magnitudes, &residuals);
        assert!((variance.noise - 0.2).abs() < 0.01, "{variance:?}");
        assert!((variance.floor - 1e-3).abs() < 1e-4, "{variance:?}");
    }

    #[test]
    fn residuals_that_are_all_zero_give_equal_weights() {
        let variance = PhaseVariance::learn(&[1.0; 10], &[0.0; 10]);
        assert!((variance.weight(1.0) - variance.weight(100.0)).abs() < 1e-12);
    }
}
