//! What the chain must know of the scene and of the moment.

use std::collections::BTreeMap;
use std::f64::consts::PI;

use serde::{Deserialize, Serialize};

use super::SunField;
use crate::earth::sun_distance_au;
use crate::instrument::radiometry::{DistanceRule, ReflectanceParameters};
use crate::units::{Angle, UtcInstant};

/// Linear polarisation of the light that comes from a scene in one band.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScenePolarisation {
    /// Degree of polarisation P, 0 to 1.
    pub degree: f64,
    /// Angle χ, radians, counted as the sensitivity's: from the detector's vertical, clockwise when facing the light.
    pub angle: Angle,
}

/// The scene and its moment.
#[derive(Debug, Clone, PartialEq)]
pub struct Scene {
    /// When it was acquired.
    pub acquisition: UtcInstant,
    /// The Sun over it; reflectance needs it.
    pub sun: Option<SunField>,
    /// Polarisation of its light, by band; the step needs it.
    pub polarisation: BTreeMap<String, ScenePolarisation>,
}

/// Milliseconds of a day.
const DAY_MS: f64 = 86_400_000.0;
/// Days from 1950-01-01 to 1970-01-01.
const DAYS_1950_TO_1970: f64 = 7305.0;

/// Distance from the Earth to the Sun in astronomical units, by one rule or the other. The ground segment's form is
/// d = 1 − e·cos(n·(t − t0)), t in days, with their fraction, since 1950-01-01T00:00 UTC.
pub fn earth_sun_distance_au(rule: DistanceRule, parameters: &ReflectanceParameters, moment: UtcInstant) -> f64 {
    match rule {
        DistanceRule::Ephemeris => sun_distance_au(moment),
        DistanceRule::GroundSegment => {
            let days = moment.unix_milliseconds() as f64 / DAY_MS + DAYS_1950_TO_1970;
            let phase = parameters.mean_rotation_rad_per_day * (days - parameters.reference_day);
            1.0 - parameters.eccentricity * phase.cos()
        }
    }
}

/// What a radiance is multiplied with, beside 1/cos θ of the Sun, to become a reflectance: π·d²/E.
pub fn reflectance_per_radiance(distance_au: f64, solar_irradiance_w_m2_um: f64) -> f64 {
    PI * distance_au * distance_au / solar_irradiance_w_m2_um
}

#[cfg(test)]
mod tests {
    use super::*;

    const FORM: ReflectanceParameters = ReflectanceParameters {
        mean_rotation_rad_per_day: 0.0172,
        eccentricity: 0.01673,
        reference_day: 2.0,
        maximum_reflectance: 1.0,
    };

    #[test]
    fn the_ephemeris_and_the_ground_segments_form_differ_as_the_references_say() {
        // radiometry.md §2.9: at most 1.16e-3 au between 2018 and 2023, and of that order.
        let first = UtcInstant::parse("2018-01-01").unwrap().unix_milliseconds();
        let mut worst = 0.0_f64;
        for day in 0..6 * 365 {
            let moment = UtcInstant::from_unix_milliseconds(first + day * 86_400_000).unwrap();
            let [exact, form] = [DistanceRule::Ephemeris, DistanceRule::GroundSegment]
                .map(|rule| earth_sun_distance_au(rule, &FORM, moment));
            worst = worst.max((exact - form).abs());
        }
        assert!((1.10e-3..1.22e-3).contains(&worst), "{worst}");
    }

    #[test]
    fn the_ground_segments_days_begin_in_1950() {
        let moment = UtcInstant::parse("1950-01-03T00:00:00").unwrap();
        let distance = earth_sun_distance_au(DistanceRule::GroundSegment, &FORM, moment);
        assert!((distance - (1.0 - 0.01673)).abs() < 1e-12, "{distance}");
    }
}
