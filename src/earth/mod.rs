//! The Earth under the products and the Sun over them.

mod coastline;
mod ellipsoid;
mod footprint;
mod sun_distance;
pub mod terrain;

pub use coastline::{CoastlineError, LandRing, decode_rings, is_land, thinned};
pub use ellipsoid::{
    EARTH_ROTATION_RATE_RAD_S, ECCENTRICITY_SQUARED, FLATTENING, GroundPoint, SEMI_MAJOR_AXIS_M, SEMI_MINOR_AXIS_M,
    Vertical, cartesian_from_geodetic, geodetic_from_cartesian, longitude_difference, vertical_at,
};
pub use footprint::rings_from_outline;
pub use sun_distance::sun_distance_au;
