//! What an array remembers of the line before, prepared so that a pixel costs one look into a table.
//!
//! Two tables: H at every whole count, between which counts are interpolated, and H of every code, limits applied, for the line before as it
//! was read.

use crate::instrument::radiometry::{ColumnRange, RemanenceFunction};

/// H of a range of columns at every whole count; linear between them, which is exact, since the file's samples stand at whole counts.
#[derive(Debug, Clone)]
struct Range {
    columns: ColumnRange,
    table: Vec<f32>,
    /// H of a code: the code limited, then looked up. Codes beyond full scale leave what full scale leaves.
    of_codes: Vec<f32>,
}

/// The remanence of one band.
#[derive(Debug, Clone)]
pub(super) struct Remanence {
    ranges: Vec<Range>,
    limits: [f32; 2],
    greatest_slope: f64,
    greatest: f64,
}

impl Remanence {
    /// Of the band's functions, for codes up to `full_scale`, the line before limited to `limits`. None where nothing is remembered.
    pub(super) fn prepare(functions: &[RemanenceFunction], limits: [f64; 2], full_scale: u16) -> Option<Self> {
        let [lowest, highest] = limits;
        let table = |function: &RemanenceFunction| -> Vec<f32> {
            (0..=u32::from(full_scale) + 1).map(|count| function.at(f64::from(count)) as f32).collect()
        };
        let top = f32::from(full_scale);
        let limits = [(lowest as f32).clamp(0.0, top), (highest as f32).clamp(0.0, top)];
        let range = |function: &RemanenceFunction| {
            let table = table(function);
            let of_codes = (0..=full_scale).map(|code| looked_up(&table, limited(f32::from(code), limits))).collect();
            Range { columns: function.columns, table, of_codes }
        };
        let ranges: Vec<Range> = functions.iter().map(range).collect();
        let tables = || ranges.iter().map(|range| &range.table);
        let greatest_slope = tables()
            .flat_map(|table| table.windows(2))
            .map(|pair| f64::from(pair[1] - pair[0]).abs())
            .fold(0.0, f64::max);
        let greatest = tables().flatten().map(|value| f64::from(value.abs())).fold(0.0, f64::max);
        (greatest > 0.0).then_some(Self { ranges, limits, greatest_slope, greatest })
    }

    /// Lines before a block that are needed so that a recursion from the corrected line before is known to a millionth of a count; at most 64.
    pub(super) fn lines_of_recursion(&self) -> Option<usize> {
        const MOST: usize = 64;
        let mut left = self.greatest;
        for lines in 1..=MOST {
            left *= self.greatest_slope;
            if left < 1e-6 {
                return Some(lines);
            }
        }
        None
    }

    /// The greatest change of what is left by a count of the line before.
    pub(super) const fn greatest_slope(&self) -> f64 {
        self.greatest_slope
    }

    /// Subtracts from `counts`, whose first column is `first_column`, what the line before leaves.
    pub(super) fn subtract(&self, before: &[f32], first_column: usize, counts: &mut [f32]) {
        for range in &self.ranges {
            let columns = range.within(first_column, counts.len());
            let (Some(counts), Some(before)) = (counts.get_mut(columns.clone()), before.get(columns)) else { continue };
            for (count, before) in counts.iter_mut().zip(before) {
                *count -= looked_up(&range.table, limited(*before, self.limits));
            }
        }
    }

    /// The same for a line before as it was read: `before` holds its codes.
    pub(super) fn subtract_after_codes(&self, before: &[u16], first_column: usize, counts: &mut [f32]) {
        for range in &self.ranges {
            let columns = range.within(first_column, counts.len());
            let (Some(counts), Some(before)) = (counts.get_mut(columns.clone()), before.get(columns)) else { continue };
            let Some(last) = range.of_codes.len().checked_sub(1) else { continue };
            for (count, before) in counts.iter_mut().zip(before) {
                *count -= range.of_codes[usize::from(*before).min(last)];
            }
        }
    }
}

