//! Heights, voids, borders and the byte budget of an elevation model.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;
use crate::earth::GroundPoint;

/// Heights by a formula; counts what is read.
struct Formula {
    grid: NodeGrid,
    height: fn(usize, usize) -> f64,
    reads: AtomicUsize,
}

impl ElevationSource for Formula {
    fn grid(&self) -> &NodeGrid {
        &self.grid
    }
    fn description(&self) -> String {
        "a formula".to_owned()
    }
    fn read_nodes(
        &self,
        first_row: usize,
        first_column: usize,
        rows: usize,
        columns: usize,
        heights_m: &mut [f64],
    ) -> Result<(), ElevationReadError> {
        self.reads.fetch_add(1, Ordering::Relaxed);
        for row in 0..rows {
            for column in 0..columns {
                heights_m[row * columns + column] = (self.height)(first_row + row, first_column + column);
            }
        }
        Ok(())
    }
}

fn terrain(
    rows: usize,
    columns: usize,
    first_longitude_deg: f64,
    budget_bytes: u64,
    height: fn(usize, usize) -> f64,
) -> Terrain {
    let step = 0.001_f64.to_radians();
    let grid = NodeGrid {
        frame: GridFrame::Geographic,
        first_x: first_longitude_deg.to_radians(),
        first_y: 45_f64.to_radians(),
        step_x: step,
        step_y: -step,
        rows,
        columns,
    };
    Terrain::new(Box::new(Formula { grid, height, reads: AtomicUsize::new(0) }), budget_bytes)
}

#[test]
fn heights_between_nodes_are_bilinear_and_the_last_nodes_belong_to_the_surface() {
    let terrain = terrain(600, 700, 5.0, 1 << 30, |row, column| (row * 1000 + column) as f64);
    let mut cursor = terrain.cursor();
    for (row, column) in [(0.0, 0.0), (0.25, 0.5), (255.9, 256.1), (256.0, 256.0), (599.0, 699.0), (598.5, 3.0)] {
        let place = GroundPoint::from_degrees(5.0 + 0.001 * column, 45.0 - 0.001 * row, 0.0);
        let height = cursor.height_at(place).unwrap_or(f64::NAN);
        assert!((height - (row * 1000.0 + column)).abs() < 1e-6, "{row} {column}: {height}");
    }
    assert_eq!(cursor.height_and_slope(599.0, 699.0), Ok((599_699.0, [1000.0, 1.0])));
    assert_eq!(cursor.height_and_slope(599.1, 3.0), Err(TerrainGap::Outside));
    assert_eq!(cursor.height_and_slope(f64::NAN, 3.0), Err(TerrainGap::Outside));
}

#[test]
fn a_grid_across_the_date_line_is_one_grid() {
    let terrain = terrain(10, 400, 179.9, 1 << 30, |_, column| column as f64);
    let mut cursor = terrain.cursor();
    let place = GroundPoint::from_degrees(-179.9, 44.9955, 0.0);
    assert!((cursor.height_at(place).unwrap() - 200.0).abs() < 1e-6);
}

#[test]
fn a_void_node_takes_the_four_cells_around_it_and_no_others() {
    let terrain = terrain(20, 20, 5.0, 1 << 30, |row, column| if (row, column) == (10, 10) { f64::NAN } else { 7.0 });
    let mut cursor = terrain.cursor();
    assert_eq!(cursor.height_and_slope(9.5, 10.5), Err(TerrainGap::Void));
    assert_eq!(cursor.height_and_slope(8.5, 10.5), Ok((7.0, [0.0, 0.0])));
    let tile = cursor.tile(0, 0).unwrap();
    assert_eq!(tile.greatest_m(0, 9, 9), 7.0);
    assert_eq!(tile.greatest_m(4, 0, 0), 7.0);
}

#[test]
fn the_greatest_height_of_a_cell_is_never_below_a_node_of_it() {
    let terrain =
        terrain(257, 257, 5.0, 1 << 30, |row, column| ((row * 7919 + column * 104_729) % 1009) as f64 * 1.000_000_1);
    let mut cursor = terrain.cursor();
    let tile = cursor.tile(0, 0).unwrap();
    for level in 0..TILE_LEVELS {
        let side = LEVEL_FACTOR.pow(level as u32);
        for row in 0..256 {
            for column in 0..256 {
                let greatest = tile.greatest_m(level, row / side, column / side);
                for height in tile.corners_m(row, column) {
                    assert!(height <= greatest, "level {level}, cell {row} {column}: {height} > {greatest}");
                }
            }
        }
    }
}

#[test]
fn tiles_stay_within_the_budget_whatever_is_asked() {
    let budget = 3_000_000;
    let terrain = terrain(3000, 3000, 5.0, budget, |row, column| (row + column) as f64);
    let mut cursor = terrain.cursor();
    for step in 0..300_usize {
        let (row, column) = ((step * 7919) % 2999, (step * 104_729) % 2999);
        assert_eq!(cursor.height_and_slope(row as f64, column as f64).unwrap().0, (row + column) as f64);
        assert!(terrain.bytes_kept() <= budget, "{}", terrain.bytes_kept());
    }
}
