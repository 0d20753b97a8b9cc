//! Ranges of columns: inside the array, in order, without overlap.

use super::finding::InFile;
use crate::instrument::radiometry::ColumnRange;

/// Columns as text.
fn text(range: ColumnRange) -> String {
    if range.first == range.last {
        format!("column {}", range.first)
    } else {
        format!("columns {} to {}", range.first, range.last)
    }
}

/// Each range must lie in the array, and none may share a column with another.
pub(super) fn range_rules(
    file: &mut InFile<'_, '_>,
    element: &str,
    columns: usize,
    ranges: impl Iterator<Item = ColumnRange>,
) {
    let mut sorted: Vec<ColumnRange> = Vec::new();
    for range in ranges {
        if range.is_empty() || range.last >= columns {
            file.add(element, format!("columns within 0 to {}", columns.saturating_sub(1)), text(range));
        }
        sorted.push(range);
    }
    sorted.sort_unstable();
    for pair in sorted.windows(2) {
        if pair[0].overlaps(pair[1]) {
            file.add(element, "ranges that share no column", format!("{} and {}", text(pair[0]), text(pair[1])));
        }
    }
}
