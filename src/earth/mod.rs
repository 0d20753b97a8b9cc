//! The Earth under the products and the Sun over them.

mod coastline;
mod footprint;
mod sun_distance;

pub use coastline::{CoastlineError, LandRing, decode_rings, is_land, thinned};
pub use footprint::rings_from_outline;
pub use sun_distance::sun_distance_au;
