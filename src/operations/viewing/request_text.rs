//! Requests as they are typed.

use super::contract::ViewStretch;
use super::no_data_text::no_data_look;
use super::view_request::ViewRequest;
use crate::imagery::Window;
use crate::imagery::picture::{Composition, StretchRule};
use crate::operations::OperationError;

fn usage(error: impl std::fmt::Display) -> OperationError {
    OperationError::Usage(error.to_string())
}

impl ViewRequest {
    /// Shows these channels: `B07,B04,B03`, `B05@viridis`.
    ///
    /// # Errors
    /// [`OperationError::Usage`] for what cannot be understood; so for the others.
    pub fn set_bands(&mut self, text: &str) -> Result<(), OperationError> {
        self.composition = Some(text.parse::<Composition>().map_err(usage)?);
        Ok(())
    }

    /// Stretches by this rule: `percentile:2:98`.
    ///
    /// # Errors
    /// As [`ViewRequest::set_bands`].
    pub fn set_stretch(&mut self, text: &str) -> Result<(), OperationError> {
        self.stretch = ViewStretch::Rule(text.parse::<StretchRule>().map_err(usage)?);
        Ok(())
    }

    /// Shows these pixels: first line, first column, lines, columns.
    ///
    /// # Errors
    /// As [`ViewRequest::set_bands`].
    pub fn set_region(&mut self, text: &str) -> Result<(), OperationError> {
        self.region = Some(window("--region", text)?);
        Ok(())
    }

    /// Shows pixels with a reason so: `cloud:0.5,missing:off`.
    ///
    /// # Errors
    /// As [`ViewRequest::set_bands`].
    pub fn set_no_data(&mut self, text: &str) -> Result<(), OperationError> {
        self.no_data = no_data_look(text)?;
        Ok(())
    }
}

/// A window of at least one pixel: first line, first column, lines, columns.
pub(super) fn window(flag: &str, text: &str) -> Result<Window, OperationError> {
    match numbers::<usize>(text).as_deref() {
        Some(&[line, column, lines, columns])
            if lines.checked_mul(columns).is_some_and(|pixels| pixels > 0)
                && line.checked_add(lines).is_some()
                && column.checked_add(columns).is_some() =>
        {
            Ok(Window::new(line, column, lines, columns))
        }
        _ => Err(OperationError::Usage(format!(
            "{flag} needs LINE,COLUMN,LINES,COLUMNS of at least one pixel, found \"{text}\""
        ))),
    }
}

/// Line and column of a pixel.
pub(super) fn pixel(flag: &str, text: &str) -> Result<[usize; 2], OperationError> {
    match numbers::<usize>(text).as_deref() {
        Some(&[line, column]) => Ok([line, column]),
        _ => Err(OperationError::Usage(format!("{flag} needs LINE,COLUMN, whole numbers from 0, found \"{text}\""))),
    }
}

/// Line and column of a place, with fractions.
pub(super) fn place(flag: &str, text: &str) -> Result<[f64; 2], OperationError> {
    match numbers::<f64>(text).as_deref() {
        Some(&[line, column]) if line.is_finite() && column.is_finite() => Ok([line, column]),
        _ => Err(OperationError::Usage(format!("{flag} needs LINE,COLUMN, found \"{text}\""))),
    }
}

/// Numbers with commas between them; none where one of them is none.
fn numbers<Number: std::str::FromStr>(text: &str) -> Option<Vec<Number>> {
    text.split(',').map(|number| number.trim().parse().ok()).collect()
}
