//! An image with its models, and what every result must say of them.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::earth::GroundPoint;
use crate::instrument::location::{ImagePoint, ImageSize, LocationFailure, LocationModel};
use crate::instrument::pushbroom::{Corrections, PushbroomArray};

/// Kinds of models.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LocationModelKind {
    /// Orbit, attitude, dating and viewing directions.
    Physical,
    /// Rational polynomials.
    RationalPolynomials,
    /// A grid of places.
    LocationGrid,
}

impl LocationModelKind {
    /// In the words of messages.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Physical => "physical model",
            Self::RationalPolynomials => "rational polynomials",
            Self::LocationGrid => "location grid",
        }
    }
}

/// The model of an array.
pub enum ArrayModel {
    /// A physical one, whose lines can be made ready for all their columns.
    Physical(Box<PushbroomArray>),
    /// Another.
    Fitted {
        /// The model.
        model: Box<dyn LocationModel>,
        /// Lowest and highest height that it answers for, in metres above WGS 84.
        reach_m: [f64; 2],
    },
}

/// An array of the instrument, or a whole image that one model describes.
pub struct LocatedArray {
    /// What its users call it: `P`, `B05`, `B01/D01`; `image` for a whole image that one model describes.
    pub name: String,
    /// The band that it sees; none where the model holds for every band alike.
    pub band: Option<String>,
    /// Lines and columns, where they are known: those of the raster, else those of the model.
    pub size: Option<ImageSize>,
    /// Where the first pixel of the image lies in the lines and columns of the model: (0, 0) but for an image that was cut out.
    pub first: ImagePoint,
    /// Its model.
    pub model: ArrayModel,
}

impl LocatedArray {
    /// Its model, whatever its kind.
    pub fn location_model(&self) -> &dyn LocationModel {
        match &self.model {
            ArrayModel::Physical(array) => array.as_ref(),
            ArrayModel::Fitted { model, .. } => model.as_ref(),
        }
    }

    /// A place of the image in the lines and columns of the model.
    pub fn in_model(&self, image: ImagePoint) -> ImagePoint {
        ImagePoint { line: image.line + self.first.line, column: image.column + self.first.column }
    }

    /// The place at a height that a place of the image looked at.
    ///
    /// # Errors
    /// As [`LocationModel::ground_at_height`].
    pub fn ground_at_height(&self, image: ImagePoint, height_m: f64) -> Result<GroundPoint, LocationFailure> {
        self.location_model().ground_at_height(self.in_model(image), height_m)
    }

    /// The place of the image that saw a place on the ground.
    ///
    /// # Errors
    /// As [`LocationModel::image_of`]; [`LocationFailure::OutsideImage`] beyond the size known here, even where the model does not know it.
    pub fn image_of(&self, ground: GroundPoint) -> Result<ImagePoint, LocationFailure> {
        let seen = self.location_model().image_of(ground)?;
        let seen = ImagePoint { line: seen.line - self.first.line, column: seen.column - self.first.column };
        // A model with this very size has looked already, with its own tolerance at the outer edge.
        match self.size {
            Some(size) if self.location_model().image_size() != Some(size) && !size.holds(seen) => {
                Err(LocationFailure::OutsideImage)
            }
            _ => Ok(seen),
        }
    }
}

/// An image with the models of its arrays.
pub struct LocatedImage {
    /// Kind of the models.
    pub kind: LocationModelKind,
    /// File or folder from which the model was taken.
    pub file: PathBuf,
    /// In the order of the product; at least one.
    pub arrays: Vec<LocatedArray>,
    /// Tables of Earth orientation with their ends, frames and models of precession, one entry a frame; empty where none was needed.
    pub earth_orientation: Vec<String>,
    /// Effects that a physical model takes into account.
    pub corrections: Option<Corrections>,
    /// What whoever uses the result should know of the model.
    pub remarks: Vec<String>,
}
