//! How the satellite flies over the scene: every choice, with a default.

use serde::{Deserialize, Serialize};

/// One pass over a place. Every default is an assumption, meant to be changed: a mid-summer morning over the south of France, seen at nadir.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FlightSettings {
    /// Phase of the mission, by its name in the instrument's description; the instrument's nominal one if absent.
    pub phase: Option<String>,
    /// Longitude of the place that the optical axis meets at the middle of the image, degrees.
    pub longitude_deg: f64,
    /// Geodetic latitude of it, degrees.
    pub latitude_deg: f64,
    /// Moment of the middle of the image, UTC.
    pub middle_utc: String,
    /// Sense of the pass.
    pub pass: Pass,
    /// Turn of the body about its axis of flight, degrees: positive looks to the left of the flight.
    pub roll_deg: f64,
    /// Turn of the body about its axis to the right, degrees: positive looks forward.
    pub pitch_deg: f64,
    /// Turn of the body about its vertical beyond the steering, degrees: 90 makes every detector see the same ground (side-slither).
    pub yaw_deg: f64,
    /// Whether the body is turned about its vertical so that the ground goes along the columns at the image's centre, against the Earth's turn.
    pub yaw_steering: bool,
    /// Line time, microseconds; if absent the one in which the ground goes on by a detector, within the instrument's limits.
    pub line_time_us: Option<f64>,
    /// How the attitude departs from the plan.
    pub pointing: PointingSettings,
    /// How orbit and attitude are measured on board.
    pub measurement: MeasurementSettings,
}

impl Default for FlightSettings {
    fn default() -> Self {
        Self {
            phase: None,
            longitude_deg: 4.86,
            latitude_deg: 43.56,
            middle_utc: "2019-07-04T10:45:00".to_owned(),
            pass: Pass::Descending,
            roll_deg: 0.0,
            pitch_deg: 0.0,
            yaw_deg: 0.0,
            yaw_steering: true,
            line_time_us: None,
            pointing: PointingSettings::default(),
            measurement: MeasurementSettings::default(),
        }
    }
}

/// Sense of a pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pass {
    /// Towards the south.
    Descending,
    /// Towards the north.
    Ascending,
}

/// Departure of the true attitude from the plan, about the body's axes (x forward, y right, z down).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PointingSettings {
    /// Constant departure, microradians.
    pub offset_urad: [f64; 3],
    /// Steady drift, microradians a second.
    pub drift_urad_s: [f64; 3],
    /// Single lines of the jitter, from wheels and the like.
    pub lines: Vec<JitterLine>,
    /// The jitter's continuous spectrum.
    pub broadband: BroadbandJitter,
}

impl Default for PointingSettings {
    fn default() -> Self {
        Self {
            offset_urad: [60.0, -40.0, 90.0],
            drift_urad_s: [2.0, -1.5, 3.0],
            lines: vec![
                JitterLine { frequency_hz: 1.7, amplitude_urad: [1.2, 0.8, 1.5] },
                JitterLine { frequency_hz: 38.0, amplitude_urad: [0.15, 0.15, 0.2] },
            ],
            broadband: BroadbandJitter::default(),
        }
    }
}

impl PointingSettings {
    /// An attitude that follows the plan exactly.
    pub fn perfect() -> Self {
        Self {
            offset_urad: [0.0; 3],
            drift_urad_s: [0.0; 3],
            lines: Vec::new(),
            broadband: BroadbandJitter { rms_urad: 0.0, ..BroadbandJitter::default() },
        }
    }
}

/// One line of the jitter: a sine about each axis, its phase drawn by the seed.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JitterLine {
    /// Frequency, Hz.
    pub frequency_hz: f64,
    /// Amplitude about x, y and z, microradians.
    pub amplitude_urad: [f64; 3],
}

/// A continuous spectrum of jitter, made of many sines.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct BroadbandJitter {
    /// Root of the mean square about each axis, microradians.
    pub rms_urad: f64,
    /// Lowest frequency, Hz.
    pub lowest_hz: f64,
    /// Highest frequency, Hz.
    pub highest_hz: f64,
    /// Exponent of the power density f^−exponent.
    pub exponent: f64,
}

impl Default for BroadbandJitter {
    fn default() -> Self {
        Self { rms_urad: 2.0, lowest_hz: 0.1, highest_hz: 20.0, exponent: 2.0 }
    }
}

