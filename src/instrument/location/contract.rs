//! What every model of a sensor can be asked.

use serde::{Deserialize, Serialize};

use super::LocationFailure;
use crate::earth::GroundPoint;

/// A place in the image. The centre of the first pixel is (line 0, column 0).
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct ImagePoint {
    /// Line, with its fraction.
    pub line: f64,
    /// Column, with its fraction.
    pub column: f64,
}

/// Lines and columns of an image.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImageSize {
    /// Number of lines.
    pub lines: usize,
    /// Number of columns.
    pub columns: usize,
}

impl ImageSize {
    /// Whether a place lies on a pixel of the image: its outer half pixels belong to it.
    pub fn holds(self, point: ImagePoint) -> bool {
        let within = |value: f64, n: usize| value >= -0.5 && value <= n as f64 - 0.5;
        within(point.line, self.lines) && within(point.column, self.columns)
    }
}

/// A model of one array of a sensor (or of a whole image that one model describes).
///
/// Heights are metres above WGS 84. A model does not know the terrain: a line of sight is asked height by height, and `terrain_intersection`
/// finds where it meets the ground, for every kind of model alike.
pub trait LocationModel: Send + Sync {
    /// Lines and columns of the image, where they are known.
    fn image_size(&self) -> Option<ImageSize>;

    /// Direct location: the place at a height that a pixel looked at. Points outside the image are answered as far as the model reaches.
    ///
    /// # Errors
    /// The reason of this point.
    fn ground_at_height(&self, image: ImagePoint, height_m: f64) -> Result<GroundPoint, LocationFailure>;

    /// Inverse location: the place of the image that saw a place on the ground; it undoes [`LocationModel::ground_at_height`].
    ///
    /// # Errors
    /// The reason of this point: [`LocationFailure::OutsideImage`] when no pixel of the image saw it.
    fn image_of(&self, ground: GroundPoint) -> Result<ImagePoint, LocationFailure>;

    /// Change of longitude and latitude (radians) with line and column at one height: `[[∂λ/∂l, ∂λ/∂c], [∂φ/∂l, ∂φ/∂c]]`, by central differences
    /// over one pixel, which is exact to the square of a pixel's share of the field of view.
    ///
    /// # Errors
    /// The reason of this point, or of the points half a pixel beside it.
    fn ground_derivatives(&self, image: ImagePoint, height_m: f64) -> Result<[[f64; 2]; 2], LocationFailure> {
        let at = |line: f64, column: f64| self.ground_at_height(ImagePoint { line, column }, height_m);
        let (before, after) = (at(image.line - 0.5, image.column)?, at(image.line + 0.5, image.column)?);
        let (left, right) = (at(image.line, image.column - 0.5)?, at(image.line, image.column + 0.5)?);
        let turn = |from: f64, to: f64| crate::earth::longitude_difference(to, from);
        Ok([
            [turn(before.longitude, after.longitude), turn(left.longitude, right.longitude)],
            [after.latitude - before.latitude, right.latitude - left.latitude],
        ])
    }
}
