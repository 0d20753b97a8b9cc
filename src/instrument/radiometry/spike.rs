//! A detector whose dark signal depends on its light: a "spike" of the ground segment's DARKCU file.

use serde::{Deserialize, Serialize};

/// One such detector.
///
/// The file gives a threshold, four polynomial and two linear coefficients, and no equation. What they mean is
/// [`super::SpikeForm`].
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Spike {
    /// Column, from 0.
    pub column: usize,
    /// Count above the dark signal up to which the polynomial holds, and beyond which the line does.
    pub threshold: f64,
    /// Coefficients of the polynomial, from the constant upwards.
    pub polynomial: [f64; 4],
    /// Coefficients of the line: constant and slope.
    pub linear: [f64; 2],
}

impl Spike {
    /// What the detector reads, corrected for its spike, in counts, for `counts` above its dark signal.
    pub fn corrected(&self, counts: f64) -> f64 {
        // Both are worked out: which one holds cannot be foretold from pixel to pixel, and a wrong guess costs more.
        let [a, b, c, d] = self.polynomial;
        let below = a + counts * (b + counts * (c + counts * d));
        let above = self.linear[0] + self.linear[1] * counts;
        if counts <= self.threshold { below } else { above }
    }

    /// Rate of change of [`Spike::corrected`].
    pub fn slope(&self, counts: f64) -> f64 {
        if counts <= self.threshold {
            let [_, b, c, d] = self.polynomial;
            b + counts * (2.0 * c + counts * 3.0 * d)
        } else {
            self.linear[1]
        }
    }
}
