//! Polygons as well-known binary (OGC 06-103r4, section 8.2), the writing of a geometry that both stores share.

use super::footprint::{Footprint, Ring};

const POLYGON: u32 = 3;
const MULTI_POLYGON: u32 = 6;

/// PostGIS marks a reference system and further coordinates by these bits of the geometry's type (EWKB).
const EWKB_Z: u32 = 0x8000_0000;
const EWKB_M: u32 = 0x4000_0000;
const EWKB_REFERENCE_SYSTEM: u32 = 0x2000_0000;

/// A footprint as a multi-polygon, least significant byte first.
pub(super) fn multi_polygon(footprint: &Footprint) -> Vec<u8> {
    let mut bytes =
        Vec::with_capacity(16 + footprint.rings().iter().map(|ring| 13 + 16 * (ring.len() + 1)).sum::<usize>());
    begin(&mut bytes, MULTI_POLYGON, footprint.rings().len());
    for ring in footprint.rings() {
        begin(&mut bytes, POLYGON, 1);
        bytes.extend((ring.len() as u32 + 1).to_le_bytes());
        for coordinate in ring.iter().chain(ring.first()).flatten() {
            bytes.extend(coordinate.to_le_bytes());
        }
    }
    bytes
}

fn begin(bytes: &mut Vec<u8>, geometry_type: u32, parts: usize) {
    bytes.push(1);
    bytes.extend(geometry_type.to_le_bytes());
    bytes.extend((parts as u32).to_le_bytes());
}

/// The polygons of a polygon or multi-polygon by their outer rings; none for any other geometry or a broken one.
pub(super) fn footprint(bytes: &[u8]) -> Option<Footprint> {
    let mut reader = Reader { rest: bytes, little_endian: true };
    let mut rings = Vec::new();
    let head = reader.head()?;
    match head.geometry_type {
        POLYGON => reader.polygon(head.dimensions, &mut rings)?,
        MULTI_POLYGON => {
            for _ in 0..reader.integer()? {
                let part = reader.head()?;
                if part.geometry_type != POLYGON {
                    return None;
                }
                reader.polygon(part.dimensions, &mut rings)?;
            }
        }
        _ => return None,
    }
    Some(Footprint::from(rings))
}

struct Head {
    geometry_type: u32,
    dimensions: usize,
}

struct Reader<'bytes> {
    rest: &'bytes [u8],
    little_endian: bool,
}

impl Reader<'_> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (bytes, rest) = self.rest.split_first_chunk::<N>()?;
        self.rest = rest;
        Some(*bytes)
    }

    fn integer(&mut self) -> Option<u32> {
        let bytes = self.take()?;
        Some(if self.little_endian { u32::from_le_bytes(bytes) } else { u32::from_be_bytes(bytes) })
    }

    fn coordinate(&mut self) -> Option<f64> {
        let bytes = self.take()?;
        Some(if self.little_endian { f64::from_le_bytes(bytes) } else { f64::from_be_bytes(bytes) })
    }

    fn head(&mut self) -> Option<Head> {
        self.little_endian = self.take::<1>()? == [1];
        let word = self.integer()?;
        if word & EWKB_REFERENCE_SYSTEM != 0 {
            self.integer()?;
        }
        let marked = word & !(EWKB_Z | EWKB_M | EWKB_REFERENCE_SYSTEM);
        // ISO adds 1000 for Z, 2000 for M, 3000 for both
        let extra = match marked / 1000 {
            0 => usize::from(word & EWKB_Z != 0) + usize::from(word & EWKB_M != 0),
            1 | 2 => 1,
            3 => 2,
            _ => return None,
        };
        Some(Head { geometry_type: marked % 1000, dimensions: 2 + extra })
    }

    /// Adds the outer ring of a polygon, where it has one; holes are read over.
    fn polygon(&mut self, dimensions: usize, rings: &mut Vec<Ring>) -> Option<()> {
        for index in 0..self.integer()? {
            let corners = self.integer()? as usize;
            // never reserve more than the bytes at hand can hold
            if corners > self.rest.len() / (8 * dimensions) {
                return None;
            }
            let mut ring = Ring::with_capacity(corners);
            for _ in 0..corners {
                let corner = [self.coordinate()?, self.coordinate()?];
                for _ in 2..dimensions {
                    self.coordinate()?;
                }
                ring.push(corner);
            }
            if index == 0 {
                rings.push(ring);
            }
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn two_parts() -> Footprint {
        Footprint::from(vec![
            vec![[179.0, -1.0], [180.0, -1.0], [180.0, 1.0], [179.0, 1.0]],
            vec![[-180.0, -1.0], [-179.0, -1.0], [-179.0, 1.0]],
        ])
    }

    #[test]
    fn a_footprint_of_two_parts_survives() {
        assert_eq!(footprint(&multi_polygon(&two_parts())), Some(two_parts()));
        assert_eq!(footprint(&multi_polygon(&Footprint::default())), Some(Footprint::default()));
    }

    #[test]
    fn gdal_reads_what_is_written() {
        let geometry = gdal::vector::Geometry::from_wkb(&multi_polygon(&two_parts())).unwrap();
        assert_eq!(
            geometry.wkt().unwrap(),
            "MULTIPOLYGON (((179 -1,180 -1,180 1,179 1,179 -1)),((-180 -1,-179 -1,-179 1,-180 -1)))"
        );
    }

    #[test]
    fn other_writings_of_a_polygon_are_read() {
        let with_hole = "POLYGON Z ((0 0 5,4 0 5,4 4 5,0 0 5),(1 1 5,2 1 5,2 2 5,1 1 5))";
        let geometry = gdal::vector::Geometry::from_wkt(with_hole).unwrap();
        let expected = Footprint::from(vec![vec![[0.0, 0.0], [4.0, 0.0], [4.0, 4.0]]]);
        assert_eq!(footprint(&geometry.wkb().unwrap()), Some(expected.clone()));

        let mut big_endian = vec![0, 0, 0, 0, 3, 0, 0, 0, 1, 0, 0, 0, 4];
        for coordinate in [0.0_f64, 0.0, 4.0, 0.0, 4.0, 4.0, 0.0, 0.0] {
            big_endian.extend(coordinate.to_be_bytes());
        }
        assert_eq!(footprint(&big_endian), Some(expected));
    }

    #[test]
    fn a_broken_or_foreign_geometry_is_none_and_never_a_crash() {
        let whole = multi_polygon(&two_parts());
        for length in 0..whole.len() {
            assert_eq!(footprint(&whole[..length]), None);
        }
        assert_eq!(footprint(&gdal::vector::Geometry::from_wkt("POINT (1 2)").unwrap().wkb().unwrap()), None);
        assert_eq!(footprint(&[1, 3, 0, 0, 0, 1, 0, 0, 0, 255, 255, 255, 255]), None);
    }
}
