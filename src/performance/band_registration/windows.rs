//! Where in a cell the correlation windows stand.

use crate::imagery::{RasterSize, Window};

/// Side of a correlation window in pixels.
pub(super) const WINDOW_SIDE: usize = 64;

/// Pixels around a window that serve the interpolation where the image is large enough to spare them.
const MARGIN: usize = 8;

/// Images smaller than this along one side get windows without margin that overlap as they must.
const SMALL_IMAGE: usize = 3 * WINDOW_SIDE;

/// An image that holds fewer windows side by side gets windows that overlap by half.
const FEW_WINDOWS: usize = 100;

/// The arrangement of windows over a raster, the same for every cell.
#[derive(Debug, Clone, Copy)]
pub(super) struct WindowGrid {
    /// Side of the patch read for a window: the window and its margin.
    pub patch_side: usize,
    /// Distance from one window to the next, in pixels.
    pub step: usize,
}

impl WindowGrid {
    /// Windows for a raster of this size, about `most_windows` of them at most, evenly spread.
    pub(super) fn new(size: RasterSize, most_windows: usize) -> Self {
        let smallest = size.lines.min(size.columns);
        let (patch_side, densest) = if smallest < SMALL_IMAGE {
            // Overlap, so that a crop gives more than one opinion.
            (WINDOW_SIDE, (smallest.saturating_sub(WINDOW_SIDE) / 4).clamp(1, WINDOW_SIDE / 2))
        } else {
            let patch = WINDOW_SIDE + 2 * MARGIN;
            let few = (size.lines / patch) * (size.columns / patch) < FEW_WINDOWS;
            (patch, if few { WINDOW_SIDE / 2 } else { patch })
        };
        let area = (size.lines * size.columns) as f64;
        let step = densest.max((area / most_windows.max(1) as f64).sqrt().ceil() as usize);
        Self { patch_side, step }
    }

    /// Patches of the windows in `cell`, at most one a step in each direction, all inside the cell.
    pub(super) fn patches(self, cell: Window) -> Vec<Window> {
        let starts = |length: usize| {
            let room = (length + 1).saturating_sub(self.patch_side);
            // Spread over the room there is: the last window may touch the far border.
            let number = (length / self.step).max(1).min(room.div_ceil(self.step));
            (0..number).map(move |index| if number < 2 { (room - 1) / 2 } else { index * (room - 1) / (number - 1) })
        };
        starts(cell.lines)
            .flat_map(|line| {
                starts(cell.columns).map(move |column| {
                    Window::new(cell.line + line, cell.column + column, self.patch_side, self.patch_side)
                })
            })
            .collect()
    }

    /// How many windows that share no pixel are worth `windows` of this grid.
    pub(super) fn independent(self, windows: usize) -> f64 {
        // The taper leaves the outer half of a window next to no weight: windows half a side apart are as good as separate.
        let share = (2.0 * self.step as f64 / WINDOW_SIDE as f64).min(1.0);
        (windows as f64 * share * share).max(1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn size(lines: usize, columns: usize) -> RasterSize {
        RasterSize { lines, columns, bands: 12, block_lines: 512, block_columns: 512 }
    }

    #[test]
    fn windows_stay_inside_their_cell() {
        for (lines, columns) in [(512, 512), (64, 64), (120, 120), (80, 4000), (231, 437)] {
            let cell = Window::new(1024, 2048, lines, columns);
            let patches = WindowGrid::new(size(7395, 8437), 1500).patches(cell);
            assert!(patches.iter().all(|patch| cell.contains(*patch)), "{patches:?}");
        }
    }

    #[test]
    fn a_crop_gets_several_overlapping_windows_and_a_tiny_image_none() {
        let grid = WindowGrid::new(size(120, 120), 1500);
        let patches = grid.patches(Window::new(0, 0, 120, 120));
        assert!(patches.len() >= 9, "{patches:?}");
        assert!(grid.independent(patches.len()) < patches.len() as f64);
        assert!(WindowGrid::new(size(63, 500), 1500).patches(Window::new(0, 0, 63, 500)).is_empty());
    }

    #[test]
    fn a_full_product_gets_about_as_many_windows_as_asked_for() {
        let size = size(7395, 8437);
        let grid = WindowGrid::new(size, 1500);
        let windows: usize =
            crate::performance::cells::cells(size).into_iter().map(|cell| grid.patches(cell).len()).sum();
        assert!((750..=1500).contains(&windows), "{windows}");
    }
}
