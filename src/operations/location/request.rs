//! Requests of places.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::located_product::ImagePlace;
use crate::earth::PrecessionModel;
use crate::operations::path_text;
use crate::product_files::location_models::{LocationModelChoices, LocationModelKind, ModelChoice};
use crate::product_files::sentinel2_l1b::Sentinel2Choices;

/// A question about places: `viq locate`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LocateRequest {
    /// The image: a file that holds a model, a raster with its model beside it, or a folder of VENµS geometry files.
    #[serde(serialize_with = "path_text::path")]
    pub image: PathBuf,
    /// What is asked.
    pub points: AskedPoints,
    /// Where the ground lies.
    #[serde(default)]
    pub surface: SurfaceRequest,
    /// Band or array; none for the only one, and in the inverse direction for all.
    #[serde(default)]
    pub band: Option<String>,
    /// How the model is made ready.
    #[serde(default)]
    pub model: ModelRequest,
}

/// What is asked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AskedPoints {
    /// Where these pixels looked: direct location.
    Pixels(Vec<ImagePlace>),
    /// Which pixels saw these places: inverse location.
    Places(Vec<AskedPlace>),
    /// The points of a file (CSV or JSON), of one of both kinds.
    File(#[serde(serialize_with = "path_text::path")] PathBuf),
}

/// A place on the ground.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct AskedPlace {
    /// Degrees, positive to the east.
    pub lon_deg: f64,
    /// Degrees, positive to the north.
    pub lat_deg: f64,
    /// Metres above WGS 84; none for the height of the surface there.
    pub height_m: Option<f64>,
}

/// Where the ground lies.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SurfaceRequest {
    /// Files of an elevation model, or folders of them; none for a surface of one height.
    #[serde(serialize_with = "path_text::list")]
    pub dem: Vec<PathBuf>,
    /// What the heights of the elevation model are counted from; none for what the files say.
    pub geoid: Option<GeoidRequest>,
    /// A surface of one height, metres above WGS 84.
    pub height_m: Option<f64>,
}

/// What the heights of an elevation model are counted from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GeoidRequest {
    /// The WGS 84 ellipsoid.
    Ellipsoid,
    /// The geoid EGM96, which comes with the program.
    Egm96,
    /// The geoid of a grid.
    File(#[serde(serialize_with = "path_text::path")] PathBuf),
}

/// How a model is made ready; by default as its files say, without refraction.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ModelRequest {
    /// Which model: `physical`, `rpc`, `grid`, or the path of a file; none for the only one, or the physical one.
    pub model: Option<String>,
    /// A table of Earth orientation of the IERS; none for the one that comes with the program.
    #[serde(serialize_with = "path_text::optional")]
    pub earth_orientation: Option<PathBuf>,
    /// The model of precession of the frames of date.
    pub precession: Precession,
    /// Whether light time is taken into account; none for what the files leave to the model.
    pub light_time: Option<bool>,
    /// Whether aberration is taken into account; none for what the files leave to the model.
    pub aberration: Option<bool>,
    /// Whether the air's refraction is taken into account.
    pub refraction: bool,
    /// Folder of the ground processing parameters of a Sentinel-2 datastrip; none for `GIPP` beside it.
    #[serde(serialize_with = "path_text::optional")]
    pub ground_parameters: Option<PathBuf>,
    /// Whether the corrections of a refined Sentinel-2 datastrip are left aside.
    pub without_refining: bool,
}

/// Models of precession.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Precession {
    /// IAU 2006 with the nutation 2000A.
    #[default]
    #[serde(rename = "2006")]
    Iau2006,
    /// IAU 2000 with the nutation 2000A.
    #[serde(rename = "2000")]
    Iau2000,
    /// IAU 1976 with the nutation of 1980.
    #[serde(rename = "1976")]
    Iau1976,
}

impl From<Precession> for PrecessionModel {
    fn from(precession: Precession) -> Self {
        match precession {
            Precession::Iau2006 => Self::Iau2006,
            Precession::Iau2000 => Self::Iau2000,
            Precession::Iau1976 => Self::Iau1976,
        }
    }
}

impl ModelRequest {
    /// The same as choices of the readers.
    pub(super) fn choices(&self) -> LocationModelChoices {
        let model = self.model.as_deref().map(|text| match text {
            "physical" => ModelChoice::Kind(LocationModelKind::Physical),
            "rpc" => ModelChoice::Kind(LocationModelKind::RationalPolynomials),
            "grid" => ModelChoice::Kind(LocationModelKind::LocationGrid),
            file => ModelChoice::File(file.into()),
        });
        LocationModelChoices {
            model,
            earth_orientation: self.earth_orientation.clone(),
            precession: self.precession.into(),
            light_time: self.light_time,
            aberration: self.aberration,
            refraction: self.refraction,
            sentinel2: Sentinel2Choices {
                ground_parameters: self.ground_parameters.clone(),
                with_refining: !self.without_refining,
            },
            ..LocationModelChoices::default()
        }
    }
}
