//! Pixels that the views draw highlighted: those whose values are brushed in the scatter plot.

use std::sync::Arc;

use crate::imagery::Window;
use crate::workbench::session::ProductId;

/// Pixels to highlight in the views of a product.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Highlight {
    /// The product.
    pub(crate) product: ProductId,
    /// What is highlighted in it; shared, for it may be large. A new brush makes a new one.
    pub(crate) cells: Arc<HighlightCells>,
}

/// Square cells over a window of pixels; those that hold a brushed pixel are drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct HighlightCells {
    /// The pixels that were looked at.
    pub(crate) window: Window,
    /// Pixels along one side of a cell; 1 where the window is small enough.
    pub(crate) cell_side: usize,
    /// Cells along a line; the last may reach beyond the window.
    pub(crate) columns: usize,
    /// Whether a cell holds a brushed pixel, row by row.
    pub(crate) marked: Vec<bool>,
    /// Brushed pixels.
    pub(crate) n: u64,
}

/// Cells along a side of what is highlighted, at most: one texture on any machine.
const MOST_CELLS: usize = 1024;

impl HighlightCells {
    /// No pixel of a window is marked yet.
    pub(crate) fn none_of(window: Window) -> Self {
        let longest = window.lines.max(window.columns).max(1);
        let cell_side = longest.div_ceil(MOST_CELLS);
        let (lines, columns) = (window.lines.div_ceil(cell_side), window.columns.div_ceil(cell_side));
        Self { window, cell_side, columns, marked: vec![false; lines * columns], n: 0 }
    }

    /// Marks a pixel of the window, given from the window's own corner.
    pub(crate) fn mark(&mut self, line: usize, column: usize) {
        let cell = line / self.cell_side * self.columns + column / self.cell_side;
        if let Some(marked) = self.marked.get_mut(cell) {
            *marked = true;
            self.n += 1;
        }
    }

    /// Rows of cells.
    pub(crate) fn lines(&self) -> usize {
        self.marked.len().checked_div(self.columns).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_window_has_coarse_cells_and_every_marked_pixel_counts() {
        let mut cells = HighlightCells::none_of(Window::new(10, 20, 3000, 100));
        assert_eq!((cells.cell_side, cells.columns, cells.lines()), (3, 34, 1000));
        cells.mark(2999, 99);
        cells.mark(2998, 99);
        assert_eq!((cells.n, cells.marked.iter().filter(|marked| **marked).count()), (2, 1));
        assert_eq!(cells.marked.last(), Some(&true));
    }

    #[test]
    fn a_window_without_pixels_has_no_cell() {
        let mut cells = HighlightCells::none_of(Window::new(0, 0, 0, 0));
        cells.mark(0, 0);
        assert_eq!((cells.n, cells.lines()), (0, 0));
    }
}
