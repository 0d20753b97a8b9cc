//! The radiance at which a signal-to-noise ratio holds.

use crate::earth::sun_distance_au;
use crate::units::{Angle, UtcInstant};

/// How the scene was lit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Illumination {
    /// Zenith angle of the Sun at the centre of the image.
    pub sun_zenith: Angle,
    /// Time of acquisition: gives the distance of the Sun.
    pub acquisition: UtcInstant,
}

impl Illumination {
    /// Radiance (W·m⁻²·sr⁻¹·µm⁻¹) of a reflectance of one, for a solar irradiance in W·m⁻²·µm⁻¹ at one astronomical unit:
    /// L = ρ·E₀·cos θₛ/(π·d²). None when the Sun does not stand above the horizon.
    pub fn radiance_of_reflectance_one(&self, solar_irradiance_w_m2_um: f64) -> Option<f64> {
        let cosine = self.sun_zenith.radians().cos();
        let distance = sun_distance_au(self.acquisition);
        (cosine > 0.0).then(|| solar_irradiance_w_m2_um * cosine / (std::f64::consts::PI * distance * distance))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_radiance_of_israel03_is_that_computed_by_hand() {
        let light = Illumination {
            sun_zenith: Angle::from_degrees(52.5),
            acquisition: UtcInstant::parse("2019-02-04T08:34:37").unwrap(),
        };
        // 1666.9 · cos 52.5° / (π · 0.98577²) = 332.39
        let radiance = light.radiance_of_reflectance_one(1666.9).unwrap();
        assert!((radiance - 332.39).abs() < 0.1, "{radiance}");
        let night = Illumination { sun_zenith: Angle::from_degrees(95.0), ..light };
        assert_eq!(night.radiance_of_reflectance_one(1666.9), None);
    }
}
