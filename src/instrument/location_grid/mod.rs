//! Location by a grid of places: a ground segment's own model, sampled at lines, columns and heights.

mod cube;
mod model;
#[cfg(test)]
mod tests;

pub use cube::{GridAxis, LocationGridError};
pub use model::{LocationGrid, OUTER_MARGIN_PX};
