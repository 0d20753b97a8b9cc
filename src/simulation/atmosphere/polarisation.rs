//! Polarisation of the light that air scatters.

use nalgebra::Vector3;

/// Degree of linear polarisation of light scattered once by air, 0 to 1, at a cosine of the scattering angle: (1 − cos²Θ) / (1 + cos²Θ + 2δ/(1 − δ)), δ being
/// the depolarisation factor (Hansen & Travis, Space Science Reviews 16, 527, 1974, §2.5).
pub fn rayleigh_polarisation(cosine: f64, depolarisation: f64) -> f64 {
    let squared = (cosine * cosine).min(1.0);
    (1.0 - squared) / (1.0 + squared + 2.0 * depolarisation / (1.0 - depolarisation))
}

/// Angle of the electric vector of light that was scattered once, which stands at right angles to Sun and view, from the detector's vertical, clockwise when
/// facing the light: radians in [0, π).
///
/// `to_sun` and `to_sensor` point from the ground; `vertical` is the direction of flight on the ground, which is taken for the detectors' vertical (the column's
/// direction in the image; the interface document does not say which). With the Sun behind the sensor there is no such angle: 0.
pub fn scattering_plane_angle(to_sun: Vector3<f64>, to_sensor: Vector3<f64>, vertical: Vector3<f64>) -> f64 {
    let view = to_sensor.normalize();
    let up = vertical - view * vertical.dot(&view);
    // Whoever faces the light looks from the sensor to the ground; to the right of the flight is clockwise from it.
    let right = (-view).cross(&up);
    let electric = to_sun.cross(&view);
    if electric.norm() < 1e-9 * to_sun.norm() || up.norm() < 1e-9 {
        return 0.0;
    }
    electric.dot(&right).atan2(electric.dot(&up)).rem_euclid(std::f64::consts::PI)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn at_right_angles_the_light_of_air_is_nearly_all_polarised() {
        assert!((rayleigh_polarisation(0.0, 0.0) - 1.0).abs() < 1e-15);
        // δ = 0.0279: 1 / 1.0574.
        assert!((rayleigh_polarisation(0.0, 0.0279) - 0.945_7).abs() < 1e-4);
        assert!(rayleigh_polarisation(-1.0, 0.0279).abs() < 1e-15);
    }

    #[test]
    fn the_electric_vector_stands_across_the_plane_of_sun_and_view() {
        // East, north, up; flight to the north, sensor overhead.
        let (north, zenith) = (Vector3::y(), Vector3::z());
        let sun = |azimuth_deg: f64| {
            let (sine, cosine) = azimuth_deg.to_radians().sin_cos();
            Vector3::new(sine, cosine, 0.7)
        };
        for (azimuth, expected) in [(0.0, 90.0), (90.0, 0.0), (180.0, 90.0), (30.0, 120.0), (300.0, 30.0)] {
            // Seen from above, azimuths go clockwise as the angle does: a right angle beyond the Sun's.
            let found = scattering_plane_angle(sun(azimuth), zenith, north).to_degrees();
            let off = (found - expected).rem_euclid(180.0);
            assert!(off.min(180.0 - off) < 1e-9, "{azimuth}: {found} instead of {expected}");
        }
        assert!(scattering_plane_angle(zenith, zenith, north).abs() < 1e-15);
    }
}
