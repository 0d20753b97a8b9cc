//! Where a line of sight meets the ground, for every kind of model.
//!
//! A line of sight is a place for each height. Over the few kilometres between the highest and the lowest ground its way over the grid of the elevation model is
//! nearly a parabola; the search walks along it through the pyramid of greatest heights (after Tevs, Ihrke & Seidel, Maximum Mipmaps, I3D 2008, and
//! with the same purpose as the min/max tree of Duvenhage, AFRIGRAPH 2009), meets the bilinear patch of a cell in closed form, and ends on the true line of sight: the
//! curvature of the Earth, light time and refraction are in the places that the model gives, and nothing is left out.
//!
//! How far the parabola is off is measured, not assumed: where it is off by more than a centimetre (much inclined sights, much air, high latitudes) the sight is taken
//! in pieces, each short enough for a parabola of its own.

mod path;
mod pieces;
#[cfg(test)]
mod tests;
mod traversal;

use self::path::Path;
use self::traversal::Walk;
use super::LocationFailure;
use crate::earth::GroundPoint;
use crate::earth::terrain::{GridFrame, TerrainCursor, TerrainGap};

/// What is left between the line of sight and the surface, in metres of height.
const CLOSE_M: f64 = 1e-7;
/// Beyond this the place is asked of the model again; below, its linear change with height is exact to a nanometre.
const LINEAR_M: f64 = 0.002;
const GREATEST_REFINEMENTS: usize = 60;
/// How far off, in metres on the ground, one parabola for the whole sight may be; and how far in height its meeting from the true one.
const NEAR_M: f64 = 0.01;
const SAME_MEETING_M: f64 = 1.0;

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
/// [`LocationFailure::OutsideTerrain`]. An edge that the sight passes within a centimetre may count as met or as passed.
///
/// # Errors
/// The reason of this line of sight.
pub fn meet_terrain(sight: &impl LineOfSight, cursor: &mut TerrainCursor<'_>) -> Result<GroundPoint, LocationFailure> {
    let range = cursor.terrain().source().height_range();
    // A metre above the highest and below the lowest, so that ends are never on the surface.
    let (top, depth) = (range.greatest_m + 1.0, range.greatest_m - range.least_m + 2.0);
    match at_once(sight, cursor, top, depth)? {
        Some(place) => Ok(place),
        None => pieces::first_meeting(sight, cursor, top, depth),
    }
}

/// The meeting by one parabola for the whole sight; none where that parabola is too far off, and where it meets nothing.
#[inline]
fn at_once(
    sight: &impl LineOfSight,
    cursor: &mut TerrainCursor<'_>,
    top: f64,
    depth: f64,
) -> Result<Option<GroundPoint>, LocationFailure> {
    let grid = *cursor.grid();
    let half = 0.5 * depth;
    let course = if grid.frame == GridFrame::Geographic { sight.course_at(top - half)? } else { None };
    let Some(course) = course else { return Ok(None) };
    let path = Path::of_course(&course, &grid, top, depth);
    let Ok(Some(fallen)) = Walk::default().first_meeting(&path, cursor) else { return Ok(None) };
    let place = sight.place_at(top - fallen)?;
    // The parabola is off by about the third power of the distance from where it was laid; where that leaves a doubt, the top is asked. What is no number is not near.
    let share = (fallen - half).abs() / half;
    let off_m = path.off_m(fallen, place, &grid);
    let near = off_m <= NEAR_M * share * share * share
        || (off_m <= NEAR_M && path.off_m(0.0, sight.place_at(top)?, &grid) <= NEAR_M);
    if !near {
        return Ok(None);
    }
    let found = refine(sight, cursor, &path, place);
    Ok(found.ok().filter(|found| (found.height_m - place.height_m).abs() < SAME_MEETING_M))
}

/// From the meeting of a parabola to that of the line of sight itself: Newton's steps, kept between the lowest height known to be above the ground and the highest
/// known to be below it, so that an edge between two cells cannot throw them to and fro.
fn refine(
    sight: &impl LineOfSight,
    cursor: &mut TerrainCursor<'_>,
    path: &Path,
    mut place: GroundPoint,
) -> Result<GroundPoint, LocationFailure> {
    let (mut over, mut under) = (f64::INFINITY, f64::NEG_INFINITY);
    for _ in 0..GREATEST_REFINEMENTS {
        let height_m = place.height_m;
        let [row, column] = cursor.grid().row_column_of(place);
        let (ground_m, slope) = cursor.height_and_slope(row, column)?;
        let rates = path.rates(path.top - height_m);
        // How fast the height above the ground shrinks while falling one metre.
        let closing = 1.0 + slope[0] * rates[0] + slope[1] * rates[1];
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
            let by = [-rates[0] * newton_m, -rates[1] * newton_m];
            // Behind the border of the cell there is another slope.
            let stays = (row + by[0]).floor() == row.floor() && (column + by[1]).floor() == column.floor();
            if stays && let Some(moved) = cursor.grid().place_moved(place, by) {
                return Ok(GroundPoint { height_m: height_m + newton_m, ..moved });
            }
        }
        let next = height_m + newton_m;
        let (least, greatest) = (under.min(over), over.max(under));
        let next = if next > least && next < greatest { next } else { 0.5 * (least + greatest) };
        if !next.is_finite() {
            return Err(LocationFailure::NotConverged);
        }
        place = sight.place_at(next)?;
        if (over - under).abs() < CLOSE_M {
            return Ok(place);
        }
    }
    Err(LocationFailure::NotConverged)
}
