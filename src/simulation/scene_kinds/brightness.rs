//! How bright something is, and in which bands, lines and columns it is seen.

use serde::{Deserialize, Serialize};

use crate::simulation::ScenePolarisation;

/// How bright a part of a scene is, in one figure for all bands.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Brightness {
    /// Reflectance at the top of the atmosphere, the same in all bands: L = ρ·E·cos θs/(π·d²).
    Reflectance(f64),
    /// Share of the radiance at which a band's mean detector reaches the largest count, at the number of stages that the sensor is made for.
    ShareOfFullScale(f64),
}

impl Brightness {
    /// No light.
    pub const BLACK: Self = Self::Reflectance(0.0);

    /// The figure itself.
    pub const fn figure(self) -> f64 {
        match self {
            Self::Reflectance(figure) | Self::ShareOfFullScale(figure) => figure,
        }
    }

    /// Radiance in a band (W·m⁻²·sr⁻¹·µm⁻¹).
    pub fn radiance(self, band: &SceneBand, illumination: SceneSun) -> f64 {
        match self {
            Self::Reflectance(reflectance) => {
                let sun = illumination.sun_zenith_deg.to_radians().cos().max(0.0);
                let distance = illumination.sun_distance_au;
                reflectance * band.solar_irradiance_w_m2_um * sun / (std::f64::consts::PI * distance * distance)
            }
            Self::ShareOfFullScale(share) => share * band.full_scale_w_m2_sr_um,
        }
    }
}

/// How the Sun shines on a scene.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SceneSun {
    /// Sun zenith angle, degrees.
    pub sun_zenith_deg: f64,
    /// Distance to the Sun, astronomical units.
    pub sun_distance_au: f64,
}

impl Default for SceneSun {
    fn default() -> Self {
        Self { sun_zenith_deg: 45.0, sun_distance_au: 1.0 }
    }
}

/// A band that sees a scene.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SceneBand {
    /// Its name.
    pub name: String,
    /// Solar irradiance at one astronomical unit, W·m⁻²·µm⁻¹.
    pub solar_irradiance_w_m2_um: f64,
    /// Radiance at which the mean detector, without dark signal, reads the largest count: (2^bits − 1)/Ak.
    pub full_scale_w_m2_sr_um: f64,
    /// How the light is polarised.
    pub polarisation: ScenePolarisation,
    /// Transfer of the optics, without pixel and motion, at half a cycle a pixel along and across the flight.
    pub optics_transfer_at_nyquist: [f64; 2],
}

/// What sees a scene.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SceneSensor {
    /// Bands in the instrument's order.
    pub bands: Vec<SceneBand>,
    /// Lines.
    pub lines: usize,
    /// Useful columns.
    pub columns: usize,
    /// The Sun.
    pub illumination: SceneSun,
    /// Angle that a detector sees, radians (its tangent).
    pub detector_angle: f64,
}

impl SceneSensor {
    /// Radiance of a brightness in each band.
    pub fn radiances(&self, brightness: Brightness) -> Vec<f64> {
        self.bands.iter().map(|band| brightness.radiance(band, self.illumination)).collect()
    }
}

/// A sensor of two bands for the tests of the scenes.
#[cfg(test)]
pub(super) fn tests_sensor(lines: usize, columns: usize) -> SceneSensor {
    let band = |name: &str, solar_irradiance_w_m2_um, full_scale_w_m2_sr_um| SceneBand {
        name: name.to_owned(),
        solar_irradiance_w_m2_um,
        full_scale_w_m2_sr_um,
        polarisation: ScenePolarisation::NONE,
        optics_transfer_at_nyquist: [0.4, 0.4],
    };
    SceneSensor {
        bands: vec![band("red", 1500.0, 600.0), band("infrared", 900.0, 450.0)],
        lines,
        columns,
        illumination: SceneSun::default(),
        detector_angle: 13e-6 / 1.75,
    }
}

#[cfg(test)]
#[allow(clippy::float_cmp, reason = "figures that are exact by construction")]
mod tests {
    use super::*;

    #[test]
    fn brightness_becomes_radiance_by_the_sun_or_by_the_bands_range() {
        let band = SceneBand {
            name: "B04".to_owned(),
            solar_irradiance_w_m2_um: 1829.1,
            full_scale_w_m2_sr_um: 770.0,
            polarisation: ScenePolarisation::NONE,
            optics_transfer_at_nyquist: [0.4, 0.4],
        };
        let illumination = SceneSun { sun_zenith_deg: 60.0, sun_distance_au: 0.985 };
        let radiance = Brightness::Reflectance(0.3).radiance(&band, illumination);
        // 0.3 · 1829.1 · 0.5 / (π · 0.970225)
        assert!((radiance - 90.013_24).abs() < 1e-4, "{radiance}");
        assert!((Brightness::ShareOfFullScale(0.5).radiance(&band, illumination) - 385.0).abs() < 1e-12);
        let night = SceneSun { sun_zenith_deg: 100.0, sun_distance_au: 1.0 };
        assert_eq!(Brightness::Reflectance(0.3).radiance(&band, night), 0.0);
    }
}
