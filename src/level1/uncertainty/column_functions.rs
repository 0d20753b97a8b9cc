//! What a column adds to the functions of a band.

use serde::{Deserialize, Serialize};

use crate::instrument::radiometry::{Spike, SpikeForm};
use crate::level1::DetectorCurve;
use crate::parameter_sets::ColumnFigures;

/// Slopes of all columns, how counts Y become counts Z, and how well they are known: lists side by side, single figures where all columns have
/// the same, so that a product's file stays small.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, try_from = "UncheckedColumns")]
pub struct ColumnFunctions {
    /// Columns.
    n: usize,
    /// dZ/dY up to the knee.
    low: ColumnFigures,
    /// dZ/dY beyond it.
    high: ColumnFigures,
    /// The knee, counts Y.
    knee: ColumnFigures,
    /// Standard uncertainty of the dark signal, counts; none where the set does not say.
    dark_counts: Option<ColumnFigures>,
    /// Relative standard uncertainty of both slopes together; none where the set does not say.
    slopes_relative: Option<ColumnFigures>,
}

/// Slopes of one column.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ColumnFunction {
    /// dZ/dY up to the knee.
    pub low: f64,
    /// dZ/dY beyond it.
    pub high: f64,
    /// The knee, counts Y.
    pub knee: f64,
    /// Standard uncertainty of the dark signal, counts; none where the set does not say.
    pub dark_counts: Option<f64>,
    /// Relative standard uncertainty of both slopes together; none where the set does not say.
    pub slopes_relative: Option<f64>,
}

impl ColumnFunctions {
    /// Of the curves of an array's detectors, and what the set says of how well dark signal and slopes are known.
    pub fn new(
        curves: &[DetectorCurve],
        dark_counts: Option<ColumnFigures>,
        slopes_relative: Option<ColumnFigures>,
    ) -> Self {
        let n = curves.len();
        let figures = |of: fn(&DetectorCurve) -> f64| ColumnFigures::shortest(curves.iter().map(of).collect());
        // A list that ends too early says nothing.
        let known = |figures: &ColumnFigures| n == 0 || figures.of(n - 1).is_some();
        Self {
            n,
            low: figures(|curve| curve.low),
            high: figures(|curve| curve.high),
            knee: figures(|curve| curve.knee),
            dark_counts: dark_counts.filter(known),
            slopes_relative: slopes_relative.filter(known),
        }
    }

    /// Of a column; none beyond the array.
    pub fn of(&self, column: usize) -> Option<ColumnFunction> {
        if column >= self.n {
            return None;
        }
        let known = |figures: &Option<ColumnFigures>| figures.as_ref().and_then(|figures| figures.of(column));
        Some(ColumnFunction {
            low: self.low.of(column)?,
            high: self.high.of(column)?,
            knee: self.knee.of(column)?,
            dark_counts: known(&self.dark_counts),
            slopes_relative: known(&self.slopes_relative),
        })
    }
}

/// As it stands in a file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UncheckedColumns {
    n: usize,
    low: ColumnFigures,
    high: ColumnFigures,
    knee: ColumnFigures,
    dark_counts: Option<ColumnFigures>,
    slopes_relative: Option<ColumnFigures>,
}

impl TryFrom<UncheckedColumns> for ColumnFunctions {
    type Error = String;

    fn try_from(read: UncheckedColumns) -> Result<Self, String> {
        let UncheckedColumns { n, low, high, knee, dark_counts, slopes_relative } = read;
        let lists = [
            ("low", Some(&low)),
            ("high", Some(&high)),
            ("knee", Some(&knee)),
            ("dark_counts", dark_counts.as_ref()),
            ("slopes_relative", slopes_relative.as_ref()),
        ];
        for (name, figures) in lists {
            if let Some(ColumnFigures::ByColumn(figures)) = figures
                && figures.len() != n
            {
                return Err(format!("{name}: needed a figure for each of {n} columns, found {}", figures.len()));
            }
        }
        Ok(Self { n, low, high, knee, dark_counts, slopes_relative })
    }
}

/// A column with a spike: its coefficients, and what they give.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SpikeFunction {
    /// The spike.
    pub spike: Spike,
    /// What its coefficients give.
    pub form: SpikeForm,
    /// Dark signal of the column, counts.
    pub dark: f64,
}

/// A column whose values are the mean of two others, with weights.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InterpolatedColumn {
    /// The column.
    pub column: usize,
    /// The columns before and after.
    pub neighbours: [usize; 2],
    /// Their weights.
    pub weights: [f64; 2],
}
