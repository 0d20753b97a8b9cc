//! The same place on the ground in two images.

use super::ground::Ground;
use super::image_places::ImagePlaces;
use crate::operations::OperationError;
use crate::supervision::Supervision;

/// Where another image shows a place on the ground.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SamePlace {
    /// Its line, with its fraction.
    pub line: f64,
    /// Its column, with its fraction.
    pub column: f64,
    /// Side of a pixel there by the side of a pixel of the first image, both in metres on the ground: the zoom of the other view is that of the first
    /// times this, for a metre to be as long in both.
    pub pixel_ratio: f64,
}

/// Where `to` shows what `from` shows at (line, column) `at`, both on `ground`; the inner result is why it does not, in words.
///
/// The place is found through the model or georeference of `from` on the ground, and from there through the inverse of those of `to`.
///
/// # Errors
/// A cancel.
pub fn same_place(
    from: &ImagePlaces,
    at: [f64; 2],
    to: &ImagePlaces,
    ground: &Ground,
    supervision: &Supervision,
) -> Result<Result<SamePlace, String>, OperationError> {
    supervision.check()?;
    Ok(found(from, at, to, ground))
}

fn found(from: &ImagePlaces, at: [f64; 2], to: &ImagePlaces, ground: &Ground) -> Result<SamePlace, String> {
    let place = from.ground_of(at, ground)?;
    let [line, column] = to.image_of(place)?;
    let pixel_ratio = to.pixel_m([line, column], place.height_m)? / from.pixel_m(at, place.height_m)?;
    Ok(SamePlace { line, column, pixel_ratio })
}

/// Side of a pixel of `to` at one place by the side of a pixel of `from` at another, each on the ground there; the inner result is why it is
/// not known.
///
/// # Errors
/// A cancel.
pub fn pixel_ratio(
    from: (&ImagePlaces, [f64; 2]),
    to: (&ImagePlaces, [f64; 2]),
    ground: &Ground,
    supervision: &Supervision,
) -> Result<Result<f64, String>, OperationError> {
    supervision.check()?;
    let side = |(places, at): (&ImagePlaces, [f64; 2])| {
        places.ground_of(at, ground).and_then(|place| places.pixel_m(at, place.height_m))
    };
    Ok(side(to).and_then(|to| Ok(to / side(from)?)))
}
