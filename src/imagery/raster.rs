//! The contract between a calculation and whatever holds the samples.

use super::no_data::Reasons;
use super::reduction::{ReducedTile, Reduction};
use super::window::Window;
use crate::supervision::{Cancelled, Supervision};

/// Size of a raster and of the blocks in which its file is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RasterSize {
    /// Lines.
    pub lines: usize,
    /// Columns.
    pub columns: usize,
    /// Image bands (masks not counted).
    pub bands: usize,
    /// Lines of a stored block: reads aligned to it decode nothing twice.
    pub block_lines: usize,
    /// Columns of a stored block.
    pub block_columns: usize,
}

impl RasterSize {
    /// The window of the whole raster.
    pub const fn window(self) -> Window {
        Window::new(0, 0, self.lines, self.columns)
    }
}

/// Samples of one band in one window, line by line, with the reasons of each.
///
/// A sample whose reasons are not empty still carries what the file holds, except NaN, which is delivered as zero.
#[derive(Debug, Clone, Default)]
pub struct Tile {
    /// Sample values in the raster's own unit (codes).
    pub values: Vec<f32>,
    /// Reasons of each sample.
    pub reasons: Vec<Reasons>,
}

/// A block that could not be delivered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct RasterError {
    /// What failed, on what, needed and found.
    pub message: String,
}

/// A reading that ended early.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// Samples that could not be delivered.
    #[error(transparent)]
    Raster(#[from] RasterError),
    /// The user cancelled.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
}

/// Whoever delivers samples. Called from many threads at once.
pub trait RasterSource: Send + Sync {
    /// Size, number of bands and stored blocks.
    fn size(&self) -> RasterSize;

    /// Reads bands `bands` (indices from 0) of `window`; `tiles` is resized to one tile a band, its buffers kept. A large window is
    /// read in parts, between which the user may cancel; what `tiles` then holds is of no use.
    ///
    /// # Errors
    /// [`ReadError::Raster`] when the window leaves the raster, a band does not exist or the samples cannot be read;
    /// [`ReadError::Cancelled`].
    fn read(
        &self,
        bands: &[usize],
        window: Window,
        tiles: &mut Vec<Tile>,
        supervision: &Supervision,
    ) -> Result<(), ReadError>;

    /// Samples of one band that [`RasterSource::read_cells`] looks at: all of the window, but where a few stand for a cell.
    fn samples_behind(&self, window: Window, _factor: usize) -> usize {
        window.pixels()
    }

    /// Reads the means of the cells of `factor` × `factor` samples of a window, counted from its first pixel; the last ones may be cut by
    /// its end. `cells` is resized to one tile a band. The same cells come out whatever the window that they are read with.
    ///
    /// # Errors
    /// As [`RasterSource::read`].
    fn read_cells(
        &self,
        bands: &[usize],
        window: Window,
        factor: usize,
        cells: &mut Vec<ReducedTile>,
        supervision: &Supervision,
    ) -> Result<(), ReadError> {
        read_and_reduce(self, bands, window, factor, cells, supervision)
    }
}

/// [`RasterSource::read_cells`] for a source that knows no faster way: the samples are read, then reduced.
///
/// # Errors
/// As [`RasterSource::read`].
pub fn read_and_reduce<Source: RasterSource + ?Sized>(
    source: &Source,
    bands: &[usize],
    window: Window,
    factor: usize,
    cells: &mut Vec<ReducedTile>,
    supervision: &Supervision,
) -> Result<(), ReadError> {
    let factor = factor.max(1);
    cells.resize_with(bands.len(), ReducedTile::default);
    cells.iter_mut().for_each(ReducedTile::clear);
    let strip_lines = factor * (LARGEST_STRIP_PIXELS / window.columns.max(1) / factor).max(1);
    let (mut tiles, mut reduction) = (Vec::new(), Reduction::default());
    for first in (window.line..window.line_end()).step_by(strip_lines) {
        let strip = Window::new(first, window.column, strip_lines.min(window.line_end() - first), window.columns);
        source.read(bands, strip, &mut tiles, supervision)?;
        for (tile, cells) in tiles.iter().zip(cells.iter_mut()) {
            supervision.check()?;
            reduction.append(tile, window.columns, factor, cells);
        }
    }
    Ok(())
}

/// Pixels of one band that are held at once while cells are made of them: 5 MB with their reasons.
const LARGEST_STRIP_PIXELS: usize = 1 << 20;
