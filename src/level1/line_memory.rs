//! The first steps where a line depends on the one before.

use super::band_chain::{BandChain, Memory};
use super::raw_lines::RawLines;

/// The line before, over a window of columns.
pub(super) struct LineMemory<'a> {
    chain: &'a BandChain,
    memory: &'a Memory,
    spikes: &'a [usize],
    first_column: usize,
    columns: usize,
    has_before: bool,
    before: Vec<f32>,
    counts: Vec<f32>,
    corrected: Vec<f32>,
}

impl Memory {
    /// Whether the codes of a line and of the line before decide alone: the remanence stands first, and the line before counts as it was
    /// read. Lines then depend on no result of another, and are worked on together.
    pub(super) const fn is_of_codes(&self) -> bool {
        !self.of_signal && !self.corrected
    }
}

impl<'a> LineMemory<'a> {
    pub(super) fn new(chain: &'a BandChain, memory: &'a Memory, first_column: usize, columns: usize) -> Self {
        let spikes = chain.spikes_in(first_column, first_column + columns);
        let line = || if memory.is_of_codes() { Vec::new() } else { vec![0.0; columns] };
        Self {
            chain,
            memory,
            spikes,
            first_column,
            columns,
            has_before: false,
            before: line(),
            counts: line(),
            corrected: line(),
        }
    }

    /// Passes over the lines for which nothing comes out, as far as what follows depends on them.
    pub(super) fn pass_context(&mut self, raw: &RawLines<'_>) {
        if !self.memory.is_of_codes() {
            for index in 0..raw.context() {
                self.follow(raw, index);
            }
        }
    }

    /// Whether lines can be asked for together.
    pub(super) const fn takes_lines_together(&self) -> bool {
        self.memory.is_of_codes()
    }

    /// Codes, or counts above the dark signal, of `N` lines from `index` on without what the line before each leaves. The first line of a
    /// product, and one after a line that was not received, has no line before it that is known, and stays as it is.
    ///
    /// Where lines cannot be asked for together, `N` is one, and the lines are asked for in their order.
    pub(super) fn next<const N: usize>(&mut self, raw: &RawLines<'_>, index: usize) -> [&[f32]; N] {
        let columns = self.columns.max(1);
        if self.memory.is_of_codes() {
            self.corrected.resize(N * self.columns, 0.0);
            for (line, counts) in self.corrected.chunks_exact_mut(columns).enumerate() {
                for (count, code) in counts.iter_mut().zip(raw.line(index + line)) {
                    *count = f32::from(*code);
                }
                if let Some(before) = raw.line_before(index + line) {
                    self.memory.remanence.subtract_after_codes(before, self.first_column, counts);
                }
            }
        } else {
            self.follow(raw, index);
        }
        let mut lines = self.corrected.chunks_exact(columns);
        std::array::from_fn(|_| lines.next().unwrap_or_default())
    }

    /// Works on the line that follows the one worked on last.
    fn follow(&mut self, raw: &RawLines<'_>, index: usize) {
        for (count, code) in self.counts.iter_mut().zip(raw.line(index)) {
            *count = f32::from(*code);
        }
        if self.memory.of_signal {
            let dark = self.chain.first_dark.get(self.first_column..).unwrap_or_default();
            for (count, dark) in self.counts.iter_mut().zip(dark) {
                *count -= dark;
            }
            for column in self.spikes {
                let count = &mut self.counts[column - self.first_column];
                *count = self.chain.curves[*column].spike_corrected(f64::from(*count)) as f32;
            }
        }
        self.corrected.copy_from_slice(&self.counts);
        if self.has_before {
            self.memory.remanence.subtract(&self.before, self.first_column, &mut self.corrected);
        }
        if self.memory.corrected {
            self.before.copy_from_slice(&self.corrected);
        } else {
            std::mem::swap(&mut self.before, &mut self.counts);
        }
        self.has_before = !raw.is_missing(index);
    }
}
