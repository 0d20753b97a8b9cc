//! From the counts of a mean detector to those of each detector: the inverse of the two-slope equalisation.

use crate::instrument::radiometry::{SensitivityForm, TwoSlope, TwoSlopes};

/// The inverse of the two slopes of every column: Y = Z·below up to the knee, Z·above + offset beyond it.
#[derive(Debug, Clone, Default)]
pub(crate) struct InverseSlopes {
    knee: Vec<f32>,
    below: Vec<f32>,
    above: Vec<f32>,
    offset: Vec<f32>,
}

impl InverseSlopes {
    pub(crate) fn new(slopes: &TwoSlopes, form: SensitivityForm) -> Self {
        let mut inverse = Self::default();
        for column in 0..slopes.columns() {
            let Some(TwoSlope { a1, a2, knee }) = slopes.of(column) else { break };
            let (a1, a2) = match form {
                SensitivityForm::Multiply => (1.0 / a1, 1.0 / a2),
                SensitivityForm::Divide => (a1, a2),
            };
            // The knee as the equalised image shows it.
            let equalised = knee / a1;
            inverse.knee.push(equalised as f32);
            inverse.below.push(a1 as f32);
            inverse.above.push(a2 as f32);
            inverse.offset.push((knee - equalised * a2) as f32);
        }
        inverse
    }

    /// Equalised counts of the columns from 0 become those of their detectors.
    pub(crate) fn apply(&self, counts: &mut [f32]) {
        let coefficients = self.knee.iter().zip(&self.below).zip(self.above.iter().zip(&self.offset));
        for (count, ((knee, below), (above, offset))) in counts.iter_mut().zip(coefficients) {
            let (low, high) = (*count * below, *count * above + offset);
            *count = if *count <= *knee { low } else { high };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The chain's equation as `SensitivityForm` states it, in f64.
    fn equalised(y: f64, TwoSlope { a1, a2, knee }: TwoSlope, form: SensitivityForm) -> f64 {
        let (low, high) = match form {
            SensitivityForm::Multiply => (a1, a2),
            SensitivityForm::Divide => (1.0 / a1, 1.0 / a2),
        };
        if y <= knee { y * low } else { knee * low + (y - knee) * high }
    }

    #[test]
    fn the_equalisation_gives_the_counts_back_on_both_sides_of_the_knee() {
        let slopes: TwoSlopes = [(0.97, 1.04, 300.0), (1.02, 0.99, 0.0), (1.0, 1.1, 2000.0)]
            .into_iter()
            .map(|(a1, a2, knee)| TwoSlope { a1, a2, knee })
            .collect();
        for form in [SensitivityForm::Multiply, SensitivityForm::Divide] {
            let inverse = InverseSlopes::new(&slopes, form);
            for z in [-3.0, 0.0, 12.5, 290.0, 309.0, 310.0, 999.0_f32] {
                let mut counts = [z; 3];
                inverse.apply(&mut counts);
                for (column, y) in counts.iter().enumerate() {
                    let back = equalised(f64::from(*y), slopes.of(column).unwrap(), form);
                    assert!((back - f64::from(z)).abs() < 2e-4, "{form:?}, column {column}: {z} came back as {back}");
                }
            }
        }
    }
}
