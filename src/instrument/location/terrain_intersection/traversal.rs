//! The walk of a path through the pyramid of greatest heights, down to the first patch that it meets.

use super::path::{Path, leaves, passes, rate, value};
use crate::earth::terrain::{LEVEL_FACTOR, NodeGrid, TILE_CELLS, TILE_LEVELS, TerrainCursor};
use crate::instrument::location::LocationFailure;

/// More steps than any way across a grid takes: a guard against what is no number.
const GREATEST_STEPS: usize = 1_000_000;
/// Sides of tiles and of the cells of a level are powers of two.
const TILE_SHIFT: u32 = TILE_CELLS.ilog2();
const LEVEL_SHIFT: u32 = LEVEL_FACTOR.ilog2();
/// How far outside the outermost nodes, in cells, still is on them: rounding.
const ROUNDING: f64 = 1e-9;

/// What a walk carries from one piece of a sight to the next.
#[derive(Default)]
pub(super) struct Walk {
    /// What the sight has just come through when it is found below the ground on entering a cell.
    pub(super) hidden: Option<LocationFailure>,
    /// Steps taken.
    pub(super) steps: usize,
}

impl Walk {
    /// Height fallen from the top at which a path meets the surface first; none when it does not before its end.
    pub(super) fn first_meeting(
        &mut self,
        path: &Path,
        cursor: &mut TerrainCursor<'_>,
    ) -> Result<Option<f64>, LocationFailure> {
        let grid = *cursor.grid();
        if grid.rows < 2 || grid.columns < 2 {
            return Err(LocationFailure::OutsideTerrain);
        }
        let cells = [grid.rows - 1, grid.columns - 1];
        let coarsest = TILE_LEVELS - 1;
        let (mut fallen, mut level) = (0.0_f64, coarsest);
        let Some(mut cell) = cell_of(path.at(fallen), cells).or_else(|| self.entered(path, &mut fallen, &grid)) else {
            return Ok(None);
        };
        while self.steps < GREATEST_STEPS {
            self.steps += 1;
            // The cell of this level, its first row and column, and where the path leaves it. The last ones end with the grid.
            let shift = LEVEL_SHIFT * level as u32;
            let [cell_row, cell_column] = [cell[0] >> shift, cell[1] >> shift];
            let first = [cell_row << shift, cell_column << shift];
            let end = [(first[0] + (1 << shift)).min(cells[0]), (first[1] + (1 << shift)).min(cells[1])];
            let [row, column] = path.at(fallen);
            let (row_out, down_the_rows) = leaves(&path.row, fallen, row, first[0] as f64, end[0] as f64);
            let (column_out, up_the_columns) = leaves(&path.column, fallen, column, first[1] as f64, end[1] as f64);
            let out = row_out.min(column_out);
            let until = out.min(path.depth);

            let per_tile = TILE_SHIFT - shift;
            let mask = (1_usize << per_tile) - 1;
            let tile = cursor.tile(cell_row >> per_tile, cell_column >> per_tile)?;
            let greatest = tile.greatest_m(level, cell_row & mask, cell_column & mask);
            // The height at which the sight comes down to the highest ground of the cell.
            let down = path.top - greatest;
            if down > until {
                // Above everything in this cell. A cell without any height hides what is in it.
                self.hidden = (greatest == f64::NEG_INFINITY).then_some(LocationFailure::TerrainVoid);
                level = (level + 1).min(coarsest);
            } else {
                if down > fallen {
                    // It was above the ground until here, whatever lies behind.
                    self.hidden = None;
                    fallen = down;
                    let [row, column] = path.at(fallen);
                    cell = [within(row, first[0], end[0]), within(column, first[1], end[1])];
                }
                if level > 0 {
                    level -= 1;
                    continue;
                }
                let corners = tile.corners_m(cell_row & mask, cell_column & mask);
                match patch(path, &corners, [first[0] as f64, first[1] as f64], fallen, until) {
                    Meeting::Void => self.hidden = Some(LocationFailure::TerrainVoid),
                    Meeting::Below => match self.hidden {
                        Some(failure) => return Err(failure),
                        // Rounding at the border of two cells.
                        None => return Ok(Some(fallen)),
                    },
                    Meeting::At(found) => return Ok(Some(found)),
                    Meeting::None => self.hidden = None,
                }
                level = 1;
            }
            // `!(…)` and not `>=`: what is no number ends here, too.
            if !(out < path.depth) {
                return Ok(None);
            }
            fallen = out;
            // The next cell is the one behind the border that was passed, however the place itself is rounded.
            let next = if row_out <= column_out {
                let column = within(value(&path.column, fallen), first[1], end[1]);
                beyond(down_the_rows, first[0], end[0], cells[0]).map(|row| [row, column])
            } else {
                let row = within(value(&path.row, fallen), first[0], end[0]);
                beyond(up_the_columns, first[1], end[1], cells[1]).map(|column| [row, column])
            };
            cell = match next {
                Some(next) => next,
                None => match self.entered(path, &mut fallen, &grid) {
                    Some(again) => {
                        level = coarsest;
                        again
                    }
                    None => return Ok(None),
                },
            };
        }
        Err(LocationFailure::NotConverged)
    }

