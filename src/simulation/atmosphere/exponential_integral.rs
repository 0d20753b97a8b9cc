//! The exponential integrals of radiative transfer.

/// E₁(x) = ∫₁^∞ exp(−xt)/t dt for x > 0: the series below 1 (Abramowitz & Stegun 5.1.11), the continued fraction above (5.1.22).
pub(super) fn first(x: f64) -> f64 {
    const EULER: f64 = 0.577_215_664_901_532_9;
    if x < 1.0 {
        let (mut sum, mut power) = (-EULER - x.ln(), 1.0);
        for n in 1..40 {
            let n = f64::from(n);
            power *= -x / n;
            sum -= power / n;
        }
        sum
    } else {
        let mut fraction = 0.0;
        for n in (1..120).rev() {
            let n = f64::from(n);
            fraction = n / (1.0 + n / (x + fraction));
        }
        (-x).exp() / (x + fraction)
    }
}

/// E₃(x) = (exp(−x)(1 − x) + x² E₁(x)) / 2; a half at 0.
pub(super) fn third(x: f64) -> f64 {
    if x <= 0.0 { 0.5 } else { 0.5 * ((-x).exp() * (1.0 - x) + x * x * first(x)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_integrals_are_those_of_the_tables() {
        // Abramowitz & Stegun 1964, tables 5.1 and 5.4.
        for (x, expected) in [(0.1, 1.822_923_96), (0.5, 0.559_773_59), (1.0, 0.219_383_93), (2.0, 0.048_900_51)] {
            assert!((first(x) - expected).abs() < 1e-7, "{x}: {}", first(x));
        }
        for (x, expected) in [(0.1, 0.416_291_5), (0.5, 0.221_604_4), (1.0, 0.109_691_97)] {
            assert!((third(x) - expected).abs() < 1e-6, "{x}: {}", third(x));
        }
    }
}
