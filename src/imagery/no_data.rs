//! Why a sample carries no usable value. The reason travels with the sample from the file to the screen.

use serde::{Deserialize, Serialize};

/// A reason for which a sample stays out of the statistics.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoDataReason {
    /// The detector was saturated (the product's own mask says so).
    Saturated,
    /// The code stands at an end of its range (VENµS L1: 1 or 1023): the value beyond is lost.
    Clipped,
    /// Cloud, by the product's own mask.
    Cloud,
    /// Defective detector, interpolated by the processing.
    Defective,
    /// No value was delivered: NaN, or the file's no-data value inside the image.
    Missing,
    /// Outside of the useful image.
    Outside,
    /// The processing did not compute it.
    NotComputed,
}

impl NoDataReason {
    /// All reasons, in the order of their bits.
    pub const ALL: [Self; 7] =
        [Self::Saturated, Self::Clipped, Self::Cloud, Self::Defective, Self::Missing, Self::Outside, Self::NotComputed];

    /// The word shown to a user.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Saturated => "saturated",
            Self::Clipped => "clipped",
            Self::Cloud => "cloud",
            Self::Defective => "defective",
            Self::Missing => "missing",
            Self::Outside => "outside",
            Self::NotComputed => "not computed",
        }
    }

    const fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// The reasons that hold for one sample; none means that the sample is valid. One byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct Reasons(u8);

/// Reasons with which there is no value at all; with the others a value was delivered, only that no statistic may use it.
const WITHOUT_VALUE: u8 = NoDataReason::Missing.bit() | NoDataReason::Outside.bit() | NoDataReason::NotComputed.bit();

impl Reasons {
    /// The sample is valid.
    pub const VALID: Self = Self(0);

    /// Just one reason.
    pub const fn only(reason: NoDataReason) -> Self {
        Self(reason.bit())
    }

    /// Whether the sample may enter a statistic.
    pub const fn is_valid(self) -> bool {
        self.0 == 0
    }

    /// Whether `reason` holds.
    pub const fn contains(self, reason: NoDataReason) -> bool {
        self.0 & reason.bit() != 0
    }

    /// These reasons and those of `other`.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether the sample holds a value that may be shown: valid, saturated, clipped, cloudy and defective samples do; missing and
    /// outside ones and those that were not computed do not.
    pub const fn carries_value(self) -> bool {
        self.0 & WITHOUT_VALUE == 0
    }

    /// One bit a reason, in the order of [`NoDataReason::ALL`] from the lowest: an index below 128.
    pub const fn bits(self) -> u8 {
        self.0
    }

    /// The reasons of [`Reasons::bits`]; none where a bit stands for no reason.
    pub const fn from_bits(bits: u8) -> Option<Self> {
        if bits >> NoDataReason::ALL.len() == 0 { Some(Self(bits)) } else { None }
    }

    /// The reasons that hold, in the order of [`NoDataReason::ALL`].
    pub fn iter(self) -> impl Iterator<Item = NoDataReason> {
        NoDataReason::ALL.into_iter().filter(move |reason| self.contains(*reason))
    }

    /// Adds a reason.
    pub const fn insert(&mut self, reason: NoDataReason) {
        self.0 |= reason.bit();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_add_up_and_none_means_valid() {
        let mut reasons = Reasons::VALID;
        assert!(reasons.is_valid());
        for reason in NoDataReason::ALL {
            assert!(!reasons.contains(reason));
            reasons.insert(reason);
            assert!(reasons.contains(reason));
        }
        assert!(!reasons.is_valid());
        assert!(reasons.iter().eq(NoDataReason::ALL));
    }

    #[test]
    fn a_value_beside_its_reason_may_be_shown_unless_there_is_none() {
        assert!(Reasons::VALID.carries_value());
        for (index, reason) in NoDataReason::ALL.into_iter().enumerate() {
            assert_eq!(Reasons::only(reason).carries_value(), index < 4, "{reason:?}");
        }
        let both = Reasons::only(NoDataReason::Cloud).union(Reasons::only(NoDataReason::Outside));
        assert!(!both.carries_value());
    }
}
