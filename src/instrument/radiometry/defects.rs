//! Detectors that are out of order.

use serde::{Deserialize, Serialize};

use super::ColumnRange;

/// What is wrong with a detector.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DefectKind {
    /// It does not answer to light.
    Blind,
    /// Its noise hides its signal.
    Noisy,
    /// Its filter has a hole: it sees other wavelengths.
    FilterHole,
}

impl DefectKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Blind, Self::Noisy, Self::FilterHole];

    /// The word of the ground segment's file.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Blind => "BLIND",
            Self::Noisy => "NOISY",
            Self::FilterHole => "FILTER_HOLE",
        }
    }
}

/// Neighbouring detectors with the same defect. File of the ground segment: OUTORD.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Defect {
    /// The columns, from 0.
    pub columns: ColumnRange,
    /// What is wrong with them.
    pub kind: DefectKind,
}
