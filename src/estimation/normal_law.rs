//! The normal law.

/// Distribution function of the standard normal law, Φ(z), to about one unit in the last place also in the far tails.
///
/// Φ(z) = erfc(−z/√2)/2; NaN stays NaN.
pub fn normal_distribution(z: f64) -> f64 {
    0.5 * libm::erfc(-z * std::f64::consts::FRAC_1_SQRT_2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_distribution_agrees_with_the_tables() {
        // Abramowitz & Stegun 1964, table 26.1; the far tail from table 26.2.
        let table = [
            (0.0, 0.5),
            (0.5, 0.691_462_461_274_013),
            (1.0, 0.841_344_746_068_543),
            (1.96, 0.975_002_104_851_780),
            (2.0, 0.977_249_868_051_821),
            (3.0, 0.998_650_101_968_370),
        ];
        for (z, expected) in table {
            assert!((normal_distribution(z) - expected).abs() < 1e-14, "{z}");
            assert!((normal_distribution(-z) - (1.0 - expected)).abs() < 1e-14, "-{z}");
        }
        assert!((normal_distribution(-6.0) / 9.865_876_450_377e-10 - 1.0).abs() < 1e-11);
    }

    #[test]
    fn infinity_is_certain_and_nan_stays() {
        assert!((normal_distribution(f64::INFINITY) - 1.0).abs() < 1e-16);
        assert!(normal_distribution(f64::NEG_INFINITY).abs() < 1e-300);
        assert!(normal_distribution(f64::NAN).is_nan());
    }
}
