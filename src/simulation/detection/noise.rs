//! Shot noise and read noise.

use super::defects::DefectiveColumns;
use super::random_normal::LineStream;
use crate::instrument::radiometry::{NoiseForm, NoiseModel};

/// The noise of one array: σ² = A + B·X or A² + B·X, X in counts above the dark signal, and none below zero.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ArrayNoise {
    constant: f32,
    slope: f32,
}

impl ArrayNoise {
    pub(crate) fn new(model: NoiseModel, form: NoiseForm) -> Self {
        let constant = match form {
            NoiseForm::Linear => model.a,
            NoiseForm::SquaredConstant => model.a * model.a,
        };
        Self { constant: constant as f32, slope: model.b as f32 }
    }

    /// Standard deviation at a signal above the dark one.
    #[inline]
    pub(crate) fn sigma(self, signal: f32) -> f32 {
        (self.constant + self.slope * signal.max(0.0)).max(0.0).sqrt()
    }

    /// Adds the noise of a line to its counts above the dark signal; `sigma` is room for as many figures.
    pub(crate) fn add(self, counts: &mut [f32], sigma: &mut [f32], defects: &DefectiveColumns, stream: LineStream) {
        for (sigma, count) in sigma.iter_mut().zip(&*counts) {
            *sigma = self.sigma(*count);
        }
        defects.noisy(sigma);
        for (column, (count, sigma)) in counts.iter_mut().zip(&*sigma).enumerate() {
            *count += *sigma * stream.normal(column) as f32;
        }
    }
}

#[cfg(test)]
#[allow(clippy::float_cmp, reason = "figures that are exact by construction")]
mod tests {
    use super::super::DefectBehaviour;
    use super::super::random_normal::Purpose;
    use super::*;

    #[test]
    fn the_variance_is_that_of_the_model_in_either_form() {
        let model = NoiseModel { a: 1.5, b: 0.02 };
        for (form, expected) in [(NoiseForm::Linear, 1.5 + 8.0), (NoiseForm::SquaredConstant, 2.25 + 8.0)] {
            let noise = ArrayNoise::new(model, form);
            let sum: f64 = (0..400)
                .map(|line| {
                    let (mut counts, mut sigma) = ([400.0; 1000], [0.0; 1000]);
                    let none = DefectiveColumns::new(&[], 1000, DefectBehaviour::default());
                    noise.add(&mut counts, &mut sigma, &none, LineStream::new(5, Purpose::Detector, 0, line));
                    counts.iter().map(|count| (f64::from(*count) - 400.0).powi(2)).sum::<f64>()
                })
                .sum();
            // Five standard errors of a variance of 4e5 normal samples: a false failure in 2 million.
            let relative = sum / 4e5 / expected - 1.0;
            assert!(relative.abs() < 5.0 * (2.0_f64 / 4e5).sqrt(), "{form:?}: {relative}");
        }
        assert_eq!(ArrayNoise::new(model, NoiseForm::Linear).sigma(-50.0), 1.5_f32.sqrt());
    }
}
