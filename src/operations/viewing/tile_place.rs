//! Levels and tiles of an image: which pixels a tile of a level covers.

use serde::{Deserialize, Serialize};

use crate::imagery::Window;

/// A tile of a level. Level k has cells of 2^k × 2^k pixels; a tile has `side` × `side` cells, less at the image's end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct TilePlace {
    /// Level; 0 are the pixels themselves.
    pub level: usize,
    /// Row of tiles, from the first line.
    pub row: usize,
    /// Column of tiles, from the first column.
    pub column: usize,
}

/// The levels of an image and how they are cut into tiles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Levels {
    pub(super) lines: usize,
    pub(super) columns: usize,
    pub(super) tile_side: usize,
}

impl Levels {
    /// Pixels along one side of a cell.
    pub(super) const fn cell_side(level: usize) -> usize {
        1 << level
    }

    /// Number of levels: the coarsest one is a single tile.
    pub(super) fn n_levels(self) -> usize {
        let longest = self.lines.max(self.columns).max(1);
        let mut n_levels = 1;
        while longest.div_ceil(Self::cell_side(n_levels - 1)) > self.tile_side {
            n_levels += 1;
        }
        n_levels
    }

    /// All cells of a level.
    pub(super) fn cells(self, level: usize) -> Window {
        let side = Self::cell_side(level);
        Window::new(0, 0, self.lines.div_ceil(side), self.columns.div_ceil(side))
    }

    /// Rows and columns of tiles of a level.
    pub(super) fn tiles(self, level: usize) -> (usize, usize) {
        let cells = self.cells(level);
        (cells.lines.div_ceil(self.tile_side), cells.columns.div_ceil(self.tile_side))
    }

    /// Whether there is such a tile.
    pub(super) fn has(self, place: TilePlace) -> bool {
        place.level < self.n_levels() && {
            let (rows, columns) = self.tiles(place.level);
            place.row < rows && place.column < columns
        }
    }

    /// The cells of a tile, in its level's cells; without any where there is no such tile.
    pub(super) fn cells_of(self, place: TilePlace) -> Window {
        if !self.has(place) {
            return Window::new(0, 0, 0, 0);
        }
        let all = self.cells(place.level);
        let (line, column) = (place.row * self.tile_side, place.column * self.tile_side);
        Window::new(line, column, self.tile_side.min(all.lines - line), self.tile_side.min(all.columns - column))
    }

    /// The pixels under cells of a level, cut at the image's end.
    pub(super) fn pixels_under(self, level: usize, cells: Window) -> Window {
        let side = Self::cell_side(level);
        let (line, column) = (cells.line * side, cells.column * side);
        let lines = (cells.lines * side).min(self.lines.saturating_sub(line));
        Window::new(line, column, lines, (cells.columns * side).min(self.columns.saturating_sub(column)))
    }

    /// The cells of a level that touch a window of pixels.
    pub(super) fn cells_touching(level: usize, pixels: Window) -> Window {
        let side = Self::cell_side(level);
        let (line, column) = (pixels.line / side, pixels.column / side);
        let lines = pixels.line_end().div_ceil(side) - line;
        Window::new(line, column, lines, pixels.column_end().div_ceil(side) - column)
    }

    /// The tiles of a level that touch a window of its cells.
    pub(super) fn tiles_touching(self, level: usize, cells: Window) -> impl Iterator<Item = TilePlace> + use<> {
        let side = self.tile_side;
        let rows = cells.line / side..cells.line_end().div_ceil(side);
        let columns = cells.column / side..cells.column_end().div_ceil(side);
        rows.flat_map(move |row| columns.clone().map(move |column| TilePlace { level, row, column }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEVELS: Levels = Levels { lines: 5200, columns: 6000, tile_side: 256 };

    #[test]
    fn the_coarsest_level_is_one_tile_and_the_one_below_is_not() {
        for (lines, columns, n_levels) in [(1, 1, 1), (256, 256, 1), (257, 1, 2), (1, 100_000, 10), (5200, 6000, 6)] {
            let levels = Levels { lines, columns, tile_side: 256 };
            assert_eq!(levels.n_levels(), n_levels, "{lines} × {columns}");
            assert_eq!(levels.tiles(n_levels - 1), (1, 1));
        }
    }

    #[test]
    fn the_tiles_of_every_level_cover_each_pixel_once() {
        let levels = Levels { lines: 205, columns: 133, tile_side: 32 };
        for level in 0..levels.n_levels() {
            let mut seen = vec![0_u8; levels.lines * levels.columns];
            for place in levels.tiles_touching(level, levels.cells(level)) {
                let window = levels.pixels_under(level, levels.cells_of(place));
                for line in window.line..window.line_end() {
                    for column in window.column..window.column_end() {
                        seen[line * levels.columns + column] += 1;
                    }
                }
            }
            assert!(seen.iter().all(|times| *times == 1), "level {level}");
        }
    }

    #[test]
    fn a_tile_beyond_the_image_has_no_pixel() {
        for place in [(0, 21, 0), (0, 0, 24), (6, 0, 0), (5, 1, 0)] {
            let place = TilePlace { level: place.0, row: place.1, column: place.2 };
            assert_eq!(LEVELS.cells_of(place).pixels(), 0, "{place:?}");
        }
        assert_eq!(LEVELS.cells_of(TilePlace { level: 0, row: 20, column: 23 }), Window::new(5120, 5888, 80, 112));
    }
}
