//! The chain of one band over a block of lines.

use super::ChainError;
use super::band_chain::BandChain;
use super::line_memory::LineMemory;
use super::raw_lines::RawLines;
use super::reason_runs::{BlockReasons, ReasonRun};
use super::row_kernel::{any_saturated, equalise, equalise_and_scale, scale};
use super::saturation::find_saturated;
use super::sun_rows::SunRows;
use crate::imagery::{NoDataReason, Reasons};
use crate::instrument::radiometry::ColumnRange;

/// Lines that are equalised together, so that their coefficients come from the second-level cache once. Measured: one line at a time costs
/// 0.60 ns a pixel, four 0.40, five 0.38, six are no longer made wide by the compiler.
const TOGETHER: usize = 5;

/// A run of detectors out of order inside a window of columns, places counted from its first.
struct RunInWindow {
    from: usize,
    to: usize,
    /// Places of the neighbours, where the run has them.
    neighbours: [Option<usize>; 2],
    /// Weights of the neighbours for each column.
    weights: Vec<[f32; 2]>,
    has_value: bool,
    /// Whether a neighbour that the run has lies outside the window.
    lacks_neighbour: bool,
}

impl BandChain {
    /// Values of a block of lines, line by line, and why pixels have none. A pixel without a value is NaN: one of a long run of detectors
    /// out of order, or of a line that was not received. Where stray light stands between ([`super::Chain::corrects_stray_light`]) these
    /// are counts Z, with a value for every pixel that was received, and [`BandChain::finish`] ends the chain.
    ///
    /// Columns that are interpolated from a neighbour outside the block have no value and the reason `NotComputed`: see
    /// [`BandChain::columns_needed`].
    ///
    /// # Errors
    /// [`ChainError::Lines`] when the codes leave the array or `values` does not hold as many pixels.
    pub fn correct(
        &self,
        raw: &RawLines<'_>,
        values: &mut [f32],
        reasons: &mut BlockReasons,
    ) -> Result<(), ChainError> {
        let (first_column, columns) = (raw.first_column(), raw.columns());
        if first_column + columns > self.columns() {
            let needed = first_column + columns;
            return Err(ChainError::Lines { what: "columns of the array", needed, found: self.columns() });
        }
        if values.len() != raw.lines() * columns {
            let needed = raw.lines() * columns;
            return Err(ChainError::Lines { what: "values of the block", needed, found: values.len() });
        }
        reasons.columns = self.column_reasons();
        reasons.runs.clear();
        if columns == 0 {
            return Ok(());
        }
        find_saturated(raw, 0..raw.context(), self.settings.saturation, self.columns(), &mut reasons.runs);
        let runs = self.runs_in(first_column, columns);
        let mut sun = match &self.scale.sun {
            Some(sun) if self.is_fused => Some(SunRows::new(sun, first_column, columns)),
            _ => None,
        };
        let mut memory = self.memory.as_ref().map(|memory| LineMemory::new(self, memory, first_column, columns));
        if let Some(memory) = &mut memory {
            memory.pass_context(raw);
        }
        let (mut index, mut rest) = (raw.context(), values);
        while index < raw.all_lines() {
            let line = raw.product_line(index);
            let straight_until = sun.as_mut().map_or(usize::MAX, |sun| sun.move_to(line));
            let together = (raw.all_lines() - index).min(raw.lines_until(index, straight_until));
            let is_free = memory.as_ref().is_none_or(LineMemory::takes_lines_together);
            let n = if together >= TOGETHER && is_free { TOGETHER } else { 1 };
            let (now, later) = rest.split_at_mut(n * columns);
            match &mut memory {
                None if n == TOGETHER => {
                    let codes: [&[u16]; TOGETHER] = std::array::from_fn(|line| raw.line(index + line));
                    self.equalise_codes(codes, raw, index, sun.as_ref(), rows(now));
                }
                None => self.equalise_codes([raw.line(index)], raw, index, sun.as_ref(), [&mut *now]),
                Some(memory) if n == TOGETHER => {
                    let counts = memory.next::<TOGETHER>(raw, index);
                    self.equalise_codes(counts, raw, index, sun.as_ref(), rows(now));
                    self.correct_spikes_of(&counts, raw, index, sun.as_ref(), now);
                }
                Some(memory) => {
                    let counts = memory.next::<1>(raw, index);
                    self.equalise_codes(counts, raw, index, sun.as_ref(), [&mut *now]);
                    self.correct_spikes_of(&counts, raw, index, sun.as_ref(), now);
                }
            }
            for (index, values) in (index..index + n).zip(now.chunks_exact_mut(columns)) {
                let codes = raw.line(index);
                if memory.is_none() {
                    let line = raw.product_line(index);
                    self.correct_spikes(|column| f64::from(codes[column]), first_column, line, sun.as_ref(), values);
                }
                self.interpolate(raw, index, &runs, sun.as_ref(), values, &mut reasons.runs);
                if any_saturated(codes, self.settings.saturation.full_scale) {
                    find_saturated(raw, index..index + 1, self.settings.saturation, self.columns(), &mut reasons.runs);
                }
                if raw.is_missing(index) {
                    leave_missing(raw, index, values, &mut reasons.runs);
                }
            }
            (index, rest) = (index + n, later);
        }
        reasons.runs.sort_by_key(|run| run.line);
        Ok(())
    }

