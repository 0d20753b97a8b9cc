//! Reducing an image by two, again and again, and the way back, with cubic B-splines: [1 4 6 4 1]/16 on each axis.
//!
//! Sample i of a reduced image stands at sample 2i of the finer one. Both ways keep a constant; a reduced image is one of local means.

use std::ops::Range;

/// Greatest number of halvings: 8 × 8 pixels become one.
pub(super) const MOST_HALVINGS: usize = 3;

/// Samples that a halving sees on each side of the one it stands at.
pub(super) const HALVING_REACH: usize = 2;

/// A line of the reduced image, not yet reduced along the line, of the five lines around it.
pub(super) fn halve_lines(lines: [&[f32]; 5], halved: &mut [f32]) {
    let [a, b, c, d, e] = lines;
    for (index, out) in halved.iter_mut().enumerate() {
        *out = 0.0625 * (a[index] + e[index]) + 0.25 * (b[index] + d[index]) + 0.375 * c[index];
    }
}

/// Every other sample along a line: sample i of the result stands at sample 2i + 2 of `line`, of which 2·n + 3 are read.
pub(super) fn halve_columns(line: &[f32], halved: &mut [f32]) {
    let pairs = line[..2 * halved.len() + 2].as_chunks::<2>().0;
    let last = line[2 * halved.len() + 2];
    let (count, after) = (halved.len(), pairs.len());
    for index in 0..count {
        let fifth = if index + 2 < after { pairs[index + 2][0] } else { last };
        halved[index] = 0.0625 * (pairs[index][0] + fifth)
            + 0.25 * (pairs[index][1] + pairs[index + 1][1])
            + 0.375 * pairs[index + 1][0];
    }
}

/// Twice the samples of the inner ones of a line: samples 2i and 2i + 1 for each but the first and the last.
pub(super) fn double_columns(line: &[f32], doubled: &mut [[f32; 2]]) {
    for (out, three) in doubled.iter_mut().zip(line.windows(3)) {
        *out = [0.125 * (three[0] + three[2]) + 0.75 * three[1], 0.5 * (three[1] + three[2])];
    }
}

/// The line at 2i of lines i − 1, i and i + 1.
pub(super) fn line_between(before: &[f32], at: &[f32], after: &[f32], out: &mut [f32]) {
    for (index, out) in out.iter_mut().enumerate() {
        *out = 0.125 * (before[index] + after[index]) + 0.75 * at[index];
    }
}

/// The line at 2i + 1 of lines i and i + 1.
pub(super) fn line_halfway(at: &[f32], after: &[f32], out: &mut [f32]) {
    for (index, out) in out.iter_mut().enumerate() {
        *out = 0.5 * (at[index] + after[index]);
    }
}

/// Reduced samples from which the samples `fine` are made by `halvings` doublings.
pub(super) fn coarse_needed(fine: Range<i64>, halvings: usize) -> Range<i64> {
    (0..halvings).fold(fine, |range, _| range.start.div_euclid(2) - 1..(range.end - 1).div_euclid(2) + 2)
}

/// One more than the last fine sample that can be made when the reduced ones before `coarse_end` are there.
pub(super) fn fine_end(coarse_end: i64, halvings: usize) -> i64 {
    (0..halvings).fold(coarse_end, |end, _| 2 * end - 2)
}

/// Fine samples from which the reduced samples `coarse` are made by one halving.
pub(super) fn fine_needed(coarse: &Range<i64>) -> Range<i64> {
    let reach = HALVING_REACH as i64;
    2 * coarse.start - reach..2 * (coarse.end - 1) + reach + 1
}

/// A rectangle of samples whose first one has a number on each axis.
#[derive(Default)]
pub(super) struct Block {
    pub(super) line: i64,
    pub(super) column: i64,
    pub(super) columns: usize,
    pub(super) samples: Vec<f32>,
}

impl Block {
    /// A line of the block from a column on.
    pub(super) fn from(&self, line: i64, column: i64) -> &[f32] {
        let start = (line - self.line) as usize * self.columns;
        &self.samples[start + (column - self.column) as usize..start + self.columns]
    }
}

/// Turns reduced lines back to full resolution; keeps its memory.
#[derive(Default)]
pub(super) struct Doubling {
    /// By the halvings that are left, from one on.
    blocks: [Block; MOST_HALVINGS],
    between: Vec<f32>,
    line: Vec<f32>,
}

