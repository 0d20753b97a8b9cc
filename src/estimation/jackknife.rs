//! Uncertainty from leaving blocks of data out in turn.

/// Standard uncertainty of an estimate from its values with one block of data left out in turn (delete-one jackknife, Efron & Tibshirani 1993, eq. 11.5).
///
/// Values that are not finite are left aside; none with fewer than two.
pub fn jackknife_uncertainty(left_out: &[f64]) -> Option<f64> {
    let n = left_out.iter().filter(|value| value.is_finite()).count();
    if n < 2 {
        return None;
    }
    let finite = || left_out.iter().copied().filter(|value| value.is_finite());
    let mean = finite().sum::<f64>() / n as f64;
    let squares: f64 = finite().map(|value| (value - mean).powi(2)).sum();
    Some((squares * (n - 1) as f64 / n as f64).sqrt())
}

/// Ratio of sums Σy/Σx over blocks (x, y), with its block-jackknife uncertainty; none when Σx is zero or there are fewer than two blocks.
pub fn ratio_of_sums(blocks: &[[f64; 2]]) -> Option<(f64, f64)> {
    let [x, y] = blocks.iter().fold([0.0, 0.0], |sum, block| [sum[0] + block[0], sum[1] + block[1]]);
    if x == 0.0 {
        return None;
    }
    let left_out: Vec<f64> = blocks.iter().map(|block| (y - block[1]) / (x - block[0])).collect();
    Some((y / x, jackknife_uncertainty(&left_out)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_jackknife_of_a_mean_is_the_classical_standard_error() {
        let values = [1.0, 2.0, 4.0, 9.0, 3.0];
        let n = values.len() as f64;
        let sum: f64 = values.iter().sum();
        let left_out: Vec<f64> = values.iter().map(|value| (sum - value) / (n - 1.0)).collect();
        let mean = sum / n;
        let variance = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (n - 1.0);
        assert!((jackknife_uncertainty(&left_out).unwrap() - (variance / n).sqrt()).abs() < 1e-12);
    }

    #[test]
    fn one_block_gives_no_uncertainty_and_equal_blocks_give_zero() {
        assert_eq!(jackknife_uncertainty(&[1.0]), None);
        assert_eq!(jackknife_uncertainty(&[1.0, f64::NAN]), None);
        let (ratio, uncertainty) = ratio_of_sums(&[[2.0, 3.0]; 5]).unwrap();
        assert!((ratio - 1.5).abs() < 1e-15 && uncertainty.abs() < 1e-12);
        assert_eq!(ratio_of_sums(&[[0.0, 3.0]; 5]), None);
    }
}
