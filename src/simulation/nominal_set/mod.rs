//! A nominal parameter set: a plausible instrument from the figures of `nominal_response.toml`, the same for the same seed.
//!
//! No parameter file of VENµS is public. A nominal set follows the forms of the ground segment's files and the documented gains; all else in it is an
//! assumption, and its manifest says that it is synthetic.

mod dark;
mod defective_columns;
mod equalisation;
mod inverse_filter;
mod kernels;
mod nominal_response;
mod nominal_set_error;
mod random_stream;
mod remanence;
mod set;
mod settings;
mod stray_light;

pub use nominal_response::{
    NominalBand, NominalCrossTalk, NominalDark, NominalDefects, NominalEqualisation, NominalNoise, NominalRemanence,
    NominalResponse, NominalSpikes, NominalStrayLight, NominalUncertainty, SourcedParameters,
};
pub use nominal_set_error::NominalSetError;
pub use set::nominal_set;
pub use settings::NominalSetSettings;
pub use stray_light::{LocalKernel, StrayLightTruth, stray_light_truth};

#[cfg(test)]
mod tests;
