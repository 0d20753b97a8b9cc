//! A straight edge between two brightnesses: a slanted target for the transfer function, or the border of a cloud for stray light.

use std::ops::Range;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{Brightness, EdgeResponse, KnownScene, SceneBand, SceneError, SceneSensor};
use crate::supervision::{Cancelled, Supervision};

/// Where the edge lies and how it is seen.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct EdgeSettings {
    /// Before the edge: at columns, or for an angle near 90° lines, that are smaller.
    pub first: Brightness,
    /// Behind it.
    pub second: Brightness,
    /// Angle of the edge with the direction of a column: 0° for an edge along a column, 90° for one along a line; with an angle above 0° the
    /// edge lies at smaller columns the larger the line.
    pub angle_deg: f64,
    /// Where the edge crosses the middle line, as a share of the columns; for an edge along a line, where it crosses the middle column.
    pub place: f64,
    /// Transfer of the optics at half a cycle a pixel, taken as Gaussian, the same in all bands; each band's own across the edge if absent.
    pub optics_transfer_at_nyquist: Option<f64>,
    /// Motion along the lines during an integration, pixels.
    pub motion_px: f64,
}

impl Default for EdgeSettings {
    fn default() -> Self {
        Self {
            first: Brightness::Reflectance(0.08),
            second: Brightness::Reflectance(0.4),
            angle_deg: 8.0,
            place: 0.5,
            optics_transfer_at_nyquist: None,
            motion_px: 1.0,
        }
    }
}

impl EdgeSettings {
    /// A cloud on the left, dark ground on the right.
    pub fn cloud() -> Self {
        Self {
            first: Brightness::Reflectance(0.7),
            second: Brightness::Reflectance(0.02),
            angle_deg: 0.0,
            ..Self::default()
        }
    }
}

/// How the optics of a band show the edge.
#[derive(Debug, Clone)]
struct BandResponse {
    /// Standard deviation of the optics' point spread, pixels.
    sigma: f64,
    response: EdgeResponse,
}

/// The scene.
#[derive(Debug, Clone)]
pub struct EdgeScene {
    settings: EdgeSettings,
    sensor: SceneSensor,
    first: Vec<f64>,
    second: Vec<f64>,
    /// By band.
    responses: Vec<BandResponse>,
    /// Unit vector across the edge, towards its second side: line and column.
    across: [f64; 2],
    /// A place on the edge: line and column.
    origin: [f64; 2],
}

impl EdgeScene {
    /// # Errors
    /// [`SceneError`] for a transfer outside 0 to 1, an angle outside −90° to 90°, or a brightness below zero.
    pub fn new(settings: EdgeSettings, sensor: SceneSensor) -> Result<Self, SceneError> {
        let EdgeSettings { first, second, angle_deg, place, optics_transfer_at_nyquist: transfer, motion_px } =
            settings;
        SceneError::check_brightness("first", first)?;
        SceneError::check_brightness("second", second)?;
        SceneError::unless(angle_deg.abs() <= 90.0, "angle_deg", "−90 to 90", angle_deg)?;
        SceneError::unless(place.is_finite(), "place", "a finite number", place)?;
        SceneError::unless((0.0..=64.0).contains(&motion_px), "motion_px", "0 to 64", motion_px)?;
        let (sin, cos) = angle_deg.to_radians().sin_cos();
        let middle = [sensor.lines, sensor.columns].map(|count| 0.5 * (count as f64 - 1.0));
        let origin = if angle_deg.abs() <= 45.0 {
            [middle[0], place * sensor.columns as f64 - 0.5]
        } else {
            [place * sensor.lines as f64 - 0.5, middle[1]]
        };
        let of_band = |band: &SceneBand| {
            let [along, across] = band.optics_transfer_at_nyquist;
            // Of Gaussians on both axes: the exponents of an oblique frequency add up.
            let transfer = transfer.unwrap_or_else(|| along.powf(sin * sin) * across.powf(cos * cos));
            let needed = "a number above 0 and below 1";
            SceneError::unless(transfer > 0.0 && transfer < 1.0, "optics_transfer_at_nyquist", needed, transfer)?;
            let sigma = EdgeResponse::sigma_of(transfer);
            Ok(BandResponse {
                sigma,
                response: EdgeResponse::new(sigma, &[cos.abs(), sin.abs(), motion_px * sin.abs()]),
            })
        };
        Ok(Self {
            first: sensor.radiances(first),
            second: sensor.radiances(second),
            responses: sensor.bands.iter().map(of_band).collect::<Result<_, SceneError>>()?,
            across: [sin, cos],
            origin,
            settings,
            sensor,
        })
    }

    /// Distance of a pixel's centre from the edge, pixels; above zero on its second side.
    pub fn distance(&self, line: f64, column: f64) -> f64 {
        (line - self.origin[0]) * self.across[0] + (column - self.origin[1]) * self.across[1]
    }
}

