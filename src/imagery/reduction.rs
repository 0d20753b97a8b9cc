//! Coarser pictures of a raster: means of square cells, so that no detail aliases, and nothing of what stood in a cell is forgotten.

use super::no_data::{NoDataReason, Reasons};
use super::raster::Tile;

/// Cells of a reduced raster, row by row.
///
/// A cell keeps two things apart. Its value and `reasons` are those of a sample: the mean of the cell's valid samples, with no reason; where
/// none is valid, the mean of the samples that carry a value in spite of a reason (saturated, clipped, cloudy, defective), with the reasons
/// of those; where no sample carries a value, zero with the reasons of all. `touched` unites the reasons of *every* sample of the cell, so
/// that an overlay still shows a single defective pixel in a cell of a million.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ReducedTile {
    /// Mean of each cell, in the raster's own unit.
    pub values: Vec<f32>,
    /// Reasons that hold for the value of each cell; none when at least one sample was valid.
    pub reasons: Vec<Reasons>,
    /// Reasons that hold for any sample of each cell.
    pub touched: Vec<Reasons>,
    /// Samples that each value is the mean of.
    pub n: Vec<u32>,
}

impl ReducedTile {
    /// No cells yet, and room for `cells`.
    pub fn with_capacity(cells: usize) -> Self {
        Self {
            values: Vec::with_capacity(cells),
            reasons: Vec::with_capacity(cells),
            touched: Vec::with_capacity(cells),
            n: Vec::with_capacity(cells),
        }
    }

    /// Forgets the cells and keeps the room.
    pub fn clear(&mut self) {
        self.values.clear();
        self.reasons.clear();
        self.touched.clear();
        self.n.clear();
    }
}

/// Columns that are looked at together: where all of their samples are valid, the sums need no case by case.
const STRETCH: usize = 64;

/// What one column of a row of cells has summed up so far. Arrays, so that the sums run over many columns at once.
#[derive(Debug, Clone, Copy)]
struct Columns {
    valid_sum: [f64; STRETCH],
    valid_n: [u32; STRETCH],
    carried_sum: [f64; STRETCH],
    carried_n: [u32; STRETCH],
    carried_reasons: [Reasons; STRETCH],
    touched: [Reasons; STRETCH],
}

impl Columns {
    const EMPTY: Self = Self {
        valid_sum: [0.0; STRETCH],
        valid_n: [0; STRETCH],
        carried_sum: [0.0; STRETCH],
        carried_n: [0; STRETCH],
        carried_reasons: [Reasons::VALID; STRETCH],
        touched: [Reasons::VALID; STRETCH],
    };

    fn add_valid(&mut self, values: &[f32]) {
        for ((sum, n), value) in self.valid_sum.iter_mut().zip(&mut self.valid_n).zip(values) {
            *sum += f64::from(*value);
            *n += 1;
        }
    }

    /// Adds samples of weight `weights`, or one each when that is empty; `touched` stands for the reasons of all behind a sample.
    fn add(&mut self, values: &[f32], reasons: &[Reasons], touched: &[Reasons], weights: &[u32]) {
        for (index, (value, reasons)) in values.iter().zip(reasons).enumerate() {
            let weight = weights.get(index).copied().unwrap_or(1);
            let valid = if reasons.is_valid() { weight } else { 0 };
            let carried = if !reasons.is_valid() && reasons.carries_value() { weight } else { 0 };
            let value = f64::from(*value);
            self.valid_sum[index] += if valid > 0 { value * f64::from(valid) } else { 0.0 };
            self.valid_n[index] += valid;
            self.carried_sum[index] += if carried > 0 { value * f64::from(carried) } else { 0.0 };
            self.carried_n[index] += carried;
            let kept = if carried > 0 { *reasons } else { Reasons::VALID };
            self.carried_reasons[index] = self.carried_reasons[index].union(kept);
            self.touched[index] = self.touched[index].union(touched[index]);
        }
    }
}

/// Sum, number and reasons of one cell.
#[derive(Clone, Copy, Default)]
struct Cell {
    valid_sum: f64,
    valid_n: u32,
    carried_sum: f64,
    carried_n: u32,
    carried_reasons: Reasons,
    touched: Reasons,
}

impl Cell {
    fn add(&mut self, columns: &Columns, index: usize) {
        self.valid_sum += columns.valid_sum[index];
        self.valid_n += columns.valid_n[index];
        self.carried_sum += columns.carried_sum[index];
        self.carried_n += columns.carried_n[index];
        self.carried_reasons = self.carried_reasons.union(columns.carried_reasons[index]);
        self.touched = self.touched.union(columns.touched[index]);
    }

    fn append_to(self, tile: &mut ReducedTile) {
        let (sum, n, reasons) = if self.valid_n > 0 {
            (self.valid_sum, self.valid_n, Reasons::VALID)
        } else if self.carried_n > 0 {
            (self.carried_sum, self.carried_n, self.carried_reasons)
        } else {
            (0.0, 0, self.touched)
        };
        let mean = (sum / f64::from(n.max(1))) as f32;
        // A source that delivers NaN as valid breaks its contract; the cell says that its value is missing.
        let missing = if mean.is_finite() { Reasons::VALID } else { Reasons::only(NoDataReason::Missing) };
        tile.values.push(if mean.is_finite() { mean } else { 0.0 });
        tile.reasons.push(reasons.union(missing));
        tile.touched.push(self.touched.union(missing));
        tile.n.push(if mean.is_finite() { n } else { 0 });
    }
}

