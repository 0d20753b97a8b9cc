//! Saturated pixels, and those that saturation spoils.

use std::ops::Range;

use super::raw_lines::RawLines;
use super::reason_runs::ReasonRun;
use super::row_kernel::any_saturated;
use super::settings::SaturationRule;
use crate::imagery::{NoDataReason, Reasons};
use crate::instrument::radiometry::ColumnRange;

/// Adds a run for every run of saturated codes in some lines, counted with the context, to every line that it spoils, widened by the rule.
pub(super) fn find_saturated(
    raw: &RawLines<'_>,
    lines: Range<usize>,
    rule: SaturationRule,
    columns: usize,
    runs: &mut Vec<ReasonRun>,
) {
    if rule.full_scale == 0 {
        return;
    }
    let reasons = Reasons::only(NoDataReason::Saturated);
    for index in lines {
        let codes = raw.line(index);
        if raw.is_missing(index) || !any_saturated(codes, rule.full_scale) {
            continue;
        }
        let last_spoilt = (index + rule.lines_after).min(raw.all_lines() - 1);
        let mut at = 0;
        while let Some(start) =
            first_saturated(codes.get(at..).unwrap_or_default(), rule.full_scale).map(|found| at + found)
        {
            let length = codes.iter().skip(start).take_while(|code| **code >= rule.full_scale).count();
            at = start + length;
            let first = (raw.first_column() + start).saturating_sub(rule.columns_around);
            let last = (raw.first_column() + at - 1 + rule.columns_around).min(columns.saturating_sub(1));
            let spoilt = index.max(raw.context())..=last_spoilt;
            runs.extend(spoilt.map(|line| ReasonRun {
                line: raw.product_line(line),
                columns: ColumnRange::new(first, last),
                reasons,
            }));
        }
    }
}

/// Where the first code at full scale stands.
fn first_saturated(codes: &[u16], full_scale: u16) -> Option<usize> {
    /// Codes that are looked through at once.
    const AT_ONCE: usize = 64;
    let (index, some) = codes.chunks(AT_ONCE).enumerate().find(|(_, some)| any_saturated(some, full_scale))?;
    let found = some.iter().position(|code| *code >= full_scale)?;
    Some(index * AT_ONCE + found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::level1::RawLayout;

    #[test]
    fn runs_are_widened_and_reach_into_later_lines_also_from_the_context() {
        let mut codes = vec![100_u16; 5 * 8];
        codes[0] = 1023;
        codes[2 * 8 + 3] = 1023;
        codes[2 * 8 + 4] = 2000;
        let layout = RawLayout { stride: 8, offset: 0, columns: 8, first_column: 10, first_line: 50, context: 1 };
        let raw = RawLines::new(&codes, layout, &[]).unwrap();
        let mut runs = Vec::new();
        find_saturated(&raw, 0..5, SaturationRule::of_bits(10).with_surroundings(), 5200, &mut runs);
        let found: Vec<_> = runs.iter().map(|run| (run.line, run.columns.first, run.columns.last)).collect();
        assert_eq!(found, [(51, 9, 11), (52, 9, 11), (52, 12, 15), (53, 12, 15), (54, 12, 15)]);
        runs.clear();
        find_saturated(&raw, 0..5, SaturationRule::of_bits(10), 5200, &mut runs);
        assert_eq!(runs.len(), 1);
        assert_eq!((runs[0].line, runs[0].columns), (52, ColumnRange::new(13, 14)));
    }
}
