//! Frames: from the celestial ones, in which orbits and attitudes are given, to the one that turns with the Earth.
//!
//! A matrix `target_from_source` takes a vector's components from `source` to `target`. What each subtlety is worth on the ground
//! (measured for an orbit at 786 km on 2012-01-07): UT1 taken as UTC 197 m; no polar motion 8.7 m; IAU 1976/1980 without its corrections
//! 0.90 m; frame bias forgotten (EME2000 as GCRS) 0.72 m; no dX, dY 12 mm; IAU 2000B for 2000A 2.9 mm; s′ 0.2 mm. An attitude given in the
//! mean equator of date and taken for GCRS costs kilometres and grows by some 0.16 km a year at 720 km.

mod celestial;
mod earth_rotation;
mod terrestrial;

pub use celestial::{CelestialFrame, PrecessionModel, gcrs_from};
pub use earth_rotation::EarthRotation;
pub use terrestrial::itrf_from_gcrs;

/// Rate of the Earth rotation angle in radians a second of UT1 (IERS Conventions 2010, 5.15); a second of atomic time differs in its eighth digit.
pub const EARTH_ROTATION_RATE_RAD_S: f64 = std::f64::consts::TAU * 1.002_737_811_911_354_5 / 86_400.0;
