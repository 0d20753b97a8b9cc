//! A coefficient over the columns of an array.

use super::coefficient::Coefficient;
use super::file_reference::FileReference;
use crate::instrument::TdiStages;
use crate::instrument::radiometry::{ArrayResponse, DefectKind};
use crate::operations::OperationError;
use crate::parameter_sets::{BandParameters, ParameterSet};

/// Neighbouring columns that are out of order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DefectRange {
    /// First column, from 0.
    pub first: usize,
    /// Last column.
    pub last: usize,
    /// What is wrong with them, in a word: `blind`.
    pub word: &'static str,
}

/// A coefficient of one band at one number of TDI stages, over the columns.
#[derive(Debug, Clone, PartialEq)]
pub struct CoefficientCurve {
    /// The band.
    pub band: String,
    /// Its place among the bands of the set.
    pub place: usize,
    /// Number of TDI stages.
    pub tdi: u8,
    /// The coefficient.
    pub coefficient: Coefficient,
    /// Its value in each column, from column 0. NaN where there is none.
    pub values: Vec<f64>,
    /// Standard uncertainty (k = 1) of each value; empty where the set does not say it.
    pub sigmas: Vec<f64>,
    /// Columns out of order, rising.
    pub defects: Vec<DefectRange>,
    /// Columns whose dark signal depends on their light, rising.
    pub spikes: Vec<usize>,
    /// The file that it came from.
    pub file: FileReference,
}

impl CoefficientCurve {
    /// What is wrong with a column, where something is.
    pub fn defect_at(&self, column: usize) -> Option<&'static str> {
        let after = self.defects.partition_point(|defect| defect.last < column);
        self.defects.get(after).filter(|defect| defect.first <= column).map(|defect| defect.word)
    }
}

/// A coefficient over the columns of a band at a number of TDI stages.
///
/// # Errors
/// [`OperationError::Usage`] for a band, or a number of TDI stages, that the set lacks.
pub fn coefficient_curve(
    set: &ParameterSet,
    coefficient: Coefficient,
    band: &str,
    tdi: u8,
) -> Result<CoefficientCurve, OperationError> {
    let (place, parameters, response) = response_of(set, band, tdi)?;
    let n = columns_of(response);
    let values = coefficient.values(response);
    let values: Vec<f64> = match values {
        [one] if !coefficient.is_by_column() => vec![*one; n],
        values => values.to_vec(),
    };
    let known = parameters.uncertainties.get(&TdiStages(tdi));
    let sigmas: Option<Vec<f64>> =
        values.iter().enumerate().map(|(column, value)| coefficient.sigma(known, column, *value)).collect();
    Ok(CoefficientCurve {
        band: band.to_owned(),
        place,
        tdi,
        coefficient,
        values,
        sigmas: sigmas.unwrap_or_default(),
        defects: response
            .defects
            .iter()
            .map(|defect| DefectRange {
                first: defect.columns.first,
                last: defect.columns.last,
                word: defect_word(defect.kind),
            })
            .collect(),
        spikes: response.dark.spikes.iter().map(|spike| spike.column).collect(),
        file: FileReference::of(set, coefficient.file_kind(), band, tdi),
    })
}

/// The numbers of TDI stages for which a set has coefficients of a band, or of any band, rising.
pub fn stages_of(set: &ParameterSet, band: Option<&str>) -> Vec<u8> {
    let of = set.bands.iter().filter(|parameters| band.is_none_or(|band| parameters.band == band));
    let stages: std::collections::BTreeSet<u8> =
        of.flat_map(|parameters| parameters.responses.keys().map(|stages| stages.0)).collect();
    stages.into_iter().collect()
}

/// The array of a band at a number of TDI stages, with the band's parameters and its place.
pub(super) fn response_of<'set>(
    set: &'set ParameterSet,
    band: &str,
    tdi: u8,
) -> Result<(usize, &'set BandParameters, &'set ArrayResponse), OperationError> {
    let lacks = |needed: &str, has: Vec<String>| {
        let name = &set.manifest.name;
        OperationError::Usage(format!("needed {needed} in the parameter set {name}, found {}", has.join(", ")))
    };
    let place = set.bands.iter().position(|parameters| parameters.band == band);
    let Some((place, parameters)) = place.and_then(|place| Some((place, set.bands.get(place)?))) else {
        let names = set.bands.iter().map(|parameters| parameters.band.clone()).collect();
        return Err(lacks(&format!("the band {band}"), names));
    };
    if let Some(response) = parameters.responses.get(&TdiStages(tdi)) {
        Ok((place, parameters, response))
    } else {
        let stages = parameters.responses.keys().map(ToString::to_string).collect();
        Err(lacks(&format!("{tdi} TDI stages of {band}"), stages))
    }
}

/// Columns of an array: as many as the longest of its lists has.
pub(super) fn columns_of(response: &ArrayResponse) -> usize {
    response.dark.counts.len().max(response.slopes.columns())
}

/// A kind of defect in a word.
pub(super) const fn defect_word(kind: DefectKind) -> &'static str {
    match kind {
        DefectKind::Blind => "blind",
        DefectKind::Noisy => "noisy",
        DefectKind::FilterHole => "filter hole",
    }
}
