//! The chain of one band over a block of lines.

use super::band_chain::{BandChain, Memory};
use super::raw_lines::RawLines;
use super::reason_runs::{BlockReasons, ReasonRun};
use super::row_kernel::{SmoothFactor, equalise, equalise_and_scale, scale};
use super::saturation::find_saturated;
use super::{ChainError, SunField};
use crate::imagery::{NoDataReason, Reasons};
use crate::instrument::radiometry::ColumnRange;

/// Columns that are worked on together, line after line: their coefficients, factors and a line of them stay in a first-level cache of 32 KiB.
const TILE: usize = 1024;

/// A line of a tile.
type TileLine = [f32; TILE];

/// 1/cos θ over a tile, from line to line.
struct SunTile<'a> {
    sun: &'a SunField,
    first_column: usize,
    columns: usize,
    lines: [usize; 2],
    start: TileLine,
    change: TileLine,
}

impl<'a> SunTile<'a> {
    fn new(sun: &'a SunField, first_column: usize, columns: usize) -> Self {
        Self { sun, first_column, columns, lines: [0, 0], start: [0.0; TILE], change: [0.0; TILE] }
    }

    fn at(&mut self, line: usize) -> SmoothFactor<'_> {
        let [first, end] = self.lines;
        if !(first..end).contains(&line) {
            self.lines = self.sun.straight_around(line);
            let [first, end] = self.lines;
            self.sun.fill(first, self.first_column, &mut self.start[..self.columns]);
            self.sun.fill(end, self.first_column, &mut self.change[..self.columns]);
            for (change, start) in self.change.iter_mut().zip(&self.start) {
                *change -= start;
            }
        }
        let [first, end] = self.lines;
        let t = (line - first) as f32 / (end - first) as f32;
        SmoothFactor { start: &self.start[..self.columns], change: &self.change[..self.columns], t }
    }
}

impl BandChain {
    /// Values of a block of lines, line by line, and why pixels have none. A pixel without a value is NaN: one of a long run of detectors
    /// out of order, or of a line that was not received. Where stray light stands between ([`super::Chain::corrects_stray_light`]) these
    /// are counts Z, with a value for every pixel, and [`BandChain::finish`] ends the chain.
    ///
    /// # Errors
    /// [`ChainError::Lines`] when the codes leave the array or `values` does not hold as many pixels.
    pub fn correct(
        &self,
        raw: &RawLines<'_>,
        values: &mut [f32],
        reasons: &mut BlockReasons,
    ) -> Result<(), ChainError> {
        let (first, columns) = (raw.first_column(), raw.columns());
        if first + columns > self.columns() {
            return Err(ChainError::Lines {
                what: "columns of the array",
                needed: first + columns,
                found: self.columns(),
            });
        }
        if values.len() != raw.lines() * columns {
            return Err(ChainError::Lines {
                what: "values of the block",
                needed: raw.lines() * columns,
                found: values.len(),
            });
        }
        if columns == 0 {
            return Ok(());
        }
        for from in (0..columns).step_by(TILE) {
            self.equalise_tile(raw, from, TILE.min(columns - from), values);
        }
        reasons.columns = self.column_reasons();
        reasons.runs.clear();
        find_saturated(raw, self.settings.saturation, self.columns(), &mut reasons.runs);
        self.interpolate(raw, values, &mut reasons.runs);
        self.leave_missing(raw, values, &mut reasons.runs);
        reasons.runs.sort_by_key(|run| run.line);
        Ok(())
    }

