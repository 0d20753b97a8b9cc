//! A raster walked once, cell by cell: cells follow the blocks of the file, so that nothing is decoded twice.

use rayon::iter::{IndexedParallelIterator as _, IntoParallelRefIterator as _, ParallelIterator as _};

use crate::imagery::{RasterSize, RasterSource, ReadError, Tile, Window};
use crate::supervision::{Cancelled, Supervision};

/// A cell has at least this many lines and columns where the raster has.
const SMALLEST_CELL: usize = 512;

/// A cell has at most this many pixels, even where a single block of the file is larger: 12 bands of two million pixels are 126 MB.
const LARGEST_CELL_PIXELS: usize = 1 << 21;

/// The cells of a raster, line by line: whole blocks each, together the whole raster.
pub fn cells(size: RasterSize) -> Vec<Window> {
    let whole_blocks = |block: usize, smallest: usize, extent: usize| {
        let block = block.clamp(1, extent.max(1));
        (block * smallest.div_ceil(block)).min(extent.max(1))
    };
    let columns = whole_blocks(size.block_columns, SMALLEST_CELL, size.columns);
    // An image as wide as the cell is all there is may still be wider than a cell may be large.
    let columns = columns.min(LARGEST_CELL_PIXELS);
    let most_lines = LARGEST_CELL_PIXELS / columns;
    let lines = whole_blocks(size.block_lines, SMALLEST_CELL.min(most_lines), size.lines).min(most_lines);
    let mut cells = Vec::new();
    for line in (0..size.lines).step_by(lines) {
        for column in (0..size.columns).step_by(columns) {
            cells.push(Window::new(line, column, lines.min(size.lines - line), columns.min(size.columns - column)));
        }
    }
    cells
}

/// Reads `bands` (indices from 0) of every cell once and gives what `measure` makes of it, in the order of the cells, whatever the number of
/// threads; `doing` names the stage to whoever watches.
///
/// # Errors
/// [`ReadError`] when a block cannot be read or the user cancels.
pub fn walk<Sample: Send>(
    raster: &dyn RasterSource,
    bands: &[usize],
    doing: &str,
    supervision: &Supervision,
    measure: impl Fn(Window, &[Tile]) -> Result<Sample, Cancelled> + Sync,
) -> Result<Vec<Sample>, ReadError> {
    let cells = cells(raster.size());
    let stage = supervision.stage(doing, cells.len() as u64, "cells");
    let mut samples = Vec::with_capacity(cells.len());
    for together in cells.chunks(cells_at_once(&cells, bands.len(), supervision.memory_budget_bytes())) {
        let measured: Result<Vec<Sample>, ReadError> = together
            .par_iter()
            .with_max_len(1)
            .map_init(Vec::new, |tiles, cell| {
                supervision.check()?;
                raster.read(bands, *cell, tiles, supervision)?;
                let sample = measure(*cell, tiles)?;
                stage.advance(1)?;
                Ok(sample)
            })
            .collect();
        samples.extend(measured?);
    }
    Ok(samples)
}

/// How many cells may be held at once within half of the memory budget: all of them when every thread may hold one.
fn cells_at_once(cells: &[Window], bands: usize, budget_bytes: u64) -> usize {
    let pixels = cells.iter().map(|cell| cell.pixels()).max().unwrap_or(1);
    // A sample is four bytes and one for its reasons; the reader holds it once more in the file's own type.
    let cell_bytes = (pixels * bands.max(1) * 8) as u64;
    let fit = (budget_bytes / 2 / cell_bytes.max(1)).max(1) as usize;
    if fit >= rayon::current_num_threads() { cells.len().max(1) } else { fit }
}

/// All bands of a raster, in its order.
pub fn all_bands(size: RasterSize) -> Vec<usize> {
    (0..size.bands).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn size(lines: usize, columns: usize, block_lines: usize, block_columns: usize) -> RasterSize {
        RasterSize { lines, columns, bands: 1, block_lines, block_columns }
    }

    #[test]
    fn cells_cover_every_pixel_once_and_start_on_blocks() {
        for size in [
            size(7395, 8437, 512, 512),
            size(7395, 8437, 1, 8437),
            size(121, 121, 5, 121),
            size(1, 1, 1, 1),
            size(3000, 1000, 256, 256),
            size(700, 100_000, 1, 100_000),
        ] {
            let cells = cells(size);
            assert_eq!(cells.iter().map(|cell| cell.pixels()).sum::<usize>(), size.lines * size.columns);
            for cell in cells {
                assert_eq!(cell.line % size.block_lines, 0);
                assert_eq!(cell.column % size.block_columns, 0);
                assert!(size.window().contains(cell));
            }
        }
    }

    #[test]
    fn a_file_that_is_one_block_is_still_walked_in_parts() {
        for size in [size(7395, 8437, 7395, 8437), size(3, 10_000_000, 3, 10_000_000)] {
            let cells = cells(size);
            assert_eq!(cells.iter().map(|cell| cell.pixels()).sum::<usize>(), size.lines * size.columns);
            assert!(cells.iter().all(|cell| cell.pixels() <= LARGEST_CELL_PIXELS));
        }
    }

    #[test]
    fn a_small_memory_budget_lets_fewer_threads_hold_a_cell() {
        let cells = cells(size(7395, 8437, 512, 512));
        assert_eq!(cells_at_once(&cells, 12, u64::MAX), cells.len());
        // One cell of 512 × 512 pixels, 12 bands, 8 bytes a sample: 25 MB.
        assert_eq!(
            cells_at_once(&cells, 12, 60_000_000),
            if rayon::current_num_threads() > 1 { 1 } else { cells.len() }
        );
        assert_eq!(cells_at_once(&[], 12, 0), 1);
    }

    /// Delivers nothing: the user cancels while it reads.
    struct Interrupted;

    impl RasterSource for Interrupted {
        fn size(&self) -> RasterSize {
            size(3000, 1000, 256, 256)
        }

        fn read(
            &self,
            _bands: &[usize],
            _window: Window,
            _tiles: &mut Vec<Tile>,
            supervision: &Supervision,
        ) -> Result<(), ReadError> {
            supervision.cancellation().store(true, std::sync::atomic::Ordering::Relaxed);
            Ok(supervision.check()?)
        }
    }

    #[test]
    fn a_walk_that_is_cancelled_while_a_cell_is_read_measures_nothing_of_it() {
        let outcome =
            walk(&Interrupted, &[0], "measuring", &Supervision::unattended(), |_, _| -> Result<(), Cancelled> {
                unreachable!("the cell was never delivered")
            });
        assert_eq!(outcome, Err(ReadError::Cancelled(Cancelled)));
    }

    #[test]
    fn a_raster_without_pixels_has_no_cells() {
        assert!(cells(size(0, 0, 1, 1)).is_empty());
    }
}
