//! A measured value that cannot travel without its uncertainty and its number of samples.

use serde::{Deserialize, Serialize};

/// Whether a statistic was computed from its whole population or from a sample of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Exactness {
    /// Every member of the population was used.
    Exact,
    /// A sample stands for the population (shown as ≈).
    Approximate,
}

impl Exactness {
    /// The word that a catalog keeps.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Approximate => "approximate",
        }
    }

    /// From its word; none for any other text.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Exact, Self::Approximate].into_iter().find(|exactness| exactness.word() == word)
    }
}

/// A value with its standard uncertainty (k = 1), the number of samples behind it and whether they are all there are.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Estimate {
    /// The value, in the unit named beside it.
    pub value: f64,
    /// Standard uncertainty (k = 1), same unit; zero for a count that is exact.
    pub uncertainty: f64,
    /// Number of samples (pixels, windows: the population says which).
    pub n: u64,
    /// Whole population or sample.
    pub exactness: Exactness,
}

impl Estimate {
    /// An estimate from the whole population.
    pub const fn exact(value: f64, uncertainty: f64, n: u64) -> Self {
        Self { value, uncertainty, n, exactness: Exactness::Exact }
    }

    /// An estimate from a sample of the population.
    pub const fn approximate(value: f64, uncertainty: f64, n: u64) -> Self {
        Self { value, uncertainty, n, exactness: Exactness::Approximate }
    }

    /// The same estimate in a unit `factor` times smaller.
    #[must_use]
    pub fn scaled(self, factor: f64) -> Self {
        Self { value: self.value * factor, uncertainty: self.uncertainty * factor.abs(), ..self }
    }
}
