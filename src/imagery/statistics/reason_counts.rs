//! Pixels by the reason that keeps them out of a statistic.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::imagery::{NoDataReason, Reasons};

/// Number of pixels with each reason. A pixel with two reasons counts under both, so the sum may exceed the number of such pixels.
///
/// Serialised as a map of the reasons that occur.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(from = "BTreeMap<NoDataReason, u64>", into = "BTreeMap<NoDataReason, u64>")]
pub struct ReasonCounts([u64; NoDataReason::ALL.len()]);

impl ReasonCounts {
    /// Pixels with `reason`.
    pub const fn of(&self, reason: NoDataReason) -> u64 {
        self.0[reason as usize]
    }

    /// The reasons that occur, with their number, in the order of [`NoDataReason::ALL`].
    pub fn iter(&self) -> impl Iterator<Item = (NoDataReason, u64)> {
        NoDataReason::ALL.into_iter().zip(self.0).filter(|(_, n)| *n > 0)
    }

    /// Counts one pixel.
    pub fn add(&mut self, reasons: Reasons) {
        for (reason, n) in NoDataReason::ALL.into_iter().zip(&mut self.0) {
            *n += u64::from(reasons.contains(reason));
        }
    }

    /// Adds the counts of other pixels.
    pub fn merge(&mut self, other: &Self) {
        for (n, more) in self.0.iter_mut().zip(other.0) {
            *n += more;
        }
    }
}

impl From<BTreeMap<NoDataReason, u64>> for ReasonCounts {
    fn from(counts: BTreeMap<NoDataReason, u64>) -> Self {
        Self(NoDataReason::ALL.map(|reason| counts.get(&reason).copied().unwrap_or(0)))
    }
}

impl From<ReasonCounts> for BTreeMap<NoDataReason, u64> {
    fn from(counts: ReasonCounts) -> Self {
        counts.iter().collect()
    }
}
