//! Answers about places.

use std::path::PathBuf;

use serde::Serialize;

use crate::operations::path_text;
use crate::product_files::location_models::{LocatedImage, LocationModelKind};

/// The answer to a question about places: what it rests on, and the points in the order in which they were asked.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LocateAnswer {
    /// The image.
    #[serde(serialize_with = "path_text::path")]
    pub image: PathBuf,
    /// `direct` for pixels that were asked, `inverse` for places.
    pub direction: &'static str,
    /// What the model is.
    pub model: ModelFacts,
    /// Where the ground was taken to lie.
    pub surface: SurfaceFacts,
    /// Points with the status `ok`.
    pub n_located: usize,
    /// The points; of the inverse direction in an image of several arrays, one for each array that saw the place.
    pub points: Vec<LocatedPoint>,
}

/// What a model is, for every result that rests on it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ModelFacts {
    /// Its kind.
    pub kind: LocationModelKind,
    /// File or folder that it was read from.
    #[serde(serialize_with = "path_text::path")]
    pub file: PathBuf,
    /// Names of the arrays.
    pub arrays: Vec<String>,
    /// Tables of Earth orientation with their ends, celestial frames, models of precession; empty where none was needed.
    pub earth_orientation: Vec<String>,
    /// Whether light time is taken into account; none where the model is no physical one; so for the others.
    pub light_time: Option<bool>,
    /// Whether aberration is.
    pub aberration: Option<bool>,
    /// Whether the air's refraction is.
    pub refraction: Option<bool>,
    /// What whoever uses the result should know: files, conventions assumed, flaws found and passed over.
    pub remarks: Vec<String>,
}

impl ModelFacts {
    pub(super) fn of(image: &LocatedImage) -> Self {
        Self {
            kind: image.kind,
            file: image.file.clone(),
            arrays: image.arrays.iter().map(|array| array.name.clone()).collect(),
            earth_orientation: image.earth_orientation.clone(),
            light_time: image.corrections.map(|corrections| corrections.light_time),
            aberration: image.corrections.map(|corrections| corrections.aberration),
            refraction: image.corrections.map(|corrections| corrections.refraction),
            remarks: image.remarks.clone(),
        }
    }

    /// Its kind in the words of a user.
    pub const fn words(&self) -> &'static str {
        self.kind.words()
    }
}

/// Where the ground was taken to lie.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SurfaceFacts {
    /// `height` or `terrain`.
    pub kind: String,
    /// Metres above WGS 84 of a surface of one height.
    pub height_m: Option<f64>,
    /// The elevation model, its datum and what its heights are counted from; or the height and who said so.
    pub description: String,
    /// Whether nobody said where the ground lies, so that the ellipsoid was taken.
    pub is_assumed: bool,
}

/// A point. What could not be found is absent, and the status says why.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LocatedPoint {
    /// The array; none where no array saw the place.
    pub band: Option<String>,
    /// Line; the centre of the first pixel is (line 0, column 0).
    pub line: Option<f64>,
    /// Column.
    pub column: Option<f64>,
    /// Degrees, positive to the east.
    pub lon_deg: Option<f64>,
    /// Degrees, positive to the north.
    pub lat_deg: Option<f64>,
    /// Metres above WGS 84.
    pub height_m: Option<f64>,
    /// `ok`, or the word of a reason: `outside_image`, `outside_terrain`, `terrain_void` …
    pub status: &'static str,
}

/// The status of a point that was located.
pub(super) const LOCATED: &str = "ok";

impl LocatedPoint {
    /// Whether it was located.
    pub fn is_located(&self) -> bool {
        self.status == LOCATED
    }
}
