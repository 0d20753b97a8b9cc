//! Two slopes of every column.

use std::f64::consts::PI;

use super::nominal_response::NominalEqualisation;
use super::random_stream::{Purpose, RandomStream};
use crate::instrument::TdiStages;
use crate::instrument::radiometry::{SensitivityForm, TwoSlope, TwoSlopes};

/// Two slopes of every column, the mean of a1 (as it multiplies) one. `gains` is the ratio of each column's gain to that of the nominal codes, and `mean`
/// their geometric mean: what the halves' codes differ by is equalised, and the knee, which belongs to the detector, moves with the gain.
pub(super) fn two_slopes(
    figures: &NominalEqualisation,
    form: SensitivityForm,
    (seed, band, tdi): (u64, usize, TdiStages),
    gains: &[f64],
    mean: f64,
) -> TwoSlopes {
    let columns = gains.len();
    let mut shared = RandomStream::new(seed, Purpose::Sensitivities, band, None);
    let mut of_stages = RandomStream::new(seed, Purpose::StageSensitivities, band, Some(tdi));
    let mut knees = RandomStream::new(seed, Purpose::Knees, band, None);
    let stage_spread = figures.stage_spread_relative.value / f64::from(tdi.0).sqrt();
    let mut factors: Vec<f64> = (0..columns)
        .map(|column| {
            let across = (column as f64 + 0.5) / columns as f64;
            let smooth = figures.smooth_relative.value * (2.0 * PI * across).cos();
            1.0 + smooth + figures.spread_relative.value * shared.normal() + stage_spread * of_stages.normal()
        })
        .collect();
    let middle = factors.iter().sum::<f64>() / columns as f64;
    for factor in &mut factors {
        *factor /= middle;
    }
    factors
        .into_iter()
        .zip(gains)
        .map(|(factor, gain)| {
            let change =
                figures.slope_change_relative.value + figures.slope_change_spread_relative.value * knees.normal();
            let knee = (figures.knee_counts.value + figures.knee_spread_counts.value * knees.normal()).max(0.0) * gain;
            let a1 = factor * mean / gain;
            let a2 = a1 * (1.0 + change);
            match form {
                SensitivityForm::Multiply => TwoSlope { a1, a2, knee },
                SensitivityForm::Divide => TwoSlope { a1: 1.0 / a1, a2: 1.0 / a2, knee },
            }
        })
        .collect()
}
