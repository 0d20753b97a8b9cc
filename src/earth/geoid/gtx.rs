//! The GTX format of geoid grids.

use super::{GeoidError, GeoidGrid, GeoidNodes};

/// Latitude and longitude of the south-western node, steps of latitude and longitude (degrees), rows, columns.
const HEADER_BYTES: usize = 4 * 8 + 2 * 4;

/// No value, as NOAA's transformation of vertical datums writes it.
const NO_DATA: f32 = -88.8888;

/// [`GeoidGrid::from_gtx`].
pub(super) fn parse(name: &str, bytes: &[u8]) -> Result<GeoidGrid, GeoidError> {
    let refused = |needed: &str, found: String| GeoidError { name: name.to_owned(), needed: needed.to_owned(), found };
    let Some((header, content)) = bytes.split_at_checked(HEADER_BYTES) else {
        return Err(refused("a GTX header of 40 bytes", format!("{} bytes", bytes.len())));
    };
    let [south, west, latitude_step_deg, longitude_step_deg] =
        [0, 8, 16, 24].map(|at| array_at(header, at).map_or(f64::NAN, f64::from_be_bytes));
    let [rows, columns] = [32, 36].map(|at| array_at(header, at).map_or(-1, i32::from_be_bytes));
    let (Ok(rows), Ok(columns)) = (usize::try_from(rows), usize::try_from(columns)) else {
        return Err(refused("a GTX header with rows and columns", format!("{rows} and {columns}")));
    };
    let needed_bytes = rows.checked_mul(columns).and_then(|nodes| nodes.checked_mul(4));
    if needed_bytes != Some(content.len()) {
        let found = format!("{} bytes after the header", content.len());
        return Err(refused(&format!("four bytes for each of {rows} × {columns} nodes of a GTX file"), found));
    }
    let (values, _) = content.as_chunks::<4>();
    let undulations = values.iter().map(|bytes| f32::from_be_bytes(*bytes));
    let undulations_m =
        undulations.map(|value| if (value - NO_DATA).abs() < 1e-4 { f32::NAN } else { value }).collect();
    let nodes = GeoidNodes {
        first_longitude_deg: west,
        first_latitude_deg: south,
        longitude_step_deg,
        latitude_step_deg,
        rows,
        columns,
    };
    GeoidGrid::new(name, nodes, undulations_m)
}

fn array_at<const N: usize>(bytes: &[u8], at: usize) -> Option<[u8; N]> {
    bytes.get(at..at + N)?.try_into().ok()
}
