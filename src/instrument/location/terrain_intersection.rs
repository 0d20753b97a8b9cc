//! Where a line of sight meets the ground, for every kind of model.
//!
//! A line of sight is a place for each height. Over the few kilometres between the highest and the lowest ground its way over the grid of the elevation model is a
//! parabola, which three places fix; the search walks along it through the pyramid of greatest heights (after Tevs, Ihrke & Seidel, Maximum Mipmaps, I3D 2008, and
//! with the same purpose as the min/max tree of Duvenhage, AFRIGRAPH 2009), meets the bilinear patch of a cell in closed form, and ends on the true line of sight: the
//! curvature of the Earth, light time and refraction are in the places that the model gives, and nothing is left out.

use super::LocationFailure;
use crate::earth::GroundPoint;
use crate::earth::terrain::{GridFrame, LEVEL_FACTOR, TILE_CELLS, TILE_LEVELS, TerrainCursor, TerrainGap};

/// What is left between the line of sight and the surface, in metres of height.
const CLOSE_M: f64 = 1e-7;
/// Beyond this the place is asked of the model again; below, its linear change with height is exact to a nanometre.
const LINEAR_M: f64 = 0.002;
const GREATEST_REFINEMENTS: usize = 60;
/// More steps than any way across a grid takes: a guard against what is no number.
const GREATEST_STEPS: usize = 100_000;
/// Side of a cell of each level, in steps of the grid.
const SIDE: [f64; TILE_LEVELS] = [1.0, 4.0, 16.0, 64.0, 256.0];
const INVERSE_SIDE: [f64; TILE_LEVELS] = [1.0, 0.25, 0.0625, 0.015_625, 0.003_906_25];
/// The same as powers of two.
const TILE_SHIFT: u32 = TILE_CELLS.ilog2();
const LEVEL_SHIFT: u32 = LEVEL_FACTOR.ilog2();

impl From<TerrainGap> for LocationFailure {
    fn from(gap: TerrainGap) -> Self {
        match gap {
            TerrainGap::Outside => Self::OutsideTerrain,
            TerrainGap::Void => Self::TerrainVoid,
            TerrainGap::Unreadable => Self::TerrainUnreadable,
        }
    }
}

/// A line of sight: a place for each height.
pub trait LineOfSight {
    /// The place at a height in metres above WGS 84.
    ///
    /// # Errors
    /// The reason of this line of sight.
    fn place_at(&self, height_m: f64) -> Result<GroundPoint, LocationFailure>;

    /// The place at a height and its way around there, where the model knows it better than by asking three times.
    ///
    /// # Errors
    /// The reason of this line of sight.
    fn course_at(&self, _height_m: f64) -> Result<Option<Course>, LocationFailure> {
        Ok(None)
    }
}

/// A line of sight around a height: `[latitude, longitude]` in radians as parabolas of the height.
#[derive(Debug, Clone, Copy)]
pub struct Course {
    /// The place itself.
    pub place: GroundPoint,
    /// First derivatives by height.
    pub per_metre: [f64; 2],
    /// Half the second derivatives by height.
    pub per_square_metre: [f64; 2],
}

impl<F: Fn(f64) -> Result<GroundPoint, LocationFailure>> LineOfSight for F {
    fn place_at(&self, height_m: f64) -> Result<GroundPoint, LocationFailure> {
        self(height_m)
    }
}

/// First place from above where a line of sight meets the surface.
///
/// A void of the elevation model hides what it hides and no more: a sight that is above the ground again where the void ends goes on; one that meets the ground inside
/// fails with [`LocationFailure::TerrainVoid`], and nobody else does. Beyond the elevation model's border it is the same with
/// [`LocationFailure::OutsideTerrain`].
///
/// # Errors
/// The reason of this line of sight.
pub fn meet_terrain(sight: &impl LineOfSight, cursor: &mut TerrainCursor<'_>) -> Result<GroundPoint, LocationFailure> {
    let range = cursor.terrain().source().height_range();
    // A metre above the highest and below the lowest, so that ends are never on the surface.
    let (top, depth) = (range.greatest_m + 1.0, range.greatest_m - range.least_m + 2.0);
    let path = Path::along(sight, cursor, top, depth)?;
    let fallen = first_meeting(&path, cursor)?;
    refine(sight, cursor, &path, top - fallen)
}

/// The way of a line of sight over the grid: row and column as parabolas of the height fallen from the top.
struct Path {
    top: f64,
    depth: f64,
    /// Constant, linear and quadratic coefficient of row and column.
    row: [f64; 3],
    column: [f64; 3],
}

