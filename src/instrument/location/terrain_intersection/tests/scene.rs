//! Elevation models by formula, rays, and the first meeting by brute force.

use nalgebra::Vector3;

use super::super::{Course, LineOfSight};
use crate::earth::terrain::{
    ElevationReadError, ElevationSource, GridFrame, HeightRange, NodeGrid, Terrain, TerrainCursor, TerrainGap,
};
use crate::earth::{GroundPoint, cartesian_from_geodetic};
use crate::instrument::location::LocationFailure;
use crate::instrument::pushbroom::Sight;
use crate::instrument::refraction::Refraction;

/// Nodes in memory.
pub(super) struct Nodes {
    pub(super) grid: NodeGrid,
    pub(super) heights_m: Vec<f64>,
    /// None for the range that the nodes have.
    pub(super) range: Option<HeightRange>,
}

impl Nodes {
    pub(super) fn new(grid: NodeGrid, mut height: impl FnMut(usize, usize) -> f64) -> Self {
        let heights_m = (0..grid.rows * grid.columns).map(|at| height(at / grid.columns, at % grid.columns)).collect();
        Self { grid, heights_m, range: None }
    }

    pub(super) fn terrain(self) -> Terrain {
        Terrain::new(Box::new(self), 1 << 30)
    }
}

impl ElevationSource for Nodes {
    fn grid(&self) -> &NodeGrid {
        &self.grid
    }

    fn description(&self) -> String {
        "nodes in memory".to_owned()
    }

    fn height_range(&self) -> HeightRange {
        self.range.unwrap_or_else(|| {
            let least_m = self.heights_m.iter().copied().fold(f64::INFINITY, f64::min);
            let greatest_m = self.heights_m.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            if least_m <= greatest_m { HeightRange { least_m, greatest_m } } else { HeightRange::OF_THE_EARTH }
        })
    }

    fn read_nodes(
        &self,
        first_row: usize,
        first_column: usize,
        rows: usize,
        columns: usize,
        heights_m: &mut [f64],
    ) -> Result<(), ElevationReadError> {
        for (row, line) in heights_m.chunks_exact_mut(columns).enumerate().take(rows) {
            let from = (first_row + row) * self.grid.columns + first_column;
            line.copy_from_slice(&self.heights_m[from..from + columns]);
        }
        Ok(())
    }
}

/// A grid around a place, `step_m` metres fine on the ground.
pub(super) fn grid_around(centre: GroundPoint, step_m: f64, rows: usize, columns: usize, southwards: bool) -> NodeGrid {
    let step_y = step_m / 6.37e6 * if southwards { -1.0 } else { 1.0 };
    let step_x = step_m / 6.37e6 / centre.latitude.cos();
    NodeGrid {
        frame: GridFrame::Geographic,
        first_x: centre.longitude - 0.5 * (columns - 1) as f64 * step_x,
        first_y: centre.latitude - 0.5 * (rows - 1) as f64 * step_y,
        step_x,
        step_y,
        rows,
        columns,
    }
}

/// A ray as the model of an array gives it.
pub(super) struct Ray<'a> {
    pub(super) sight: Sight,
    pub(super) air: Option<&'a Refraction>,
}

impl<'a> Ray<'a> {
    /// The ray that comes to a place from an azimuth under a zenith angle.
    pub(super) fn to(place: GroundPoint, azimuth: f64, zenith: f64, air: Option<&'a Refraction>) -> Self {
        let (sine, cosine) = place.latitude.sin_cos();
        let (sine_longitude, cosine_longitude) = place.longitude.sin_cos();
        let up = Vector3::new(cosine * cosine_longitude, cosine * sine_longitude, sine);
        let east = Vector3::new(-sine_longitude, cosine_longitude, 0.0);
        let north = up.cross(&east);
        let to_sky = up * zenith.cos() + (east * azimuth.sin() + north * azimuth.cos()) * zenith.sin();
        Self { sight: Sight::new(cartesian_from_geodetic(place) + to_sky * 8e5, -to_sky), air }
    }
}

impl LineOfSight for Ray<'_> {
    fn place_at(&self, height_m: f64) -> Result<GroundPoint, LocationFailure> {
        self.sight.at_height(height_m, true, self.air)
    }

    fn course_at(&self, height_m: f64) -> Result<Option<Course>, LocationFailure> {
        self.sight.course_at(height_m, true, self.air)
    }
}

/// What brute force finds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Truth {
    /// Height of the meeting, and how deep under the ground the sight goes at the first samples after it.
    Hit {
        height_m: f64,
        deep_m: f64,
    },
    Failure(LocationFailure),
}

/// Steps down the very line of sight from one height to another, and halves the interval of the first step into the ground.
pub(super) fn stepped(
    sight: &impl LineOfSight,
    cursor: &mut TerrainCursor<'_>,
    [top, bottom]: [f64; 2],
    step_m: f64,
) -> Truth {
    let mut over = |height_m: f64| -> Result<f64, TerrainGap> {
        let place = sight.place_at(height_m).unwrap();
        let [row, column] = cursor.grid().row_column_of(place);
        cursor.height_and_slope(row, column).map(|(ground_m, _)| height_m - ground_m)
    };
    let mut hidden = None;
    let steps = ((top - bottom) / step_m).ceil() as usize;
    for step in 0..=steps {
        let height_m = top - step as f64 * step_m;
        match over(height_m) {
            Err(TerrainGap::Outside) => hidden = Some(LocationFailure::OutsideTerrain),
            Err(_) => hidden = Some(LocationFailure::TerrainVoid),
            Ok(above_m) if above_m > 0.0 => hidden = None,
            Ok(_) => {
                if let Some(failure) = hidden {
                    return Truth::Failure(failure);
                }
                let (mut low, mut high) = (height_m, height_m + step_m);
                for _ in 0..60 {
                    let middle = 0.5 * (low + high);
                    if over(middle).is_ok_and(|above_m| above_m > 0.0) { high = middle } else { low = middle }
                }
                let deep_m = (0..2000).map(|part| -over(height_m - f64::from(part) * 0.1 * step_m).unwrap_or(0.0));
                let deep_m = deep_m.take_while(|deep_m| *deep_m >= 0.0).fold(0.0, f64::max);
                return Truth::Hit { height_m: low, deep_m };
            }
        }
    }
    Truth::Failure(hidden.unwrap_or(LocationFailure::NotConverged))
}
