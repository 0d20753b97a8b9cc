//! What the line before leaves behind: the one step that goes line by line.

use crate::instrument::radiometry::{RemanenceFunction, RemanenceSource};

/// The remanence of an array, looked up by the count of the line before.
///
/// H is linear between whole counts, so that a table at whole counts holds all of it. A column without a function, and the first line of an
/// acquisition, which has no line before, get nothing.
#[derive(Debug, Clone)]
pub(crate) struct ArrayRemanence {
    tables: Vec<Table>,
    limits: [f32; 2],
    source: RemanenceSource,
}

#[derive(Debug, Clone)]
struct Table {
    first: usize,
    last: usize,
    /// H of the counts from the lower limit, one by one.
    values: Vec<f32>,
}

impl ArrayRemanence {
    /// `limits` bound the count of the line before (`CN_Min`, `CN_Max`).
    pub(crate) fn new(functions: &[RemanenceFunction], limits: [f64; 2], source: RemanenceSource) -> Self {
        let from = limits[0].floor();
        let steps = (limits[1].ceil() - from).max(0.0) as usize;
        let tables = functions
            .iter()
            .map(|function| Table {
                first: function.columns.first,
                last: function.columns.last,
                values: (0..=steps + 1).map(|step| function.at(from + step as f64) as f32).collect(),
            })
            .collect();
        Self { tables, limits: limits.map(|limit| limit as f32), source }
    }

    /// Whether nothing ever remains.
    pub(crate) fn is_none(&self) -> bool {
        self.tables.iter().all(|table| table.values.iter().all(|value| *value == 0.0))
    }

    /// Adds to a line what remains of the line before.
    pub(crate) fn add(&self, counts: &mut [f32], before: &LineBefore) {
        self.each(counts, &before.counts, |count, remains| count + remains);
    }

    /// Remembers a line as it was read, for the one after it.
    pub(crate) fn remember(&self, read: &[f32], before: &mut LineBefore) {
        let last = std::mem::replace(&mut before.counts, read.to_vec());
        if self.source == RemanenceSource::Corrected {
            self.each(&mut before.counts, &last, |count, remains| count - remains);
        }
    }

    fn each(&self, counts: &mut [f32], before: &[f32], change: impl Fn(f32, f32) -> f32) {
        let [least, most] = self.limits;
        let from = least.floor();
        for table in &self.tables {
            let last = table.last.min(counts.len().saturating_sub(1));
            if table.first > last || before.len() <= last {
                continue;
            }
            for (count, before) in counts[table.first..=last].iter_mut().zip(&before[table.first..=last]) {
                let place = before.max(least).min(most) - from;
                let step = place as usize;
                let (low, high) = match table.values.get(step..step + 2) {
                    Some([low, high]) => (*low, *high),
                    _ => continue,
                };
                *count = change(*count, low + (high - low) * (place - step as f32));
            }
        }
    }
}

/// The line before, as its remanence needs it: as read, or after its own correction; empty before the first line.
#[derive(Debug, Clone, Default)]
pub(crate) struct LineBefore {
    counts: Vec<f32>,
}

#[cfg(test)]
#[allow(clippy::float_cmp, reason = "figures that are exact by construction")]
mod tests {
    use super::*;
    use crate::instrument::radiometry::ColumnRange;

    fn function(first: usize, last: usize) -> RemanenceFunction {
        RemanenceFunction {
            columns: ColumnRange::new(first, last),
            sampling_step: 10,
            samples: vec![(0, 0.5), (10, 1.5), (1023, 21.76)],
        }
    }

    /// Lines of whole counts with their remanence, corrected by hand: X − H(line before).
    fn closes(source: RemanenceSource) {
        let functions = [function(1, 2)];
        let remanence = ArrayRemanence::new(&functions, [5.0, 1000.0], source);
        let truth = [[400.0, 3.0, 1010.0, 7.0], [20.0, 900.25, 30.5, 7.0], [20.0, 800.0, 0.0, 9.0_f32]];
        let mut state = LineBefore::default();
        let mut read_before: Option<[f64; 4]> = None;
        for line in truth {
            let mut counts = line;
            remanence.add(&mut counts, &state);
            remanence.remember(&counts, &mut state);
            let mut corrected = counts.map(f64::from);
            if let Some(before) = read_before {
                for column in 1..=2 {
                    corrected[column] -= functions[0].at(before[column].clamp(5.0, 1000.0));
                }
            }
            for (corrected, truth) in corrected.iter().zip(line) {
                assert!((corrected - f64::from(truth)).abs() < 1e-3, "{source:?}: {corrected} for {truth}");
            }
            read_before = Some(if source == RemanenceSource::AsRead { counts.map(f64::from) } else { corrected });
        }
        assert!((state.counts[0] - 20.0).abs() < 1e-6 && (state.counts[3] - 9.0).abs() < 1e-6);
    }

    #[test]
    fn the_correction_from_the_line_as_read_gives_the_counts_back() {
        closes(RemanenceSource::AsRead);
    }

    #[test]
    fn the_correction_from_the_corrected_line_gives_the_counts_back() {
        closes(RemanenceSource::Corrected);
    }

    #[test]
    fn a_function_beyond_the_image_and_no_function_leave_nothing() {
        let mut counts = [10.0, 20.0];
        let before = LineBefore { counts: vec![100.0, 200.0] };
        ArrayRemanence::new(&[function(2, 9)], [0.0, 1023.0], RemanenceSource::AsRead).add(&mut counts, &before);
        assert_eq!(counts, [10.0, 20.0]);
        assert!(ArrayRemanence::new(&[], [0.0, 1023.0], RemanenceSource::AsRead).is_none());
    }
}
