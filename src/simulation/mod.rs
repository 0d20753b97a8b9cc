//! Synthetic images whose truth is known: what the metrics are qualified on, and the demonstration product.

mod periodic_scene;
pub mod stray_light;
mod synthetic_acquisition;
mod synthetic_masks;

pub use periodic_scene::PeriodicScene;
pub use synthetic_acquisition::{
    BANDS, REFLECTANCE_PER_CODE, SyntheticAcquisition, TWIN_RATIO, UNIT_SHIFTS, noise_sigma, synthesise,
};
