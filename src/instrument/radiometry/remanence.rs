//! What an array remembers of the line before.

use serde::{Deserialize, Serialize};

use super::ColumnRange;

/// Remanence H of a range of columns: counts that a line leaves in the next, by the count of the line before. File: REMANE.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RemanenceFunction {
    /// Columns for which it holds, from 0.
    pub columns: ColumnRange,
    /// Step of the samples as the file states it; informative.
    pub sampling_step: i64,
    /// Count of the line before, rising, and what remains of it.
    pub samples: Vec<(i64, f64)>,
}

impl RemanenceFunction {
    /// H of a count: linear between samples, the nearest sample beyond them.
    pub fn at(&self, counts: f64) -> f64 {
        let after = self.samples.partition_point(|(count, _)| (*count as f64) < counts);
        match (after.checked_sub(1).and_then(|before| self.samples.get(before)), self.samples.get(after)) {
            (Some(&(from, low)), Some(&(to, high))) => {
                low + (high - low) * (counts - from as f64) / (to - from).max(1) as f64
            }
            (Some(&(_, only)), None) | (None, Some(&(_, only))) => only,
            (None, None) => 0.0,
        }
    }
}
