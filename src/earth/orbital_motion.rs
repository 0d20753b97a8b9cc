//! What keeps a satellite on its orbit, and how the Earth turns below it.

use super::SEMI_MAJOR_AXIS_M;

/// Gravitational parameter of the Earth, m³·s⁻² (WGS 84, NGA.STND.0036, table 3.1).
pub const EARTH_GM: f64 = 3.986_004_418e14;
/// Second zonal harmonic of the Earth (WGS 84).
pub const EARTH_J2: f64 = 1.082_63e-3;
/// Rate of the mean Sun, rad·s⁻¹: a turn a tropical year.
const MEAN_SUN_RAD_S: f64 = 1.990_968_71e-7;

/// Angular velocity of a satellite on a circular orbit of some radius (metres), rad·s⁻¹.
pub fn circular_rate_rad_s(radius_m: f64) -> f64 {
    (EARTH_GM / radius_m.powi(3)).sqrt()
}

/// Cosine of the inclination of a circular orbit of some radius (metres) whose plane the Earth's flattening turns as fast as the Sun goes on:
/// Ω̇ = −1.5·J2·n·(a/r)²·cos i. Below −1 where no orbit is so fast.
///
/// Source: Vallado, "Fundamentals of Astrodynamics and Applications", 4th edition, §9.6 (secular rate of the node) and §11.4.1.
pub fn sun_synchronous_inclination_cosine(radius_m: f64) -> f64 {
    let rate = circular_rate_rad_s(radius_m);
    -MEAN_SUN_RAD_S / (1.5 * EARTH_J2 * rate * (SEMI_MAJOR_AXIS_M / radius_m).powi(2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn orbits_are_inclined_and_last_as_published() {
        // Landsat 8: 705 km, 98.2°, 98.9 min; Sentinel-2: 786 km, 98.62°, 100.6 min.
        for (altitude_km, inclination_deg, minutes) in [(705.0, 98.2, 98.9), (786.0, 98.62, 100.6)] {
            let radius = SEMI_MAJOR_AXIS_M + altitude_km * 1e3;
            let inclination = sun_synchronous_inclination_cosine(radius).acos().to_degrees();
            let period = std::f64::consts::TAU / circular_rate_rad_s(radius) / 60.0;
            assert!((inclination - inclination_deg).abs() < 0.08, "{inclination}");
            assert!((period - minutes).abs() < 0.2, "{period}");
        }
    }
}
