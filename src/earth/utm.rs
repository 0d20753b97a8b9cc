//! Universal transverse Mercator (UTM) on WGS 84.

use std::f64::consts::PI;

use super::ellipsoid::longitude_difference;
use super::transverse_mercator::{geodetic_from_plane, plane_from_geodetic};

const SCALE: f64 = 0.9996;
const FALSE_EASTING_M: f64 = 500_000.0;
const SOUTHERN_FALSE_NORTHING_M: f64 = 10_000_000.0;
/// Beyond this distance from the central meridian the series loses its digits, and nobody means UTM.
const FARTHEST_RAD: f64 = PI / 6.0;

/// Half of the Earth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Hemisphere {
    /// Northings from the equator.
    North,
    /// Northings from 10 000 km south of the equator.
    South,
}

/// A place that a zone does not hold.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum UtmError {
    /// Beyond 84° north or 80° south, where UTM ends and polar maps begin.
    #[error("UTM: needed a latitude from -80 to 84 degrees, found {latitude_deg}")]
    Latitude {
        /// The latitude.
        latitude_deg: f64,
    },
    /// A pole, more than 30° of longitude from the central meridian, or not a number.
    #[error(
        "UTM zone {zone}: needed a place off the poles, within 30 degrees of the central meridian, found {first}, {second} ({what})"
    )]
    Beyond {
        /// Number of the zone.
        zone: u8,
        /// First coordinate as given.
        first: f64,
        /// Second coordinate.
        second: f64,
        /// What they are.
        what: &'static str,
    },
    /// No zone from 1 to 60.
    #[error("UTM: needed a zone from 1 to 60, found {number}")]
    Zone {
        /// The number.
        number: u8,
    },
}

/// A zone of UTM and its hemisphere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct UtmZone {
    number: u8,
    hemisphere: Hemisphere,
}

impl UtmZone {
    /// Zone 1 to 60 of a hemisphere.
    ///
    /// # Errors
    /// [`UtmError::Zone`] for another number.
    pub fn new(number: u8, hemisphere: Hemisphere) -> Result<Self, UtmError> {
        if (1..=60).contains(&number) { Ok(Self { number, hemisphere }) } else { Err(UtmError::Zone { number }) }
    }

    /// The zone of a place, geodetic on WGS 84, in radians: six degrees wide from 180° west, but for Norway (32V reaches west to 3° E
    /// between 56° and 64° N) and Svalbard (31X, 33X, 35X and 37X alone between 72° and 84° N, 0° to 42° E). A place on the meridian between
    /// two zones belongs to the eastern one, the equator to the north.
    ///
    /// # Errors
    /// [`UtmError::Latitude`] beyond 84° north or 80° south; a longitude that is not finite is one of them.
    pub fn of(latitude_rad: f64, longitude_rad: f64) -> Result<Self, UtmError> {
        let (latitude_deg, longitude_deg) = (latitude_rad.to_degrees(), longitude_rad.to_degrees());
        if !(-80.0..=84.0).contains(&latitude_deg) || !longitude_deg.is_finite() {
            return Err(UtmError::Latitude { latitude_deg });
        }
        let east_deg = (longitude_deg + 180.0).rem_euclid(360.0) - 180.0;
        let number = match (latitude_deg, east_deg) {
            (56.0..64.0, 3.0..12.0) => 32,
            (72.0.., 0.0..9.0) => 31,
            (72.0.., 9.0..21.0) => 33,
            (72.0.., 21.0..33.0) => 35,
            (72.0.., 33.0..42.0) => 37,
            // The remainder of a longitude just below 180° west may round to 180° itself.
            _ => (((east_deg + 180.0) / 6.0) as u8 + 1).min(60),
        };
        let hemisphere = if latitude_deg < 0.0 { Hemisphere::South } else { Hemisphere::North };
        Ok(Self { number, hemisphere })
    }

    /// The zone of an EPSG code: 32601 to 32660 north, 32701 to 32760 south; none for another.
    pub fn from_epsg(code: u32) -> Option<Self> {
        let hemisphere = match code / 100 {
            326 => Hemisphere::North,
            327 => Hemisphere::South,
            _ => return None,
        };
        Self::new((code % 100) as u8, hemisphere).ok()
    }

    /// Its EPSG code.
    pub fn epsg(self) -> u32 {
        let base = if self.hemisphere == Hemisphere::North { 32_600 } else { 32_700 };
        base + u32::from(self.number)
    }

    /// 1 to 60.
    pub fn number(self) -> u8 {
        self.number
    }

    /// Which half of the Earth.
    pub fn hemisphere(self) -> Hemisphere {
        self.hemisphere
    }

    /// Longitude of the central meridian in radians.
    pub fn central_meridian_rad(self) -> f64 {
        (6.0 * f64::from(self.number) - 183.0).to_radians()
    }

    /// Easting and northing in metres of a place, geodetic on WGS 84, in radians; places outside the zone proper are projected as well.
    ///
    /// Krüger's series to the sixth order: within 10 nm of PROJ up to 4° from the central meridian.
    ///
    /// # Errors
    /// [`UtmError::Beyond`] at a pole or more than 30° from the central meridian.
    #[inline]
    pub fn map_from_geodetic(self, latitude_rad: f64, longitude_rad: f64) -> Result<[f64; 2], UtmError> {
        let from_meridian_rad = longitude_difference(longitude_rad, self.central_meridian_rad());
        // Written so that what is not a number is refused.
        if !(latitude_rad.abs() < PI / 2.0 && from_meridian_rad.abs() <= FARTHEST_RAD) {
            let (first, second) = (latitude_rad.to_degrees(), longitude_rad.to_degrees());
            return Err(UtmError::Beyond { zone: self.number, first, second, what: "latitude, longitude in degrees" });
        }
        let [easting_m, northing_m] = plane_from_geodetic(latitude_rad, from_meridian_rad);
        Ok([FALSE_EASTING_M + SCALE * easting_m, self.false_northing_m() + SCALE * northing_m])
    }

    /// Latitude and longitude in radians, geodetic on WGS 84, of an easting and a northing in metres; longitudes within ±π.
    ///
    /// # Errors
    /// [`UtmError::Beyond`] at a pole or beyond it, or more than 30° from the central meridian.
    #[inline]
    pub fn geodetic_from_map(self, easting_m: f64, northing_m: f64) -> Result<[f64; 2], UtmError> {
        let beyond = || UtmError::Beyond {
            zone: self.number,
            first: easting_m,
            second: northing_m,
            what: "easting, northing in metres",
        };
        let x = (easting_m - FALSE_EASTING_M) * (1.0 / SCALE);
        let y = (northing_m - self.false_northing_m()) * (1.0 / SCALE);
        // Half a turn of the meridian is 10 002 km; 30° of the equator are 3340 km, a little more on the plane.
        if !(x.abs() < 4.0e6 && y.abs() < 10_001_965.729) {
            return Err(beyond());
        }
        let [latitude_rad, from_meridian_rad] = geodetic_from_plane(x, y);
        if from_meridian_rad.abs() > FARTHEST_RAD + 1e-9 {
            return Err(beyond());
        }
        let longitude_rad = self.central_meridian_rad() + from_meridian_rad;
        let turns = if longitude_rad.abs() > PI { longitude_rad.signum() } else { 0.0 };
        Ok([latitude_rad, longitude_rad - 2.0 * PI * turns])
    }

    fn false_northing_m(self) -> f64 {
        if self.hemisphere == Hemisphere::North { 0.0 } else { SOUTHERN_FALSE_NORTHING_M }
    }
}

#[cfg(test)]
mod tests;
