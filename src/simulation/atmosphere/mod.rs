//! The air between Sun, ground and satellite, band by band: path radiance, transmission, polarisation. Single scattering.

mod band_air;
mod exponential_integral;
mod polarisation;
mod settings;

pub use band_air::{BandAir, Illumination};
pub use polarisation::{rayleigh_polarisation, scattering_plane_angle};
pub use settings::{AtmosphereError, AtmosphereSettings};
