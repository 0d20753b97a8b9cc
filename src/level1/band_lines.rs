//! The chain of one band over a block of lines.

use super::ChainError;
use super::band_chain::BandChain;
use super::line_memory::LineMemory;
use super::raw_lines::RawLines;
use super::reason_runs::{BlockReasons, ReasonRun};
use super::row_kernel::{equalise_codes, equalise_counts, scale};
use super::saturation::find_saturated;
use super::special_columns::SpecialColumns;
use super::sun_rows::SunRows;
use crate::imagery::{NoDataReason, Reasons};
use crate::instrument::radiometry::ColumnRange;

/// Lines that are equalised at once, so that a coefficient is in a register for all of them; six take more registers than there are.
const TOGETHER: usize = 5;

/// Lines that a tile of columns is equalised for, before the next tile: their codes and values stay in the second-level cache.
const LINES_OF_TILE: usize = 20;

/// Columns of a tile, whose coefficients stay in the first-level cache.
const COLUMNS_OF_TILE: usize = 1040;

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
            for index in 0..raw.context() {
                memory.next(raw.line(index), raw.is_missing(index));
            }
        }
        let full_scale = self.settings.saturation.full_scale;
        let (mut index, mut rest) = (raw.context(), values);
        while index < raw.all_lines() {
            let line = raw.product_line(index);
            let straight_until = sun.as_mut().map_or(usize::MAX, |sun| sun.move_to(line));
            special.move_to(sun.as_ref());
            let together = (raw.all_lines() - index).min(straight_until - line);
            let n = if memory.is_none() { together.min(LINES_OF_TILE) } else { 1 };
            let (now, later) = rest.split_at_mut(n * columns);
            let mut greatest = [0; LINES_OF_TILE];
            match &mut memory {
                None => self.equalise_lines(raw, index, sun.as_ref(), now, &mut greatest),
                Some(memory) => {
                    greatest[0] = raw.line(index).iter().copied().max().unwrap_or(0);
                    let counts = memory.next(raw.line(index), raw.is_missing(index));
                    let part = self.coefficients.part(first_column, first_column + columns);
                    equalise_counts(counts, part, sun.as_ref().map(|sun| (sun.factor(), sun.place(line))), now);
                    if !self.has_spikes_first() {
                        let place = sun.as_ref().map_or(0.0, |sun| sun.place(line));
                        special.correct_spikes(|column| f64::from(counts[column]), place, now);
                    }
                }
            }
            for ((index, values), greatest) in (index..).zip(now.chunks_exact_mut(columns)).zip(greatest) {
                let is_saturated = full_scale > 0 && greatest >= full_scale;
                let codes = raw.line(index);
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

    /// Equalises the codes of the lines of `values`, from `index` on, for which the Sun's rows hold; gives the greatest code of each.
    fn equalise_lines(
        &self,
        raw: &RawLines<'_>,
        index: usize,
        sun: Option<&SunRows<'_>>,
        values: &mut [f32],
        greatest: &mut [u16; LINES_OF_TILE],
    ) {
        let (first_column, columns) = (raw.first_column(), raw.columns());
        let lines = values.len() / columns;
        for from in (0..columns).step_by(COLUMNS_OF_TILE) {
            let tile = from..(from + COLUMNS_OF_TILE).min(columns);
            let part = self.coefficients.part(first_column + tile.start, first_column + tile.end);
            let places = |line: usize| sun.map_or(0.0, |sun| sun.place(raw.product_line(index + line)));
            let factor = sun.map(|sun| sun.factor().between(&tile));
            let mut line = 0;
            let mut groups = values.chunks_exact_mut(TOGETHER * columns);
            for group in &mut groups {
                let codes: [&[u16]; TOGETHER] =
                    std::array::from_fn(|offset| &raw.line(index + line + offset)[tile.clone()]);
                let places = std::array::from_fn(|offset| places(line + offset));
                let rows: [&mut [f32]; TOGETHER] = rows(group).map(|row| &mut row[tile.clone()]);
                let found = equalise_codes(codes, part, factor.map(|factor| (factor, places)), rows);
                for (greatest, found) in greatest[line..].iter_mut().zip(found) {
                    *greatest = found.max(*greatest);
                }
                line += TOGETHER;
            }
            for (line, row) in (line..lines).zip(groups.into_remainder().chunks_exact_mut(columns)) {
                let codes = [&raw.line(index + line)[tile.clone()]];
                let factor = factor.map(|factor| (factor, [places(line)]));
                let [found] = equalise_codes(codes, part, factor, [&mut row[tile.clone()]]);
                greatest[line] = found.max(greatest[line]);
            }
        }
    }

    /// Whether spikes are corrected before the remanence, and not with the slopes.
    fn has_spikes_first(&self) -> bool {
        self.memory.as_ref().is_some_and(|memory| memory.of_signal)
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