impl Path {
    #[inline]
    fn along(
        sight: &impl LineOfSight,
        cursor: &TerrainCursor<'_>,
        top: f64,
        depth: f64,
    ) -> Result<Self, LocationFailure> {
        let grid = cursor.grid();
        let half = 0.5 * depth;
        let course = if grid.frame == GridFrame::Geographic { sight.course_at(top - half)? } else { None };
        let [row, column] = match course {
            Some(course) => {
                let middle = grid.row_column_of(course.place);
                let parabola = |axis: usize, step: f64| {
                    // From powers of the height above the middle to powers of the height fallen from the top.
                    let (linear, quadratic) = (-course.per_metre[axis] / step, course.per_square_metre[axis] / step);
                    let first = middle[axis] - linear * half + quadratic * half * half;
                    [first, linear - 2.0 * quadratic * half, quadratic]
                };
                [parabola(0, grid.step_y), parabola(1, grid.step_x)]
            }
            None => {
                let at = |fallen: f64| sight.place_at(top - fallen).map(|place| grid.row_column_of(place));
                let (first, middle, last) = (at(0.0)?, at(half)?, at(depth)?);
                [0, 1].map(|axis| {
                    let (a, b, c) = (first[axis], middle[axis], last[axis]);
                    let quadratic = (a - 2.0 * b + c) / (2.0 * half * half);
                    [a, (c - a) / depth - quadratic * depth, quadratic]
                })
            }
        };
        let path = Self { top, depth, row, column };
        let finite = path.row.iter().chain(&path.column).all(|value| value.is_finite());
        if finite { Ok(path) } else { Err(LocationFailure::NotAPlace) }
    }

    #[inline]
    fn at(&self, fallen: f64) -> [f64; 2] {
        [value(&self.row, fallen), value(&self.column, fallen)]
    }
}

#[inline]
fn value(parabola: &[f64; 3], fallen: f64) -> f64 {
    (parabola[2] * fallen + parabola[1]) * fallen + parabola[0]
}

#[inline]
fn rate(parabola: &[f64; 3], fallen: f64) -> f64 {
    2.0 * parabola[2] * fallen + parabola[1]
}

/// Height fallen at which a coordinate leaves `[low, high]`, counted from where it is inside, `depth` at most.
#[inline]
fn leaves(parabola: &[f64; 3], fallen: f64, at: f64, low: f64, high: f64, depth: f64) -> f64 {
    let speed = rate(parabola, fallen);
    let border = if speed > 0.0 { high } else { low };
    let first = fallen + (border - at) / speed;
    // Not before the bottom, or never for one that stands still.
    if !(first >= fallen && first < depth) {
        return depth;
    }
    // One correction for the bend where there is any; a parabola this flat needs no more.
    let run = first - fallen;
    if (parabola[2] * run * run).abs() < 1e-8 {
        return first;
    }
    let second = first + (border - value(parabola, first)) / rate(parabola, first);
    if second >= fallen { second.min(depth) } else { first }
}

/// Height fallen from the top at which the parabola meets the surface first.
fn first_meeting(path: &Path, cursor: &mut TerrainCursor<'_>) -> Result<f64, LocationFailure> {
    let grid = *cursor.grid();
    if grid.rows < 2 || grid.columns < 2 {
        return Err(LocationFailure::OutsideTerrain);
    }
    let (cell_rows, cell_columns) = (grid.rows - 1, grid.columns - 1);
    let coarsest = TILE_LEVELS - 1;
    let (mut fallen, mut level) = (0.0_f64, coarsest);
    // What the sight has just come through when it is found below the ground on entering a cell.
    let mut hidden: Option<LocationFailure> = None;
    // A hair beyond each border, so that the next cell is the next one.
    let nudge = 1e-9 * path.depth.max(1.0);
    for _ in 0..GREATEST_STEPS {
        if fallen > path.depth {
            return Err(hidden.unwrap_or(LocationFailure::NotConverged));
        }
        let [row, column] = path.at(fallen);
        if !(row >= 0.0 && column >= 0.0 && row < cell_rows as f64 && column < cell_columns as f64) {
            // Outside: on to where the grid begins, if it does.
            let Some(entry) = entry(path, fallen, cell_rows as f64, cell_columns as f64) else {
                return Err(LocationFailure::OutsideTerrain);
            };
            hidden = Some(LocationFailure::OutsideTerrain);
            fallen = entry + nudge;
            level = coarsest;
            continue;
        }
        let side = SIDE[level];
        // Sides are powers of two: their inverses are exact, and shifts take the place of divisions.
        let inverse = INVERSE_SIDE[level];
        let (cell_row, cell_column) = ((row * inverse) as usize, (column * inverse) as usize);
        let low = [cell_row as f64 * side, cell_column as f64 * side];
        let out = leaves(&path.row, fallen, row, low[0], low[0] + side, path.depth).min(leaves(
            &path.column,
            fallen,
            column,
            low[1],
            low[1] + side,
            path.depth,
        ));
        let per_tile = TILE_SHIFT - LEVEL_SHIFT * level as u32;
        let mask = (1_usize << per_tile) - 1;
        let tile = cursor.tile(cell_row >> per_tile, cell_column >> per_tile)?;
        let greatest = tile.greatest_m(level, cell_row & mask, cell_column & mask);
        // The height at which the sight comes down to the highest ground of the cell.
        let down = path.top - greatest;
        if down > out {
            // Above everything in this cell. A cell without any height hides what is in it.
            if greatest == f64::NEG_INFINITY {
                hidden = Some(LocationFailure::TerrainVoid);
            } else {
                hidden = None;
            }
            fallen = out + nudge;
            level = (level + 1).min(coarsest);
            continue;
        }
        if down > fallen {
            // It was above the ground until here, whatever lies behind.
            hidden = None;
            fallen = down;
        }
        if level > 0 {
            level -= 1;
            continue;
        }
        let corners = tile.corners_m(cell_row & mask, cell_column & mask);
        match patch(path, &corners, low, fallen, out) {
            Meeting::Void => hidden = Some(LocationFailure::TerrainVoid),
            Meeting::Below => match hidden {
                Some(failure) => return Err(failure),
                // Rounding at the border of two cells.
                None => return Ok(fallen),
            },
            Meeting::At(found) => return Ok(found),
            Meeting::None => hidden = None,
        }
        fallen = out + nudge;
        level = 1;
    }
    Err(LocationFailure::NotConverged)
}

