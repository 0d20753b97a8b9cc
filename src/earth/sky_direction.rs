//! Where something stands in the sky of a place.

use nalgebra::Vector3;

/// A direction in the sky of a place, without refraction.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SkyDirection {
    /// Angle from the vertical of the ellipsoid in radians: 0 overhead, π/2 on the horizon.
    pub zenith_rad: f64,
    /// Angle from north over east in radians, from 0 to 2π.
    pub azimuth_rad: f64,
    /// Distance from the place in metres.
    pub distance_m: f64,
}

/// The direction of a target from a place, both in ITRF, metres; latitude and longitude (geodetic, radians) are those of the place.
///
/// With [`super::sun_seen_in_gcrs_m`] or [`super::moon_in_gcrs_m`] turned to ITRF ([`super::itrf_from_gcrs`]): the parallax is in the difference of the
/// positions. The daily aberration (0.3″) is left out. At the zenith the azimuth is 0.
pub fn direction_in_sky(
    place_in_itrf_m: Vector3<f64>,
    latitude_rad: f64,
    longitude_rad: f64,
    target_in_itrf_m: Vector3<f64>,
) -> SkyDirection {
    let ((sin_lat, cos_lat), (sin_lon, cos_lon)) = (latitude_rad.sin_cos(), longitude_rad.sin_cos());
    let east = Vector3::new(-sin_lon, cos_lon, 0.0);
    let north = Vector3::new(-sin_lat * cos_lon, -sin_lat * sin_lon, cos_lat);
    let up = Vector3::new(cos_lat * cos_lon, cos_lat * sin_lon, sin_lat);
    let sight = target_in_itrf_m - place_in_itrf_m;
    let (e, n, u) = (sight.dot(&east), sight.dot(&north), sight.dot(&up));
    SkyDirection {
        zenith_rad: e.hypot(n).atan2(u),
        azimuth_rad: e.atan2(n).rem_euclid(std::f64::consts::TAU),
        distance_m: sight.norm(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::earth::time::{Epoch, TimeScale, epoch_from_text};
    use crate::earth::{EarthOrientation, EarthOrientationTable, itrf_from_gcrs, moon_in_gcrs_m, sun_seen_in_gcrs_m};

    fn itrf(gcrs_m: Vector3<f64>, epoch: Epoch) -> Vector3<f64> {
        itrf_from_gcrs(epoch, &EarthOrientationTable::shipped().unwrap().at(epoch).unwrap()) * gcrs_m
    }

    /// On a sphere of the Earth's size: a kilometre matters for neither Sun nor Moon here.
    fn place(latitude: f64, longitude: f64) -> Vector3<f64> {
        6_371e3 * Vector3::new(latitude.cos() * longitude.cos(), latitude.cos() * longitude.sin(), latitude.sin())
    }

    #[test]
    fn the_four_quarters_and_the_zenith() {
        let here = place(0.0, 0.0);
        for (offset, zenith_deg, azimuth_deg) in [
            (Vector3::new(0.0, 0.0, 1.0), 90.0, 0.0),
            (Vector3::new(0.0, 1.0, 0.0), 90.0, 90.0),
            (Vector3::new(0.0, 0.0, -1.0), 90.0, 180.0),
            (Vector3::new(0.0, -1.0, 0.0), 90.0, 270.0),
            (Vector3::new(1.0, 0.0, 0.0), 0.0, 0.0),
            (Vector3::new(1.0, 1.0, 0.0), 45.0, 90.0),
            (Vector3::new(-1.0, 0.0, 1e-9), 180.0, 0.0),
        ] {
            let found = direction_in_sky(here, 0.0, 0.0, here + 1e6 * offset);
            assert!((found.zenith_rad.to_degrees() - zenith_deg).abs() < 1e-6, "{found:?}");
            assert!((found.azimuth_rad.to_degrees() - azimuth_deg).abs() < 1e-6, "{found:?}");
        }
    }

    #[test]
    fn the_sun_of_the_solar_position_algorithm_s_example() {
        // Reda and Andreas 2008 (NREL/TP-560-34302), table A5.1: 2003-10-17T12:30:30 at UTC-7, 39.742476° N, 105.1786° W: zenith 50.111 62°, of
        // which refraction takes 0.0160° away; azimuth 194.340 24°.
        let epoch = epoch_from_text("2003-10-17T19:30:30", TimeScale::UTC).unwrap();
        let (latitude, longitude) = (39.742_476_f64.to_radians(), (-105.178_6_f64).to_radians());
        // The example takes UT1 for UTC and knows no polar motion.
        let orientation = EarthOrientation { ut1_minus_tai_s: -32.0, ..EarthOrientation::default() };
        let sun = itrf_from_gcrs(epoch, &orientation) * sun_seen_in_gcrs_m(epoch);
        let found = direction_in_sky(place(latitude, longitude), latitude, longitude, sun);
        println!("Sun of the example: {:.5}, {:.5}", found.zenith_rad.to_degrees(), found.azimuth_rad.to_degrees());
        // 90° less e₀ = 39.872 046° before refraction.
        assert!(
            (found.zenith_rad.to_degrees() - (90.0 - 39.872_046)).abs() < 3e-4,
            "{}",
            found.zenith_rad.to_degrees()
        );
        assert!((found.azimuth_rad.to_degrees() - 194.340_24).abs() < 3e-4, "{}", found.azimuth_rad.to_degrees());
    }

    #[test]
    fn the_moon_hides_the_sun_where_the_eclipse_was_total() {
        // NASA, total eclipse of 2017-08-21: greatest duration at 37° 35′ N, 89° 07′ W, middle at 18:21:49 UTC.
        let epoch = epoch_from_text("2017-08-21T18:21:49", TimeScale::UTC).unwrap();
        let (latitude, longitude) = ((37.0 + 35.0 / 60.0_f64).to_radians(), -(89.0 + 7.0 / 60.0_f64).to_radians());
        let here = place(latitude, longitude);
        let look = |target| direction_in_sky(here, latitude, longitude, target);
        let (sun, moon) = (look(itrf(sun_seen_in_gcrs_m(epoch), epoch)), look(itrf(moon_in_gcrs_m(epoch), epoch)));
        let across = (sun.azimuth_rad - moon.azimuth_rad) * sun.zenith_rad.sin();
        let apart_deg = across.hypot(sun.zenith_rad - moon.zenith_rad).to_degrees();
        println!("Sun and Moon {:.1} arcsec apart", apart_deg * 3600.0);
        // Their radii are 0.263° and 0.272°.
        assert!(apart_deg < 0.009, "{apart_deg}");
        assert!((360e6..372e6).contains(&moon.distance_m));
    }
}
