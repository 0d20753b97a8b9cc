//! Where an image lies on the Earth: polygons in longitude and latitude, cut at the date line.

use serde::{Deserialize, Serialize};

use super::query::GeographicBox;

/// Corners of a polygon, (longitude, latitude) in degrees (EPSG:4326), without repeating the first at the end.
pub type Ring = Vec<[f64; 2]>;

/// Outline of an image: one polygon, or several where the date line cuts it; empty where it is not known.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(from = "Vec<Ring>", into = "Vec<Ring>")]
pub struct Footprint {
    rings: Vec<Ring>,
}

impl From<Vec<Ring>> for Footprint {
    /// A ring whose last corner repeats its first is the same ring without it.
    fn from(mut rings: Vec<Ring>) -> Self {
        for ring in &mut rings {
            while ring.len() > 1 && ring.first() == ring.last() {
                ring.pop();
            }
        }
        Self { rings }
    }
}

impl From<Footprint> for Vec<Ring> {
    fn from(footprint: Footprint) -> Self {
        footprint.rings
    }
}

impl Footprint {
    /// Its polygons, each by its outer ring.
    pub fn rings(&self) -> &[Ring] {
        &self.rings
    }

    /// Whether nothing is known of where the image lies.
    pub fn is_empty(&self) -> bool {
        self.rings.is_empty()
    }

    /// West, south, east and north of the box around all corners; none without corners.
    pub(super) fn envelope(&self) -> Option<GeographicBox> {
        let mut corners = self.rings.iter().flatten();
        let &[longitude, latitude] = corners.next()?;
        let first =
            GeographicBox { west_deg: longitude, south_deg: latitude, east_deg: longitude, north_deg: latitude };
        Some(corners.fold(first, |around, &[longitude, latitude]| GeographicBox {
            west_deg: around.west_deg.min(longitude),
            south_deg: around.south_deg.min(latitude),
            east_deg: around.east_deg.max(longitude),
            north_deg: around.north_deg.max(latitude),
        }))
    }

    /// What a footprint must be and what this one is instead; none when it is sound.
    pub(super) fn defect(&self) -> Option<(&'static str, String)> {
        for ring in &self.rings {
            if ring.len() < 3 {
                return Some(("at least three corners in every ring", format!("{} corners", ring.len())));
            }
            for &[longitude, latitude] in ring {
                if !(-180.0..=180.0).contains(&longitude) || !(-90.0..=90.0).contains(&latitude) {
                    let needed = "longitudes between -180 and 180 degrees and latitudes between -90 and 90";
                    return Some((needed, format!("({longitude}, {latitude})")));
                }
            }
        }
        None
    }

    /// Whether any of its polygons shares a point with the box (which must not cross the date line).
    pub(super) fn meets(&self, part: GeographicBox) -> bool {
        self.rings.iter().any(|ring| ring_meets(ring, part))
    }
}

/// A polygon shares a point with a box when one of its sides enters the box, or when the box lies inside it altogether.
fn ring_meets(ring: &[[f64; 2]], part: GeographicBox) -> bool {
    let ends = ring.iter().skip(1).chain(ring.first());
    ring.iter().zip(ends).any(|(&start, &end)| side_meets(start, end, part))
        || contains(ring, [part.west_deg, part.south_deg])
}

/// Clips the side by the box's four half-planes (Liang and Barsky 1984): something must remain.
fn side_meets(start: [f64; 2], end: [f64; 2], part: GeographicBox) -> bool {
    let [east, north] = [end[0] - start[0], end[1] - start[1]];
    let mut from = 0.0_f64;
    let mut to = 1.0_f64;
    for (step, room) in [
        (-east, start[0] - part.west_deg),
        (east, part.east_deg - start[0]),
        (-north, start[1] - part.south_deg),
        (north, part.north_deg - start[1]),
    ] {
        if step == 0.0 {
            if room < 0.0 {
                return false;
            }
        } else if step < 0.0 {
            from = from.max(room / step);
        } else {
            to = to.min(room / step);
        }
    }
    from <= to
}

/// Even-odd rule: a half-line from the point towards the east crosses the ring an odd number of times.
fn contains(ring: &[[f64; 2]], [longitude, latitude]: [f64; 2]) -> bool {
    let ends = ring.iter().skip(1).chain(ring.first());
    let crossings = ring.iter().zip(ends).filter(|(start, end)| {
        (start[1] > latitude) != (end[1] > latitude)
            && longitude < start[0] + (latitude - start[1]) / (end[1] - start[1]) * (end[0] - start[0])
    });
    crossings.count() % 2 == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(west_deg: f64, south_deg: f64, east_deg: f64, north_deg: f64) -> GeographicBox {
        GeographicBox { west_deg, south_deg, east_deg, north_deg }
    }

    fn diamond() -> Footprint {
        Footprint::from(vec![vec![[0.0, -1.0], [1.0, 0.0], [0.0, 1.0], [-1.0, 0.0]]])
    }

    #[test]
    fn a_box_in_the_corner_of_the_envelope_does_not_meet_a_diamond() {
        assert!(!diamond().meets(part(0.8, 0.8, 1.0, 1.0)));
        assert!(diamond().meets(part(0.4, 0.4, 1.0, 1.0)));
    }

    #[test]
    fn a_box_inside_and_a_box_around_meet() {
        assert!(diamond().meets(part(-0.1, -0.1, 0.1, 0.1)));
        assert!(diamond().meets(part(-5.0, -5.0, 5.0, 5.0)));
    }

    #[test]
    fn a_box_that_touches_or_is_a_point_meets() {
        assert!(diamond().meets(part(1.0, -1.0, 2.0, 1.0)));
        assert!(diamond().meets(part(0.0, 0.0, 0.0, 0.0)));
        assert!(!diamond().meets(part(1.01, 0.0, 1.01, 0.0)));
    }

    #[test]
    fn a_closed_ring_is_the_ring_without_its_last_corner() {
        let closed = Footprint::from(vec![vec![[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 0.0]]]);
        assert_eq!(closed.rings()[0].len(), 3);
        assert_eq!(closed.defect(), None);
    }

    #[test]
    fn a_ring_of_two_corners_and_a_corner_off_the_earth_are_defects() {
        assert!(Footprint::from(vec![vec![[0.0, 0.0], [1.0, 0.0]]]).defect().is_some());
        assert!(Footprint::from(vec![vec![[0.0, 0.0], [181.0, 0.0], [1.0, 1.0]]]).defect().is_some());
        assert!(Footprint::from(vec![vec![[0.0, 0.0], [f64::NAN, 0.0], [1.0, 1.0]]]).defect().is_some());
    }
}