/// Where the parabola comes into the grid after a moment; none when it never does.
fn entry(path: &Path, fallen: f64, rows: f64, columns: f64) -> Option<f64> {
    let [row, column] = path.at(fallen);
    let wait = |parabola: &[f64; 3], at: f64, size: f64| {
        if at < 0.0 {
            reaches(parabola, fallen, at, 0.0)
        } else if at >= size {
            reaches(parabola, fallen, at, size - 1e-9)
        } else {
            Some(fallen)
        }
    };
    let come = wait(&path.row, row, rows)?.max(wait(&path.column, column, columns)?);
    (come > fallen && come <= path.depth).then_some(come)
}

fn reaches(parabola: &[f64; 3], fallen: f64, at: f64, border: f64) -> Option<f64> {
    let speed = rate(parabola, fallen);
    let wait = (border - at) / speed;
    (wait.is_finite() && wait >= 0.0).then(|| fallen + wait + 1e-9)
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

/// From the meeting of the parabola to that of the line of sight itself: Newton's steps, kept between the lowest height known to be above the ground and the highest
/// known to be below it, so that an edge between two cells cannot throw them to and fro.
fn refine(
    sight: &impl LineOfSight,
    cursor: &mut TerrainCursor<'_>,
    path: &Path,
    mut height_m: f64,
) -> Result<GroundPoint, LocationFailure> {
    let (mut over, mut under) = (f64::INFINITY, f64::NEG_INFINITY);
    for _ in 0..GREATEST_REFINEMENTS {
        let place = sight.place_at(height_m)?;
        let [row, column] = cursor.grid().row_column_of(place);
        let (ground_m, slope) = cursor.height_and_slope(row, column)?;
        let fallen = path.top - height_m;
        // How fast the height above the ground shrinks while falling one metre.
        let closing = 1.0 + slope[0] * rate(&path.row, fallen) + slope[1] * rate(&path.column, fallen);
        let above_m = height_m - ground_m;
        if above_m > 0.0 {
            over = over.min(height_m);
        } else {
            under = under.max(height_m);
        }
        let newton_m = if closing > 0.01 { -above_m / closing } else { -above_m };
        if newton_m.abs() < CLOSE_M {
            return Ok(place);
        }
        if newton_m.abs() < LINEAR_M && closing > 0.2 {
            return along(sight, place, path, cursor, height_m, newton_m);
        }
        let next = height_m + newton_m;
        let (least, greatest) = (under.min(over), over.max(under));
        height_m = if next > least && next < greatest { next } else { 0.5 * (least + greatest) };
        if (over - under).abs() < CLOSE_M || !height_m.is_finite() {
            return if height_m.is_finite() { sight.place_at(height_m) } else { Err(LocationFailure::NotConverged) };
        }
    }
    Err(LocationFailure::NotConverged)
}

/// The place a few millimetres further along the sight: linear, by the parabola's rates.
#[inline]
fn along(
    sight: &impl LineOfSight,
    place: GroundPoint,
    path: &Path,
    cursor: &TerrainCursor<'_>,
    height_m: f64,
    step_m: f64,
) -> Result<GroundPoint, LocationFailure> {
    let fallen = path.top - height_m;
    let (row_rate, column_rate) = (rate(&path.row, fallen), rate(&path.column, fallen));
    match cursor.grid().place_moved(place, [-row_rate * step_m, -column_rate * step_m]) {
        Some(moved) => Ok(GroundPoint { height_m: height_m + step_m, ..moved }),
        None => sight.place_at(height_m + step_m),
    }
}
