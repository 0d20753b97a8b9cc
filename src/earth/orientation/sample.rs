//! The state of the Earth's rotation on one day, and at one moment.

use crate::earth::time::tai_minus_utc_s;

/// Where a value comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Provenance {
    /// From observations.
    Measured,
    /// Predicted when the table was made.
    Predicted,
    /// The format does not say.
    Unstated,
}

/// The Earth's rotation at 0 h UTC of one day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EarthOrientationSample {
    /// Modified Julian day (UTC).
    pub day: i64,
    /// UT1 − TAI in seconds: unlike UT1 − UTC it has no steps.
    pub ut1_minus_tai_s: f64,
    /// Pole coordinate x, towards the prime meridian, in radians.
    pub pole_x_rad: f64,
    /// Pole coordinate y, towards 90° west, in radians.
    pub pole_y_rad: f64,
    /// Corrections dX, dY of the celestial pole to IAU 2006/2000A in radians; none where the table has none, which costs up to 15 mm on the ground.
    pub celestial_pole_rad: Option<[f64; 2]>,
    /// Whether the pole and UT1 are measured.
    pub provenance: Provenance,
}

/// Values of one day as tables write them.
pub(super) struct WrittenDay {
    pub(super) day: i64,
    pub(super) pole_arcsec: [f64; 2],
    pub(super) ut1_minus_utc_s: f64,
    pub(super) celestial_pole_arcsec: Option<[f64; 2]>,
    pub(super) provenance: Provenance,
}

impl WrittenDay {
    /// None for a day before 1972, which has no whole TAI − UTC.
    pub(super) fn sample(&self) -> Option<EarthOrientationSample> {
        let offset_s = tai_minus_utc_s(self.day)?;
        Some(EarthOrientationSample {
            day: self.day,
            ut1_minus_tai_s: self.ut1_minus_utc_s - offset_s as f64,
            pole_x_rad: radians(self.pole_arcsec[0]),
            pole_y_rad: radians(self.pole_arcsec[1]),
            celestial_pole_rad: self.celestial_pole_arcsec.map(|pole| pole.map(radians)),
            provenance: self.provenance,
        })
    }

    /// What of the values cannot be: a pole beyond 2″, UT1 beyond a second from UTC, a correction beyond 0.1″.
    pub(super) fn impossible(&self) -> Option<&'static str> {
        let beyond = |value: f64, bound: f64| !value.is_finite() || value.abs() > bound;
        if self.pole_arcsec.iter().any(|value| beyond(*value, 2.0)) {
            Some("a pole within 2 seconds of arc")
        } else if beyond(self.ut1_minus_utc_s, 1.0) {
            Some("UT1 - UTC within a second")
        } else if self.celestial_pole_arcsec.is_some_and(|pole| pole.iter().any(|value| beyond(*value, 0.1))) {
            Some("celestial pole offsets within 0.1 seconds of arc")
        } else {
            None
        }
    }
}

fn radians(arcsec: f64) -> f64 {
    (arcsec / 3600.0).to_radians()
}

/// The Earth's rotation at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct EarthOrientation {
    /// UT1 − TAI in seconds. One millisecond is 0.46 m on the equator.
    pub ut1_minus_tai_s: f64,
    /// UT1 − TAI gains this many seconds a day (minus the excess of the length of day).
    pub ut1_minus_tai_s_per_day: f64,
    /// Pole coordinate x, towards the prime meridian, in radians.
    pub pole_x_rad: f64,
    /// Pole coordinate y, towards 90° west, in radians.
    pub pole_y_rad: f64,
    /// Correction dX of the celestial pole to IAU 2006/2000A, in radians.
    pub celestial_pole_dx_rad: f64,
    /// Correction dY, in radians.
    pub celestial_pole_dy_rad: f64,
}

impl EarthOrientation {
    /// UT1 − UTC in seconds on a day with this TAI − UTC ([`tai_minus_utc_s`]).
    pub fn ut1_minus_utc_s(&self, tai_minus_utc_s: i64) -> f64 {
        self.ut1_minus_tai_s + tai_minus_utc_s as f64
    }
}
