//! A coefficient of one set against that of another.

use serde::{Deserialize, Serialize};

use super::curve::CoefficientCurve;
use crate::operations::OperationError;

/// How two curves are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Comparison {
    /// The set minus the other one, in the coefficient's unit.
    #[default]
    Difference,
    /// The set over the other one, a pure number.
    Ratio,
}

impl Comparison {
    /// Every way, in the order in which they are offered.
    pub const ALL: [Self; 2] = [Self::Difference, Self::Ratio];

    /// Its word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Difference => "difference",
            Self::Ratio => "ratio",
        }
    }
}

/// `curve` minus, or over, `other`, column by column. Where a number is not finite (a ratio to zero) there is no value. Uncertainties are added as those
/// of independent sets.
///
/// # Errors
/// [`OperationError::Usage`] for curves of unlike numbers of columns.
pub fn compared(
    curve: &CoefficientCurve,
    other: &CoefficientCurve,
    comparison: Comparison,
) -> Result<CoefficientCurve, OperationError> {
    if curve.values.len() != other.values.len() {
        return Err(OperationError::Usage(format!(
            "needed as many columns in both sets, found {} and {} in the {} of {} at {} TDI stages",
            curve.values.len(),
            other.values.len(),
            curve.coefficient.name(),
            curve.band,
            curve.tdi
        )));
    }
    let pairs = || curve.values.iter().zip(&other.values);
    let values: Vec<f64> = pairs()
        .map(|(one, other)| match comparison {
            Comparison::Difference => one - other,
            Comparison::Ratio => one / other,
        })
        .map(|value| if value.is_finite() { value } else { f64::NAN })
        .collect();
    let both = curve.sigmas.iter().zip(&other.sigmas).zip(pairs());
    let sigmas = both
        .map(|((one, other), (a, b))| match comparison {
            Comparison::Difference => one.hypot(*other),
            Comparison::Ratio => (one / b).hypot(other * a / (b * b)),
        })
        .collect();
    Ok(CoefficientCurve { values, sigmas, ..curve.clone() })
}
