//! Synthetic images whose truth is known: what the metrics are qualified on, and the demonstration product.

pub mod atmosphere;
pub mod detection;
mod drawn_set;
pub mod flight;
mod mixed_bits;
mod natural;
pub mod nominal_set;
pub mod optics;
mod periodic_scene;
mod radiance_source;
pub mod scene;
pub mod scene_kinds;
pub mod stray_light;
mod synthetic_acquisition;
mod synthetic_masks;

pub use drawn_set::{DrawError, draw_set};
pub use natural::{BandTruth, CalibratedBands, GridTruth, NaturalError, NaturalScene, NaturalSettings, NaturalTruth};
pub use nominal_set::{
    NominalResponse, NominalSetError, NominalSetSettings, StrayLightTruth, nominal_set, stray_light_truth,
};
pub use periodic_scene::PeriodicScene;
pub use radiance_source::{RadianceError, RadianceSource, ScenePolarisation};
pub use synthetic_acquisition::{
    BANDS, REFLECTANCE_PER_CODE, SyntheticAcquisition, TWIN_RATIO, UNIT_SHIFTS, noise_sigma, synthesise,
};
