//! Query: the coastline that the program carries, for any scale of a map.

use super::error::OperationError;
use crate::earth::{LandRing, decode_rings, is_land, thinned};

/// Natural Earth, 1:50 million.
const LAND: &[u8] = include_bytes!("../../assets/coastline/land-50m.coastline");

/// Tolerances of the levels after the first, in degrees: each serves maps on which it is half a point.
const TOLERANCES_DEG: [f32; 4] = [0.02, 0.06, 0.2, 0.6];

/// A ring of land and the box around it.
#[derive(Debug, Clone, PartialEq)]
pub struct CoastlineRing {
    /// (longitude, latitude) in degrees, closed: the last point repeats the first.
    pub points: Vec<[f32; 2]>,
    /// West, south, east, north in degrees.
    pub box_deg: [f32; 4],
}

/// The coastline in several degrees of detail.
#[derive(Debug, Clone, PartialEq)]
pub struct Coastline {
    // the finest first
    levels: Vec<(f32, Vec<CoastlineRing>)>,
}

impl Coastline {
    /// The coastline of the program, decoded and thinned: some tens of milliseconds, so it is asked for once and off the window's thread.
    ///
    /// # Errors
    /// [`OperationError::Model`] when the program was built with a damaged file.
    pub fn built_in() -> Result<Self, OperationError> {
        let rings = decode_rings(LAND).map_err(|error| OperationError::Model { message: error.to_string() })?;
        let mut levels = Vec::new();
        for tolerance in TOLERANCES_DEG {
            let thin = rings.iter().filter_map(|ring| thinned(ring, tolerance));
            levels.push((tolerance, thin.map(with_box).collect()));
        }
        levels.insert(0, (0.0, rings.into_iter().map(with_box).collect()));
        Ok(Self { levels })
    }

    /// The rings to draw on a map where one point is so many degrees: the coarsest that looks like the whole.
    pub fn rings(&self, degrees_per_point: f64) -> &[CoastlineRing] {
        let fits = self.levels.iter().rev().find(|(tolerance, _)| f64::from(*tolerance) <= 0.5 * degrees_per_point);
        fits.or_else(|| self.levels.first()).map_or(&[], |(_, rings)| rings)
    }

    /// Whether a place is on land.
    pub fn is_land(&self, longitude_deg: f32, latitude_deg: f32) -> bool {
        let around = |ring: &&CoastlineRing| {
            let [west, south, east, north] = ring.box_deg;
            (west..=east).contains(&longitude_deg) && (south..=north).contains(&latitude_deg)
        };
        let rings = self.levels.first().map(|(_, rings)| rings.as_slice()).unwrap_or_default();
        rings
            .iter()
            .filter(around)
            .filter(|ring| is_land(std::slice::from_ref(&ring.points), longitude_deg, latitude_deg))
            .count()
            % 2
            == 1
    }
}

fn with_box(points: LandRing) -> CoastlineRing {
    let mut box_deg = [f32::INFINITY, f32::INFINITY, f32::NEG_INFINITY, f32::NEG_INFINITY];
    for [longitude, latitude] in &points {
        box_deg = [
            box_deg[0].min(*longitude),
            box_deg[1].min(*latitude),
            box_deg[2].max(*longitude),
            box_deg[3].max(*latitude),
        ];
    }
    CoastlineRing { points, box_deg }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_map_of_the_world_takes_few_points_and_a_map_of_a_site_takes_all() {
        let coastline = Coastline::built_in().unwrap();
        let points = |degrees_per_point: f64| {
            coastline.rings(degrees_per_point).iter().map(|ring| ring.points.len()).sum::<usize>()
        };
        let counts = [1e-4, 0.05, 0.15, 0.5, 2.0].map(points);
        assert!(counts.windows(2).all(|pair| pair[1] < pair[0]), "{counts:?}");
        assert_eq!(counts[0], 58_932 + 1421);
        assert!(counts[3] < 8000, "{counts:?}");
    }

    #[test]
    fn a_place_is_on_land_or_at_sea() {
        let coastline = Coastline::built_in().unwrap();
        assert!(coastline.is_land(35.2, 31.8));
        assert!(!coastline.is_land(0.0, 0.0));
        assert!(!coastline.is_land(51.0, 41.5), "the Caspian Sea is a hole in Asia");
    }
}
