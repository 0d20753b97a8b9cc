//! From GCRS to the terrestrial frame at one moment, by the CIO.

use erfars::precnutpolar as erfa;
use hifitime::Epoch;
use nalgebra::Matrix3;

use crate::earth::orientation::EarthOrientation;
use crate::earth::time::{tt_julian_date, ut1_julian_date};

/// Rotation from GCRS to ITRF: W(xₚ, yₚ, s′) · R₃(ERA(UT1)) · Q(X + dX, Y + dY, s), IAU 2006/2000A (IERS Conventions 2010, chapter 5; ERFA
/// `xys06a`, `era00`, `pom00`, `sp00`). About 50 µs: for many moments of one acquisition [`super::EarthRotation`] gives the same.
pub fn itrf_from_gcrs(epoch: Epoch, orientation: &EarthOrientation) -> Matrix3<f64> {
    let turned = about_z(earth_rotation_angle(epoch, orientation.ut1_minus_tai_s));
    itrf_from_tirs(epoch, orientation) * turned * cirs_from_gcrs(epoch, orientation)
}

/// Q: from GCRS to the celestial intermediate frame (CIRS).
pub(super) fn cirs_from_gcrs(epoch: Epoch, orientation: &EarthOrientation) -> Matrix3<f64> {
    let [date, part] = tt_julian_date(epoch);
    let (x, y, s) = erfa::Xys06a(date, part);
    let mut rows = [0.0; 9];
    let (x, y) = (x + orientation.celestial_pole_dx_rad, y + orientation.celestial_pole_dy_rad);
    erfa::C2ixys(x, y, s, &mut rows);
    Matrix3::from_row_slice(&rows)
}

/// W: from the terrestrial intermediate frame (TIRS) to ITRF.
pub(super) fn itrf_from_tirs(epoch: Epoch, orientation: &EarthOrientation) -> Matrix3<f64> {
    let [date, part] = tt_julian_date(epoch);
    let mut rows = [0.0; 9];
    erfa::Pom00(orientation.pole_x_rad, orientation.pole_y_rad, erfa::Sp00(date, part), &mut rows);
    Matrix3::from_row_slice(&rows)
}

/// Earth rotation angle in radians, from 0 to 2π.
pub(super) fn earth_rotation_angle(epoch: Epoch, ut1_minus_tai_s: f64) -> f64 {
    let [date, part] = ut1_julian_date(epoch, ut1_minus_tai_s);
    erfars::rotationtime::Era00(date, part)
}

/// R₃: components in axes turned by an angle about z.
fn about_z(angle: f64) -> Matrix3<f64> {
    let (sine, cosine) = angle.sin_cos();
    Matrix3::new(cosine, sine, 0.0, -sine, cosine, 0.0, 0.0, 0.0, 1.0)
}

#[cfg(test)]
mod tests;
