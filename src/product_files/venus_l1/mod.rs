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
