//! Why pixels of a block carry no usable value, as runs of columns: most lines have none.

use crate::imagery::Reasons;
use crate::instrument::radiometry::ColumnRange;

/// Neighbouring pixels of one line with the same reasons.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReasonRun {
    /// The line, in the product.
    pub line: usize,
    /// The columns.
    pub columns: ColumnRange,
    /// Why.
    pub reasons: Reasons,
}

/// Reasons of the pixels of one band, in a block of lines: those of whole columns apart, since they are the same in all lines. Runs may
/// overlap; their reasons add up.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BlockReasons {
    /// Columns with a reason in every line.
    pub columns: Vec<(ColumnRange, Reasons)>,
    /// The others, in the order of the lines.
    pub runs: Vec<ReasonRun>,
}

impl BlockReasons {
    /// Pixel by pixel: `reasons` is a window of `columns` columns from `first_column` on, line by line from `first_line` on, and is overwritten.
    pub fn fill(&self, first_line: usize, first_column: usize, columns: usize, reasons: &mut [Reasons]) {
        reasons.fill(Reasons::VALID);
        if columns == 0 {
            return;
        }
        let inside = |range: ColumnRange| {
            let from = range.first.max(first_column);
            let end = (range.last + 1).min(first_column + columns);
            (from < end).then(|| from - first_column..end - first_column)
        };
        for (range, why) in &self.columns {
            let Some(range) = inside(*range) else { continue };
            for line in reasons.chunks_mut(columns) {
                add(line, range.clone(), *why);
            }
        }
        for run in &self.runs {
            let (Some(line), Some(range)) = (run.line.checked_sub(first_line), inside(run.columns)) else { continue };
            if let Some(line) = reasons.chunks_mut(columns).nth(line) {
                add(line, range, run.reasons);
            }
        }
    }
}

fn add(line: &mut [Reasons], range: std::ops::Range<usize>, why: Reasons) {
    if let Some(pixels) = line.get_mut(range) {
        for reasons in pixels.iter_mut() {
            *reasons = reasons.union(why);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::imagery::NoDataReason;

    #[test]
    fn runs_fall_on_their_pixels_and_add_up() {
        let (defective, saturated) = (Reasons::only(NoDataReason::Defective), Reasons::only(NoDataReason::Saturated));
        let block = BlockReasons {
            columns: vec![(ColumnRange::new(3, 4), defective)],
            runs: vec![ReasonRun { line: 8, columns: ColumnRange::new(0, 3), reasons: saturated }],
        };
        let mut reasons = vec![saturated; 6];
        block.fill(7, 2, 3, &mut reasons);
        let none = Reasons::VALID;
        assert_eq!(reasons, [none, defective, defective, saturated, saturated.union(defective), defective]);
        block.fill(9, 0, 0, &mut []);
    }
}
