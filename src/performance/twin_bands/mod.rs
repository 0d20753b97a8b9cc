//! Consistency of two bands that see the same spectrum (B05 and B06 of VENµS).
//!
//! `twin_ratio`: mean of the second band over mean of the first, over every pixel that is valid in both; uncertainty by a jackknife over blocks, the
//! largest of several block sizes, because neighbouring pixels see the same ground.
//! `twin_slope`, `twin_intercept`: line of the second band against the first after registration, with errors on both axes (Deming), because
//! both bands carry noise and an ordinary regression would flatten the line.

mod conclusion;
mod density;
mod registered;
mod sample;

pub use conclusion::{TwinContext, TwinOutcome, conclude};
pub use density::DensityPlot;
pub use sample::{RatioBlock, TwinSample, TwinSampler};

#[cfg(test)]
mod tests;
