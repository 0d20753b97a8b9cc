//! Requests of places as they are typed.

use super::located_product::ImagePlace;
use super::request::{AskedPlace, AskedPoints, GeoidRequest};
use crate::operations::OperationError;

impl AskedPoints {
    /// Pixels, each as `LINE,COLUMN`.
    ///
    /// # Errors
    /// [`OperationError::Usage`] for what cannot be understood; so for the others.
    pub fn pixels(texts: &[String]) -> Result<Self, OperationError> {
        texts.iter().map(|text| pixel(text)).collect::<Result<_, _>>().map(Self::Pixels)
    }

    /// Places, each as `LON,LAT` or `LON,LAT,HEIGHT` in degrees and metres above WGS 84.
    ///
    /// # Errors
    /// As [`AskedPoints::pixels`].
    pub fn places(texts: &[String]) -> Result<Self, OperationError> {
        texts.iter().map(|text| place(text)).collect::<Result<_, _>>().map(Self::Places)
    }
}

impl GeoidRequest {
    /// `none` for the ellipsoid, `egm96`, or the path of a grid.
    pub fn of_text(text: &str) -> Self {
        match text.to_ascii_lowercase().as_str() {
            "none" => Self::Ellipsoid,
            "egm96" => Self::Egm96,
            _ => Self::File(text.into()),
        }
    }
}

fn pixel(text: &str) -> Result<ImagePlace, OperationError> {
    match numbers(text).as_deref() {
        Some(&[line, column]) => Ok(ImagePlace { line, column }),
        _ => Err(OperationError::Usage(format!("--pixel needs LINE,COLUMN, found \"{text}\""))),
    }
}

fn place(text: &str) -> Result<AskedPlace, OperationError> {
    let (lon_deg, lat_deg, height_m) = match numbers(text).as_deref() {
        Some(&[lon_deg, lat_deg]) => (lon_deg, lat_deg, None),
        Some(&[lon_deg, lat_deg, height_m]) => (lon_deg, lat_deg, Some(height_m)),
        _ => {
            let needed = "--ground needs LON,LAT or LON,LAT,HEIGHT in degrees and metres";
            return Err(OperationError::Usage(format!("{needed}, found \"{text}\"")));
        }
    };
    if is_on_earth(lon_deg, lat_deg) {
        return Ok(AskedPlace { lon_deg, lat_deg, height_m });
    }
    let needed = "--ground needs a longitude from -360 to 360 and a latitude from -90 to 90 degrees, in this order";
    Err(OperationError::Usage(format!("{needed}, found \"{text}\"")))
}

/// Whether numbers are a longitude and a latitude in degrees.
pub(super) fn is_on_earth(lon_deg: f64, lat_deg: f64) -> bool {
    (-360.0..=360.0).contains(&lon_deg) && (-90.0..=90.0).contains(&lat_deg)
}

/// Finite numbers with commas between them.
fn numbers(text: &str) -> Option<Vec<f64>> {
    text.split(',').map(|number| number.trim().parse().ok().filter(|value: &f64| value.is_finite())).collect()
}
