//! A kernel, and what can be wrong with a convolution.

use std::sync::Arc;

use crate::supervision::Cancelled;

/// Why a convolution cannot be prepared or run.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ConvolutionError {
    /// A kernel whose values do not fill it.
    #[error("kernel of {rows} × {columns}: {} values needed (at least one), {found} found", rows * columns)]
    Shape {
        /// Rows.
        rows: usize,
        /// Columns.
        columns: usize,
        /// Values given.
        found: usize,
    },
    /// A value that is no number.
    #[error("kernel, row {row}, column {column}: a finite value needed, {found} found")]
    NotFinite {
        /// Row, from 0.
        row: usize,
        /// Column, from 0.
        column: usize,
        /// The value.
        found: f32,
    },
    /// A term that names what does not exist.
    #[error("target {target}, {element}: {needed} needed, {found} found")]
    Target {
        /// The target band, from 0.
        target: usize,
        /// What is wrong.
        element: &'static str,
        /// What it should be.
        needed: String,
        /// What it is.
        found: String,
    },
    /// More memory than the calculation may hold.
    #[error(
        "convolution: {needed_bytes} bytes needed for kernels and lines under way, {budget_bytes} allowed; a smaller halo, fewer bands or a greater memory budget is needed"
    )]
    Memory {
        /// Bytes needed.
        needed_bytes: u64,
        /// Bytes allowed.
        budget_bytes: u64,
    },
    /// The user cancelled.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
}

/// A kernel in pixels: `rows` × `columns` values row by row, its centre at row rows/2, column columns/2 (rounded down). Cheap to clone.
#[derive(Debug, Clone, PartialEq)]
pub struct Kernel {
    rows: usize,
    columns: usize,
    values: Arc<[f32]>,
    reach: (usize, usize),
}

impl Kernel {
    /// A kernel of these values.
    ///
    /// # Errors
    /// [`ConvolutionError::Shape`], [`ConvolutionError::NotFinite`].
    pub fn new(rows: usize, columns: usize, values: impl Into<Arc<[f32]>>) -> Result<Self, ConvolutionError> {
        let values: Arc<[f32]> = values.into();
        if values.is_empty() || rows.checked_mul(columns) != Some(values.len()) {
            return Err(ConvolutionError::Shape { rows, columns, found: values.len() });
        }
        if let Some(index) = values.iter().position(|value| !value.is_finite()) {
            let (row, column) = (index / columns, index % columns);
            return Err(ConvolutionError::NotFinite { row, column, found: values[index] });
        }
        let reach = reach(rows, columns, &values);
        Ok(Self { rows, columns, values, reach })
    }

    /// Rows: along the lines' order.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Columns.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// Values row by row.
    pub fn values(&self) -> &[f32] {
        &self.values
    }

    /// Greatest distance from the centre to a value that is not zero, in rows and in columns.
    pub fn reach(&self) -> (usize, usize) {
        self.reach
    }

    /// A row, counted from the centre; none beyond.
    pub(super) fn row(&self, row: i64) -> Option<&[f32]> {
        let row = usize::try_from(row + (self.rows / 2) as i64).ok().filter(|row| *row < self.rows)?;
        Some(&self.values[row * self.columns..(row + 1) * self.columns])
    }

    /// The value at a distance from the centre; zero beyond the kernel.
    pub fn at(&self, row: i64, column: i64) -> f32 {
        let (row, column) = (row + (self.rows / 2) as i64, column + (self.columns / 2) as i64);
        let inside = (0..self.rows as i64).contains(&row) && (0..self.columns as i64).contains(&column);
        if inside { self.values[row as usize * self.columns + column as usize] } else { 0.0 }
    }
}

fn reach(rows: usize, columns: usize, values: &[f32]) -> (usize, usize) {
    let mut reach = (0, 0);
    for (row, line) in values.chunks_exact(columns).enumerate() {
        let Some(first) = line.iter().position(|value| *value != 0.0) else { continue };
        let last = columns - 1 - line.iter().rev().position(|value| *value != 0.0).unwrap_or(0);
        reach.0 = reach.0.max(row.abs_diff(rows / 2));
        reach.1 = reach.1.max(first.abs_diff(columns / 2)).max(last.abs_diff(columns / 2));
    }
    reach
}
