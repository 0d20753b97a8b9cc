//! The Moon: where it stands.

use erfars::ephemerides::Moon98;
use hifitime::Epoch;
use nalgebra::Vector3;

use super::sun::ASTRONOMICAL_UNIT_M;
use super::time::tt_julian_date;

/// From the Earth's centre to the Moon's, in GCRS, metres: geometric, at the epoch itself.
///
/// ERFA `moon98` (Meeus 1998 after ELP 2000-82): within 11″ and 30 km of DE200 over 1950 to 2050, rms 2.3″ and 9 km. The light takes 1.3 s, in which
/// the Moon moves by 0.7″. Seen from a place the Moon stands up to a degree elsewhere: [`super::direction_in_sky`] takes the place away.
pub fn moon_in_gcrs_m(epoch: Epoch) -> Vector3<f64> {
    let [date, part] = tt_julian_date(epoch);
    let [x, y, z, ..] = Moon98(date, part);
    Vector3::new(x, y, z) * ASTRONOMICAL_UNIT_M
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::earth::time::{TimeScale, epoch_from_text};
    use crate::earth::{CelestialFrame, PrecessionModel, gcrs_from};

    #[test]
    fn the_moon_stands_where_the_almanac_says() {
        // Meeus, Astronomical Algorithms, example 47.a: 1992 April 12 at 0 h TD: apparent α 134.688 470°, δ 13.768 368°, distance 368 409.7 km.
        let epoch = epoch_from_text("1992-04-12T00:00:00", TimeScale::TT).unwrap();
        let true_from_gcrs = gcrs_from(CelestialFrame::TrueOfDate, epoch, PrecessionModel::Iau2006).transpose();
        let moon = true_from_gcrs * moon_in_gcrs_m(epoch);
        let right_ascension = moon.y.atan2(moon.x).to_degrees();
        let declination = (moon.z / moon.norm()).asin().to_degrees();
        let arcsec = [(right_ascension - 134.688_470) * 3600.0, (declination - 13.768_368) * 3600.0];
        println!("Moon of 1992-04-12: {arcsec:.2?} arcsec, {:.1} km", moon.norm() / 1e3);
        // The example holds the light time (0.7″).
        assert!(arcsec.iter().all(|offset| offset.abs() < 2.0), "{arcsec:?}");
        assert!((moon.norm() / 1e3 - 368_409.7).abs() < 1.0);
    }
}
