//! A figure with where it comes from, and how well it is known.

use serde::{Deserialize, Serialize};

/// How well a figure is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sureness {
    /// Read in the source that is named.
    Documented,
    /// Calculated from documented figures, as the source says.
    Derived,
    /// Remembered by people of the field, verified by nobody here.
    Remembered,
    /// Known to nobody here: a plausible figure to work with, never a fact. The source says why this one.
    Assumed,
}

impl Sureness {
    /// The word of the files.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Documented => "documented",
            Self::Derived => "derived",
            Self::Remembered => "remembered",
            Self::Assumed => "assumed",
        }
    }
}

impl std::fmt::Display for Sureness {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.word())
    }
}

/// Where a family of figures comes from, and how well it is known.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FigureSource {
    /// The document, or the calculation.
    pub source: String,
    /// How well it is known.
    pub sureness: Sureness,
}

/// Where a named choice of figures comes from: a solar spectrum, a formula.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NamedSource {
    /// Its name, the key of the figures.
    pub name: String,
    /// The document, or the calculation.
    pub source: String,
    /// How well it is known.
    pub sureness: Sureness,
}

/// One figure (or one list) with where it comes from. Its unit stands in the name of its key.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Figure<T> {
    /// The figure.
    pub value: T,
    /// The document, the calculation, or why it was assumed.
    pub source: String,
    /// How well it is known.
    pub sureness: Sureness,
}
