//! What became of a pixel on its way through the chain, as it is shown: every value on the way, every coefficient with its file, the sources of its
//! uncertainty, and which other pixels its coefficients made.

use super::chain_source::columns_of_line;
use super::column_coefficients::ColumnCoefficient;
use super::file_reference::FileReference;
use super::raw_product::RawProduct;
use super::what_if::WhatIf;
use crate::level1::explain::{
    CoefficientName, CoefficientUsed, PixelExplanation, PixelQuestion, Stage, UncertaintyPart, explain_pixel, used_by,
};
use crate::level1::{Chain, ChainError};
use crate::operations::OperationError;
use crate::parameter_sets::ParameterSet;
use crate::supervision::Supervision;

/// A step, and the value after it.
#[derive(Debug, Clone, PartialEq)]
pub struct ExplainedStep {
    /// The step, or the neighbour that an interpolated column's step is of.
    pub name: String,
    /// Whether it was run.
    pub is_done: bool,
    /// The value after it.
    pub value: f64,
    /// Its unit; `1` for a pure number.
    pub unit: &'static str,
    /// What it was made with.
    pub coefficients: Vec<ColumnCoefficient>,
    /// What is to be known besides.
    pub note: Option<String>,
}

/// A source of uncertainty.
#[derive(Debug, Clone, PartialEq)]
pub struct ExplainedSource {
    /// What is uncertain.
    pub source: &'static str,
    /// Random, structured or systematic.
    pub part: &'static str,
    /// Standard uncertainty (k = 1) of the value, in its unit; none where the set does not say.
    pub sigma: Option<f64>,
}

/// What became of a pixel.
#[derive(Debug, Clone, PartialEq)]
pub struct ExplainedPixel {
    /// Its band.
    pub band: String,
    /// Number of TDI stages with which it was taken.
    pub tdi: u8,
    /// Its line.
    pub line: usize,
    /// Its column, counted from the first useful one.
    pub column: usize,
    /// Its code.
    pub code: u16,
    /// Every step.
    pub steps: Vec<ExplainedStep>,
    /// The value; none for a pixel without one.
    pub value: Option<f64>,
    /// Its unit.
    pub unit: &'static str,
    /// Why it must not enter a statistic; empty for a good pixel.
    pub reasons: Vec<&'static str>,
    /// The sources of its uncertainty.
    pub budget: Vec<ExplainedSource>,
    /// All of them together; none where the set does not say one of them.
    pub total_sigma: Option<f64>,
    /// Backwards: which pixels the coefficients of its column made, in words.
    pub used_by: Vec<String>,
}

impl RawProduct {
    /// Explains a pixel of the image, with what is thought to be otherwise. Steps that no live picture has are left out as there.
    ///
    /// # Errors
    /// [`OperationError::Usage`] for a pixel outside of the useful columns, a band or a number of TDI stages that the set lacks;
    /// [`OperationError::Raster`]; [`OperationError::Cancelled`].
    pub fn explain(
        &self,
        band: &str,
        line: usize,
        column: usize,
        what_if: &WhatIf,
        supervision: &Supervision,
    ) -> Result<ExplainedPixel, OperationError> {
        let refused = |error: ChainError| OperationError::Usage(error.to_string());
        let wrong = |found: String| {
            OperationError::Usage(format!("needed a pixel of the useful image of band {band}, found {found}"))
        };
        let (index, tdi) = self.band(band).ok_or_else(|| wrong(format!("a product without band {band}")))?;
        let [pre_scan, useful] = self.useful_columns();
        let column = column.checked_sub(pre_scan).filter(|column| *column < useful);
        let column = column.ok_or_else(|| wrong("one before or after it".to_owned()))?;
        let thought = self.chain_of(band, what_if);
        let chain = thought.chain().map_err(OperationError::Usage)?;
        let of_band = thought.band_chain().map_err(OperationError::Usage)?;
        let set = self.set_of(band, what_if);
        // The line before is asked for whether or not it left something.
        let first_line = line.saturating_sub(of_band.lines_before().max(1));
        let codes =
            columns_of_line(self.raster(), index, first_line..line + 1, pre_scan..pre_scan + useful, supervision)?;
        let code_at = |at: usize, column: usize| {
            let at = at.checked_sub(first_line)?;
            codes.get(at * useful + column).copied().filter(|_| column < useful)
        };
        let distance_au = chain.distance_au();
        // No live picture corrects stray light.
        let (value_of_product, noise_gain) = (None, 1.0);
        let question =
            PixelQuestion { chain: of_band, set: &set, tdi, line, column, distance_au, value_of_product, noise_gain };
        let explained = explain_pixel(&question, &code_at).map_err(refused)?;
        supervision.check()?;
        let used_by = used(band, column, chain, &set).map_err(refused)?;
        Ok(story(explained, tdi.0, used_by))
    }
}