    /// Ends the chain for counts Z of whole lines of `columns` columns from `first_column` on: scale, and no value where there is none.
    pub fn finish(&self, first_line: usize, first_column: usize, columns: usize, values: &mut [f32]) {
        let factor = self.scale.factor as f32;
        if columns == 0 {
            return;
        }
        let mut sun = self.scale.sun.as_deref().map(|sun| SunRows::new(sun, first_column, columns));
        for (index, line) in values.chunks_exact_mut(columns).enumerate() {
            for value in line.iter_mut() {
                *value *= factor;
            }
            if let Some(sun) = &mut sun {
                sun.move_to(first_line + index);
                scale(sun.factor(), sun.place(first_line + index), line);
            }
            for run in self.runs.iter().filter(|run| !run.has_value) {
                let from = run.columns.first.saturating_sub(first_column);
                let to = (run.columns.last + 1).saturating_sub(first_column).min(columns);
                if let Some(values) = line.get_mut(from..to) {
                    values.fill(f32::NAN);
                }
            }
        }
    }

    /// Equalises `N` lines of a block from `index` on, of which `codes` are the codes, or counts.
    fn equalise_codes<const N: usize, Code: Copy + Into<f32>>(
        &self,
        codes: [&[Code]; N],
        raw: &RawLines<'_>,
        index: usize,
        sun: Option<&SunRows<'_>>,
        values: [&mut [f32]; N],
    ) {
        let first_column = raw.first_column();
        let columns = codes.first().map_or(0, |codes| codes.len());
        let part = self.coefficients.part(first_column, first_column + columns);
        match sun {
            None => equalise(codes, part, values),
            Some(sun) => {
                let places = std::array::from_fn(|offset| sun.place(raw.product_line(index + offset)));
                equalise_and_scale(codes, part, sun.factor(), places, values);
            }
        }
    }

    /// Whether spikes are corrected before the remanence, and not with the slopes.
    fn has_spikes_first(&self) -> bool {
        self.memory.as_ref().is_some_and(|memory| memory.of_signal)
    }

    /// Values of the detectors with a spike in lines from `index` on, from counts without remanence; nothing where spikes came first.
    fn correct_spikes_of(
        &self,
        counts: &[&[f32]],
        raw: &RawLines<'_>,
        index: usize,
        sun: Option<&SunRows<'_>>,
        values: &mut [f32],
    ) {
        if self.has_spikes_first() {
            return;
        }
        let (first, columns) = (raw.first_column(), raw.columns().max(1));
        for (offset, (counts, values)) in counts.iter().zip(values.chunks_exact_mut(columns)).enumerate() {
            let line = raw.product_line(index + offset);
            self.correct_spikes(|column| f64::from(counts[column]), first, line, sun, values);
        }
    }

