//! Rings of land: their compact form decoded, thinned for a scale, asked for a place.

/// What a file of rings begins with.
const MAGIC: &[u8] = b"VIQCOAST";

/// A decoded file holds no more points: it comes with the program, and a damaged one must not fill the memory.
const MOST_POINTS: u64 = 4_000_000;

/// (longitude, latitude) in degrees, closed: the last point repeats the first.
pub type LandRing = Vec<[f32; 2]>;

/// A text of bytes that is no list of rings.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("coastline: needed {needed}, found {found} at byte {at}")]
pub struct CoastlineError {
    /// What was needed.
    pub needed: &'static str,
    /// What was found.
    pub found: String,
    /// Where.
    pub at: usize,
}

/// Decodes rings from their compact form, which `assets/coastline/convert.py` describes.
///
/// # Errors
/// [`CoastlineError`] with the place, for bytes that are no such form, that end too early or go on after the end.
pub fn decode_rings(bytes: &[u8]) -> Result<Vec<LandRing>, CoastlineError> {
    let mut reader = Reader { bytes, at: 0 };
    if !bytes.starts_with(MAGIC) {
        return Err(reader.refused("the mark VIQCOAST", "something else"));
    }
    reader.at = MAGIC.len();
    let steps_per_degree = reader.unsigned()?;
    if !(1..=100_000).contains(&steps_per_degree) {
        return Err(reader.refused("1 to 100 000 steps a degree", &steps_per_degree.to_string()));
    }
    let steps = steps_per_degree as f64;
    let n_rings = reader.unsigned()?;
    let mut points_left = MOST_POINTS;
    let mut rings = Vec::new();
    for _ in 0..n_rings {
        let n_points = reader.unsigned()?;
        if n_points < 3 || n_points > points_left {
            return Err(reader.refused("a ring of 3 points or more, and 4 million in all", &n_points.to_string()));
        }
        points_left -= n_points;
        let (mut longitude, mut latitude) = (0_i64, 0_i64);
        let mut ring = LandRing::new();
        for _ in 0..n_points {
            longitude = longitude.saturating_add(reader.signed()?);
            latitude = latitude.saturating_add(reader.signed()?);
            let point = [longitude as f64 / steps, latitude as f64 / steps];
            if point[0].abs() > 180.0 || point[1].abs() > 90.0 {
                return Err(reader.refused("a place on the Earth", &format!("{}, {}", point[0], point[1])));
            }
            ring.push(point.map(|degrees| degrees as f32));
        }
        ring.extend(ring.first().copied());
        rings.push(ring);
    }
    if reader.at == bytes.len() { Ok(rings) } else { Err(reader.refused("the end", "more bytes")) }
}

struct Reader<'bytes> {
    bytes: &'bytes [u8],
    at: usize,
}

impl Reader<'_> {
    fn refused(&self, needed: &'static str, found: &str) -> CoastlineError {
        CoastlineError { needed, found: found.to_owned(), at: self.at }
    }

    fn unsigned(&mut self) -> Result<u64, CoastlineError> {
        let mut number = 0;
        for shift in (0..63).step_by(7) {
            let Some(byte) = self.bytes.get(self.at) else { return Err(self.refused("a number", "the end")) };
            self.at += 1;
            number |= u64::from(byte & 127) << shift;
            if *byte < 128 {
                return Ok(number);
            }
        }
        Err(self.refused("a number of at most nine bytes", "a longer one"))
    }

    fn signed(&mut self) -> Result<i64, CoastlineError> {
        let number = self.unsigned()?;
        let half = (number >> 1) as i64;
        Ok(if number & 1 == 0 { half } else { -half - 1 })
    }
}

/// A ring without the points that lie within `tolerance_deg` of the line that is left (Douglas and Peucker 1973); none when hardly a point
/// is left, for the ring is then smaller than the tolerance.
pub fn thinned(ring: &[[f32; 2]], tolerance_deg: f32) -> Option<LandRing> {
    // Both ends of a closed ring are the same point: it is thinned in two halves, cut at the point farthest from it.
    let first = *ring.first()?;
    let squared = |a: [f32; 2], b: [f32; 2]| (a[0] - b[0]).powi(2) + (a[1] - b[1]).powi(2);
    let (middle, farthest) = ring
        .iter()
        .enumerate()
        .map(|(index, point)| (index, squared(first, *point)))
        .max_by(|a, b| a.1.total_cmp(&b.1))?;
    if farthest.sqrt() <= tolerance_deg {
        return None;
    }
    let mut kept = vec![false; ring.len()];
    for index in [0, middle, ring.len() - 1] {
        kept[index] = true;
    }
    let mut spans = vec![(0, middle), (middle, ring.len() - 1)];
    while let Some((from, to)) = spans.pop() {
        let inside = (from + 1..to).map(|index| (index, distance_from_line(ring[index], ring[from], ring[to])));
        if let Some((index, distance)) = inside.max_by(|a, b| a.1.total_cmp(&b.1))
            && distance > tolerance_deg
        {
            kept[index] = true;
            spans.extend([(from, index), (index, to)]);
        }
    }
    let thin: LandRing = ring.iter().zip(&kept).filter(|(_, kept)| **kept).map(|(point, _)| *point).collect();
    (thin.len() >= 4).then_some(thin)
}

