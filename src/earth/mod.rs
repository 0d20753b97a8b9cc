//! The Earth and the Sun as the calculations need them.

mod sun_distance;

pub use sun_distance::sun_distance_au;
