//! The surface of the ground: the bilinear surface through the nodes of an elevation model.

use std::sync::Arc;

use super::tile_store::TileStore;
use super::{ElevationSource, ElevationTile, NodeGrid, TILE_CELLS};
use crate::earth::GroundPoint;

/// Why there is no height at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TerrainGap {
    /// Beyond the nodes of the elevation model.
    #[error("the elevation model does not cover the place")]
    Outside,
    /// One of the four nodes around has no value.
    #[error("the elevation model has a void there")]
    Void,
    /// The tile could not be read; [`Terrain::read_failure`] says why.
    #[error("the elevation model could not be read there")]
    Unreadable,
}

/// An elevation model whose tiles are read on demand and kept within a byte budget.
pub struct Terrain {
    source: Box<dyn ElevationSource>,
    tiles: TileStore,
}

impl Terrain {
    /// The surface of a source; at most `budget_bytes` of tiles are kept (one at least).
    pub fn new(source: Box<dyn ElevationSource>, budget_bytes: u64) -> Self {
        Self { source, tiles: TileStore::new(budget_bytes) }
    }

    /// Where the heights come from.
    pub fn source(&self) -> &dyn ElevationSource {
        self.source.as_ref()
    }

    /// A reader with a memory of its own for the tile it stands on; one a thread.
    pub fn cursor(&self) -> TerrainCursor<'_> {
        TerrainCursor { terrain: self, grid: *self.source.grid(), place: None, tile: None }
    }

    /// Why the tile around a place could not be read.
    pub fn read_failure(&self, place: GroundPoint) -> Option<String> {
        let grid = self.source.grid();
        let [row, column] = grid.row_column_of(place);
        if !grid.covers(row, column) {
            return None;
        }
        let tile = self.tiles.tile(self.source.as_ref(), row as usize / TILE_CELLS, column as usize / TILE_CELLS);
        tile.err().map(|error| error.message)
    }

    #[cfg(test)]
    pub(super) fn bytes_kept(&self) -> u64 {
        self.tiles.bytes()
    }
}

/// Reads heights, one place after the other; neighbours come from the same tile without a lock.
pub struct TerrainCursor<'a> {
    terrain: &'a Terrain,
    grid: NodeGrid,
    place: Option<(usize, usize)>,
    tile: Option<Arc<ElevationTile>>,
}

impl TerrainCursor<'_> {
    /// Where the nodes lie.
    pub fn grid(&self) -> &NodeGrid {
        &self.grid
    }

    /// The elevation model.
    pub fn terrain(&self) -> &Terrain {
        self.terrain
    }

    /// The tile at (tile row, tile column); it must lie on the grid.
    ///
    /// # Errors
    /// [`TerrainGap::Unreadable`].
    #[inline]
    pub fn tile(&mut self, tile_row: usize, tile_column: usize) -> Result<&ElevationTile, TerrainGap> {
        if self.place != Some((tile_row, tile_column)) {
            self.tile = self.terrain.tiles.tile(self.terrain.source.as_ref(), tile_row, tile_column).ok();
            self.place = Some((tile_row, tile_column));
        }
        self.tile.as_deref().ok_or(TerrainGap::Unreadable)
    }

    /// Height of the surface, and its slope per row and per column of the grid, at a place given as (row, column).
    ///
    /// # Errors
    /// Why there is none.
    #[inline]
    pub fn height_and_slope(&mut self, row: f64, column: f64) -> Result<(f64, [f64; 2]), TerrainGap> {
        if !self.grid.covers(row, column) {
            return Err(TerrainGap::Outside);
        }
        // The last row and column of nodes belong to the cells before them.
        let cell_row = (row as usize).min(self.grid.rows.saturating_sub(2));
        let cell_column = (column as usize).min(self.grid.columns.saturating_sub(2));
        let tile = self.tile(cell_row / TILE_CELLS, cell_column / TILE_CELLS)?;
        let [a, b, c, d] = tile.corners_m(cell_row % TILE_CELLS, cell_column % TILE_CELLS);
        let (v, u) = (row - cell_row as f64, column - cell_column as f64);
        let (upper, lower) = (a + u * (b - a), c + u * (d - c));
        let height = upper + v * (lower - upper);
        if height.is_nan() {
            return Err(TerrainGap::Void);
        }
        Ok((height, [lower - upper, (b - a) + v * ((d - c) - (b - a))]))
    }

    /// Height above WGS 84 at a place, in metres.
    ///
    /// # Errors
    /// Why there is none.
    pub fn height_at(&mut self, place: GroundPoint) -> Result<f64, TerrainGap> {
        let [row, column] = self.grid.row_column_of(place);
        self.height_and_slope(row, column).map(|(height, _)| height)
    }
}