/// Distance of a point from the line between two others, in degrees of the plane.
fn distance_from_line(point: [f32; 2], from: [f32; 2], to: [f32; 2]) -> f32 {
    let along = [to[0] - from[0], to[1] - from[1]];
    let offset = [point[0] - from[0], point[1] - from[1]];
    let squared = along[0] * along[0] + along[1] * along[1];
    let share = if squared > 0.0 { (offset[0] * along[0] + offset[1] * along[1]) / squared } else { 0.0 };
    let share = share.clamp(0.0, 1.0);
    (offset[0] - share * along[0]).hypot(offset[1] - share * along[1])
}

/// Whether a place is on land: an odd number of rings is around it (a lake is a ring within a ring).
pub fn is_land(rings: &[LandRing], longitude_deg: f32, latitude_deg: f32) -> bool {
    let crossings = rings.iter().flat_map(|ring| ring.windows(2)).filter(|side| {
        let (start, end) = (side[0], side[1]);
        (start[1] > latitude_deg) != (end[1] > latitude_deg)
            && longitude_deg < start[0] + (latitude_deg - start[1]) / (end[1] - start[1]) * (end[0] - start[0])
    });
    crossings.count() % 2 == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    const LAND: &[u8] = include_bytes!("../../assets/coastline/land-50m.coastline");

    #[test]
    fn the_coastline_of_the_program_is_whole() {
        let rings = decode_rings(LAND).unwrap();
        assert_eq!(rings.len(), 1421);
        assert_eq!(rings.iter().map(|ring| ring.len() - 1).sum::<usize>(), 58_932);
        assert!(rings.iter().all(|ring| ring.len() >= 4 && ring.first() == ring.last()));
        let extreme = |axis: usize| {
            let values = rings.iter().flatten().map(move |point| point[axis]);
            values.fold((f32::INFINITY, f32::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)))
        };
        assert_eq!(extreme(0), (-180.0, 180.0));
        assert_eq!(extreme(1), (-90.0, 83.6));
    }

    #[test]
    fn places_that_everybody_knows_are_on_land_or_at_sea() {
        let rings = decode_rings(LAND).unwrap();
        for (name, longitude, latitude, expected) in [
            ("east of Jerusalem", 35.2, 31.8, true),
            ("Gulf of Guinea", 0.0, 0.0, false),
            ("the Mediterranean of the demonstration", 3.0, 41.5, false),
            ("Toulouse", 1.44, 43.6, true),
            ("Caspian Sea", 51.0, 41.5, false),
            ("the South Pole", 10.0, -89.5, true),
            ("Chukotka, beyond the date line", -175.0, 66.8, true),
            ("Pacific at the date line", 179.9, 0.0, false),
        ] {
            assert_eq!(is_land(&rings, longitude, latitude), expected, "{name}");
        }
    }

    #[test]
    fn a_thinned_coastline_keeps_the_large_and_leaves_the_small_out() {
        let rings = decode_rings(LAND).unwrap();
        let thin: Vec<LandRing> = rings.iter().filter_map(|ring| thinned(ring, 0.25)).collect();
        let points = |rings: &[LandRing]| rings.iter().map(Vec::len).sum::<usize>();
        assert!(10 * points(&thin) < points(&rings), "{} of {}", points(&thin), points(&rings));
        assert!(thin.iter().all(|ring| ring.len() >= 4 && ring.first() == ring.last()));
        assert!(is_land(&thin, 35.2, 31.8) && is_land(&thin, 20.0, 0.0) && !is_land(&thin, 0.0, 0.0));
    }

    #[test]
    fn every_point_left_out_lies_within_the_tolerance_of_the_line_that_is_left() {
        let ring: LandRing = (0..=360)
            .map(|degree| {
                let angle = (degree as f32 % 360.0).to_radians();
                let radius = 5.0 + 0.3 * (7.0 * angle).sin();
                [radius * angle.cos(), radius * angle.sin()]
            })
            .collect();
        let thin = thinned(&ring, 0.05).unwrap();
        assert!(thin.len() < ring.len() / 2);
        for point in &ring {
            let sides = thin.windows(2).map(|side| distance_from_line(*point, side[0], side[1]));
            assert!(sides.fold(f32::INFINITY, f32::min) <= 0.05 + 1e-5);
        }
        assert_eq!(thinned(&ring, 100.0), None);
        assert_eq!(thinned(&[], 1.0), None);
    }

    #[test]
    fn damaged_bytes_are_refused_wherever_they_are_cut() {
        let small = [b"VIQCOAST".as_slice(), &[100, 1, 3, 0, 0, 2, 0, 0, 2]].concat();
        assert_eq!(decode_rings(&small).unwrap(), [vec![[0.0, 0.0], [0.01, 0.0], [0.01, 0.01], [0.0, 0.0]]]);
        for length in 0..small.len() {
            assert!(decode_rings(&small[..length]).is_err(), "{length}");
        }
        let longer = [small.as_slice(), &[0]].concat();
        assert_eq!(decode_rings(&longer).unwrap_err().needed, "the end");
        let endless = [b"VIQCOAST".as_slice(), &[255; 12]].concat();
        assert_eq!(decode_rings(&endless).unwrap_err().needed, "a number of at most nine bytes");
        let off_the_earth = [b"VIQCOAST".as_slice(), &[1, 1, 3, 0, 0, 200, 7, 0, 0, 2]].concat();
        assert_eq!(decode_rings(&off_the_earth).unwrap_err().needed, "a place on the Earth");
        let too_many = [b"VIQCOAST".as_slice(), &[1, 1, 255, 255, 255, 255, 127]].concat();
        assert!(decode_rings(&too_many).unwrap_err().needed.contains("4 million"));
    }
}
