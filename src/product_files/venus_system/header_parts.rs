//! Elements that the headers of system products share.

use super::image_geometry::{ImageCorners, ImageDirection};
use super::private_data::FileReference;
use crate::product_files::error::ProductError;
use crate::product_files::header_elements::{angle, degrees};
use crate::product_files::xml_tree::XmlPlace;

/// Most lines, columns or pre-scan columns that are read.
const SIZE_LIMIT: usize = 100_000_000;

/// A whole number from 0 up.
pub(super) fn zero_or_more(place: &XmlPlace<'_>) -> Result<usize, ProductError> {
    match place.whole_number()? {
        number if number <= SIZE_LIMIT => Ok(number),
        _ => Err(place.wrong(&format!("a whole number up to {SIZE_LIMIT}"))),
    }
}

/// A whole number from 1 up.
pub(super) fn positive(place: &XmlPlace<'_>) -> Result<usize, ProductError> {
    match zero_or_more(place)? {
        0 => Err(place.wrong("a whole number above zero")),
        number => Ok(number),
    }
}

/// A reference to a file.
pub(super) fn file_reference(place: &XmlPlace<'_>) -> Result<FileReference, ProductError> {
    let location = place.get("File_Location")?.text();
    Ok(FileReference {
        nature: place.get("Nature")?.filled_text()?.to_owned(),
        location: (location != super::fixed_header::EXTERNAL).then(|| location.to_owned()),
        name: place.get("Logical_Name")?.filled_text()?.to_owned(),
    })
}

/// Directions at the corners and the centre of the useful image.
pub(super) fn corner_directions(place: &XmlPlace<'_>) -> Result<ImageCorners<ImageDirection>, ProductError> {
    let image = place.get("Useful_Image")?;
    let direction = |name: &str| {
        let place = image.get(name)?;
        Ok(ImageDirection {
            zenith: angle(&place, "Zenith", 0.0..=180.0)?,
            azimuth: angle(&place, "Azimuth", -360.0..=360.0)?,
        })
    };
    corners(direction, "Image_Center")
}

/// Longitudes and latitudes at the corners and the centre, degrees.
pub(super) fn corner_places(coverage: &XmlPlace<'_>) -> Result<ImageCorners<[f64; 2]>, ProductError> {
    let point = |name: &str| {
        let place = coverage.get(name)?;
        Ok([degrees(&place, "Long", -360.0..=360.0)?, degrees(&place, "Lat", -90.0..=90.0)?])
    };
    corners(point, "Center")
}

fn corners<T>(at: impl Fn(&str) -> Result<T, ProductError>, centre: &str) -> Result<ImageCorners<T>, ProductError> {
    Ok(ImageCorners {
        upper_left: at("Upper_Left_Corner")?,
        upper_right: at("Upper_Right_Corner")?,
        lower_left: at("Lower_Left_Corner")?,
        lower_right: at("Lower_Right_Corner")?,
        centre: at(centre)?,
    })
}
