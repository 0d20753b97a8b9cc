//! The instrument as data: what a folder of `calibration-models/` says about it.

mod band;
mod camera;
mod description;
mod figure;
mod focal_plane;
mod instrument_model;
mod model_error;
mod optics;
mod orbit_phase;
mod sites;
mod spectral_responses;

pub use band::{BandModel, BandSources};
pub use camera::{Camera, CodeModel, ReadOut, ReadOutHalf};
pub use description::InstrumentDescription;
pub use figure::{Figure, FigureSource, NamedSource, Sureness};
pub use focal_plane::{FirstListed, FocalPlane, Side};
pub use instrument_model::{InstrumentModel, Sampling};
pub use model_error::InstrumentModelError;
pub(crate) use model_error::{Checked, from_toml};
pub use optics::Optics;
pub use orbit_phase::{OrbitPhase, Timing};
pub use sites::{Site, SiteKind, Sites};
pub use spectral_responses::{SpectralResponse, SpectralResponses};

#[cfg(test)]
mod tests;