impl Range {
    /// Its places among `columns` columns from `first_column` on.
    fn within(&self, first_column: usize, columns: usize) -> std::ops::Range<usize> {
        let from = self.columns.first.saturating_sub(first_column);
        from..(self.columns.last + 1).saturating_sub(first_column).min(columns)
    }
}

fn limited(count: f32, [lowest, highest]: [f32; 2]) -> f32 {
    count.max(lowest).min(highest)
}

/// The table at a count that lies in it.
fn looked_up(table: &[f32], count: f32) -> f32 {
    let whole = count as usize;
    match table.get(whole..whole + 2) {
        Some(&[low, high]) => low + (high - low) * (count - whole as f32),
        _ => 0.0,
    }
}

#[cfg(test)]
#[allow(clippy::float_cmp, reason = "figures that are exact by construction")]
mod tests {
    use super::*;

    fn function(first: usize, last: usize, samples: &[(i64, f64)]) -> RemanenceFunction {
        RemanenceFunction { columns: ColumnRange::new(first, last), sampling_step: 1, samples: samples.to_vec() }
    }

    #[test]
    fn the_table_gives_what_the_function_gives_within_the_limits() {
        let functions = [function(2, 4, &[(0, 0.0), (100, 1.5), (1023, 9.0)]), function(6, 6, &[(0, 2.0)])];
        let remanence = Remanence::prepare(&functions, [10.0, 900.0], 1023).unwrap();
        let before = [500.0, 500.0, 5.0, 64.25, 950.0, 500.0, 1.0, 3.0];
        let mut counts = [100.0_f32; 8];
        remanence.subtract(&before, 0, &mut counts);
        let h = |count: f64| functions[0].at(count);
        let expected = [100.0, 100.0, 100.0 - h(10.0), 100.0 - h(64.25), 100.0 - h(900.0), 100.0, 98.0, 100.0]
            .map(|value: f64| value as f32);
        for (found, expected) in counts.iter().zip(expected) {
            assert!((found - expected).abs() < 2e-5, "{counts:?}");
        }
        let mut tile = [100.0_f32; 3];
        remanence.subtract(&before[3..6], 3, &mut tile);
        assert_eq!(tile, counts[3..6]);
    }

    #[test]
    fn a_code_leaves_what_the_same_count_leaves_and_one_beyond_full_scale_what_full_scale_leaves() {
        let functions = [function(0, 3, &[(0, 0.25), (100, 1.5), (1023, 9.0)]), function(5, 9, &[(0, 2.0), (7, 3.0)])];
        for limits in [[10.25, 900.5], [0.0, 5000.0]] {
            let remanence = Remanence::prepare(&functions, limits, 1023).unwrap();
            for code in 0..=1023_u16 {
                let (mut by_code, mut by_count) = ([500.0_f32; 7], [500.0_f32; 7]);
                remanence.subtract_after_codes(&[code; 7], 2, &mut by_code);
                remanence.subtract(&[f32::from(code); 7], 2, &mut by_count);
                assert_eq!(by_code, by_count, "code {code}");
                assert_eq!(by_code[2], 500.0, "a column of no range");
            }
            let (mut beyond, mut at) = ([500.0_f32; 4], [500.0_f32; 4]);
            remanence.subtract_after_codes(&[u16::MAX; 4], 0, &mut beyond);
            remanence.subtract_after_codes(&[1023; 4], 0, &mut at);
            assert_eq!(beyond, at);
        }
    }

    #[test]
    fn nothing_remembered_costs_nothing_and_a_recursion_that_does_not_fade_is_seen() {
        assert!(Remanence::prepare(&[], [0.0, 1023.0], 1023).is_none());
        assert!(Remanence::prepare(&[function(0, 9, &[(0, 0.0)])], [0.0, 1023.0], 1023).is_none());
        let fading = Remanence::prepare(&[function(0, 9, &[(0, 0.0), (1000, 10.0)])], [0.0, 1023.0], 1023).unwrap();
        assert_eq!(fading.lines_of_recursion(), Some(4));
        let lasting = Remanence::prepare(&[function(0, 9, &[(0, 0.0), (10, 10.0)])], [0.0, 1023.0], 1023).unwrap();
        assert_eq!(lasting.lines_of_recursion(), None);
    }
}
