//! Why a pixel has no place on the ground, or a place no pixel.

use serde::{Deserialize, Serialize};

/// Reason of a single point: it never costs its neighbours anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum LocationFailure {
    /// The place was not seen: it lies beyond the lines or columns of the image.
    #[error("outside the image")]
    OutsideImage,
    /// The orbit, attitude or line dating does not cover the line.
    #[error("the orbit, the attitude or the line dating does not cover the line")]
    OutsideTime,
    /// The attitude has a gap at the line, longer than may be interpolated over.
    #[error("the attitude has a gap at the line")]
    AttitudeGap,
    /// The line of sight passes by the Earth.
    #[error("the line of sight does not meet the Earth")]
    NoIntersection,
    /// The model was fitted for another domain of lines, columns, places or heights.
    #[error("outside the domain in which the model holds")]
    OutsideModel,
    /// The elevation model does not cover the place.
    #[error("the elevation model does not cover the place")]
    OutsideTerrain,
    /// The elevation model has no value there.
    #[error("the elevation model has a void there")]
    TerrainVoid,
    /// A tile of the elevation model could not be read.
    #[error("the elevation model could not be read there")]
    TerrainUnreadable,
    /// The iteration did not come to rest.
    #[error("the iteration did not converge")]
    NotConverged,
    /// A coordinate that is not a number, or no coordinate of the kind.
    #[error("not a place")]
    NotAPlace,
}

impl LocationFailure {
    /// The word of the result files: `outside_image`, `terrain_void` …
    pub const fn word(self) -> &'static str {
        match self {
            Self::OutsideImage => "outside_image",
            Self::OutsideTime => "outside_time",
            Self::AttitudeGap => "attitude_gap",
            Self::NoIntersection => "no_intersection",
            Self::OutsideModel => "outside_model",
            Self::OutsideTerrain => "outside_terrain",
            Self::TerrainVoid => "terrain_void",
            Self::TerrainUnreadable => "terrain_unreadable",
            Self::NotConverged => "not_converged",
            Self::NotAPlace => "not_a_place",
        }
    }
}