/// Samples to be reduced: a raster's own, or the cells of a finer reduction with their weights.
#[derive(Clone, Copy)]
struct Source<'samples> {
    values: &'samples [f32],
    reasons: &'samples [Reasons],
    touched: &'samples [Reasons],
    weights: &'samples [u32],
}

/// The calculation, with its working memory: one for each thread, used again and again.
#[derive(Debug, Clone, Default)]
pub struct Reduction {
    stretches: Vec<Columns>,
}

impl Reduction {
    /// Appends the cells of `tile` (lines of `columns` samples) to `reduced`, row by row; a cell covers `factor` × `factor` samples, fewer
    /// at the end of the tile's lines and columns. A `factor` of zero is taken as one.
    ///
    /// Two strips of a raster give the cells of the whole when each but the last holds a whole number of rows of cells.
    pub fn append(&mut self, tile: &Tile, columns: usize, factor: usize, reduced: &mut ReducedTile) {
        let source = Source { values: &tile.values, reasons: &tile.reasons, touched: &tile.reasons, weights: &[] };
        self.reduce(source, columns, factor, reduced);
    }

    /// As [`Reduction::append`], from cells instead of samples: each counts as many samples as it is the mean of, so that the mean of means is
    /// that of the samples. (Samples that carry a value in spite of a reason are left out as soon as their finer cell has valid ones.)
    pub fn append_cells(&mut self, finer: &ReducedTile, columns: usize, factor: usize, reduced: &mut ReducedTile) {
        let source =
            Source { values: &finer.values, reasons: &finer.reasons, touched: &finer.touched, weights: &finer.n };
        self.reduce(source, columns, factor, reduced);
    }

    fn reduce(&mut self, source: Source<'_>, columns: usize, factor: usize, reduced: &mut ReducedTile) {
        let factor = factor.max(1);
        if columns == 0 {
            return;
        }
        let lines = source.values.len().min(source.reasons.len()) / columns;
        for first in (0..lines).step_by(factor) {
            if factor == 1 || lines - first == 1 {
                reduce_line(source, first * columns..(first + 1) * columns, factor, reduced);
                continue;
            }
            self.stretches.clear();
            self.stretches.resize(columns.div_ceil(STRETCH), Columns::EMPTY);
            for line in first..(first + factor).min(lines) {
                self.add_line(source, line * columns..(line + 1) * columns);
            }
            for cell in (0..columns).step_by(factor) {
                let mut sum = Cell::default();
                for column in cell..(cell + factor).min(columns) {
                    sum.add(&self.stretches[column / STRETCH], column % STRETCH);
                }
                sum.append_to(reduced);
            }
        }
    }

    fn add_line(&mut self, source: Source<'_>, line: std::ops::Range<usize>) {
        let starts = line.clone().step_by(STRETCH);
        for (stretch, start) in self.stretches.iter_mut().zip(starts) {
            let part = start..(start + STRETCH).min(line.end);
            let (values, touched) = (&source.values[part.clone()], &source.touched[part.clone()]);
            let any = touched.iter().fold(Reasons::VALID, |any, reasons| any.union(*reasons));
            if any.is_valid() && source.weights.is_empty() {
                stretch.add_valid(values);
            } else {
                let weights = source.weights.get(part.clone()).unwrap_or_default();
                stretch.add(values, &source.reasons[part], touched, weights);
            }
        }
    }
}

/// Appends the cells of a single line: no column has anything to sum up.
fn reduce_line(source: Source<'_>, line: std::ops::Range<usize>, factor: usize, reduced: &mut ReducedTile) {
    for start in line.clone().step_by(factor) {
        let part = start..(start + factor).min(line.end);
        let (values, touched) = (&source.values[part.clone()], &source.touched[part.clone()]);
        let any = touched.iter().fold(Reasons::VALID, |any, reasons| any.union(*reasons));
        let mut cell = Cell::default();
        if any.is_valid() && source.weights.is_empty() {
            cell.valid_sum = values.iter().fold(0.0, |sum, value| sum + f64::from(*value));
            cell.valid_n = values.len() as u32;
        } else {
            for start in part.clone().step_by(STRETCH) {
                let part = start..(start + STRETCH).min(part.end);
                let weights = source.weights.get(part.clone()).unwrap_or_default();
                let (n, mut columns) = (part.len(), Columns::EMPTY);
                columns.add(
                    &source.values[part.clone()],
                    &source.reasons[part.clone()],
                    &source.touched[part],
                    weights,
                );
                for index in 0..n {
                    cell.add(&columns, index);
                }
            }
        }
        cell.append_to(reduced);
    }
}

#[cfg(test)]
mod tests;
