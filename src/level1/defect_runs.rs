//! Detectors out of order: which are interpolated from which neighbours, and which stay without a value.

use crate::instrument::radiometry::{ColumnRange, Defect};

/// Neighbouring detectors out of order, of whatever kind, between two good ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DefectRun {
    /// The columns.
    pub columns: ColumnRange,
    /// The good detector before; none at the image's edge.
    pub left: Option<usize>,
    /// The good detector after; none at the image's edge.
    pub right: Option<usize>,
    /// Whether it is short enough, and has good detectors on both sides, so that its values are interpolated; one that is not stays without.
    pub has_value: bool,
}

impl DefectRun {
    /// The weights of the detectors before and after for a column of the run: linear between both, all on the one that there is.
    pub fn weights(&self, column: usize) -> [f64; 2] {
        match (self.left, self.right) {
            (Some(left), Some(right)) => {
                let right_weight = (column - left) as f64 / (right - left) as f64;
                [1.0 - right_weight, right_weight]
            }
            (Some(_), None) => [1.0, 0.0],
            (None, Some(_)) => [0.0, 1.0],
            (None, None) => [0.0, 0.0],
        }
    }
}

/// The runs of an array of `columns` detectors, in their order. Ranges that touch or overlap are one run, of whatever kinds; runs of at
/// most `longest` detectors with a good one on either side are interpolated.
pub(super) fn defect_runs(defects: &[Defect], columns: usize, longest: u64) -> Vec<DefectRun> {
    let mut ranges: Vec<ColumnRange> = defects
        .iter()
        .map(|defect| ColumnRange::new(defect.columns.first, defect.columns.last.min(columns.saturating_sub(1))))
        .filter(|range| !range.is_empty() && range.first < columns)
        .collect();
    ranges.sort_unstable();
    let mut runs: Vec<ColumnRange> = Vec::new();
    for range in ranges {
        match runs.last_mut() {
            Some(last) if range.first <= last.last + 1 => last.last = last.last.max(range.last),
            _ => runs.push(range),
        }
    }
    let run = |columns_of_run: ColumnRange| {
        let left = columns_of_run.first.checked_sub(1);
        let right = Some(columns_of_run.last + 1).filter(|right| *right < columns);
        let has_value = left.is_some() && right.is_some() && columns_of_run.len() as u64 <= longest;
        DefectRun { columns: columns_of_run, left, right, has_value }
    };
    runs.into_iter().map(run).collect()
}

#[cfg(test)]
#[allow(clippy::float_cmp, reason = "figures that are exact by construction")]
mod tests {
    use super::*;
    use crate::instrument::radiometry::DefectKind;

    fn defect(first: usize, last: usize, kind: DefectKind) -> Defect {
        Defect { columns: ColumnRange::new(first, last), kind }
    }

    #[test]
    fn neighbours_of_different_kinds_are_one_run_and_the_runs_length_decides() {
        let defects = [
            defect(10, 11, DefectKind::Blind),
            defect(12, 12, DefectKind::Noisy),
            defect(20, 23, DefectKind::FilterHole),
        ];
        let runs = defect_runs(&defects, 64, 3);
        assert_eq!(runs.len(), 2);
        assert_eq!((runs[0].columns, runs[0].left, runs[0].right), (ColumnRange::new(10, 12), Some(9), Some(13)));
        assert!(runs[0].has_value && !runs[1].has_value);
        assert_eq!(runs[0].weights(10), [0.75, 0.25]);
        assert_eq!(runs[0].weights(12), [0.25, 0.75]);
    }

    #[test]
    fn a_run_at_the_edge_has_nothing_to_be_interpolated_between() {
        let defects =
            [defect(0, 0, DefectKind::Blind), defect(63, 80, DefectKind::Blind), defect(70, 75, DefectKind::Noisy)];
        let runs = defect_runs(&defects, 64, 9);
        assert_eq!(
            runs.iter().map(|run| run.columns).collect::<Vec<_>>(),
            [ColumnRange::new(0, 0), ColumnRange::new(63, 63)]
        );
        assert!(runs.iter().all(|run| !run.has_value));
        assert_eq!((runs[0].weights(0), runs[1].weights(63)), ([0.0, 1.0], [1.0, 0.0]));
        let all = defect_runs(&[defect(0, 63, DefectKind::Blind)], 64, 99);
        assert!(!all[0].has_value && all[0].weights(5) == [0.0, 0.0]);
        assert!(defect_runs(&[], 64, 9).is_empty());
    }
}
