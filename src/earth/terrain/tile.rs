//! A square of an elevation model with its pyramid of greatest heights.

use super::{ElevationReadError, ElevationSource};

/// Cells along one side of a tile (a cell lies between four nodes).
pub const TILE_CELLS: usize = 256;
/// Cells of one level along one side of a cell of the next coarser one.
pub const LEVEL_FACTOR: usize = 4;
/// Levels of the pyramid: cells of 1, 4, 16, 64 and 256 grid steps.
pub const TILE_LEVELS: usize = 5;

/// Nodes along one side of a tile.
const NODE_COLUMNS: usize = TILE_CELLS + 1;

/// Side of a cell of each level, in cells of the grid.
pub(super) const LEVEL_SIDE: [usize; TILE_LEVELS] = [1, 4, 16, 64, 256];

/// Heights of the nodes of one tile, and the greatest height in every cell of every level.
pub struct ElevationTile {
    /// Nodes in metres, row by row; not-a-number where there is none. A side has one node more than it has cells.
    nodes: Vec<f64>,
    /// Greatest height in metres of the four nodes of each cell; not-a-number nodes do not count, and −∞ where all are void.
    greatest: [Vec<f32>; TILE_LEVELS],
    /// Least height of any node in metres.
    least: f64,
}

impl ElevationTile {
    /// Reads the nodes of the tile at (tile row, tile column) and builds its pyramid. Nodes beyond the grid are void.
    ///
    /// # Errors
    /// What the source could not read.
    pub fn read(source: &dyn ElevationSource, tile_row: usize, tile_column: usize) -> Result<Self, ElevationReadError> {
        let grid = source.grid();
        let side = TILE_CELLS + 1;
        let (first_row, first_column) = (tile_row * TILE_CELLS, tile_column * TILE_CELLS);
        let rows = side.min(grid.rows.saturating_sub(first_row));
        let columns = side.min(grid.columns.saturating_sub(first_column));
        let mut read = vec![f64::NAN; rows * columns];
        if !read.is_empty() {
            source.read_nodes(first_row, first_column, rows, columns, &mut read)?;
        }
        let mut nodes_m = vec![f64::NAN; side * side];
        for (row, line) in read.chunks_exact(columns.max(1)).enumerate() {
            nodes_m[row * side..row * side + columns].copy_from_slice(line);
        }
        Ok(Self::from_nodes(nodes_m))
    }

    fn from_nodes(nodes_m: Vec<f64>) -> Self {
        let side = TILE_CELLS + 1;
        let mut finest = vec![f32::NEG_INFINITY; TILE_CELLS * TILE_CELLS];
        for row in 0..TILE_CELLS {
            let (upper, lower) = (&nodes_m[row * side..(row + 1) * side], &nodes_m[(row + 1) * side..(row + 2) * side]);
            for column in 0..TILE_CELLS {
                // `max` of f64 passes over not-a-number.
                let greatest = upper[column].max(upper[column + 1]).max(lower[column].max(lower[column + 1]));
                finest[row * TILE_CELLS + column] = round_up(greatest);
            }
        }
        let mut levels = [finest, Vec::new(), Vec::new(), Vec::new(), Vec::new()];
        for level in 1..TILE_LEVELS {
            let (finer_side, side) = (TILE_CELLS / LEVEL_SIDE[level - 1], TILE_CELLS / LEVEL_SIDE[level]);
            let mut coarse = vec![f32::NEG_INFINITY; side * side];
            for (row, line) in levels[level - 1].chunks_exact(finer_side).enumerate() {
                let cells = &mut coarse[row / LEVEL_FACTOR * side..][..side];
                for (cell, values) in cells.iter_mut().zip(line.chunks_exact(LEVEL_FACTOR)) {
                    *cell = values.iter().copied().fold(*cell, f32::max);
                }
            }
            levels[level] = coarse;
        }
        let least_m = nodes_m.iter().copied().fold(f64::INFINITY, f64::min);
        Self { nodes: nodes_m, greatest: levels, least: least_m }
    }

    /// Greatest height in a cell of a level; −∞ where all its nodes are void.
    #[inline]
    pub fn greatest_m(&self, level: usize, row: usize, column: usize) -> f64 {
        f64::from(self.greatest[level][(row << (TILE_CELLS.ilog2() - LEVEL_FACTOR.ilog2() * level as u32)) + column])
    }

    /// Least height of any node; +∞ where all are void.
    pub fn least_m(&self) -> f64 {
        self.least
    }

    /// Heights at the corners of a cell: `[upper left, upper right, lower left, lower right]`, where lower means the next row.
    #[inline]
    pub fn corners_m(&self, row: usize, column: usize) -> [f64; 4] {
        let at = row * NODE_COLUMNS + column;
        let below = at + NODE_COLUMNS;
        [self.nodes[at], self.nodes[at + 1], self.nodes[below], self.nodes[below + 1]]
    }

    /// Bytes that it holds.
    pub fn bytes(&self) -> u64 {
        let cells: usize = self.greatest.iter().map(Vec::len).sum();
        (self.nodes.len() * size_of::<f64>() + cells * size_of::<f32>()) as u64
    }
}

/// The nearest `f32` that is not less: a bound that stays one.
fn round_up(value: f64) -> f32 {
    if value.is_nan() {
        return f32::NEG_INFINITY;
    }
    let near = value as f32;
    if f64::from(near) < value { near.next_up() } else { near }
}
