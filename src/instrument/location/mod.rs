//! Location: where a pixel looked (direct), and which pixel saw a place (inverse). One contract for every kind of model.

mod bounded_sight;
mod contract;
mod failure;
mod terrain_intersection;
mod triangulation;

pub use bounded_sight::BoundedSight;
pub use contract::{ImagePoint, ImageSize, LocationModel};
pub use failure::LocationFailure;
pub use terrain_intersection::{Course, LineOfSight, meet_terrain};
pub use triangulation::{SightSegment, triangulated};
