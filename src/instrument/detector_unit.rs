//! Which detector unit carries a band of VENµS.

/// Detector unit of each band B01 to B12.
///
/// Source: the bands of the four viewing-angle grids and their neighbours in the focal plane, as CNES' own processor maps them
/// (`DetectorMap` of MAJA's VENµS plugin).
pub const DETECTOR_UNITS: [u8; 12] = [1, 1, 4, 4, 1, 4, 3, 3, 3, 2, 2, 2];

/// Detector unit of a band by its name; none for a name that is no band of VENµS.
pub fn detector_unit_of(band: &str) -> Option<u8> {
    let number: usize = band.strip_prefix('B')?.parse().ok()?;
    DETECTOR_UNITS.get(number.checked_sub(1)?).copied()
}
