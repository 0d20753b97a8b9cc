//! How well the parameters of a band are known: the ground segment's files do not say it, a set of ours does (`uncertainty.toml`).

use serde::{Deserialize, Serialize};

/// One figure for every column, or one for all.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum ColumnFigures {
    /// The same for all.
    Same(f64),
    /// Column by column.
    ByColumn(Vec<f64>),
}

impl ColumnFigures {
    /// One figure where all are the same.
    pub fn shortest(figures: Vec<f64>) -> Self {
        match figures.split_first() {
            Some((first, rest)) if rest.iter().all(|figure| figure.to_bits() == first.to_bits()) => Self::Same(*first),
            _ => Self::ByColumn(figures),
        }
    }

    /// Of a column; none beyond the list's end.
    pub fn of(&self, column: usize) -> Option<f64> {
        match self {
            Self::Same(figure) => Some(*figure),
            Self::ByColumn(figures) => figures.get(column).copied(),
        }
    }
}

/// Standard uncertainties (k = 1) of one array at one number of TDI stages. Figures of columns are independent from column to column;
/// figures of the band are common to all its columns.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BandUncertainty {
    /// Of the dark signal of each column, counts.
    pub dark_counts: ColumnFigures,
    /// Of a1 and a2 of each column (fully correlated with each other), relative.
    pub slopes_relative: ColumnFigures,
    /// Of Ak, relative.
    pub gain_relative: f64,
    /// Of the solar irradiance, relative; counts for reflectance only.
    pub solar_irradiance_relative: f64,
}
