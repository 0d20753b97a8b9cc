//! The Earth under the products and the Sun over them.

mod footprint;
mod sun_distance;

pub use footprint::rings_from_outline;
pub use sun_distance::sun_distance_au;
