//! Polynomials through neighbouring quaternions, component by component.

use nalgebra::Vector4;

/// Coefficients, from the constant upwards, in powers of u = (t − centre) / scale of the polynomial through some values at some times (Newton's divided
/// differences).
pub(super) fn through(times_s: &[f64], values: &[Vector4<f64>], centre_s: f64, scale_s: f64) -> Vec<Vector4<f64>> {
    let n = times_s.len();
    let u: Vec<f64> = times_s.iter().map(|time_s| (time_s - centre_s) / scale_s).collect();
    let mut column = values.to_vec();
    let mut newton = vec![column[0]];
    for order in 1..n {
        column =
            (0..n - order).map(|place| (column[place + 1] - column[place]) / (u[place + order] - u[place])).collect();
        newton.push(column[0]);
    }
    let mut powers = vec![Vector4::zeros(); n];
    for place in (0..n).rev() {
        for power in (1..n).rev() {
            powers[power] = powers[power - 1] - powers[power] * u[place];
        }
        powers[0] = newton[place] - powers[0] * u[place];
    }
    powers
}

/// Value at u.
#[inline]
pub(super) fn value(powers: &[Vector4<f64>], u: f64) -> Vector4<f64> {
    powers.iter().rev().fold(Vector4::zeros(), |sum, power| sum * u + power)
}