    /// Values of the detectors with a spike, whose codes `code_at` gives by their place in the line.
    fn correct_spikes(
        &self,
        code_at: impl Fn(usize) -> f64,
        first_column: usize,
        line: usize,
        sun: Option<&SunRows<'_>>,
        values: &mut [f32],
    ) {
        let factor = if self.is_fused { self.scale.factor } else { 1.0 };
        for column in self.spikes_in(first_column, first_column + values.len()) {
            let place = column - first_column;
            let secant = sun.map_or(1.0, |sun| f64::from(sun.at(line, place)));
            values[place] = (self.curves[*column].counts(code_at(place)) * factor * secant) as f32;
        }
    }

    fn runs_in(&self, first: usize, columns: usize) -> Vec<RunInWindow> {
        let place = |column: usize| column.checked_sub(first).filter(|place| *place < columns);
        let in_window = |run: &super::DefectRun| {
            let from = run.columns.first.max(first);
            let to = (run.columns.last + 1).min(first + columns);
            (from < to).then(|| {
                let neighbours = [run.left, run.right].map(|column| column.and_then(place));
                RunInWindow {
                    from: from - first,
                    to: to - first,
                    lacks_neighbour: neighbours.map(|place| place.is_some())
                        != [run.left.is_some(), run.right.is_some()],
                    neighbours,
                    weights: (from..to).map(|column| run.weights(column).map(|weight| weight as f32)).collect(),
                    has_value: run.has_value,
                }
            })
        };
        self.runs.iter().filter_map(in_window).collect()
    }

    /// Values of the detectors out of order in a line, from their neighbours; and whether these were saturated.
    fn interpolate(
        &self,
        raw: &RawLines<'_>,
        index: usize,
        runs: &[RunInWindow],
        sun: Option<&SunRows<'_>>,
        values: &mut [f32],
        reasons: &mut Vec<ReasonRun>,
    ) {
        let (codes, line) = (raw.line(index), raw.product_line(index));
        let secant = |place: usize| sun.map_or(1.0, |sun| sun.at(line, place));
        for run in runs {
            let counts = run.neighbours.map(|place| place.map_or(0.0, |place| values[place] / secant(place)));
            for (place, [left, right]) in (run.from..run.to).zip(&run.weights) {
                values[place] = (left * counts[0] + right * counts[1]) * secant(place);
            }
            let full_scale = self.settings.saturation.full_scale;
            let is_saturated = run.neighbours.into_iter().flatten().any(|place| codes[place] >= full_scale);
            if run.lacks_neighbour || self.is_fused && !run.has_value {
                values[run.from..run.to].fill(f32::NAN);
            }
            if is_saturated || run.lacks_neighbour {
                let mut why = Reasons::VALID;
                if is_saturated {
                    why.insert(NoDataReason::Saturated);
                }
                if run.lacks_neighbour {
                    why.insert(NoDataReason::NotComputed);
                }
                let columns = ColumnRange::new(raw.first_column() + run.from, raw.first_column() + run.to - 1);
                reasons.push(ReasonRun { line, columns, reasons: why });
            }
        }
    }
}

/// No values in a line that was not received.
fn leave_missing(raw: &RawLines<'_>, index: usize, values: &mut [f32], runs: &mut Vec<ReasonRun>) {
    values.fill(f32::NAN);
    let columns = ColumnRange::new(raw.first_column(), raw.first_column() + raw.columns() - 1);
    runs.push(ReasonRun { line: raw.product_line(index), columns, reasons: Reasons::only(NoDataReason::Missing) });
}

/// Lines of equal length.
fn rows<const N: usize>(values: &mut [f32]) -> [&mut [f32]; N] {
    let columns = values.len() / N;
    let mut lines = values.chunks_exact_mut(columns.max(1));
    std::array::from_fn(|_| lines.next().unwrap_or_default())
}