/// How orbit and attitude are measured on board.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MeasurementSettings {
    /// Measured attitudes a second.
    pub attitude_hz: f64,
    /// Standard deviation of each measured attitude about each axis, microradians.
    pub attitude_noise_urad: f64,
    /// Constant error of the measured attitude about x, y and z, microradians.
    pub attitude_bias_urad: [f64; 3],
    /// Measured positions a second.
    pub orbit_hz: f64,
    /// Standard deviation of each coordinate, metres.
    pub position_noise_m: f64,
    /// Standard deviation of each component of the velocity, m/s.
    pub velocity_noise_m_s: f64,
}

impl Default for MeasurementSettings {
    /// 10 Hz and 1 Hz as the interface document has them; the errors are assumptions that give some hundred metres on the ground, as is reported of VENµS
    /// without ground control points.
    fn default() -> Self {
        Self {
            attitude_hz: 10.0,
            attitude_noise_urad: 25.0,
            attitude_bias_urad: [180.0, -140.0, 250.0],
            orbit_hz: 1.0,
            position_noise_m: 3.0,
            velocity_noise_m_s: 0.01,
        }
    }
}

/// Why there is no such flight.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum FlightError {
    /// A setting that no flight can have.
    #[error("flight, {key}: needed {needed}, found {found}")]
    Setting {
        /// The setting.
        key: &'static str,
        /// What it takes.
        needed: String,
        /// What was found.
        found: String,
    },
    /// Orbit, attitude or viewing directions that no model can be made of, or a date without Earth orientation.
    #[error("flight: {0}")]
    Model(String),
}

impl FlightSettings {
    /// Holds every figure against what it may be.
    ///
    /// # Errors
    /// [`FlightError::Setting`] for the first that it may not.
    pub fn check(&self) -> Result<(), FlightError> {
        let within = |key, needed: &str, found: f64, least: f64, most: f64| {
            if (least..=most).contains(&found) {
                Ok(())
            } else {
                Err(FlightError::Setting { key, needed: needed.to_owned(), found: found.to_string() })
            }
        };
        within("longitude_deg", "-180 to 180 degrees", self.longitude_deg, -180.0, 180.0)?;
        within("latitude_deg", "-90 to 90 degrees", self.latitude_deg, -90.0, 90.0)?;
        within("roll_deg", "45 degrees at most", self.roll_deg, -45.0, 45.0)?;
        within("pitch_deg", "45 degrees at most", self.pitch_deg, -45.0, 45.0)?;
        within("yaw_deg", "180 degrees at most", self.yaw_deg, -180.0, 180.0)?;
        let micro = |key, found: f64| within(key, "10000 microradians at most", found, -1e4, 1e4);
        for axis in 0..3 {
            micro("pointing.offset_urad", self.pointing.offset_urad[axis])?;
            micro("pointing.drift_urad_s", self.pointing.drift_urad_s[axis])?;
            micro("measurement.attitude_bias_urad", self.measurement.attitude_bias_urad[axis])?;
        }
        for line in &self.pointing.lines {
            within("pointing.lines.frequency_hz", "0.001 to 1000 Hz", line.frequency_hz, 1e-3, 1e3)?;
            for amplitude in line.amplitude_urad {
                within("pointing.lines.amplitude_urad", "0 to 10000", amplitude, 0.0, 1e4)?;
            }
        }
        let broadband = &self.pointing.broadband;
        within("pointing.broadband.rms_urad", "0 to 10000", broadband.rms_urad, 0.0, 1e4)?;
        within("pointing.broadband.lowest_hz", "0.001 to 1000 Hz", broadband.lowest_hz, 1e-3, 1e3)?;
        let least = broadband.lowest_hz;
        within("pointing.broadband.highest_hz", "lowest_hz to 1000 Hz", broadband.highest_hz, least, 1e3)?;
        within("pointing.broadband.exponent", "-8 to 8", broadband.exponent, -8.0, 8.0)?;
        let measurement = &self.measurement;
        within("measurement.attitude_hz", "0.1 to 1000 Hz", measurement.attitude_hz, 0.1, 1e3)?;
        within("measurement.attitude_noise_urad", "0 to 10000", measurement.attitude_noise_urad, 0.0, 1e4)?;
        within("measurement.orbit_hz", "0.1 to 100 Hz", measurement.orbit_hz, 0.1, 1e2)?;
        within("measurement.position_noise_m", "0 to 10 km", measurement.position_noise_m, 0.0, 1e4)?;
        within("measurement.velocity_noise_m_s", "0 to 100 m/s", measurement.velocity_noise_m_s, 0.0, 1e2)
    }
}
