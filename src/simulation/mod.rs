//! Synthetic images whose truth is known: what the metrics are qualified on, and the demonstration product.

mod periodic_scene;
mod synthetic_acquisition;
pub mod stray_light;
mod synthetic_masks;

pub use periodic_scene::PeriodicScene;
pub use synthetic_acquisition::{
    BANDS, REFLECTANCE_PER_CODE, SyntheticAcquisition, TWIN_RATIO, UNIT_SHIFTS, noise_sigma, synthesise,
};
