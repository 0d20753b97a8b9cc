//! The contract between a calculation and whatever holds the samples.

use super::no_data::Reasons;
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
}
