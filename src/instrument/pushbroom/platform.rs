//! The satellite at a moment, in the frame that turns with the Earth.

use std::sync::Arc;

use nalgebra::{Matrix3, Vector3};

use super::acquisition::{Acquisition, ReferenceFrame};
use super::attitude::Attitude;
use super::orbit::Orbit;
use super::platform_error::PlatformError;
use crate::earth::{EARTH_ROTATION_RATE_RAD_S, EarthRotation};
use crate::instrument::location::LocationFailure;

/// How a frame that does not turn with the Earth lies in the one that does.
pub trait CelestialRotation: Send + Sync {
    /// `itrf_from_celestial` at a moment in seconds since the acquisition's reference.
    fn itrf_from_celestial(&self, time_s: f64) -> Matrix3<f64>;
}

impl CelestialRotation for EarthRotation {
    fn itrf_from_celestial(&self, time_s: f64) -> Matrix3<f64> {
        EarthRotation::itrf_from_celestial(self, time_s)
    }
}

/// Gives the rotation for each celestial frame that an acquisition needs.
pub type RotationOf<'a> = dyn Fn(ReferenceFrame) -> Result<Arc<dyn CelestialRotation>, String> + 'a;

/// Orbit and attitude together.
pub struct Platform {
    orbit: Orbit,
    attitude: Attitude,
    orbit_rotation: Option<Arc<dyn CelestialRotation>>,
    attitude_rotation: Option<Arc<dyn CelestialRotation>>,
    same_rotation: bool,
}

/// The satellite at a moment.
#[derive(Debug, Clone, Copy)]
pub struct PlatformState {
    /// Position in ITRF, metres.
    pub position_in_itrf: Vector3<f64>,
    /// Velocity against the stars, along the axes that ITRF has at this moment, m/s.
    pub inertial_velocity: Vector3<f64>,
    /// Turns the body's vectors into ITRF.
    pub itrf_from_body: Matrix3<f64>,
}

impl Platform {
    /// Makes orbit and attitude ready. `rotation_of` is asked for the celestial frames in use only.
    ///
    /// # Errors
    /// What is wrong with the orbit or the attitude, or why a frame could not be had, in words.
    pub fn new(acquisition: &Acquisition, rotation_of: &RotationOf<'_>) -> Result<Self, PlatformBuildError> {
        let orbit = Orbit::new(&acquisition.orbit)?;
        let attitude = Attitude::new(&acquisition.attitude)?;
        let rotation = |frame| match frame {
            ReferenceFrame::Itrf => Ok(None),
            celestial => rotation_of(celestial).map(Some).map_err(PlatformBuildError::Frame),
        };
        let orbit_rotation = rotation(orbit.frame())?;
        let same_rotation = orbit.frame() == attitude.frame();
        let attitude_rotation = if same_rotation { orbit_rotation.clone() } else { rotation(attitude.frame())? };
        Ok(Self { orbit, attitude, orbit_rotation, attitude_rotation, same_rotation })
    }

    /// First and last moment that orbit and attitude both cover.
    pub fn span_s(&self) -> [f64; 2] {
        let (orbit, attitude) = (self.orbit.span_s(), self.attitude.span_s());
        [orbit[0].max(attitude[0]), orbit[1].min(attitude[1])]
    }

    /// The satellite at a moment in seconds since the acquisition's reference.
    ///
    /// # Errors
    /// [`LocationFailure::OutsideTime`] and [`LocationFailure::AttitudeGap`].
    #[inline]
    pub fn at(&self, time_s: f64) -> Result<PlatformState, LocationFailure> {
        let (position, velocity) = self.orbit.at(time_s).ok_or(LocationFailure::OutsideTime)?;
        let frame_from_body = self.attitude.at(time_s)?;
        let orbit_rotation = self.orbit_rotation.as_ref().map(|rotation| rotation.itrf_from_celestial(time_s));
        let attitude_rotation = match (&self.attitude_rotation, self.same_rotation) {
            (_, true) => orbit_rotation,
            (rotation, false) => rotation.as_ref().map(|rotation| rotation.itrf_from_celestial(time_s)),
        };
        let (position_in_itrf, inertial_velocity) = if let Some(rotation) = orbit_rotation {
            (rotation * position, rotation * velocity)
        } else {
            let turning = Vector3::new(-position.y, position.x, 0.0) * EARTH_ROTATION_RATE_RAD_S;
            (position, velocity + turning)
        };
        let itrf_from_body = attitude_rotation.map_or(frame_from_body, |rotation| rotation * frame_from_body);
        Ok(PlatformState { position_in_itrf, inertial_velocity, itrf_from_body })
    }
}

/// Why no platform could be made.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum PlatformBuildError {
    /// The description itself.
    #[error(transparent)]
    Description(#[from] PlatformError),
    /// A celestial frame that could not be had, for example for want of Earth orientation.
    #[error("{0}")]
    Frame(String),
}
