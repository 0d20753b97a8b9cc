//! Detectors whose dark signal depends on their light: the inverse of the correction of spikes.

use crate::instrument::radiometry::{Spike, SpikeForm};

/// How near the counts must come, and how often the interval is halved at most.
const TOLERANCE_COUNTS: f64 = 1e-5;
const HALVINGS: usize = 60;

/// The spikes of an array, to be put back.
#[derive(Debug, Clone)]
pub(crate) struct InverseSpikes {
    spikes: Vec<Spike>,
    form: SpikeForm,
    /// No detector reads more than this above its dark signal.
    most: f64,
}

impl InverseSpikes {
    pub(crate) fn new(spikes: &[Spike], form: SpikeForm, largest_count: u16) -> Self {
        // Twice the range: what lies beyond it is cut off by the reading anyhow.
        Self { spikes: spikes.to_vec(), form, most: 2.0 * f64::from(largest_count) }
    }

    /// Counts of the columns from 0 without their spikes become those with them.
    pub(crate) fn apply(&self, counts: &mut [f32]) {
        for spike in &self.spikes {
            if let Some(count) = counts.get_mut(spike.column) {
                *count = self.read(spike, f64::from(*count)) as f32;
            }
        }
    }

    /// What the chain makes of a count above the dark signal.
    pub(crate) fn corrected(&self, spike: &Spike, counts: f64) -> f64 {
        match self.form {
            SpikeForm::CorrectedCount => spike.corrected(counts),
            SpikeForm::Excess => counts - spike.corrected(counts),
        }
    }

    /// Counts of the columns from 0 with their spikes become those without, as the chain corrects them.
    pub(crate) fn correct(&self, counts: &mut [f32]) {
        for spike in &self.spikes {
            if let Some(count) = counts.get_mut(spike.column) {
                *count = self.corrected(spike, f64::from(*count)) as f32;
            }
        }
    }

    /// The count above the dark signal that is corrected to `wanted`: the nearest one to it from below the threshold if there is one, else
    /// beyond it. Where the curve jumps across `wanted` it is the threshold.
    fn read(&self, spike: &Spike, wanted: f64) -> f64 {
        let excess = |counts: f64| self.corrected(spike, counts) - wanted;
        let threshold = spike.threshold.min(self.most);
        if excess(threshold) >= 0.0 {
            return root(-self.most, threshold, excess);
        }
        let beyond = threshold + threshold.abs().max(1.0) * 1e-12;
        if excess(beyond) >= 0.0 { threshold } else { root(beyond, self.most, excess) }
    }
}

/// Where a function that rises from below zero to above crosses it; the nearer end where it does not.
fn root(low: f64, high: f64, excess: impl Fn(f64) -> f64) -> f64 {
    let (mut low, mut high) = (low, high);
    let (mut at_low, mut at_high) = (excess(low), excess(high));
    if at_low >= 0.0 {
        return low;
    }
    if at_high <= 0.0 {
        return high;
    }
    for turn in 0..HALVINGS {
        // A secant where it serves, a halving every third time, so that the interval shrinks whatever the curve.
        let secant = low + (high - low) * at_low / (at_low - at_high);
        let middle = if turn % 3 == 2 { 0.5 * (low + high) } else { secant };
        let value = excess(middle);
        if value.abs() < TOLERANCE_COUNTS || high - low < TOLERANCE_COUNTS {
            return middle;
        }
        if value < 0.0 {
            (low, at_low) = (middle, value);
        } else {
            (high, at_high) = (middle, value);
        }
    }
    0.5 * (low + high)
}

#[cfg(test)]
#[allow(clippy::float_cmp, reason = "figures that are exact by construction")]
mod tests {
    use super::*;

    /// Continuous at its threshold of 200: corrected 0.9·Y + 1e-4·Y² − 5 below, line beyond.
    const SPIKE: Spike =
        Spike { column: 1, threshold: 200.0, polynomial: [-5.0, 0.9, 1e-4, 0.0], linear: [-7.0, 0.93] };

    #[test]
    fn the_correction_gives_the_counts_back_on_both_sides_of_the_threshold() {
        let inverse = InverseSpikes::new(&[SPIKE], SpikeForm::CorrectedCount, 1023);
        for wanted in [-4.0, 0.0, 55.5, 178.9, 179.1, 800.0_f32] {
            let mut counts = [wanted; 3];
            inverse.apply(&mut counts);
            assert!((SPIKE.corrected(f64::from(counts[1])) - f64::from(wanted)).abs() < 1e-4, "{wanted}: {counts:?}");
            assert_eq!([counts[0], counts[2]], [wanted; 2]);
            inverse.correct(&mut counts);
            assert!((counts[1] - wanted).abs() < 2e-4);
        }
    }

    #[test]
    fn an_excess_is_added_as_it_will_be_subtracted() {
        let excess = Spike { column: 0, threshold: 300.0, polynomial: [20.0, 0.05, 0.0, 0.0], linear: [35.0, 0.0] };
        let inverse = InverseSpikes::new(&[excess], SpikeForm::Excess, 1023);
        for wanted in [3.0, 150.0, 700.0_f32] {
            let mut counts = [wanted];
            inverse.apply(&mut counts);
            let read = f64::from(counts[0]);
            assert!((read - excess.corrected(read) - f64::from(wanted)).abs() < 1e-4, "{wanted}: {read}");
        }
    }

    #[test]
    fn a_count_that_no_reading_is_corrected_to_reads_the_threshold() {
        let jump = Spike { column: 0, threshold: 100.0, polynomial: [0.0, 1.0, 0.0, 0.0], linear: [50.0, 1.0] };
        let inverse = InverseSpikes::new(&[jump], SpikeForm::CorrectedCount, 1023);
        let mut counts = [120.0];
        inverse.apply(&mut counts);
        assert!((counts[0] - 100.0).abs() < 1e-4);
    }
}
