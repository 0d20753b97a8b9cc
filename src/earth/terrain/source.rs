//! Where heights come from.

use super::NodeGrid;

/// Nodes that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct ElevationReadError {
    /// File, what was needed and what was found.
    pub message: String,
}

/// Least and greatest height of a surface, in metres.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HeightRange {
    /// No ground lies lower.
    pub least_m: f64,
    /// No ground lies higher.
    pub greatest_m: f64,
}

impl HeightRange {
    /// From below the shore of the Dead Sea to above Everest, with the geoid's ±110 m.
    pub const OF_THE_EARTH: Self = Self { least_m: -600.0, greatest_m: 9_000.0 };
}

/// A regular grid of heights, read window by window.
pub trait ElevationSource: Send + Sync {
    /// Where the nodes lie.
    fn grid(&self) -> &NodeGrid;

    /// What it is, for results: file, datum, geoid.
    fn description(&self) -> String;

    /// Bounds of all heights, as far as they are known without reading them.
    fn height_range(&self) -> HeightRange {
        HeightRange::OF_THE_EARTH
    }

    /// Reads a window of nodes, row by row, in metres above WGS 84; not-a-number where the source has no value.
    ///
    /// The window lies inside the grid and `heights_m` has `rows · columns` places.
    ///
    /// # Errors
    /// What could not be read.
    fn read_nodes(
        &self,
        first_row: usize,
        first_column: usize,
        rows: usize,
        columns: usize,
        heights_m: &mut [f64],
    ) -> Result<(), ElevationReadError>;
}
