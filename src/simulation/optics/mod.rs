//! What telescope, pixel and integration make of the scene: a modulation transfer, and the kernel on the fine grid that has it.

mod diffraction;
mod kernel;
mod transfer;

pub use diffraction::diffraction_transfer;
pub use kernel::{FINE, PointSpread};
pub use transfer::BandTransfer;
