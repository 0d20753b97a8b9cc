//! The satellite's pass over the scene: the true orbit and attitude, and what was measured of them on board.

mod ancillary;
mod guidance;
mod pass;
mod pointing;
mod registration;
mod settings;

pub use pass::{Flight, REACH_LINES};
pub use registration::{BandRegistration, RegistrationNode};
pub use settings::{
    BroadbandJitter, FlightError, FlightSettings, JitterLine, MeasurementSettings, Pass, PointingSettings,
};

#[cfg(test)]
mod tests;
