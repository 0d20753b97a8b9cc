//! Which columns are out of order, and which have a spike.

use rand::Rng as _;

use super::nominal_response::{NominalDefects, NominalSpikes};
use super::random_stream::{Purpose, RandomStream};
use crate::instrument::radiometry::{ColumnRange, Defect, DefectKind, Spike, SpikeForm};

/// Draws of a place before it is said that there is none.
const TRIES: usize = 10_000;

/// Places of the defects and of the spikes: apart from each other, never at an end of the array. None where the array is too short for them.
pub(super) fn places(
    defects: &NominalDefects,
    spikes: usize,
    columns: usize,
    seed: u64,
    band: usize,
) -> Option<(Vec<Defect>, Vec<usize>)> {
    let mut stream = RandomStream::new(seed, Purpose::Columns, band, None);
    let mut taken: Vec<ColumnRange> = Vec::new();
    let mut place = |length: usize| -> Option<ColumnRange> {
        let last_start = columns.checked_sub(length + 1)?;
        (0..TRIES).find_map(|_| {
            if last_start < 1 || length == 0 {
                return None;
            }
            let first = stream.0.random_range(1..=last_start as u64) as usize;
            // With a good column between any two.
            let with_neighbours = ColumnRange::new(first - 1, first + length);
            if taken.iter().any(|other| other.overlaps(with_neighbours)) {
                return None;
            }
            let range = ColumnRange::new(first, first + length - 1);
            taken.push(range);
            Some(range)
        })
    };
    let kinds = [
        (DefectKind::Blind, &defects.blind_runs.value),
        (DefectKind::Noisy, &defects.noisy_runs.value),
        (DefectKind::FilterHole, &defects.filter_hole_runs.value),
    ];
    let mut found = Vec::new();
    for (kind, runs) in kinds {
        for length in runs {
            found.push(Defect { columns: place(*length)?, kind });
        }
    }
    let mut with_spike = (0..spikes).map(|_| place(1).map(|range| range.first)).collect::<Option<Vec<_>>>()?;
    found.sort_by_key(|defect| defect.columns);
    with_spike.sort_unstable();
    Some((found, with_spike))
}

/// The spikes at these columns; `gains` is the ratio of each column's gain to the nominal one. Where a count Y is read, 3E(Y/t)² − 2E(Y/t)³ of it is excess up to
/// the threshold t, and E beyond: continuous with its slope, and the corrected count rises everywhere.
pub(super) fn spikes(
    figures: &NominalSpikes,
    form: SpikeForm,
    columns: &[usize],
    gains: &[f64],
    seed: u64,
    band: usize,
) -> Vec<Spike> {
    let mut stream = RandomStream::new(seed, Purpose::Spikes, band, None);
    columns
        .iter()
        .map(|&column| {
            let gain = gains.get(column).copied().unwrap_or(1.0);
            let threshold =
                gain * (figures.threshold_counts.value + figures.threshold_spread_counts.value * stream.normal());
            let excess = gain * (figures.excess_counts.value + figures.excess_spread_counts.value * stream.normal());
            let (square, cube) = (3.0 * excess / threshold.powi(2), -2.0 * excess / threshold.powi(3));
            let (polynomial, linear) = match form {
                SpikeForm::CorrectedCount => ([0.0, 1.0, -square, -cube], [-excess, 1.0]),
                SpikeForm::Excess => ([0.0, 0.0, square, cube], [excess, 0.0]),
            };
            Spike { column, threshold, polynomial, linear }
        })
        .collect()
}
