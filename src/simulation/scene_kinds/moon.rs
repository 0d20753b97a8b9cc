//! The Moon against black: a disc that is lit from one side.

use std::ops::Range;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{Brightness, KnownScene, SceneError, SceneSensor};
use crate::supervision::{Cancelled, Supervision};

/// The disc.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MoonSettings {
    /// Brightness where the Sun stands overhead and is looked at from there. As a reflectance it is that of a surface in full sunlight: the
    /// sensor's Sun zenith angle does not lessen it.
    pub brightness: Brightness,
    /// Radius across the lines, pixels; if absent that of the Moon at its mean distance, as the camera sees it.
    pub radius_px: Option<f64>,
    /// Lines in which the scan passes one pixel; above 1 the disc is stretched along the lines.
    pub lines_per_pixel: f64,
    /// Centre, as shares of the lines and of the columns.
    pub centre: [f64; 2],
    /// Phase angle, degrees: 0 full, 90 half, 180 new.
    pub phase_deg: f64,
    /// Direction of the Sun on the disc, degrees: 0 towards larger columns, 90 towards larger lines.
    pub sun_direction_deg: f64,
    /// Minnaert's exponent k: L ∝ μ0^k·μ^(k−1). 1 is a Lambert sphere, 0.5 has no limb darkening at full phase; an assumption.
    pub limb_exponent: f64,
}

impl Default for MoonSettings {
    fn default() -> Self {
        Self {
            brightness: Brightness::Reflectance(0.12),
            radius_px: None,
            lines_per_pixel: 1.0,
            centre: [0.5, 0.5],
            phase_deg: 7.0,
            sun_direction_deg: 0.0,
            limb_exponent: 0.6,
        }
    }
}

/// Mean radius of the Moon over its mean distance from the Earth (the semi-major axis of its orbit), kilometres: an angle's tangent.
///
/// Source: NASA Goddard, Moon Fact Sheet (volumetric mean radius 1737.4 km, semi-major axis 384 400 km). From perigee to apogee it changes by 6 % either way.
const MOON_RADIUS_OVER_DISTANCE: f64 = 1_737.4 / 384_400.0;

/// Parts of a pixel's side on the limb, where light begins inside of it.
const PARTS: usize = 8;

/// The scene.
#[derive(Debug, Clone)]
pub struct MoonScene {
    settings: MoonSettings,
    sensor: SceneSensor,
    radiances: Vec<f64>,
    radius_px: f64,
    /// Line and column.
    centre: [f64; 2],
    /// Direction of the Sun: column, line, towards the observer.
    sun: [f64; 3],
}

impl MoonScene {
    /// # Errors
    /// [`SceneError`] for a disc without extent, a phase angle outside 0° to 180°, or an exponent outside 0.5 to 1.
    pub fn new(settings: MoonSettings, mut sensor: SceneSensor) -> Result<Self, SceneError> {
        let MoonSettings {
            brightness,
            radius_px,
            lines_per_pixel,
            centre,
            phase_deg,
            sun_direction_deg,
            limb_exponent,
        } = settings;
        SceneError::check_brightness("brightness", brightness)?;
        let radius_px = radius_px.unwrap_or(MOON_RADIUS_OVER_DISTANCE / sensor.detector_angle);
        SceneError::unless(radius_px > 0.0 && radius_px < 1e6, "radius_px", "a number above zero", radius_px)?;
        let needed = "0.01 to 100";
        SceneError::unless((0.01..=100.0).contains(&lines_per_pixel), "lines_per_pixel", needed, lines_per_pixel)?;
        SceneError::unless((0.0..=180.0).contains(&phase_deg), "phase_deg", "0 to 180", phase_deg)?;
        SceneError::unless((0.5..=1.0).contains(&limb_exponent), "limb_exponent", "0.5 to 1", limb_exponent)?;
        let finite = centre.iter().chain([&sun_direction_deg]).all(|figure| figure.is_finite());
        SceneError::unless(finite, "centre, sun_direction_deg", "finite numbers", format!("{centre:?}"))?;
        let (sin_phase, cos_phase) = phase_deg.to_radians().sin_cos();
        let (sin, cos) = sun_direction_deg.to_radians().sin_cos();
        sensor.illumination.sun_zenith_deg = 0.0;
        Ok(Self {
            radiances: sensor.radiances(brightness),
            radius_px,
            centre: [centre[0] * sensor.lines as f64 - 0.5, centre[1] * sensor.columns as f64 - 0.5],
            sun: [sin_phase * cos, sin_phase * sin, cos_phase],
            settings,
            sensor,
        })
    }

    /// Brightness at a place of the image, relative to that where the Sun stands overhead at full phase; zero beside the disc.
    fn at(&self, line: f64, column: f64) -> f64 {
        let radius = self.radius_px;
        let x = (column - self.centre[1]) / radius;
        let y = (line - self.centre[0]) / (radius * self.settings.lines_per_pixel);
        let inside = 1.0 - x * x - y * y;
        if inside <= 0.0 {
            return 0.0;
        }
        let towards_observer = inside.sqrt();
        let towards_sun = self.sun[0] * x + self.sun[1] * y + self.sun[2] * towards_observer;
        if towards_sun <= 0.0 {
            return 0.0;
        }
        let k = self.settings.limb_exponent;
        // Near the limb μ^(k−1) grows without end while μ0 does not vanish; it is cut off where a pixel is wider than what is left.
        let slope = towards_observer.max(1.0 / radius.max(1.0));
        towards_sun.powf(k) * slope.powf(k - 1.0)
    }

