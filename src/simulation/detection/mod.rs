//! From radiance to counts: the inverse of the radiometric chain's default order, one file a step.
//!
//! radiance → polarisation → Ak → light that strays → two slopes → defects → spikes and dark signal → shot and read noise → remanence on codes
//! → reading: rounded, cut off, with the columns without light on both sides. Which way each equation goes is a setting that the chain shares
//! ([`crate::instrument::radiometry::RadiometricConventions`]); the detection knows nothing of how the chain inverts it.

mod array_detection;
mod defects;
mod error;
mod noise;
mod polarisation;
mod prepared;
mod quantisation;
mod random_normal;
mod remanence;
mod run;
mod scan_columns;
mod settings;
mod slopes;
mod spikes;
#[cfg(test)]
mod tests;

pub use error::DetectionError;
pub use polarisation::polarisation_factor;
pub use prepared::{Detection, straying};
pub use run::{AcquisitionRun, CountBlock, RadianceBlock};
pub use settings::{DefectBehaviour, DetectionSettings, ReadOut};
