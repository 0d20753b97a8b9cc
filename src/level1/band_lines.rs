//! The chain of one band over a block of lines.

use super::ChainError;
use super::band_chain::BandChain;
use super::line_memory::LineMemory;
use super::raw_lines::RawLines;
use super::reason_runs::{BlockReasons, ReasonRun};
use super::row_kernel::{SmoothFactor, equalise_codes, equalise_counts, scale};
use super::saturation::find_saturated;
use super::special_columns::SpecialColumns;
use super::sun_rows::SunRows;
use crate::imagery::{NoDataReason, Reasons};
use crate::instrument::radiometry::ColumnRange;

/// Lines that are equalised at once, so that a coefficient is in a register for all of them; eight take more registers than there are. Measured,
/// with vectors of eight: two 0.40 ns a pixel, four 0.32, five 0.29. Tiles of columns, whose coefficients would stay in the first-level cache, cost
/// more than they save: the codes then come in short pieces.
const TOGETHER: usize = 5;

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
        let mut special = SpecialColumns::new(self, first_column, columns);
        let mut sun = match &self.scale.sun {
            Some(sun) if self.is_fused => Some(SunRows::new(sun, first_column, columns)),
            _ => None,
        };
        let mut memory = self.memory.as_ref().map(|memory| LineMemory::new(self, memory, first_column, columns));
        if let Some(memory) = &mut memory {
            memory.pass_context(raw);
        }
        let full_scale = self.settings.saturation.full_scale;
        let coefficients = self.coefficients.part(first_column, first_column + columns);
        let (mut index, mut rest) = (raw.context(), values);
        while index < raw.all_lines() {
            let line = raw.product_line(index);
            let straight_until = sun.as_mut().map_or(usize::MAX, |sun| sun.move_to(line));
            special.move_to(sun.as_ref());
            let together = (raw.all_lines() - index).min(raw.lines_until(index, straight_until));
            let is_free = memory.as_ref().is_none_or(LineMemory::takes_lines_together);
            let n = if together >= TOGETHER && is_free { TOGETHER } else { 1 };
            let (now, later) = rest.split_at_mut(n * columns);
            let mut greatest = [0; TOGETHER];
            match &mut memory {
                None if n == TOGETHER => {
                    let codes: [&[u16]; TOGETHER] = std::array::from_fn(|line| raw.line(index + line));
                    let factor = factor(raw, index, sun.as_ref());
                    greatest = equalise_codes(codes, coefficients, factor, rows(now));
                }
                None => {
                    let factor = factor(raw, index, sun.as_ref());
                    [greatest[0]] = equalise_codes([raw.line(index)], coefficients, factor, [&mut *now]);
                }
                Some(memory) if n == TOGETHER => {
                    let counts = memory.next::<TOGETHER>(raw, index);
                    equalise_counts(counts, coefficients, factor(raw, index, sun.as_ref()), rows(now));
                    self.correct_spikes_of(&counts, raw, index, sun.as_ref(), &special, now);
                }
                Some(memory) => {
                    let counts = memory.next::<1>(raw, index);
                    equalise_counts(counts, coefficients, factor(raw, index, sun.as_ref()), [&mut *now]);
                    self.correct_spikes_of(&counts, raw, index, sun.as_ref(), &special, now);
                }
            }
            for ((index, values), greatest) in (index..).zip(now.chunks_exact_mut(columns)).zip(greatest) {
                let codes = raw.line(index);
                let greatest = if memory.is_none() { greatest } else { codes.iter().copied().max().unwrap_or(0) };
                let is_saturated = full_scale > 0 && greatest >= full_scale;
                let place = sun.as_ref().map_or(0.0, |sun| sun.place(raw.product_line(index)));
                if memory.is_none() {
                    special.correct_spikes(|column| f64::from(codes[column]), place, values);
                }
                special.interpolate(place, values);
                special.reasons(raw, index, is_saturated.then_some(full_scale), &mut reasons.runs);
                if is_saturated {
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
        special: &SpecialColumns,
        values: &mut [f32],
    ) {
        if self.has_spikes_first() {
            return;
        }
        for (offset, (counts, values)) in counts.iter().zip(values.chunks_exact_mut(raw.columns().max(1))).enumerate() {
            let place = sun.map_or(0.0, |sun| sun.place(raw.product_line(index + offset)));
            special.correct_spikes(|column| f64::from(counts[column]), place, values);
        }
    }
}

/// No values in a line that was not received.
fn leave_missing(raw: &RawLines<'_>, index: usize, values: &mut [f32], runs: &mut Vec<ReasonRun>) {
    values.fill(f32::NAN);
    let columns = ColumnRange::new(raw.first_column(), raw.first_column() + raw.columns() - 1);
    runs.push(ReasonRun { line: raw.product_line(index), columns, reasons: Reasons::only(NoDataReason::Missing) });
}

/// The Sun's rows, and the places of lines from `index` on between them.
fn factor<'a, const N: usize>(
    raw: &RawLines<'_>,
    index: usize,
    sun: Option<&'a SunRows<'_>>,
) -> Option<(SmoothFactor<'a>, [f32; N])> {
    sun.map(|sun| (sun.factor(), std::array::from_fn(|offset| sun.place(raw.product_line(index + offset)))))
}

/// Lines of equal length.
fn rows<const N: usize>(values: &mut [f32]) -> [&mut [f32]; N] {
    let columns = values.len() / N;
    let mut lines = values.chunks_exact_mut(columns.max(1));
    std::array::from_fn(|_| lines.next().unwrap_or_default())
}
