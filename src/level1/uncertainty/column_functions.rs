//! What a column adds to the functions of a band.

use serde::{Deserialize, Serialize};

use crate::instrument::radiometry::{Spike, SpikeForm};

/// Slopes of one column: how a count Y becomes a count Z.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
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

/// Columns written as lists side by side, single figures where all columns have the same, so that a product's file stays small.
pub(super) mod side_by_side {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::ColumnFunction;
    use crate::parameter_sets::ColumnFigures;

    #[derive(Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Lists {
        n: usize,
        low: ColumnFigures,
        high: ColumnFigures,
        knee: ColumnFigures,
        dark_counts: Option<ColumnFigures>,
        slopes_relative: Option<ColumnFigures>,
    }

    fn figures(values: Vec<f64>) -> ColumnFigures {
        match values.split_first() {
            Some((first, rest)) if rest.iter().all(|value| value.to_bits() == first.to_bits()) => {
                ColumnFigures::Same(*first)
            }
            _ => ColumnFigures::ByColumn(values),
        }
    }

    pub(in crate::level1) fn serialize<S: Serializer>(
        columns: &[ColumnFunction],
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let list = |of: fn(&ColumnFunction) -> f64| figures(columns.iter().map(of).collect());
        let known = |of: fn(&ColumnFunction) -> Option<f64>| -> Option<ColumnFigures> {
            columns.iter().map(of).collect::<Option<Vec<f64>>>().map(figures)
        };
        Lists {
            n: columns.len(),
            low: list(|column| column.low),
            high: list(|column| column.high),
            knee: list(|column| column.knee),
            dark_counts: known(|column| column.dark_counts),
            slopes_relative: known(|column| column.slopes_relative),
        }
        .serialize(serializer)
    }

    pub(in crate::level1) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Vec<ColumnFunction>, D::Error> {
        /// More columns than any array has: a file that says so is not believed.
        const MOST_COLUMNS: usize = 1 << 20;
        let lists = Lists::deserialize(deserializer)?;
        if lists.n > MOST_COLUMNS {
            let message = format!("columns: needed at most {MOST_COLUMNS}, found {}", lists.n);
            return Err(serde::de::Error::custom(message));
        }
        (0..lists.n)
            .map(|column| {
                let needed = |figures: &ColumnFigures, name: &str| {
                    figures.of(column).ok_or_else(|| {
                        let message =
                            format!("{name}: needed a figure for each of {} columns, found {column}", lists.n);
                        serde::de::Error::custom(message)
                    })
                };
                let known = |figures: &Option<ColumnFigures>, name: &str| {
                    figures.as_ref().map(|figures| needed(figures, name)).transpose()
                };
                Ok(ColumnFunction {
                    low: needed(&lists.low, "low")?,
                    high: needed(&lists.high, "high")?,
                    knee: needed(&lists.knee, "knee")?,
                    dark_counts: known(&lists.dark_counts, "dark_counts")?,
                    slopes_relative: known(&lists.slopes_relative, "slopes_relative")?,
                })
            })
            .collect()
    }
}
