//! Image-quality metrics of a product, one folder or file each, and the judging of them.

pub mod band_registration;
mod cells;

pub use cells::{WalkError, cells, walk};
