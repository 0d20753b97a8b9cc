//! Operation: a raw product in the ground segment's formats that the instrument as data would have made of a known scene, with its truth.

mod auxiliary;
mod description;
mod instrument;
mod natural;
mod plan;
mod private_figures;
mod request;
mod scene_file;
mod simulation;
mod truth;

pub use request::{SimulateRequest, TruthExtent};
pub use scene_file::{AcquisitionSettings, PolarisationSettings, SceneFile};
pub use simulation::{SimulateOutcome, SimulatedProduct, simulate};
