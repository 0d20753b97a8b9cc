//! The chain of one band over a block of lines.

use super::ChainError;
use super::band_chain::BandChain;
use super::column_coefficients::CoefficientPart;
use super::line_memory::LineMemory;
use super::raw_lines::RawLines;
use super::reason_runs::{BlockReasons, ReasonRun};
use super::row_kernel::{any_saturated, equalise, scale};
use super::saturation::find_saturated;
use super::special_columns::SpecialColumns;
use super::sun_rows::SunRows;
use crate::imagery::{NoDataReason, Reasons};
use crate::instrument::radiometry::ColumnRange;

/// Lines that are equalised at once, where so many are left: a coefficient is fetched once for all of them. Tiles of columns, whose coefficients
/// would stay in the first-level cache, cost more than they save: the codes then come in short pieces.
const TOGETHER: [usize; 3] = [8, 3, 1];

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
            let n = TOGETHER.into_iter().find(|n| *n <= together && is_free).unwrap_or(1);
            let (now, later) = rest.split_at_mut(n * columns);
            let group = Group { chain: self, raw, index, coefficients, sun: sun.as_ref(), special: &special };
            let greatest = match n {
                8 => group.correct::<8>(memory.as_mut(), now),
                3 => group.correct::<3>(memory.as_mut(), now),
                _ => group.correct::<1>(memory.as_mut(), now),
            };
            for (index, values) in (index..).zip(now.chunks_exact_mut(columns)) {
                let is_saturated =
                    full_scale > 0 && greatest >= full_scale && any_saturated(raw.line(index), full_scale);
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
}

/// Lines that are equalised together.
struct Group<'a> {
    chain: &'a BandChain,
    raw: &'a RawLines<'a>,
    /// The first of them, counted with the context.
    index: usize,
    coefficients: CoefficientPart<'a>,
    sun: Option<&'a SunRows<'a>>,
    special: &'a SpecialColumns,
}

impl Group<'_> {
    /// Values of all detectors, those with a spike and those out of order too; gives a code that is not below any of the lines.
    fn correct<const N: usize>(&self, memory: Option<&mut LineMemory<'_>>, values: &mut [f32]) -> u16 {
        let places: [f32; N] = self
            .sun
            .map_or([0.0; N], |sun| std::array::from_fn(|line| sun.place(self.raw.product_line(self.index + line))));
        let factor = self.sun.map(|sun| (sun.factor(), places));
        let greatest = match memory {
            None => {
                let codes: [&[u16]; N] = std::array::from_fn(|line| self.raw.line(self.index + line));
                let greatest = equalise(codes, self.coefficients, factor, rows(values));
                self.special.correct_spikes(codes, places, rows(values));
                greatest
            }
            Some(memory) => {
                let counts = memory.next::<N>(self.raw, self.index);
                equalise(counts, self.coefficients, factor, rows(values));
                if !self.chain.has_spikes_first() {
                    self.special.correct_spikes(counts, places, rows(values));
                }
                u16::MAX
            }
        };
        self.special.interpolate(places, rows::<N>(values));
        greatest
    }
}

impl BandChain {
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
