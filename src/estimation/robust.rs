//! Robust location and scale.

/// Quantile `q` in [0, 1] of `values`, linear between order statistics (Hyndman & Fan 1996, type 7). Reorders `values`; NaN when empty.
///
/// NaN samples sort last and would poison high quantiles: pass finite values.
pub fn quantile(values: &mut [f64], q: f64) -> f64 {
    if values.is_empty() {
        return f64::NAN;
    }
    values.sort_unstable_by(f64::total_cmp);
    let position = q.clamp(0.0, 1.0) * (values.len() - 1) as f64;
    let below = position.floor() as usize;
    let above = (below + 1).min(values.len() - 1);
    values[below] + (values[above] - values[below]) * (position - below as f64)
}

/// Median of `values`. Reorders `values`; NaN when empty.
pub fn median(values: &mut [f64]) -> f64 {
    quantile(values, 0.5)
}

/// Standard deviation of a normal law with the median absolute deviation of `values` (factor 1.4826). Overwrites `values`; NaN when empty.
pub fn median_absolute_deviation_sigma(values: &mut [f64]) -> f64 {
    let centre = median(values);
    for value in values.iter_mut() {
        *value = (*value - centre).abs();
    }
    1.482_602_218_505_602 * median(values)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_interpolate_between_order_statistics() {
        let mut values = [4.0, 1.0, 3.0, 2.0];
        assert!((median(&mut values) - 2.5).abs() < 1e-15);
        assert!((quantile(&mut values, 1.0) - 4.0).abs() < 1e-15);
        assert!((quantile(&mut values, 0.25) - 1.75).abs() < 1e-15);
    }

    #[test]
    fn one_value_is_its_own_median_and_none_has_none() {
        assert!((median(&mut [7.0]) - 7.0).abs() < 1e-15);
        assert!(median(&mut []).is_nan());
        assert!(median_absolute_deviation_sigma(&mut []).is_nan());
    }

    #[test]
    fn an_outlier_does_not_move_the_robust_sigma() {
        let mut values: Vec<f64> = (0..101).map(|index| f64::from(index) - 50.0).collect();
        values[100] = 1e9;
        let sigma = median_absolute_deviation_sigma(&mut values);
        assert!((sigma - 1.4826 * 25.0).abs() < 1.0, "{sigma}");
    }
}
