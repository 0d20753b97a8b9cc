//! The first steps where a line depends on the one before.

use super::band_chain::{BandChain, Memory};

/// The line before, over a window of columns.
pub(super) struct LineMemory<'a> {
    chain: &'a BandChain,
    memory: &'a Memory,
    spikes: &'a [usize],
    first_column: usize,
    has_before: bool,
    before: Vec<f32>,
    counts: Vec<f32>,
    corrected: Vec<f32>,
}

impl<'a> LineMemory<'a> {
    pub(super) fn new(chain: &'a BandChain, memory: &'a Memory, first_column: usize, columns: usize) -> Self {
        let spikes = chain.spikes_in(first_column, first_column + columns);
        let line = || vec![0.0; columns];
        Self {
            chain,
            memory,
            spikes,
            first_column,
            has_before: false,
            before: line(),
            counts: line(),
            corrected: line(),
        }
    }

    /// Codes, or counts above the dark signal, of the next line without what the line before leaves. The first line of a product, and one
    /// after a line that was not received, has no line before it that is known, and stays as it is.
    pub(super) fn next(&mut self, codes: &[u16], is_missing: bool) -> &[f32] {
        for (count, code) in self.counts.iter_mut().zip(codes) {
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
        self.has_before = !is_missing;
        &self.corrected
    }
}
