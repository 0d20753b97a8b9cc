//! How many samples lie in each cell of a plane.

use crate::imagery::{Picture, encode_png};
use crate::reports::figure::colour_map::amount;
use crate::reports::tokens::{ACCENT, PANEL};

/// Counts over a grid of cells, with the cells that are highlighted.
#[derive(Debug, Clone, PartialEq)]
pub struct Density {
    /// Least and greatest value along x.
    pub x_range: [f64; 2],
    /// Least and greatest value along y.
    pub y_range: [f64; 2],
    /// Cells along x.
    pub x_cells: usize,
    /// Cells along y.
    pub y_cells: usize,
    /// Samples in each cell, rows of equal y from the least y on.
    pub counts: Vec<u64>,
    /// Samples in each cell that belong to what is highlighted (a region of the view); empty for none.
    pub highlighted: Vec<u64>,
}

impl Density {
    /// Whether the grid is one: ranges with an extent, and as many counts as cells.
    pub fn is_drawable(&self) -> bool {
        let is_range = |[low, high]: [f64; 2]| low.is_finite() && high.is_finite() && high > low;
        let cells = self.x_cells.checked_mul(self.y_cells).filter(|&cells| cells > 0);
        is_range(self.x_range)
            && is_range(self.y_range)
            && cells == Some(self.counts.len())
            && (self.highlighted.is_empty() || self.highlighted.len() == self.counts.len())
    }

    /// The cells as red, green, blue and opacity, row by row from the greatest y down; empty cells are transparent.
    pub fn rgba(&self) -> Vec<u8> {
        // A logarithmic map: single samples stay visible beside thousands.
        let greatest = self.counts.iter().copied().max().unwrap_or(0);
        let logarithm = (greatest as f64).ln();
        let share = |count: u64| if greatest <= 1 { 1.0 } else { 0.08 + 0.92 * (count as f64).ln() / logarithm };
        let mut rgba = Vec::with_capacity(4 * self.counts.len());
        for row in (0..self.y_cells).rev() {
            for cell in row * self.x_cells..(row + 1) * self.x_cells {
                let count = self.counts.get(cell).copied().unwrap_or(0);
                let is_highlighted = self.highlighted.get(cell).is_some_and(|&n| n > 0);
                match (count, is_highlighted) {
                    (_, true) => rgba.extend_from_slice(&[ACCENT.0[0], ACCENT.0[1], ACCENT.0[2], 255]),
                    (0, _) => rgba.extend_from_slice(&[0, 0, 0, 0]),
                    (count, _) => {
                        let [red, green, blue] = amount(share(count)).0;
                        rgba.extend_from_slice(&[red, green, blue, 255]);
                    }
                }
            }
        }
        rgba
    }

    /// The cells as a picture on the panel's colour.
    pub(super) fn png(&self) -> Option<Vec<u8>> {
        if !self.is_drawable() {
            return None;
        }
        let picture = Picture { width: self.x_cells, height: self.y_cells, rgba: self.rgba() };
        encode_png(&picture.flattened(PANEL.0)).ok()
    }
}
