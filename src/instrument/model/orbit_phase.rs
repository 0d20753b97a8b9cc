//! The phases of a mission: how high the satellite flies, and how long a line lasts there.

use serde::Deserialize;

use super::camera::Camera;
use super::figure::{Figure, Sureness};
use super::model_error::{Checked, InstrumentModelError};
use crate::earth::{
    EARTH_ROTATION_RATE_RAD_S, SEMI_MAJOR_AXIS_M, circular_rate_rad_s, sun_synchronous_inclination_cosine,
};

/// Limits of the line time.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Timing {
    /// Shortest line time, microseconds.
    pub shortest_line_time_us: Figure<f64>,
    /// Longest line time, microseconds.
    pub longest_line_time_us: Figure<f64>,
}

impl Timing {
    pub(super) fn check(&self, file: &str) -> Result<(), InstrumentModelError> {
        let here = Checked::new(file, "table timing");
        let (shortest, longest) = (self.shortest_line_time_us.value, self.longest_line_time_us.value);
        here.above_zero("shortest_line_time_us", shortest)?;
        here.above_zero("longest_line_time_us", longest)?;
        let needed = format!("at least shortest_line_time_us, {shortest}");
        here.holds("longest_line_time_us", longest >= shortest, &needed, longest.to_string())
    }
}

/// A phase.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OrbitPhase {
    /// Its name, `VM1`.
    pub name: String,
    /// Height above the Earth's surface, kilometres; that at the end for a transition.
    pub altitude_km: f64,
    /// Days from a passage over a site to the next with the same angles; none where unknown.
    pub revisit_days: Option<f64>,
    /// Whether the orbit was being changed.
    pub transition: bool,
    /// First month, `2017-11`; none where unknown.
    pub first_month: Option<String>,
    /// Last month; none where unknown.
    pub last_month: Option<String>,
    /// Where the figures come from.
    pub source: String,
    /// How well they are known.
    pub sureness: Sureness,
}

impl OrbitPhase {
    /// Side of a pixel on the ground at nadir, metres.
    pub fn ground_sampling_m(&self, camera: &Camera) -> f64 {
        self.altitude_km * 1e3 * camera.detector_angle()
    }

    /// Speed of the point below the satellite, m·s⁻¹, on a circular orbit over an Earth at rest.
    pub fn ground_speed_m_s(&self) -> f64 {
        circular_rate_rad_s(self.radius_m()) * SEMI_MAJOR_AXIS_M
    }

    /// Speed along the flight at which the ground passes below the satellite, m·s⁻¹: a Sun-synchronous orbit goes against the Earth's turn, whose
    /// part along the flight is ω·R·cos i at every latitude (ω·R·cos φ towards the east, of which sin of the heading, cos i / cos φ, lies along).
    /// It adds 1.0 % in phase VM1. What the Earth turns across the flight, up to 0.25 % of the whole at the equator, is not in it.
    pub fn passing_speed_m_s(&self) -> f64 {
        let against =
            sun_synchronous_inclination_cosine(self.radius_m()) * EARTH_ROTATION_RATE_RAD_S * SEMI_MAJOR_AXIS_M;
        self.ground_speed_m_s() - against
    }

    fn radius_m(&self) -> f64 {
        SEMI_MAJOR_AXIS_M + self.altitude_km * 1e3
    }

    /// Time in which the ground passes by a pixel, but never less than the shortest line time nor more than the longest: microseconds.
    pub fn nominal_line_time_us(&self, camera: &Camera, timing: &Timing) -> f64 {
        let wanted = self.ground_sampling_m(camera) / self.passing_speed_m_s() * 1e6;
        wanted.max(timing.shortest_line_time_us.value).min(timing.longest_line_time_us.value)
    }

    pub(super) fn check(&self, file: &str) -> Result<(), InstrumentModelError> {
        let place = format!("orbit phase {}", self.name);
        let here = Checked::new(file, &place);
        here.above_zero("altitude_km", self.altitude_km)?;
        if let Some(days) = self.revisit_days {
            here.above_zero("revisit_days", days)?;
        }
        for (what, month) in [("first_month", &self.first_month), ("last_month", &self.last_month)] {
            if let Some(month) = month {
                here.holds(what, is_month(month), "a month as 2017-11", format!("\"{month}\""))?;
            }
        }
        Ok(())
    }
}

fn is_month(text: &str) -> bool {
    let Some((year, month)) = text.split_once('-') else { return false };
    let number = |text: &str, length| (text.len() == length).then(|| text.parse::<u16>().ok()).flatten();
    number(year, 4).is_some() && number(month, 2).is_some_and(|month| (1..=12).contains(&month))
}
