//! Geometries in the GeoPackage's own writing (OGC 12-128r17, section 2.1.3), and the SQL functions that its spatial index calls.

use rusqlite::Connection;
use rusqlite::functions::{Context, FunctionFlags};
use rusqlite::types::ValueRef;

use crate::catalog::footprint::Footprint;
use crate::catalog::query::GeographicBox;
use crate::catalog::well_known_binary;

use super::failure::Failure;

const MAGIC: &[u8; 2] = b"GP";
const REFERENCE_SYSTEM: i32 = 4326;
/// Least significant byte first, and an envelope of four numbers.
const FLAGS: u8 = 0b0000_0011;

/// A footprint as a GeoPackage geometry; none when it is empty.
pub(super) fn encode(footprint: &Footprint) -> Option<Vec<u8>> {
    let envelope = footprint.envelope()?;
    let mut bytes = Vec::with_capacity(256);
    bytes.extend(MAGIC);
    bytes.extend([0, FLAGS]);
    bytes.extend(REFERENCE_SYSTEM.to_le_bytes());
    for bound in [envelope.west_deg, envelope.east_deg, envelope.south_deg, envelope.north_deg] {
        bytes.extend(bound.to_le_bytes());
    }
    bytes.extend(well_known_binary::multi_polygon(footprint));
    Some(bytes)
}

/// The footprint in a GeoPackage geometry; none when it is not made of polygons or is broken.
pub(super) fn decode(bytes: &[u8]) -> Option<Footprint> {
    let rest = bytes.strip_prefix(MAGIC)?;
    let flags = *rest.get(1)?;
    let envelope_length = match (flags >> 1) & 0b111 {
        0 => 0,
        1 => 32,
        2 | 3 => 48,
        4 => 64,
        _ => return None,
    };
    well_known_binary::footprint(rest.get(6 + envelope_length..)?)
}

type Bound = fn(GeographicBox) -> f64;

/// Gives the connection what the triggers of the spatial index call, and `footprint_meets`.
pub(super) fn register_functions(connection: &Connection) -> Result<(), Failure> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    let bounds: [(&str, Bound); 4] = [
        ("ST_MinX", |envelope| envelope.west_deg),
        ("ST_MaxX", |envelope| envelope.east_deg),
        ("ST_MinY", |envelope| envelope.south_deg),
        ("ST_MaxY", |envelope| envelope.north_deg),
    ];
    for (name, bound) in bounds {
        connection.create_scalar_function(name, 1, flags, move |call| {
            Ok(argument(call).and_then(|footprint| footprint.envelope()).map(bound))
        })?;
    }
    connection.create_scalar_function("ST_IsEmpty", 1, flags, |call| {
        Ok(argument(call).map(|footprint| footprint.envelope().is_none()))
    })?;
    connection.create_scalar_function("footprint_meets", 5, flags, |call| {
        let part = GeographicBox {
            west_deg: call.get(1)?,
            south_deg: call.get(2)?,
            east_deg: call.get(3)?,
            north_deg: call.get(4)?,
        };
        Ok(argument(call).is_some_and(|footprint| footprint.meets(part)))
    })?;
    Ok(())
}

fn argument(call: &Context<'_>) -> Option<Footprint> {
    match call.get_raw(0) {
        ValueRef::Blob(bytes) => decode(bytes),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_footprint_survives_with_or_without_an_envelope() {
        let footprint = Footprint::from(vec![vec![[34.0, 31.0], [35.0, 31.0], [35.0, 32.0]]]);
        let bytes = encode(&footprint).unwrap();
        assert_eq!(decode(&bytes), Some(footprint.clone()));
        let without = [b"GP\0\x01".as_slice(), &bytes[4..8], &bytes[40..]].concat();
        assert_eq!(decode(&without), Some(footprint));
        assert_eq!(encode(&Footprint::default()), None);
    }

    #[test]
    fn what_is_no_geometry_is_none() {
        for bytes in [b"".as_slice(), b"GP", b"GP\0\xff123456789", b"junk of some length"] {
            assert_eq!(decode(bytes), None);
        }
    }
}
