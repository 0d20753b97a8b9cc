//! The Earth under the products, its time and its turning, and the Sun and the Moon over them.

mod coastline;
mod ellipsoid;
mod footprint;
mod frames;
mod geoid;
mod moon;
mod orbital_motion;
mod orientation;
#[cfg(test)]
mod shared_data;
mod sky_direction;
mod sun;
pub mod terrain;
mod time;
mod transverse_mercator;
mod utm;

pub use coastline::{CoastlineError, LandRing, decode_rings, is_land, thinned};
pub(crate) use ellipsoid::vertical_near_height;
pub use ellipsoid::{
    ECCENTRICITY_SQUARED, FLATTENING, GroundPoint, SEMI_MAJOR_AXIS_M, SEMI_MINOR_AXIS_M, Vertical,
    cartesian_from_geodetic, geodetic_from_cartesian, longitude_difference, vertical_at,
};
pub use footprint::rings_from_outline;
pub use frames::{
    CelestialFrame, EARTH_ROTATION_RATE_RAD_S, EarthRotation, PrecessionModel, gcrs_from, itrf_from_gcrs,
};
pub use geoid::{GeoidError, GeoidGrid, GeoidNodes};
pub use moon::moon_in_gcrs_m;
pub use orbital_motion::{EARTH_GM, EARTH_J2, circular_rate_rad_s, sun_synchronous_inclination_cosine};
pub use orientation::{
    EarthOrientation, EarthOrientationSample, EarthOrientationTable, OrientationError, OrientationTextError,
    OutsideTable, Provenance, parse_earth_orientation,
};
pub use sky_direction::{SkyDirection, direction_in_sky};
pub use sun::{ASTRONOMICAL_UNIT_M, sun_distance_au, sun_in_gcrs_m, sun_seen_in_gcrs_m};
pub use time::{
    Epoch, TimeError, TimeScale, epoch_after, epoch_from_day, epoch_from_gps_week, epoch_from_modified_julian_day,
    epoch_from_text, epoch_from_utc_instant, seconds_between, tai_minus_utc_s, tt_julian_date, ut1_julian_date,
    utc_day_and_nanoseconds, utc_text,
};
pub use utm::{Hemisphere, UtmError, UtmZone};
