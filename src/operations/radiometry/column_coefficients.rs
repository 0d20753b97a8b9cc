//! Every coefficient that a column has, with the file that it came from.

use super::coefficient::Coefficient;
use super::curve::{columns_of, defect_word, response_of};
use super::file_reference::FileReference;
use crate::instrument::TdiStages;
use crate::operations::OperationError;
use crate::parameter_sets::ParameterSet;

/// A coefficient of one column.
#[derive(Debug, Clone, PartialEq)]
pub struct ColumnCoefficient {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: f64,
    /// Unit of its value; `1` for a pure number.
    pub unit: &'static str,
    /// Standard uncertainty (k = 1); none where the set does not say it.
    pub sigma: Option<f64>,
    /// The file that it came from.
    pub file: FileReference,
}

/// What is known of one column of an array.
#[derive(Debug, Clone, PartialEq)]
pub struct ColumnCoefficients {
    /// Its coefficients, in the order of the chain.
    pub coefficients: Vec<ColumnCoefficient>,
    /// What is wrong with it, and the file that says so; none for a column in order.
    pub defect: Option<(&'static str, FileReference)>,
}

/// Every coefficient of a column of a band at a number of TDI stages, a spike's among them.
///
/// # Errors
/// [`OperationError::Usage`] for a band, a number of TDI stages or a column that the set lacks.
pub fn column_coefficients(
    set: &ParameterSet,
    band: &str,
    tdi: u8,
    column: usize,
) -> Result<ColumnCoefficients, OperationError> {
    let (_, parameters, response) = response_of(set, band, tdi)?;
    let n = columns_of(response);
    if column >= n {
        return Err(OperationError::Usage(format!(
            "needed a column of {band} from 0 to {}, found {column}",
            n.saturating_sub(1)
        )));
    }
    let file = |kind: &str| FileReference::of(set, kind, band, tdi);
    let known = parameters.uncertainties.get(&TdiStages(tdi));
    let mut coefficients = Vec::new();
    for coefficient in Coefficient::ALL {
        let values = coefficient.values(response);
        let place = if coefficient.is_by_column() { column } else { 0 };
        let Some(value) = values.get(place).copied() else { continue };
        coefficients.push(ColumnCoefficient {
            name: coefficient.name().to_owned(),
            value,
            unit: coefficient.unit(),
            sigma: coefficient.sigma(known, column, value),
            file: file(coefficient.file_kind()),
        });
    }
    if let Some(spike) = response.dark.spikes.iter().find(|spike| spike.column == column) {
        let numbers = std::iter::once(("spike threshold".to_owned(), spike.threshold, "counts"))
            .chain(
                spike
                    .polynomial
                    .iter()
                    .enumerate()
                    .map(|(power, value)| (format!("spike polynomial {power}"), *value, "")),
            )
            .chain(spike.linear.iter().enumerate().map(|(power, value)| (format!("spike line {power}"), *value, "")));
        for (name, value, unit) in numbers {
            coefficients.push(ColumnCoefficient { name, value, unit, sigma: None, file: file("DARKCU") });
        }
    }
    let defect = response.defects.iter().find(|defect| defect.columns.contains(column));
    Ok(ColumnCoefficients { coefficients, defect: defect.map(|defect| (defect_word(defect.kind), file("OUTORD"))) })
}
