//! A line of sight in pieces: for those that one parabola does not describe.

use super::path::Path;
use super::traversal::Walk;
use super::{LineOfSight, refine};
use crate::earth::GroundPoint;
use crate::earth::terrain::{NodeGrid, TILE_CELLS, TILE_LEVELS, TerrainCursor};
use crate::instrument::location::LocationFailure;

/// How far off, in metres on the ground, the parabola of a piece may be.
const NEAR_M: f64 = 0.001;
/// Pieces are not halved any further, in metres of height: over a pole or across the seam of a grid around the Earth no parabola ever fits.
const LEAST_PIECE_M: f64 = 0.05;
/// Tiles that may lie under a piece when their greatest heights are asked for.
const GREATEST_TILES: usize = 16;

/// A piece of a sight: its places at the top, at half depth and at the bottom.
#[derive(Clone, Copy)]
struct Piece {
    top: f64,
    depth: f64,
    places: [GroundPoint; 3],
}

/// The search along one sight.
struct Search<'a, 'b, S> {
    sight: &'a S,
    cursor: &'a mut TerrainCursor<'b>,
    grid: NodeGrid,
    walk: Walk,
}

/// First meeting from above, piece by piece, each with a parabola that is true to a millimetre.
pub(super) fn first_meeting(
    sight: &impl LineOfSight,
    cursor: &mut TerrainCursor<'_>,
    top: f64,
    depth: f64,
) -> Result<GroundPoint, LocationFailure> {
    if !(top.is_finite() && depth.is_finite() && depth > 0.0) {
        return Err(LocationFailure::NotAPlace);
    }
    let places = [sight.place_at(top)?, sight.place_at(top - 0.5 * depth)?, sight.place_at(top - depth)?];
    if !places.iter().all(|place| place.longitude.is_finite() && place.latitude.is_finite()) {
        return Err(LocationFailure::NotAPlace);
    }
    let grid = *cursor.grid();
    let mut search = Search { sight, cursor, grid, walk: Walk::default() };
    match search.along(&Piece { top, depth, places })? {
        Some(place) => Ok(place),
        None => Err(search.walk.hidden.unwrap_or(LocationFailure::NotConverged)),
    }
}

impl<S: LineOfSight> Search<'_, '_, S> {
    fn along(&mut self, piece: &Piece) -> Result<Option<GroundPoint>, LocationFailure> {
        let Piece { top, depth, places: [first, middle, last] } = *piece;
        let quarter = 0.25 * depth;
        let between = [self.sight.place_at(top - quarter)?, self.sight.place_at(top - 3.0 * quarter)?];
        let on_grid = [first, between[0], middle, between[1], last].map(|place| self.grid.row_column_of(place));
        if on_grid.iter().all(|place| place[0].is_nan() || place[1].is_nan()) {
            // A map that does not hold the place.
            self.walk.hidden = Some(LocationFailure::OutsideTerrain);
            return Ok(None);
        }
        let path = Path::through([on_grid[0], on_grid[2], on_grid[4]], top, depth);
        let off = [path.off_m(quarter, between[0], &self.grid), path.off_m(3.0 * quarter, between[1], &self.grid)];
        if off.iter().all(|off_m| *off_m <= NEAR_M) {
            let Some(fallen) = self.walk.first_meeting(&path, self.cursor)? else { return Ok(None) };
            let start = self.sight.place_at(top - fallen)?;
            // A millimetre may lie between the sight and its parabola at the rim of a void: the meeting stands.
            return Ok(Some(refine(self.sight, self.cursor, &path, start).unwrap_or(start)));
        }
        if depth < LEAST_PIECE_M {
            return Ok(None);
        }
        if self.is_over_everything(&on_grid, top - depth) {
            self.walk.hidden = None;
            return Ok(None);
        }
        let upper = Piece { top, depth: 0.5 * depth, places: [first, between[0], middle] };
        if let Some(found) = self.along(&upper)? {
            return Ok(Some(found));
        }
        let lower = Piece { top: top - 0.5 * depth, depth: 0.5 * depth, places: [middle, between[1], last] };
        self.along(&lower)
    }

    /// Whether a piece passes above all ground far and wide, so that its way need not be known any better.
    fn is_over_everything(&mut self, on_grid: &[[f64; 2]; 5], lowest_m: f64) -> bool {
        let tiles = |axis: usize, nodes: usize| {
            let (low, high) = on_grid.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), place| {
                // `min` and `max` pass over what is no number, which must not be.
                if place[axis].is_nan() {
                    (f64::NEG_INFINITY, f64::INFINITY)
                } else {
                    (low.min(place[axis]), high.max(place[axis]))
                }
            });
            let margin = 1.0 + 0.25 * (high - low);
            let (low, high) = (low - margin, high + margin);
            if !(low >= 0.0 && high <= nodes as f64 - 1.0) {
                return None;
            }
            Some(low as usize / TILE_CELLS..=high as usize / TILE_CELLS)
        };
        let (Some(rows), Some(columns)) = (tiles(0, self.grid.rows), tiles(1, self.grid.columns)) else { return false };
        if (rows.end() - rows.start() + 1) * (columns.end() - columns.start() + 1) > GREATEST_TILES {
            return false;
        }
        // Tiles without any height hide: the walk says so.
        rows.flat_map(|row| columns.clone().map(move |column| (row, column))).all(|(row, column)| {
            let greatest_m =
                self.cursor.tile(row, column).map_or(f64::INFINITY, |tile| tile.greatest_m(TILE_LEVELS - 1, 0, 0));
            greatest_m > f64::NEG_INFINITY && greatest_m < lowest_m
        })
    }
}
