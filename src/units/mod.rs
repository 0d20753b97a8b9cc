//! Quantities with their units: nothing below the edges of the program passes a bare number whose unit could be mistaken.

mod angle;
mod estimate;
mod instant;

pub use angle::Angle;
pub use estimate::{Estimate, Exactness};
pub use instant::{InstantError, UtcInstant};
