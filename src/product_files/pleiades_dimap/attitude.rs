//! The attitude: four polynomials of time whose values, brought to norm 1, turn the sensor's frame into ITRF.

use crate::earth::{Epoch, utc_day_and_nanoseconds};
use crate::instrument::pushbroom::{AttitudeData, ReferenceFrame};
use crate::product_files::acquisition_elements::{polynomial, require_cover, unit_quaternion};
use crate::product_files::error::ProductError;
use crate::product_files::xml_tree::XmlPlace;

const DAY_S: f64 = 86400.0;

/// Moments at which the norm is checked, over the whole range of the polynomials.
const CHECKED_MOMENTS: usize = 33;

/// The polynomials of `Sensor_Attitudes`. Their argument is (seconds of the UTC day − OFFSET) / SCALE, and they hold from −1 to 1, which is
/// the span of the attitudes they were fitted to.
pub(super) fn read(model: &XmlPlace<'_>, reference: Epoch, lines_s: [f64; 2]) -> Result<AttitudeData, ProductError> {
    let attitudes = model.get("Sensor_Attitudes")?;
    let models = attitudes.get("Polynomial_Models")?;
    let [q0, q1, q2, q3] = ["Q0", "Q1", "Q2", "Q3"].map(|name| models.get(name).and_then(|place| polynomial(&place)));
    let frame_from_body = [q0?, q1?, q2?, q3?];
    let scale_s = attitudes.get("SCALE")?.positive_number()?;
    let centre_s = centre(&attitudes.get("OFFSET")?, reference)?;
    for index in 0..CHECKED_MOMENTS {
        let argument = -1.0 + 2.0 * index as f64 / (CHECKED_MOMENTS - 1) as f64;
        let at = |coefficients: &[f64]| coefficients.iter().rev().fold(0.0, |sum, value| sum * argument + value);
        let [scalar, x, y, z] = std::array::from_fn(|part| at(&frame_from_body[part]));
        unit_quaternion(&models, scalar, [x, y, z])?;
    }
    let valid_s = [centre_s - scale_s, centre_s + scale_s];
    require_cover(&attitudes, "an attitude", reference, valid_s, lines_s)?;
    Ok(AttitudeData::Polynomials { frame: ReferenceFrame::Itrf, centre_s, scale_s, frame_from_body, valid_s })
}

/// OFFSET in seconds since the reference. The day is not named: it is the one that brings the offset next to the reference.
fn centre(offset: &XmlPlace<'_>, reference: Epoch) -> Result<f64, ProductError> {
    let second_of_day = offset.number()?;
    if !(-DAY_S..=2.0 * DAY_S).contains(&second_of_day) {
        return Err(offset.wrong("seconds of a day"));
    }
    let (_, nanoseconds) = utc_day_and_nanoseconds(reference)
        .map_err(|error| offset.error("", "a day of UTC to count from", &error.to_string()))?;
    let centre_s = second_of_day - nanoseconds as f64 / 1e9;
    Ok(centre_s - (centre_s / DAY_S).round() * DAY_S)
}