fn story(explained: PixelExplanation, tdi: u8, used_by: Vec<String>) -> ExplainedPixel {
    let mut steps: Vec<ExplainedStep> = Vec::new();
    for neighbour in &explained.interpolated_from {
        let of = |stage: &Stage| step(stage, Some((neighbour.column, neighbour.weight)));
        steps.extend(neighbour.stages.iter().map(of));
    }
    steps.extend(explained.stages.iter().map(|stage| step(stage, None)));
    let budget = explained.budget.iter().map(|line| ExplainedSource {
        source: line.source,
        part: match line.part {
            UncertaintyPart::Random => "random",
            UncertaintyPart::Structured => "structured",
            UncertaintyPart::Systematic => "systematic",
        },
        sigma: line.sigma,
    });
    ExplainedPixel {
        band: explained.band,
        tdi,
        line: explained.line,
        column: explained.column,
        code: explained.code,
        steps,
        value: explained.value,
        unit: explained.unit,
        reasons: explained.reasons,
        budget: budget.collect(),
        total_sigma: explained.total_sigma,
        used_by,
    }
}

/// A step; of a neighbour, its column and weight with it.
fn step(stage: &Stage, neighbour: Option<(usize, f64)>) -> ExplainedStep {
    let name = match neighbour {
        Some((column, weight)) => format!("column {column} (× {weight:.3}): {}", stage.name),
        None => stage.name.to_owned(),
    };
    let coefficients = stage.coefficients.iter().map(coefficient).collect();
    ExplainedStep {
        name,
        is_done: stage.is_done,
        value: stage.value,
        unit: stage.unit,
        coefficients,
        note: stage.note.clone(),
    }
}

fn coefficient(used: &CoefficientUsed) -> ColumnCoefficient {
    let kind = used.file.as_deref().and_then(|file| file.split("_GIP_").nth(1)?.split('_').next().map(str::to_owned));
    ColumnCoefficient {
        name: used.name.clone(),
        value: used.value,
        unit: used.unit,
        sigma: None,
        file: FileReference {
            kind: kind.unwrap_or_else(|| "scene".to_owned()),
            identifier: used.file.clone(),
            serial: used.serial,
        },
    }
}

/// Which pixels the dark signal and the slopes of a column made.
fn used(band: &str, column: usize, chain: &Chain, set: &ParameterSet) -> Result<Vec<String>, ChainError> {
    let mut lines = Vec::new();
    for kind in ["DARKCU", "RELSEN"] {
        let name = CoefficientName { kind: kind.to_owned(), band: Some(band.to_owned()), column: Some(column) };
        let usage = used_by(&name, chain, set)?;
        for pixels in &usage.pixels {
            let columns = match (pixels.columns.first, pixels.columns.last) {
                (first, last) if first == last => format!("column {first}"),
                (first, last) => format!("columns {first} to {last}"),
            };
            lines.push(format!("{name}: {} of {}, lines: {}, {}", columns, pixels.band, usage.lines, pixels.way));
        }
        lines.extend(usage.notes.iter().map(|note| format!("{name}: {note}")));
    }
    Ok(lines)
}
