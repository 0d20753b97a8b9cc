//! The physical model of a pushbroom instrument: orbit, attitude, line dating, a chain of small turns, and a viewing direction for each column.

mod acquisition;
mod line_dating;
mod mounting;

pub use acquisition::{
    Acquisition, ArrayDescription, AttitudeData, AttitudeSample, Corrections, OrbitSample, OrbitSamples, ReferenceFrame,
};
pub use line_dating::LineDating;
pub use mounting::{MountingStep, Polynomial, StretchOrder, TurnOrder};
