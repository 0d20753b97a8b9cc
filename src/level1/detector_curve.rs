//! How the counts of one detector become counts of the mean detector, exactly: dark signal, spike, two slopes.

use std::sync::Arc;

use crate::instrument::radiometry::{Spike, SpikeForm};

/// The curve of one detector in double precision. Where a step is switched off its part is the identity.
///
/// X is a code (after the remanence, where that stands first), Y a count above the dark signal and corrected for the spike, Z an equalised count.
#[derive(Debug, Clone, PartialEq)]
pub struct DetectorCurve {
    /// Dark signal, counts.
    pub dark: f64,
    /// dZ/dY up to the knee: a1, or 1/a1.
    pub low: f64,
    /// dZ/dY beyond the knee: a2, or 1/a2.
    pub high: f64,
    /// The knee Zs, in counts Y.
    pub knee: f64,
    /// Its spike; beside the curve, for few detectors have one and all of an array's curves lie side by side.
    pub spike: Option<Arc<DetectorSpike>>,
}

/// The spike of a detector.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DetectorSpike {
    /// Its coefficients.
    pub coefficients: Spike,
    /// What they give.
    pub form: SpikeForm,
}

impl DetectorSpike {
    /// A count above the dark signal without the spike.
    fn corrected(&self, counts: f64) -> f64 {
        let given = self.coefficients.corrected(counts);
        match self.form {
            SpikeForm::CorrectedCount => given,
            SpikeForm::Excess => counts - given,
        }
    }

    /// Rate of change of [`DetectorSpike::corrected`].
    fn slope(&self, counts: f64) -> f64 {
        let given = self.coefficients.slope(counts);
        match self.form {
            SpikeForm::CorrectedCount => given,
            SpikeForm::Excess => 1.0 - given,
        }
    }
}

impl DetectorCurve {
    /// Y of a code.
    pub fn signal(&self, code: f64) -> f64 {
        self.spike_corrected(code - self.dark)
    }

    /// A count above the dark signal, corrected for the spike.
    pub fn spike_corrected(&self, counts: f64) -> f64 {
        self.spike.as_ref().map_or(counts, |spike| spike.corrected(counts))
    }

    /// Z of Y.
    pub fn equalised(&self, signal: f64) -> f64 {
        let (below, above) = (self.low * signal, self.low * self.knee + self.high * (signal - self.knee));
        if signal <= self.knee { below } else { above }
    }

    /// Z of a code.
    pub fn counts(&self, code: f64) -> f64 {
        self.equalised(self.signal(code))
    }

    /// dZ/dX at a code.
    pub fn slope(&self, code: f64) -> f64 {
        let above_dark = code - self.dark;
        let of_spike = self.spike.as_ref().map_or(1.0, |spike| spike.slope(above_dark));
        of_spike * self.slope_of_signal(self.spike_corrected(above_dark))
    }

    /// dZ/dY at a count Y.
    pub fn slope_of_signal(&self, signal: f64) -> f64 {
        if signal <= self.knee { self.low } else { self.high }
    }

    /// Y of Z.
    pub fn signal_of(&self, counts: f64) -> f64 {
        let at_knee = self.low * self.knee;
        if counts <= at_knee { counts / self.low } else { self.knee + (counts - at_knee) / self.high }
    }

    /// The code of Z; for a detector with a spike the greatest one found between its dark signal and `full_scale`, none where its curve
    /// does not reach Z there.
    pub fn code_of(&self, counts: f64, full_scale: f64) -> Option<f64> {
        /// Pieces between which the curve is searched: one a code of ten bits.
        const PIECES: usize = 1024;
        /// Halvings of a piece: beyond the sixteenth digit.
        const HALVINGS: usize = 50;
        let signal = self.signal_of(counts);
        if self.spike.is_none() {
            return Some(signal + self.dark);
        }
        let miss = |above_dark: f64| self.spike_corrected(above_dark) - signal;
        let step = (full_scale - self.dark) / PIECES as f64;
        let (mut low, mut high) =
            (0..PIECES).rev().map(|piece| (step * piece as f64, step * (piece + 1) as f64)).find(|(low, high)| {
                let (at_low, at_high) = (miss(*low), miss(*high));
                at_low <= 0.0 && at_high >= 0.0 || at_low >= 0.0 && at_high <= 0.0
            })?;
        let rises = miss(low) <= miss(high);
        for _ in 0..HALVINGS {
            let middle = 0.5 * (low + high);
            if (miss(middle) <= 0.0) == rises {
                low = middle;
            } else {
                high = middle;
            }
        }
        Some(0.5 * (low + high) + self.dark)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spiked(form: SpikeForm) -> DetectorCurve {
        // As an excess: 3 + 0.02·Y, at most 20 counts; as a correction, what is left.
        let spike = match form {
            SpikeForm::Excess => {
                Spike { column: 4, threshold: 400.0, polynomial: [3.0, 0.02, 1e-5, 0.0], linear: [10.6, 0.005] }
            }
            SpikeForm::CorrectedCount => {
                Spike { column: 4, threshold: 400.0, polynomial: [-3.0, 0.98, -1e-5, 0.0], linear: [-10.6, 0.995] }
            }
        };
        DetectorCurve {
            dark: 12.25,
            low: 1.02,
            high: 0.97,
            knee: 300.0,
            spike: Some(Arc::new(DetectorSpike { coefficients: spike, form })),
        }
    }

    #[test]
    fn the_curve_is_continuous_at_its_knee_and_goes_back() {
        let curve = DetectorCurve { dark: 10.0, low: 1.01, high: 0.93, knee: 350.0, spike: None };
        assert!((curve.counts(360.0 - 1e-9) - curve.counts(360.0 + 1e-9)).abs() < 1e-8);
        assert!((curve.counts(560.0) - (1.01 * 350.0 + 0.93 * 200.0)).abs() < 1e-12);
        for code in [-3.0, 10.0, 360.0, 800.0] {
            assert!((curve.code_of(curve.counts(code), 1023.0).unwrap() - code).abs() < 1e-9);
        }
    }

    #[test]
    fn a_spike_goes_back_in_both_forms_and_its_slope_is_the_derivative() {
        for form in [SpikeForm::Excess, SpikeForm::CorrectedCount] {
            let curve = spiked(form);
            for code in [60.0, 250.0, 411.0, 700.0, 1000.0] {
                let derivative = (curve.counts(code + 1e-4) - curve.counts(code - 1e-4)) / 2e-4;
                assert!((curve.slope(code) - derivative).abs() < 1e-6, "{form:?} {code}");
                assert!((curve.code_of(curve.counts(code), 1023.0).unwrap() - code).abs() < 1e-6, "{form:?} {code}");
            }
            assert_eq!(curve.code_of(1e6, 1023.0), None);
        }
    }

    #[test]
    fn both_forms_of_the_same_spike_agree() {
        for code in [20.0, 200.0, 412.0, 413.0, 900.0] {
            let [excess, corrected] =
                [SpikeForm::Excess, SpikeForm::CorrectedCount].map(|form| spiked(form).counts(code));
            assert!((excess - corrected).abs() < 1e-9, "{code}: {excess} {corrected}");
        }
    }
}
