//! Remanence of the two halves.

use super::nominal_response::NominalRemanence;
use crate::instrument::Camera;
use crate::instrument::ReadOut;
use crate::instrument::radiometry::{ColumnRange, RemanenceFunction};

/// Intervals of the sampled function over the range of the codes.
const INTERVALS: i64 = 4;

/// H(X) = share · X · (1 − bend · X / greatest code), sampled; the right half has more.
pub(super) fn remanence(figures: &NominalRemanence, camera: &Camera, read_out: &ReadOut) -> Vec<RemanenceFunction> {
    let greatest = i64::from(camera.greatest_code());
    let (split, columns) = (read_out.split_column.value, camera.columns.value);
    let halves = [(0, split, 1.0), (split, columns, 1.0 + figures.half_difference_relative.value)];
    let bend = 1.0 - figures.share_at_greatest_code_ratio.value;
    let counts: Vec<i64> = {
        let mut counts: Vec<i64> = (0..=INTERVALS).map(|sample| greatest * sample / INTERVALS).collect();
        counts.dedup();
        counts
    };
    halves
        .into_iter()
        .filter(|(first, end, _)| first < end)
        .map(|(first, end, more)| RemanenceFunction {
            columns: ColumnRange::new(first, end - 1),
            sampling_step: (greatest / INTERVALS).max(1),
            samples: counts
                .iter()
                .map(|&count| {
                    let share = figures.share_relative.value * more * (1.0 - bend * count as f64 / greatest as f64);
                    (count, share * count as f64)
                })
                .collect(),
        })
        .collect()
}
