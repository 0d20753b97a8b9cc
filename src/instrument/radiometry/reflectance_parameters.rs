//! From radiance to reflectance. File of the ground segment: REFLEC.

use serde::{Deserialize, Serialize};

/// d = 1 − e·cos(n·(t − t0)) in astronomical units, t in days since 1950-01-01 (the CNES form; see `DistanceRule` for the exact one).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ReflectanceParameters {
    /// n, mean rotation of the Earth about the Sun, radians a day.
    pub mean_rotation_rad_per_day: f64,
    /// e, eccentricity.
    pub eccentricity: f64,
    /// t0, days.
    pub reference_day: f64,
    /// The greatest reflectance that the final product can code.
    pub maximum_reflectance: f64,
}
