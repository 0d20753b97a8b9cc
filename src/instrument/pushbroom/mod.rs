//! The physical model of a pushbroom instrument: orbit, attitude, line dating, a chain of small turns, and a viewing direction for each column.

mod acquisition;
mod acquisition_model;
mod array;
mod attitude;
mod focal_line;
mod line_dating;
mod mounting;
mod orbit;
mod parameters;
mod platform;
mod platform_error;
mod scan;
mod sight;

pub use acquisition::{
    Acquisition, ArrayDescription, AttitudeData, AttitudeInterpolation, AttitudeSample, Corrections, OrbitSample,
    OrbitSamples, ReferenceFrame,
};
pub use acquisition_model::AcquisitionModel;
pub use array::{ColumnSight, PushbroomArray, SightedLine};
pub use attitude::Attitude;
pub use line_dating::LineDating;
pub use mounting::{MountingStep, Polynomial, StretchOrder, TurnOrder};
pub use orbit::Orbit;
pub use parameters::{ATTITUDE_STEP, parameters, with_parameters};
pub use platform::{CelestialRotation, Platform, PlatformBuildError, PlatformState, RotationOf};
pub use platform_error::PlatformError;
pub use sight::{LineState, SPEED_OF_LIGHT_M_S, Sight};

#[cfg(test)]
mod tests;