impl Doubling {
    /// Makes ready for the full-resolution lines `lines` of a reduced image after `halvings` (at least one) halvings, whose line n is
    /// `coarse(n)` and begins with column `first_column`.
    pub(super) fn prepare<'a>(
        &mut self,
        halvings: usize,
        lines: &Range<i64>,
        first_column: i64,
        coarse: impl Fn(i64) -> &'a [f32],
    ) {
        for step in (1..=halvings).rev() {
            let wanted = coarse_needed(lines.clone(), step);
            let (finer, coarser) = self.blocks.split_at_mut(step);
            let Some(out) = finer.last_mut() else { return };
            match coarser.first() {
                Some(from) if step < halvings => {
                    double(
                        &wanted,
                        from.column,
                        from.columns,
                        |line| from.from(line, from.column),
                        &mut self.between,
                        out,
                    );
                }
                _ => {
                    out.columns = coarse(wanted.start).len();
                    (out.line, out.column) = (wanted.start, first_column);
                    out.samples.clear();
                    wanted.clone().for_each(|line| out.samples.extend_from_slice(coarse(line)));
                }
            }
        }
    }

    /// A line that was made ready, at full resolution from column `column` on.
    pub(super) fn line(&mut self, line: i64, column: i64) -> &[f32] {
        let block = &self.blocks[0];
        let columns = block.columns;
        let at = |step: i64| block.from(line.div_euclid(2) + step, block.column);
        self.between.resize(columns, 0.0);
        self.line.resize(2 * columns.saturating_sub(2), 0.0);
        between(line, at, &mut self.between);
        double_columns(&self.between, self.line.as_chunks_mut::<2>().0);
        self.line.get((column - 2 * (block.column + 1)) as usize..).unwrap_or_default()
    }
}

/// The line at `line` of the ones at line/2 − 1 and following, given by their distance from line/2.
fn between<'a>(line: i64, at: impl Fn(i64) -> &'a [f32], out: &mut [f32]) {
    let columns = out.len();
    if line.rem_euclid(2) == 0 {
        line_between(&at(-1)[..columns], &at(0)[..columns], &at(1)[..columns], out);
    } else {
        line_halfway(&at(0)[..columns], &at(1)[..columns], out);
    }
}

fn double<'a>(
    wanted: &Range<i64>,
    first_column: i64,
    columns: usize,
    coarse: impl Fn(i64) -> &'a [f32],
    halved: &mut Vec<f32>,
    out: &mut Block,
) {
    (out.line, out.column, out.columns) = (wanted.start, 2 * (first_column + 1), 2 * columns.saturating_sub(2));
    halved.resize(columns, 0.0);
    out.samples.resize((wanted.end - wanted.start).max(0) as usize * out.columns, 0.0);
    if out.columns == 0 {
        return;
    }
    for (doubled, line) in out.samples.chunks_exact_mut(out.columns).zip(wanted.clone()) {
        between(line, |step| coarse(line.div_euclid(2) + step), halved);
        double_columns(halved, doubled.as_chunks_mut::<2>().0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halving_and_doubling_keep_a_straight_line() {
        let line: Vec<f32> = (0..23).map(|index| 3.0 + 0.5 * index as f32).collect();
        let mut halved = vec![0.0; 10];
        halve_columns(&line, &mut halved);
        for (index, value) in halved.iter().enumerate() {
            assert!((value - line[2 * index + 2]).abs() < 1e-6, "{index}");
        }
        let mut doubled = vec![[0.0; 2]; 8];
        double_columns(&halved, &mut doubled);
        for (index, pair) in doubled.iter().enumerate() {
            assert!((pair[0] - line[2 * index + 4]).abs() < 1e-6 && (pair[1] - line[2 * index + 5]).abs() < 1e-6);
        }
    }

    #[test]
    fn what_is_needed_suffices_and_is_not_too_much() {
        for halvings in 1..=MOST_HALVINGS {
            for end in -20..40_i64 {
                let coarse_end = coarse_needed(end - 1..end, halvings).end;
                assert!(fine_end(coarse_end, halvings) >= end);
                assert!(fine_end(coarse_end - 1, halvings) < end);
            }
        }
    }

    #[test]
    fn a_plane_comes_back_from_three_halvings() {
        let plane = |line: i64, column: i64| 5.0 + 0.25 * line as f32 - 0.5 * column as f32;
        let coarse: Vec<Vec<f32>> =
            (-6..10).map(|line| (-5..12).map(|column| plane(8 * line, 8 * column)).collect()).collect();
        let mut doubling = Doubling::default();
        doubling.prepare(3, &(3..30), -5, |line| &coarse[(line + 6) as usize]);
        for line in 3..30 {
            for column in 0..60 {
                let found = doubling.line(line, column)[0];
                assert!((found - plane(line, column)).abs() < 1e-4, "{line} {column}: {found}");
            }
        }
    }
}
