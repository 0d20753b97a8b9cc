//! What a file of overviews holds: the coarse levels of an image, cut into parts that are computed and stored one after the other.

use std::ops::Range;

use crate::imagery::{RasterSize, Window};
use crate::operations::viewing::tile_place::Levels;

/// The finest level that is kept. Cells of 2 × 2 pixels would make the file three times as large and save little reading.
const FIRST_LEVEL: usize = 2;

/// Pixels of a part, at most; an image whose coarsest cells are larger has no overviews.
const LARGEST_PART_PIXELS: usize = 1 << 24;

/// Bytes of a cell, at most: value, reasons, reasons of all samples behind it.
pub(super) const CELL_BYTES: usize = size_of::<f32>() + 2;

/// The parts of an image. Each holds whole cells of every level, so that it is computed from its own pixels alone. A chunk are the cells of one
/// part, one band and one level; chunks follow each other by part (row by row), band, level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::operations::viewing) struct OverviewLayout {
    levels: Levels,
    pub(super) bands: usize,
    part_lines: usize,
    part_columns: usize,
}

impl OverviewLayout {
    /// The layout for an image; none where there is nothing to keep.
    pub(in crate::operations::viewing) fn of(size: RasterSize, levels: Levels) -> Option<Self> {
        let coarsest_side = Levels::cell_side(levels.n_levels() - 1);
        if levels.n_levels() <= FIRST_LEVEL || size.bands == 0 || coarsest_side.pow(2) > LARGEST_PART_PIXELS {
            return None;
        }
        let whole_cells = |pixels: usize| pixels.max(1).div_ceil(coarsest_side) * coarsest_side;
        let side = whole_cells(levels.tile_side << FIRST_LEVEL);
        // Parts follow large blocks, such as strips as wide as the image: each is then decoded once.
        let (mut part_lines, mut part_columns) = (side, side);
        if size.block_columns > side {
            part_columns = whole_cells(size.block_columns);
            part_lines = whole_cells(side * side / part_columns);
        } else if size.block_lines > side {
            part_lines = whole_cells(size.block_lines);
            part_columns = whole_cells(side * side / part_lines);
        }
        if part_lines * part_columns > LARGEST_PART_PIXELS {
            (part_lines, part_columns) = (coarsest_side, coarsest_side);
        }
        Some(Self { levels, bands: size.bands, part_lines, part_columns })
    }

    /// The levels that are kept.
    pub(super) fn kept_levels(self) -> Range<usize> {
        FIRST_LEVEL..self.levels.n_levels()
    }

    /// Rows and columns of parts.
    fn parts_across(self) -> (usize, usize) {
        (self.levels.lines.div_ceil(self.part_lines), self.levels.columns.div_ceil(self.part_columns))
    }

    /// All parts, by row and column.
    pub(super) fn parts(self) -> impl ExactSizeIterator<Item = (usize, usize)> {
        let (rows, columns) = self.parts_across();
        (0..rows * columns).map(move |part| (part / columns, part % columns))
    }

    /// The pixels of a part.
    pub(super) fn pixels(self, (row, column): (usize, usize)) -> Window {
        let (line, column) = (row * self.part_lines, column * self.part_columns);
        let lines = self.part_lines.min(self.levels.lines - line);
        Window::new(line, column, lines, self.part_columns.min(self.levels.columns - column))
    }

    /// The cells of a level in a part.
    pub(super) fn cells(self, part: (usize, usize), level: usize) -> Window {
        Levels::cells_touching(level, self.pixels(part))
    }

    /// The parts with any of the cells of a level.
    pub(super) fn parts_touching(self, level: usize, cells: Window) -> impl Iterator<Item = (usize, usize)> {
        let (lines, columns) = (self.part_lines >> level, self.part_columns >> level);
        let columns = cells.column / columns..cells.column_end().div_ceil(columns);
        (cells.line / lines..cells.line_end().div_ceil(lines))
            .flat_map(move |row| columns.clone().map(move |column| (row, column)))
    }

    /// Number of chunks.
    pub(super) fn n_chunks(self) -> usize {
        self.parts().len() * self.bands * self.kept_levels().len()
    }

    /// Number of a chunk, from 0; none for a level that is not kept.
    pub(super) fn chunk(self, (row, column): (usize, usize), band: usize, level: usize) -> Option<usize> {
        let (rows, columns) = self.parts_across();
        let is_there = row < rows && column < columns && band < self.bands && self.kept_levels().contains(&level);
        let part = row * columns + column;
        is_there.then(|| (part * self.bands + band) * self.kept_levels().len() + level - FIRST_LEVEL)
    }

    /// Cells of all levels and bands.
    pub(super) fn n_cells(self) -> u64 {
        self.kept_levels().map(|level| self.levels.cells(level).pixels() as u64).sum::<u64>() * self.bands as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layout(block_lines: usize, block_columns: usize) -> OverviewLayout {
        let size = RasterSize { lines: 5200, columns: 6000, bands: 3, block_lines, block_columns };
        OverviewLayout::of(size, Levels { lines: 5200, columns: 6000, tile_side: 256 }).unwrap()
    }

    #[test]
    fn parts_follow_the_blocks_and_hold_whole_cells() {
        for (block, part) in [((512, 512), (1024, 1024)), ((1, 6000), (192, 6016)), ((5200, 16), (5216, 224))] {
            let layout = layout(block.0, block.1);
            assert_eq!((layout.part_lines, layout.part_columns), part, "{block:?}");
            assert_eq!((part.0 % 32, part.1 % 32), (0, 0));
        }
        let small = RasterSize { lines: 512, columns: 512, bands: 3, block_lines: 16, block_columns: 16 };
        assert_eq!(OverviewLayout::of(small, Levels { lines: 512, columns: 512, tile_side: 256 }), None);
    }

    #[test]
    fn the_parts_hold_every_cell_of_every_level_once() {
        for block in [(512, 512), (1, 6000)] {
            let layout = layout(block.0, block.1);
            for level in layout.kept_levels() {
                let all = layout.levels.cells(level);
                let held: usize = layout.parts().map(|part| layout.cells(part, level).pixels()).sum();
                assert_eq!(held, all.pixels(), "level {level}");
                assert!(layout.parts_touching(level, all).eq(layout.parts()));
            }
            let chunks = layout.parts().flat_map(|part| (0..3).map(move |band| (part, band)));
            let chunks = chunks.flat_map(|(part, band)| layout.kept_levels().map(move |level| (part, band, level)));
            let numbers: Vec<usize> =
                chunks.filter_map(|(part, band, level)| layout.chunk(part, band, level)).collect();
            assert!(numbers.into_iter().eq(0..layout.n_chunks()));
        }
    }
}
