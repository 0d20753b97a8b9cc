//! What the user says about an elevation model.

use std::sync::Arc;

use crate::earth::GeoidGrid;

/// Memory of the tiles of an elevation model when nobody says otherwise: 256 MiB, some 400 tiles of 256 × 256 cells.
pub const TERRAIN_BUDGET_BYTES: u64 = 256 << 20;

/// What the heights of a file are counted from. What is handed over is always above the ellipsoid.
#[derive(Debug, Clone)]
pub enum HeightReference {
    /// The WGS 84 ellipsoid.
    Ellipsoid,
    /// A geoid (orthometric heights): its undulation at the node is added to the height of each node. Where it has none, beyond a
    /// regional grid, the node is void.
    Geoid(Arc<GeoidGrid>),
}

/// Heights where no file lies. A node without a value inside a file is a void under either.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OutsideHeights {
    /// None; the grid spans the files and no more.
    #[default]
    Void,
    /// Those of the geoid: models that leave the sea out. The grid then has the step of the files and spans the whole Earth (of a projected
    /// model, its own rectangle). The geoid is the one that the heights refer to; EGM96 for heights above the ellipsoid.
    Geoid,
}

/// How an elevation model is opened.
#[derive(Debug, Clone)]
pub struct TerrainSettings {
    /// What the heights are counted from; none to take the files' word (SRTM and DTED: EGM96; others: their vertical reference system).
    pub heights: Option<HeightReference>,
    /// Heights where no file lies.
    pub outside: OutsideHeights,
    /// Memory of the tiles, in bytes; one tile is kept in any case.
    pub budget_bytes: u64,
}

impl Default for TerrainSettings {
    fn default() -> Self {
        Self { heights: None, outside: OutsideHeights::Void, budget_bytes: TERRAIN_BUDGET_BYTES }
    }
}