    /// The cell by which a path that is outside the grid comes in; none when it does not before its end.
    fn entered(&mut self, path: &Path, fallen: &mut f64, grid: &NodeGrid) -> Option<[usize; 2]> {
        self.hidden = Some(LocationFailure::OutsideTerrain);
        let cells = [grid.rows - 1, grid.columns - 1];
        let mut first: Option<(f64, [usize; 2])> = None;
        for (axis, parabola) in [&path.row, &path.column].into_iter().enumerate() {
            for (border, cell, inwards) in [(0, 0, 1.0), (cells[axis], cells[axis] - 1, -1.0)] {
                for moment in passes(parabola, border as f64) {
                    let comes = moment >= *fallen && moment <= path.depth && rate(parabola, moment) * inwards > 0.0;
                    if !comes || first.is_some_and(|(earlier, _)| earlier <= moment) {
                        continue;
                    }
                    let mut place = path.at(moment);
                    place[axis] = cell as f64;
                    first = cell_of(place, cells).map(|found| (moment, found)).or(first);
                }
            }
        }
        let (moment, cell) = first?;
        *fallen = moment;
        Some(cell)
    }
}

/// The cell of a place; none outside the grid.
fn cell_of([row, column]: [f64; 2], cells: [usize; 2]) -> Option<[usize; 2]> {
    let inside = |value: f64, n: usize| value >= -ROUNDING && value <= n as f64 + ROUNDING;
    (inside(row, cells[0]) && inside(column, cells[1])).then(|| [within(row, 0, cells[0]), within(column, 0, cells[1])])
}

/// The cell of a coordinate among those from `first` to before `end`.
#[inline]
fn within(value: f64, first: usize, end: usize) -> usize {
    (value as usize).clamp(first, end - 1)
}

/// The cell behind a border; none behind the grid's.
#[inline]
fn beyond(upwards: bool, first: usize, end: usize, cells: usize) -> Option<usize> {
    if upwards { (end < cells).then_some(end) } else { first.checked_sub(1) }
}

enum Meeting {
    /// Nothing in this cell.
    None,
    /// A corner of the cell has no height.
    Void,
    /// The sight enters the cell below the surface.
    Below,
    /// Height fallen at the surface.
    At(f64),
}

/// Meets the bilinear patch of one cell between two heights fallen.
#[inline]
fn patch(path: &Path, corners: &[f64; 4], low: [f64; 2], from: f64, to: f64) -> Meeting {
    let [a, b, c, d] = *corners;
    let twist = a - b - c + d;
    if twist.is_nan() {
        return Meeting::Void;
    }
    // Height above the surface is, over so short a way, a parabola: three values fix it.
    let above = |fallen: f64| {
        let [row, column] = path.at(fallen);
        let (v, u) = (row - low[0], column - low[1]);
        path.top - fallen - (a + u * (b - a) + v * (c - a) + u * v * twist)
    };
    let first = above(from);
    if first <= 0.0 {
        return if first > -1e-6 { Meeting::At(from) } else { Meeting::Below };
    }
    let span = to - from;
    if span <= 0.0 {
        return Meeting::None;
    }
    let (middle, last) = (above(from + 0.5 * span), above(to));
    // first + linear·x + quadratic·x² with x from 0 to 1.
    let quadratic = 2.0 * (first - 2.0 * middle + last);
    let linear = last - first - quadratic;
    let under = linear * linear - 4.0 * quadratic * first;
    if under < 0.0 || (last > 0.0 && linear >= 0.0) {
        return Meeting::None;
    }
    // The first root from above: falling through zero.
    let divisor = -linear + under.sqrt();
    let x = 2.0 * first / divisor;
    if divisor > 0.0 && x <= 1.0 {
        Meeting::At(from + x * span)
    } else if last <= 0.0 {
        Meeting::At(to)
    } else {
        Meeting::None
    }
}
