//! The course of a sight against the places that it gives.

use super::*;
use crate::earth::cartesian_from_geodetic;
use crate::instrument::refraction::STANDARD_LAYERS;

/// A sight that comes to a place at sea level from an azimuth under a zenith angle.
fn sight_to(latitude_deg: f64, azimuth_deg: f64, zenith_deg: f64) -> Sight {
    let place = GroundPoint::from_degrees(30.0, latitude_deg, 0.0);
    let ((sine, cosine), (sine_longitude, cosine_longitude)) = (place.latitude.sin_cos(), place.longitude.sin_cos());
    let up = Vector3::new(cosine * cosine_longitude, cosine * sine_longitude, sine);
    let east = Vector3::new(-sine_longitude, cosine_longitude, 0.0);
    let (azimuth, zenith) = (azimuth_deg.to_radians(), zenith_deg.to_radians());
    let level = east * azimuth.sin() + up.cross(&east) * azimuth.cos();
    let to_sky = up * zenith.cos() + level * zenith.sin();
    Sight::new(cartesian_from_geodetic(place) + to_sky * 8e5, -to_sky)
}

#[test]
fn a_course_is_the_parabola_of_its_sight_to_the_third_order() {
    let air = Refraction::new(&STANDARD_LAYERS);
    for latitude_deg in [-60.0_f64, -1.0, 0.0, 45.0, 80.0] {
        for azimuth_deg in [0.0, 77.0, 130.0, 270.0, 315.0] {
            for zenith_deg in [0.0_f64, 3.0, 20.0, 30.0] {
                for (refraction, bound_m) in [(None, 0.002), (Some(&air), 0.03)] {
                    let sight = sight_to(latitude_deg, azimuth_deg, zenith_deg);
                    let course = sight.course_at(3000.0, true, refraction).unwrap().unwrap();
                    for rise_m in [-3000.0_f64, -500.0, 500.0, 3000.0] {
                        let place = sight.at_height(3000.0 + rise_m, true, refraction).unwrap();
                        let [latitude, longitude] = [0, 1]
                            .map(|axis| (course.per_metre[axis] + course.per_square_metre[axis] * rise_m) * rise_m);
                        let north_m = (course.place.latitude + latitude - place.latitude) * 6.4e6;
                        let east_m =
                            (course.place.longitude + longitude - place.longitude) * 6.4e6 * place.latitude.cos();
                        // The third order grows with the tangents of latitude and zenith angle.
                        let bound_m = bound_m * (1.0 + latitude_deg.to_radians().tan().powi(2));
                        let off_m = north_m.hypot(east_m);
                        assert!(off_m < bound_m, "{latitude_deg}° {azimuth_deg}° {zenith_deg}° {rise_m}: {off_m} m");
                    }
                }
            }
        }
    }
}

#[test]
fn a_sight_over_a_pole_lands_where_the_straight_line_does() {
    for place_m in [0.0, 1e-3, 0.02, 5.0, 3000.0] {
        let onto = Vector3::new(0.0, place_m, SEMI_MINOR_AXIS_M + 250.0);
        let direction = Vector3::new(0.6, 0.0, -0.8);
        let sight = Sight::new(onto - direction * 8e5, direction);
        let found = sight.at_height(250.0, false, None).unwrap();
        assert!(found.latitude <= std::f64::consts::FRAC_PI_2 && found.longitude.abs() <= std::f64::consts::PI);
        let there = cartesian_from_geodetic(found);
        // On the line, and at the height.
        assert!((there - onto).cross(&direction).norm() < 1e-8, "{place_m}: {found:?}");
    }
}
