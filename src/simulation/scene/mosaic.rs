//! Windows of a lattice put together from square tiles.

use super::fractal::LatticeWindow;

/// Calls `visit` for every tile of side `side` that a window reaches into, with the part of the window that lies in it.
pub(super) fn for_each_tile(window: LatticeWindow, side: i32, mut visit: impl FnMut((i32, i32), LatticeWindow)) {
    let spans = |first: i32, n: usize| {
        let end = first + n as i32;
        (first.div_euclid(side)..=(end - 1).div_euclid(side)).map(move |tile| {
            let (from, to) = (first.max(tile * side), end.min((tile + 1) * side));
            (tile, from, (to - from) as usize)
        })
    };
    if window.nodes() == 0 {
        return;
    }
    for (tile_line, line, lines) in spans(window.line, window.lines) {
        for (tile_column, column, columns) in spans(window.column, window.columns) {
            visit((tile_line, tile_column), LatticeWindow { line, column, lines, columns });
        }
    }
}

/// Where a part's first node stands in a window that holds it.
pub(super) fn offset_in(window: LatticeWindow, part: LatticeWindow) -> usize {
    (part.line - window.line) as usize * window.columns + (part.column - window.column) as usize
}

/// Where a part's first node stands in its tile.
pub(super) fn offset_in_tile(part: LatticeWindow, side: i32) -> usize {
    (part.line.rem_euclid(side) * side + part.column.rem_euclid(side)) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_node_lies_in_exactly_one_tile() {
        let window = LatticeWindow { line: -5, column: -9, lines: 23, columns: 17 };
        let mut seen = vec![0; window.nodes()];
        for_each_tile(window, 8, |tile, part| {
            let first = offset_in(window, part);
            let in_tile = offset_in_tile(part, 8);
            assert_eq!(tile.0 * 8 + (in_tile / 8) as i32, part.line);
            assert_eq!(tile.1 * 8 + (in_tile % 8) as i32, part.column);
            for line in 0..part.lines {
                for column in 0..part.columns {
                    seen[first + line * window.columns + column] += 1;
                }
            }
        });
        assert!(seen.iter().all(|times| *times == 1));
    }
}
