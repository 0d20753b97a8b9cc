//! What a user says about the model of an image.

use std::path::PathBuf;

use super::LocationModelKind;
use crate::earth::PrecessionModel;
use crate::product_files::sentinel2_l1b::Sentinel2Choices;
use crate::product_files::venus_geometry::VenusOptions;

/// Which model is taken where there are several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ModelChoice {
    /// The one of this kind.
    Kind(LocationModelKind),
    /// The one in this file, whether or not its name or its size fits the image.
    File(PathBuf),
}

/// What a user says about the model of an image; by default nothing.
#[derive(Debug, Clone, Default)]
pub struct LocationModelChoices {
    /// Which model; none for the only one, or the physical one of a file that holds several.
    pub model: Option<ModelChoice>,
    /// A table of Earth orientation of the IERS; none for the one that comes with the program.
    pub earth_orientation: Option<PathBuf>,
    /// The model of precession of the frames of date.
    pub precession: PrecessionModel,
    /// Whether light time is taken into account; none for what the files leave to the model.
    pub light_time: Option<bool>,
    /// Whether aberration is taken into account; none for what the files leave to the model.
    pub aberration: Option<bool>,
    /// Whether refraction is taken into account, by a standard atmosphere.
    pub refraction: bool,
    /// What is to be said about a Sentinel-2 datastrip.
    pub sentinel2: Sentinel2Choices,
    /// What is to be said about geometry files of VENµS.
    pub venus: VenusOptions,
}
