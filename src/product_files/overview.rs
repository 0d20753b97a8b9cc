//! A small picture of a large raster: means of square cells, so that no detail aliases.

use super::error::ProductError;
use crate::imagery::{RasterSource, ReducedTile, Reduction, Window};
use crate::supervision::Supervision;

/// Pixels of one band that are held at once: 20 MB with their reasons.
const LARGEST_STRIP_PIXELS: usize = 1 << 22;

/// Bands of a raster, reduced by a whole factor.
#[derive(Debug, Clone)]
pub struct Overview {
    /// Lines of the reduced picture.
    pub lines: usize,
    /// Columns of the reduced picture.
    pub columns: usize,
    /// Pixels of the raster along one side of a cell.
    pub factor: usize,
    /// One tile a band.
    pub tiles: Vec<ReducedTile>,
}

/// Reads bands `bands` (indices from 0) as a picture of at most `max_side` pixels a side. Every sample is read once, strip by strip.
///
/// Cell (i, j) covers the raster's lines i·factor to (i+1)·factor, columns likewise; the last ones may be cut by the raster's end.
///
/// # Errors
/// [`ProductError`] when samples cannot be read or the work was cancelled.
pub fn read_overview(
    raster: &dyn RasterSource,
    bands: &[usize],
    max_side: usize,
    supervision: &Supervision,
) -> Result<Overview, ProductError> {
    let size = raster.size();
    let factor = size.lines.max(size.columns).div_ceil(max_side.max(1)).max(1);
    let (lines, columns) = (size.lines.div_ceil(factor), size.columns.div_ceil(factor));
    // Whole blocks, but never more than the strip may hold, even where one block is the whole image.
    let most_lines = LARGEST_STRIP_PIXELS / size.columns.max(1);
    let strip_lines = factor * size.block_lines.div_ceil(factor).min((most_lines / factor).max(1));
    let stage = supervision.stage("overview", size.lines.div_ceil(strip_lines) as u64, "strips");
    let empty = || ReducedTile::with_capacity(lines * columns);
    let mut overview = Overview { lines, columns, factor, tiles: bands.iter().map(|_| empty()).collect() };
    let mut reduction = Reduction::default();
    let mut tiles = Vec::new();
    for first in (0..size.lines).step_by(strip_lines) {
        let window = Window::new(first, 0, strip_lines.min(size.lines - first), size.columns);
        raster.read(bands, window, &mut tiles, supervision)?;
        for (tile, reduced) in tiles.iter().zip(&mut overview.tiles) {
            supervision.check()?;
            reduction.append(tile, size.columns, factor, reduced);
        }
        stage.advance(1)?;
    }
    Ok(overview)
}