    /// Mean over the pixel.
    fn pixel(&self, line: f64, column: f64) -> f64 {
        let steps = (0..PARTS).map(|part| (part as f64 + 0.5) / PARTS as f64 - 0.5);
        let sum: f64 = steps.clone().flat_map(|y| steps.clone().map(move |x| self.at(line + y, column + x))).sum();
        sum / (PARTS * PARTS) as f64
    }

    /// Whether a pixel is cut by the limb or the terminator, so that its centre does not stand for it.
    fn is_cut(&self, line: f64, column: f64) -> bool {
        let corners = [(-1.0, -1.0), (-1.0, 1.0), (1.0, -1.0), (1.0, 1.0)];
        let lit = corners.iter().filter(|(y, x)| self.at(line + y, column + x) > 0.0).count();
        lit != 0 && lit != corners.len()
    }
}

impl KnownScene for MoonScene {
    fn sensor(&self) -> &SceneSensor {
        &self.sensor
    }

    fn fill(
        &self,
        band: usize,
        lines: Range<i64>,
        radiance: &mut [f32],
        supervision: &Supervision,
    ) -> Result<(), Cancelled> {
        let reach = self.radius_px + 2.0;
        for (line, samples) in lines.zip(radiance.chunks_mut(self.sensor.columns.max(1))) {
            samples.fill(0.0);
            let line = line as f64;
            if (line - self.centre[0]).abs() > reach * self.settings.lines_per_pixel.max(1.0) {
                continue;
            }
            let first = (self.centre[1] - reach).max(0.0) as usize;
            let end = ((self.centre[1] + reach).max(0.0) as usize).min(samples.len());
            for (column, sample) in samples.iter_mut().enumerate().take(end).skip(first) {
                let place = column as f64;
                let share = if self.is_cut(line, place) { self.pixel(line, place) } else { self.at(line, place) };
                *sample = (self.radiances[band] * share) as f32;
            }
            supervision.check()?;
        }
        Ok(())
    }

    fn truth(&self) -> Value {
        json!({
            "settings": self.settings,
            "centre_line_column": self.centre,
            "radiance_sun_overhead_w_m2_sr_um": self.radiances,
            "sun_column_line_observer": self.sun,
            "meaning": "radiance = radiance_sun_overhead * mu0^k * mu^(k-1) on the lit disc, mean over each pixel that the limb or \
                        the terminator cuts; no optics besides",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::brightness::tests_sensor;
    use super::*;
    use crate::simulation::RadianceSource as _;

    fn sum(settings: MoonSettings) -> f64 {
        let (lines, columns) = (300, 220);
        let scene = MoonScene::new(settings, tests_sensor(lines, columns)).unwrap();
        let mut radiance = vec![0.0; lines * columns];
        scene.radiance(0, 0..lines as i64, &mut radiance, &Supervision::unattended()).unwrap();
        let unit = scene.radiances[0];
        radiance.iter().map(|value| f64::from(*value) / unit).sum()
    }

    /// Light of a Lambert sphere of radius R at phase angle g: ∫ μ0 over the disc = (2/3)·R²·(sin g + (π − g)·cos g).
    #[test]
    fn the_light_of_a_lambert_sphere_follows_its_phase() {
        for (phase_deg, stretch) in [(0.0, 1.0), (40.0, 1.0), (90.0, 1.5), (130.0, 1.0)] {
            let settings = MoonSettings {
                radius_px: Some(90.0),
                phase_deg,
                sun_direction_deg: 30.0,
                limb_exponent: 1.0,
                lines_per_pixel: stretch,
                ..MoonSettings::default()
            };
            let g = phase_deg.to_radians();
            let expected = stretch * 2.0 / 3.0 * 8100.0 * (g.sin() + (std::f64::consts::PI - g) * g.cos());
            assert!((sum(settings) / expected - 1.0).abs() < 2e-4, "{phase_deg}: {} {expected}", sum(settings));
        }
    }

    #[test]
    fn a_disc_without_limb_darkening_is_flat_at_full_phase_and_black_beside() {
        let settings =
            MoonSettings { radius_px: Some(90.0), phase_deg: 0.0, limb_exponent: 0.5, ..MoonSettings::default() };
        assert!((sum(settings) / (std::f64::consts::PI * 8100.0) - 1.0).abs() < 1e-3);
        let scene = MoonScene::new(settings, tests_sensor(300, 220)).unwrap();
        let mut line = vec![1.0; 220];
        scene.radiance(0, 10..11, &mut line, &Supervision::unattended()).unwrap();
        assert!(line.iter().all(|value| *value == 0.0));
        assert!(MoonScene::new(MoonSettings { phase_deg: 181.0, ..settings }, tests_sensor(1, 1)).is_err());
    }
}
