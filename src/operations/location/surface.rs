//! Where the ground lies: at one height, or on an elevation model.

use std::sync::Arc;

use super::answer::SurfaceFacts;
use super::request::{GeoidRequest, SurfaceRequest};
use crate::earth::terrain::{Terrain, TerrainCursor};
use crate::earth::{GeoidGrid, GroundPoint};
use crate::instrument::location::LocationFailure;
use crate::operations::OperationError;
use crate::product_files::elevation::{HeightReference, TerrainSettings, open_geoid, open_terrain};

/// Where the ground lies; opened once, asked from many threads.
pub struct Surface {
    pub(super) ground: Ground,
}

pub(super) enum Ground {
    /// One height above WGS 84.
    Height {
        /// Metres.
        height_m: f64,
        /// Whether somebody said so.
        is_stated: bool,
    },
    Terrain(Box<Terrain>),
}

impl Surface {
    /// The surface of one height above WGS 84 that somebody states.
    pub fn at_height(height_m: f64) -> Self {
        Self { ground: Ground::Height { height_m, is_stated: true } }
    }

    /// Opens the surface of a request; without an elevation model and without a height it is the ellipsoid.
    ///
    /// # Errors
    /// [`OperationError::Usage`] for both of them, for a height that is no number, and for a geoid without an elevation model;
    /// [`OperationError::Product`] for an elevation model or a geoid that cannot be used.
    pub fn open(request: &SurfaceRequest) -> Result<Self, OperationError> {
        let usage = |text: String| Err(OperationError::Usage(text));
        match (request.dem.is_empty(), request.height_m) {
            (false, Some(height_m)) => usage(format!("needed one of --dem and --height, found both ({height_m} m)")),
            (true, _) if request.geoid.is_some() => {
                usage("--geoid says what the heights of --dem are counted from, found no --dem".to_owned())
            }
            (true, Some(height_m)) if !height_m.is_finite() => {
                usage(format!("--height needs metres above WGS 84, found {height_m}"))
            }
            (true, Some(height_m)) => Ok(Self::at_height(height_m)),
            (true, None) => Ok(Self { ground: Ground::Height { height_m: 0.0, is_stated: false } }),
            (false, None) => {
                let heights = request.geoid.as_ref().map(heights_above).transpose()?;
                let settings = TerrainSettings { heights, ..TerrainSettings::default() };
                let terrain = open_terrain(&request.dem, &settings)?;
                Ok(Self { ground: Ground::Terrain(Box::new(terrain)) })
            }
        }
    }

    /// What results say of it.
    pub fn facts(&self) -> SurfaceFacts {
        match &self.ground {
            Ground::Height { height_m, is_stated } => SurfaceFacts {
                kind: "height".to_owned(),
                height_m: Some(*height_m),
                description: if *is_stated {
                    format!("{height_m} m above WGS 84")
                } else {
                    "0 m above WGS 84, ASSUMED: neither an elevation model nor a height was given".to_owned()
                },
                is_assumed: !is_stated,
            },
            Ground::Terrain(terrain) => SurfaceFacts {
                kind: "terrain".to_owned(),
                height_m: None,
                description: terrain.source().description(),
                is_assumed: false,
            },
        }
    }

    /// Why the elevation model could not be read around a place.
    pub(super) fn read_failure(&self, place: GroundPoint) -> Option<String> {
        match &self.ground {
            Ground::Terrain(terrain) => terrain.read_failure(place),
            Ground::Height { .. } => None,
        }
    }

    /// A reader of the elevation model, one a thread; none for a surface of one height.
    pub(super) fn cursor(&self) -> Option<TerrainCursor<'_>> {
        match &self.ground {
            Ground::Terrain(terrain) => Some(terrain.cursor()),
            Ground::Height { .. } => None,
        }
    }

    /// Height of the surface at a place; none where nobody said anything of heights.
    pub(super) fn height_at(
        &self,
        place: GroundPoint,
        cursor: &mut Option<TerrainCursor<'_>>,
    ) -> Option<Result<f64, LocationFailure>> {
        match (&self.ground, cursor) {
            (Ground::Height { height_m, is_stated: true }, _) => Some(Ok(*height_m)),
            (Ground::Height { .. }, _) => None,
            (Ground::Terrain(_), Some(cursor)) => Some(cursor.height_at(place).map_err(LocationFailure::from)),
            (Ground::Terrain(terrain), None) => Some(terrain.cursor().height_at(place).map_err(LocationFailure::from)),
        }
    }
}

fn heights_above(geoid: &GeoidRequest) -> Result<HeightReference, OperationError> {
    match geoid {
        GeoidRequest::Ellipsoid => Ok(HeightReference::Ellipsoid),
        GeoidRequest::Egm96 => {
            let grid = GeoidGrid::egm96().map_err(|error| OperationError::Usage(error.to_string()))?;
            Ok(HeightReference::Geoid(Arc::new(grid)))
        }
        GeoidRequest::File(path) => Ok(HeightReference::Geoid(Arc::new(open_geoid(path)?))),
    }
}
