//! What the datastrip says of the orientation of the Earth.

use crate::earth::Epoch;
use crate::product_files::acquisition_elements::{require_leap_seconds, require_unit};
use crate::product_files::error::ProductError;
use crate::product_files::xml_tree::{XmlDocument, XmlPlace};

/// Seconds from the scale of GPS back to atomic time.
const TAI_MINUS_GPS_S: f64 = 19.0;

/// Values of the IERS bulletin for the day of the acquisition, at 0 h UTC, as they were copied into the datastrip.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EarthOrientationNote {
    /// UT1 − UTC, seconds.
    pub ut1_minus_utc_s: f64,
    /// Pole coordinate x, arc seconds.
    pub pole_x_arcsec: f64,
    /// Pole coordinate y, arc seconds.
    pub pole_y_arcsec: f64,
}

/// Reads what a datastrip says of the orientation of the Earth. One value a day is not enough for millimetres: UT1 changes by 0.4 ms in a day,
/// 0.2 m at the equator. A bulletin of the days around it is better.
///
/// # Errors
/// [`ProductError::Element`].
pub fn earth_orientation_note(datastrip: &XmlDocument) -> Result<EarthOrientationNote, ProductError> {
    let bulletin = datastrip.root().get("Auxiliary_Data_Info/IERS_Bulletin")?;
    let value = |name: &str, unit: &str| {
        let place = bulletin.get(name)?;
        require_unit(&place, unit)?;
        place.number()
    };
    Ok(EarthOrientationNote {
        ut1_minus_utc_s: value("UT1_UTC", "s")?,
        pole_x_arcsec: value("POLE_U_ANGLE", "arcsec")?,
        pole_y_arcsec: value("POLE_V_ANGLE", "arcsec")?,
    })
}

/// Checks the difference of GPS time and UTC, where the datastrip says it, against the table of leap seconds.
pub(super) fn check_leap_seconds(root: &XmlPlace<'_>, reference: Epoch) -> Result<(), ProductError> {
    let place = root.find("Auxiliary_Data_Info/IERS_Bulletin/GPS_TIME_UTC");
    require_leap_seconds(place.as_ref(), TAI_MINUS_GPS_S, reference).map(|_| ())
}
