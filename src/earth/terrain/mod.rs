//! The shape of the ground: heights at the nodes of a regular grid, bilinear between them, read tile by tile within a byte budget.

mod node_grid;
mod source;
mod surface;
mod tile;
mod tile_store;

pub use node_grid::{GridFrame, NodeGrid};
pub use source::{ElevationReadError, ElevationSource, HeightRange};
pub use surface::{Terrain, TerrainCursor, TerrainGap};
pub use tile::{ElevationTile, LEVEL_FACTOR, TILE_CELLS, TILE_LEVELS};

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "heights at nodes are exact")]
mod tests;