    /// Ends the chain for counts Z of whole lines of `columns` columns from `first_column` on: scale, and no value where there is none.
    pub fn finish(&self, first_line: usize, first_column: usize, columns: usize, values: &mut [f32]) {
        let factor = self.scale.factor as f32;
        if columns == 0 {
            return;
        }
        for from in (0..columns).step_by(TILE) {
            let n = TILE.min(columns - from);
            let mut sun = self.scale.sun.as_deref().map(|sun| SunTile::new(sun, first_column + from, n));
            for (index, line) in values.chunks_exact_mut(columns).enumerate() {
                let line = &mut line[from..from + n];
                line.iter_mut().for_each(|value| *value *= factor);
                if let Some(sun) = &mut sun {
                    scale(sun.at(first_line + index), line);
                }
            }
        }
        for line in values.chunks_exact_mut(columns) {
            self.leave_defective(first_column, line);
        }
    }

    /// Equalises, and scales where nothing stands between, the columns `from` to `from` + `n` of the block.
    fn equalise_tile(&self, raw: &RawLines<'_>, from: usize, n: usize, values: &mut [f32]) {
        let first_column = raw.first_column() + from;
        let part = self.coefficients.part(first_column, first_column + n);
        let spikes = self.spikes_in(first_column, first_column + n);
        let mut sun = match &self.scale.sun {
            Some(sun) if self.is_fused => Some(SunTile::new(sun, first_column, n)),
            _ => None,
        };
        let mut memory = self.memory.as_ref().map(|memory| MemoryTile::new(self, memory, first_column, n));
        let begin = if memory.is_some() { 0 } else { raw.context() };
        for index in begin..raw.all_lines() {
            let codes = &raw.line(index)[from..from + n];
            let counts = memory.as_mut().map(|memory| memory.next(codes, raw.is_missing(index)));
            let Some(line) = index.checked_sub(raw.context()) else { continue };
            let product_line = raw.product_line(index);
            let start = line * raw.columns() + from;
            let values = &mut values[start..start + n];
            match (counts, &mut sun) {
                (None, None) => equalise(codes, part, values),
                (None, Some(sun)) => equalise_and_scale(codes, part, sun.at(product_line), values),
                (Some(counts), None) => equalise(counts, part, values),
                (Some(counts), Some(sun)) => equalise_and_scale(counts, part, sun.at(product_line), values),
            }
            if self.memory.as_ref().is_some_and(|memory| memory.of_signal) {
                continue;
            }
            for column in spikes {
                let index = column - first_column;
                let code = counts.map_or(f64::from(codes[index]), |counts| f64::from(counts[index]));
                values[index] = (self.curves[*column].counts(code) * self.fused_scale(product_line, *column)) as f32;
            }
        }
    }

    fn spikes_in(&self, first: usize, end: usize) -> &[usize] {
        let from = self.spikes.partition_point(|column| *column < first);
        let to = self.spikes.partition_point(|column| *column < end);
        &self.spikes[from..to]
    }

    /// Value per count Z of what [`BandChain::correct`] gives.
    fn fused_scale(&self, line: usize, column: usize) -> f64 {
        if self.is_fused { self.scale.at(line, column) } else { 1.0 }
    }

    /// Values of the detectors out of order, from their neighbours; and that these were saturated.
    fn interpolate(&self, raw: &RawLines<'_>, values: &mut [f32], runs: &mut Vec<ReasonRun>) {
        let (first, end) = (raw.first_column(), raw.first_column() + raw.columns());
        let full_scale = self.settings.saturation.full_scale;
        let scale_varies = self.is_fused && self.scale.sun.as_ref().is_some_and(|sun| !sun.is_uniform());
        for run in &self.runs {
            let (from, to) = (run.columns.first.max(first), (run.columns.last + 1).min(end));
            if from >= to {
                continue;
            }
            let neighbours = [run.left, run.right].map(|column| column.filter(|column| (first..end).contains(column)));
            let is_known = neighbours == [run.left, run.right];
            for (line, values) in values.chunks_exact_mut(raw.columns()).enumerate() {
                let index = raw.context() + line;
                let product_line = raw.product_line(index);
                let scale_at = |column| if scale_varies { self.scale.at(product_line, column) } else { 1.0 };
                let counts = neighbours
                    .map(|column| column.map_or(0.0, |column| f64::from(values[column - first]) / scale_at(column)));
                for column in from..to {
                    let [left, right] = run.weights(column);
                    let value = (left * counts[0] + right * counts[1]) * scale_at(column);
                    values[column - first] = if is_known { value as f32 } else { f32::NAN };
                }
                if self.is_fused && !run.has_value {
                    values[from - first..to - first].fill(f32::NAN);
                }
                let codes = raw.line(index);
                let is_saturated = neighbours
                    .into_iter()
                    .flatten()
                    .any(|column| codes.get(column - first).is_some_and(|code| *code >= full_scale));
                let mut why = Reasons::VALID;
                if is_saturated {
                    why.insert(NoDataReason::Saturated);
                }
                if !is_known {
                    why.insert(NoDataReason::NotComputed);
                }
                if !why.is_valid() {
                    runs.push(ReasonRun { line: product_line, columns: ColumnRange::new(from, to - 1), reasons: why });
                }
            }
        }
    }

