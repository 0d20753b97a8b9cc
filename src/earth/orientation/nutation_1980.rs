//! Offsets of the celestial pole to the models of 1976 and 1980, as offsets to those of 2006 and 2000A.

use nalgebra::Matrix3;

/// Julian date of modified Julian day 0.
const MODIFIED_JULIAN_DATE: f64 = 2_400_000.5;

/// dX and dY (IAU 2006/2000A) from dψ and dε (IAU 1976/1980), in seconds of arc, at 0 h of a day.
///
/// The pole is placed with the old models and their offsets, without a frame bias (the old offsets contain it), and its X and Y are taken
/// from those of the new models (IERS Conventions 2010, 5.5.4; SOFA Tools for Earth Attitude, 5.1). On the C04 08 series of 2012 this
/// gives the published dX and dY within 0.07 mas, 2 mm on the ground.
pub(super) fn celestial_pole_arcsec(day: i64, offsets_arcsec: [f64; 2]) -> [f64; 2] {
    let radians = |arcsec: f64| (arcsec / 3600.0).to_radians();
    let (midnight, part) = (MODIFIED_JULIAN_DATE, day as f64);
    let (dpsi, deps) = erfars::precnutpolar::Nut80(midnight, part);
    let obliquity = erfars::precnutpolar::Obl80(midnight, part);
    let (mut precession, mut nutation) = ([0.0; 9], [0.0; 9]);
    erfars::precnutpolar::Pmat76(midnight, part, &mut precession);
    let (dpsi, deps) = (dpsi + radians(offsets_arcsec[0]), deps + radians(offsets_arcsec[1]));
    erfars::precnutpolar::Numat(obliquity, dpsi, deps, &mut nutation);
    let true_from_mean = Matrix3::from_row_slice(&nutation) * Matrix3::from_row_slice(&precession);
    let (x, y, _) = erfars::precnutpolar::Xys06a(midnight, part);
    [true_from_mean[(2, 0)] - x, true_from_mean[(2, 1)] - y].map(|offset| offset.to_degrees() * 3600.0)
}