impl KnownScene for EdgeScene {
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
        let (first, step) = (self.first[band], self.second[band] - self.first[band]);
        let response = &self.responses[band].response;
        for (line, samples) in lines.zip(radiance.chunks_mut(self.sensor.columns.max(1))) {
            for (column, sample) in samples.iter_mut().enumerate() {
                *sample = (first + step * response.at(self.distance(line as f64, column as f64))) as f32;
            }
            supervision.check()?;
        }
        Ok(())
    }

    fn truth(&self) -> Value {
        json!({
            "settings": self.settings,
            "edge_at_line_column": self.origin,
            "across_edge_line_column": self.across,
            "radiance_first_side_w_m2_sr_um": self.first,
            "radiance_second_side_w_m2_sr_um": self.second,
            "optics_sigma_px": self.responses.iter().map(|band| band.sigma).collect::<Vec<_>>(),
            "transfer_across_edge_at_nyquist": self.responses.iter().map(|band| band.response.transfer(0.5)).collect::<Vec<_>>(),
            "meaning": "by band; Gaussian optics, pixel and motion as boxes; the transfer across the edge is \
                        exp(-2 pi^2 sigma^2 f^2) times sinc of the boxes' widths across the edge",
        })
    }
}

#[cfg(test)]
#[allow(clippy::float_cmp, reason = "figures that are exact by construction")]
mod tests {
    use super::super::brightness::tests_sensor;
    use super::*;
    use crate::simulation::RadianceSource as _;

    #[test]
    fn the_edge_lies_where_it_says_and_turns_as_it_says() {
        let sensor = tests_sensor(41, 60);
        let seen = |settings: EdgeSettings, line: i64| {
            let scene = EdgeScene::new(settings, sensor.clone()).unwrap();
            let mut radiance = vec![0.0; 60];
            scene.radiance(0, line..line + 1, &mut radiance, &Supervision::unattended()).unwrap();
            let low = sensor.radiances(settings.first)[0] as f32;
            let high = sensor.radiances(settings.second)[0] as f32;
            radiance.into_iter().map(|value| (value - low) / (high - low)).collect::<Vec<_>>()
        };
        let settings = EdgeSettings { place: 0.5, angle_deg: 10.0, ..EdgeSettings::default() };
        // half-way between columns 29 and 30 in the middle line, 17.6 % of a column further left a line
        let middle = seen(settings, 20);
        assert!((middle[29] + middle[30] - 1.0).abs() < 1e-5 && middle[0] == 0.0 && middle[59] == 1.0);
        let later = seen(settings, 20 + 17);
        assert!((later[26] + later[27] - 1.0).abs() < 0.02, "{:?}", &later[24..30]);
        let along = EdgeSettings { angle_deg: 90.0, ..settings };
        assert!(seen(along, 10).iter().all(|share| *share == 0.0) && seen(along, 30).iter().all(|share| *share == 1.0));
        assert!(seen(along, 20).windows(2).all(|pair| pair[0] == pair[1]));
    }

    #[test]
    fn each_band_shows_the_edge_through_its_own_optics_in_the_direction_across_it() {
        let mut sensor = tests_sensor(4, 4);
        sensor.bands[0].optics_transfer_at_nyquist = [0.3, 0.6];
        let transfers = |angle_deg: f64, own: Option<f64>| {
            let settings = EdgeSettings { angle_deg, optics_transfer_at_nyquist: own, ..EdgeSettings::default() };
            let scene = EdgeScene::new(settings, sensor.clone()).unwrap();
            // exp(−π²σ²/2) at half a cycle a pixel.
            [0, 1].map(|band| (-0.5 * (std::f64::consts::PI * scene.responses[band].sigma).powi(2)).exp())
        };
        let close = |found: [f64; 2], expected: [f64; 2]| {
            assert!((0..2).all(|band| (found[band] - expected[band]).abs() < 1e-12), "{found:?} {expected:?}");
        };
        close(transfers(0.0, None), [0.6, 0.4]);
        close(transfers(90.0, None), [0.3, 0.4]);
        close(transfers(-45.0, None), [0.18_f64.sqrt(), 0.4]);
        close(transfers(45.0, Some(0.5)), [0.5, 0.5]);
    }

    #[test]
    fn settings_that_make_no_edge_are_refused_by_name() {
        let refused = |settings| EdgeScene::new(settings, tests_sensor(4, 4)).unwrap_err().to_string();
        let usual = EdgeSettings::default();
        assert!(
            refused(EdgeSettings { optics_transfer_at_nyquist: Some(1.0), ..usual })
                .contains("optics_transfer_at_nyquist")
        );
        assert!(refused(EdgeSettings { first: Brightness::Reflectance(f64::NAN), ..usual }).contains("first"));
        assert!(refused(EdgeSettings { angle_deg: 91.0, ..usual }).contains("angle_deg: needs −90 to 90, found 91"));
    }
}
