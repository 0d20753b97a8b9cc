//! From counts to radiance and reflectance: the radiometric chain over blocks of lines, its uncertainty, and its explanation pixel by pixel.
//!
//! The order is the one of the ground segment's files: remanence on codes, dark signal and spikes, two-slope equalisation, detectors out of
//! order, stray light, radiance, polarisation, reflectance. What those files leave open is
//! [`RadiometricConventions`](crate::instrument::radiometry::RadiometricConventions).

mod band_chain;
mod band_lines;
mod chain;
mod column_coefficients;
mod defect_runs;
mod detector_curve;
mod error;
pub mod explain;
mod flags;
mod line_memory;
mod prefetch;
mod raw_lines;
mod reason_runs;
mod remanence;
mod row_kernel;
mod saturation;
mod scene;
mod settings;
mod special_columns;
mod spike_columns;
mod steps;
mod straight;
pub mod stray_light;
mod sun_field;
mod sun_rows;
#[cfg(test)]
pub(crate) mod tests;
pub mod uncertainty;

pub use band_chain::{BandChain, Scale};
pub use chain::{Chain, ChainRequest};
pub use defect_runs::DefectRun;
pub use detector_curve::{DetectorCurve, DetectorSpike};
pub use error::ChainError;
pub use flags::ProcessingFlags;
pub use raw_lines::{RawLayout, RawLines};
pub use reason_runs::{BlockReasons, ReasonRun};
pub use scene::{Scene, ScenePolarisation, earth_sun_distance_au, reflectance_per_radiance};
pub use settings::{ChainSettings, Quantity, SaturationRule};
pub use steps::{Step, Steps, StepsError};
pub use sun_field::{SunField, SunFieldError};
