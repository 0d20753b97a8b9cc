//! The instrument as the calculations see it: spectral bands, detector units, viewing directions.

mod detector_unit;
pub mod location;
pub mod location_grid;
mod model;
pub mod pushbroom;
pub mod radiometry;
pub mod rational_polynomials;
pub mod refraction;
mod spectral_band;
mod tdi_stages;
mod viewing;

pub use detector_unit::{DETECTOR_UNITS, detector_unit_of};
pub use model::{
    BandModel, BandSources, Camera, CodeModel, Figure, FigureSource, FirstListed, FocalPlane, InstrumentDescription,
    InstrumentModel, InstrumentModelError, NamedSource, Optics, OrbitPhase, ReadOut, ReadOutHalf, Sampling, Side, Site,
    SiteKind, Sites, SpectralResponse, SpectralResponses, Sureness, Timing,
};
pub(crate) use model::{Checked, from_toml};
pub use spectral_band::SpectralBand;
pub use tdi_stages::TdiStages;
pub use viewing::{View, base_to_height, epipolar_direction};
