//! VENµS L1 in the ground segment's own format: an Earth Explorer header, an image of twelve bands and three masks, annexes.
//!
//! Format: interface document VE-ICD-PRO-437-CNES 1.11, schema `VE_VSC_PDT_L1_L1PublishedProduct.xsd`.

mod angle_grids;
mod header;
mod header_writer;
mod product_folder;
mod reader;

pub use angle_grids::{AngleGrids, DirectionGrid, read_angle_grids};
pub use header::{Header, SYNTHETIC_NOTE, parse_header, read_header};
pub use header_writer::write_header;
pub(super) use product_folder::{header_of_folder, header_of_image, is_product_image};
pub(super) use reader::{describe, open};

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
