//! The compact form of a global geoid grid, which `assets/geoid/convert.py` describes.

use super::{GeoidError, GeoidGrid, GeoidNodes};

/// EGM96 at 15′.
pub(super) const EGM96: &[u8] = include_bytes!("../../../assets/geoid/egm96-15.geoid");

const MAGIC: &[u8] = b"VIQGEOID";

/// Finest grid that is decoded: 2′.
const MOST_NODES_PER_DEGREE: u64 = 30;

/// Undulations of a geoid in its compact form.
pub(super) fn decode(name: &str, bytes: &[u8]) -> Result<GeoidGrid, GeoidError> {
    let refused = |needed: &str, found: &str| GeoidError {
        name: name.to_owned(),
        needed: needed.to_owned(),
        found: found.to_owned(),
    };
    let Some((content, hash)) = bytes.split_last_chunk::<8>() else {
        return Err(refused("the mark VIQGEOID and a hash", "fewer bytes"));
    };
    if !content.starts_with(MAGIC) {
        return Err(refused("the mark VIQGEOID", "something else"));
    }
    if fnv_1a(content) != u64::from_le_bytes(*hash) {
        return Err(refused("the bytes that were hashed", "bytes with another hash"));
    }
    let mut numbers = Numbers { rest: content.get(MAGIC.len()..).unwrap_or_default() };
    let ended = || refused("a whole grid", "bytes that end before, or a number that is none");
    let steps_per_metre = numbers.unsigned().ok_or_else(ended)?;
    let nodes_per_degree = numbers.unsigned().ok_or_else(ended)?;
    if !(1..=100_000).contains(&steps_per_metre) || !(1..=MOST_NODES_PER_DEGREE).contains(&nodes_per_degree) {
        return Err(refused("1 to 100 000 steps a metre and 1 to 30 nodes a degree", "other numbers"));
    }
    let (rows, columns) = (180 * nodes_per_degree as usize + 1, 360 * nodes_per_degree as usize);
    let mut undulations_m = Vec::with_capacity(rows * columns);
    // The row to the north, in steps; zero before the first.
    let mut row = vec![0_i64; columns];
    for _ in 0..rows {
        let (mut west, mut north_west) = (0_i64, 0_i64);
        for here in &mut row {
            let north = *here;
            let change = numbers.signed().ok_or_else(ended)?;
            *here = change.wrapping_add(west).wrapping_add(north).wrapping_sub(north_west);
            (west, north_west) = (*here, north);
            undulations_m.push((*here as f64 / steps_per_metre as f64) as f32);
        }
    }
    if !numbers.rest.is_empty() {
        return Err(refused("the end", "more bytes"));
    }
    let step = 1.0 / nodes_per_degree as f64;
    let nodes = GeoidNodes {
        first_longitude_deg: -180.0,
        first_latitude_deg: 90.0,
        longitude_step_deg: step,
        latitude_step_deg: -step,
        rows,
        columns,
    };
    GeoidGrid::new(name, nodes, undulations_m)
}

/// The hash of Fowler, Noll and Vo in 64 bits, variant 1a: it finds damage, not malice.
pub(super) fn fnv_1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

/// Variable-length integers of seven bits a byte.
struct Numbers<'bytes> {
    rest: &'bytes [u8],
}

impl Numbers<'_> {
    fn unsigned(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..63).step_by(7) {
            let (byte, rest) = self.rest.split_first()?;
            self.rest = rest;
            number |= u64::from(byte & 127) << shift;
            if *byte < 128 {
                return Some(number);
            }
        }
        None
    }

    fn signed(&mut self) -> Option<i64> {
        let number = self.unsigned()?;
        let half = (number >> 1) as i64;
        Some(if number & 1 == 0 { half } else { -half - 1 })
    }
}
