//! A raster in memory, for the tests of whatever reads rasters.

use super::{RasterError, RasterSize, RasterSource, ReadError, Reasons, Tile, Window};
use crate::supervision::Supervision;

/// Bands in memory, stored in blocks of four lines.
pub(in crate::imagery) struct MemoryRaster {
    size: RasterSize,
    /// One tile a band, the whole image each.
    pub(in crate::imagery) tiles: Vec<Tile>,
}

impl MemoryRaster {
    /// Valid samples by band, line and column.
    pub(in crate::imagery) fn new(
        lines: usize,
        columns: usize,
        bands: usize,
        sample: impl Fn(usize, usize, usize) -> f32,
    ) -> Self {
        let tile = |band: usize| Tile {
            values: (0..lines * columns).map(|index| sample(band, index / columns, index % columns)).collect(),
            reasons: vec![Reasons::VALID; lines * columns],
        };
        let size = RasterSize { lines, columns, bands, block_lines: 4, block_columns: columns };
        Self { size, tiles: (0..bands).map(tile).collect() }
    }
}

impl RasterSource for MemoryRaster {
    fn size(&self) -> RasterSize {
        self.size
    }

    fn read(
        &self,
        bands: &[usize],
        window: Window,
        tiles: &mut Vec<Tile>,
        supervision: &Supervision,
    ) -> Result<(), ReadError> {
        supervision.check()?;
        if !self.size.window().contains(window) {
            return Err(RasterError { message: format!("{window:?} leaves the raster") }.into());
        }
        tiles.clear();
        for band in bands {
            let mut tile = Tile::default();
            for line in window.line..window.line_end() {
                let row = line * self.size.columns + window.column..line * self.size.columns + window.column_end();
                tile.values.extend_from_slice(&self.tiles[*band].values[row.clone()]);
                tile.reasons.extend_from_slice(&self.tiles[*band].reasons[row]);
            }
            tiles.push(tile);
        }
        Ok(())
    }
}