    /// No values in lines that were not received.
    fn leave_missing(&self, raw: &RawLines<'_>, values: &mut [f32], runs: &mut Vec<ReasonRun>) {
        for (line, values) in values.chunks_exact_mut(raw.columns()).enumerate() {
            let index = raw.context() + line;
            if raw.is_missing(index) {
                values.fill(f32::NAN);
                let columns = ColumnRange::new(raw.first_column(), raw.first_column() + raw.columns() - 1);
                let reasons = Reasons::only(NoDataReason::Missing);
                runs.push(ReasonRun { line: raw.product_line(index), columns, reasons });
            }
        }
    }

    fn leave_defective(&self, first_column: usize, line: &mut [f32]) {
        for run in self.runs.iter().filter(|run| !run.has_value) {
            let from = run.columns.first.saturating_sub(first_column);
            let to = (run.columns.last + 1).saturating_sub(first_column).min(line.len());
            if let Some(values) = line.get_mut(from..to) {
                values.fill(f32::NAN);
            }
        }
    }
}

/// The first steps over a tile where a line depends on the one before.
struct MemoryTile<'a> {
    chain: &'a BandChain,
    memory: &'a Memory,
    spikes: &'a [usize],
    first_column: usize,
    columns: usize,
    has_before: bool,
    before: TileLine,
    counts: TileLine,
}

impl<'a> MemoryTile<'a> {
    fn new(chain: &'a BandChain, memory: &'a Memory, first_column: usize, columns: usize) -> Self {
        let spikes = chain.spikes_in(first_column, first_column + columns);
        Self {
            chain,
            memory,
            spikes,
            first_column,
            columns,
            has_before: false,
            before: [0.0; TILE],
            counts: [0.0; TILE],
        }
    }

    /// Codes, or counts above the dark signal, of the next line without what the line before leaves. The first line of a product, and one
    /// after a line that was not received, has no line before it that is known, and stays as it is.
    fn next(&mut self, codes: &[u16], is_missing: bool) -> &[f32] {
        let n = self.columns;
        for (count, code) in self.counts.iter_mut().zip(codes) {
            *count = f32::from(*code);
        }
        if self.memory.of_signal {
            let dark = &self.chain.first_dark[self.first_column..self.first_column + n];
            for (count, dark) in self.counts.iter_mut().zip(dark) {
                *count -= dark;
            }
            for column in self.spikes {
                let count = &mut self.counts[column - self.first_column];
                *count = self.chain.curves[*column].spike_corrected(f64::from(*count)) as f32;
            }
        }
        if self.memory.corrected {
            if self.has_before {
                self.memory.remanence.subtract(&self.before[..n], self.first_column, &mut self.counts[..n]);
            }
            self.before = self.counts;
        } else {
            let as_read = self.counts;
            if self.has_before {
                self.memory.remanence.subtract(&self.before[..n], self.first_column, &mut self.counts[..n]);
            }
            self.before = as_read;
        }
        self.has_before = !is_missing;
        &self.counts[..n]
    }
}
