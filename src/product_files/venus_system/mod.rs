//! VENµS's system products: counts as inventoried, L0, L0 with pre- and post-scan columns, and L1A, all in sensor geometry with one image a band.
//!
//! Format: interface document VE-ICD-PRO-437-CNES 1.11, schemas `VE_VSC_PDTINV`, `VE_VSC_PDTSYS`, `VE_VSC_PDTIMG`, `VE_TEC_PDTINV`, `VE_TEC_PDTSYS`.
//! No real product of these kinds is public. Files are valid against the schemas for the twelve bands of VENµS; for another instrument the same
//! elements are written with its own bands.
//!
//! A product is a folder: the main header `ID.HDR`, and `ID.DBL.DIR` with an image and its header for each band (of an L1A product also the masks
//! SAT and PIX) and `PRIVATE` with the technical data; beside the main header `ID_uncertainty.json` and `ID_processing.json` where the maker
//! gives them. Images are uncompressed TIFFs: unsigned 16-bit counts, or 32-bit real values of L1A.
//!
//! Products are written anew from their typed description, not from the text of another header. Of a header that was read, it leaves out what the
//! mission's own processors exchange: consumers, extensions, maker and making of each file. [`crate::product_files::LosslessXml`] changes a
//! value in a header of others with nothing else lost.

mod carried_elements;
mod check;
mod fixed_header;
mod folder;
mod header_parts;
mod header_reader;
mod identifier;
mod image_files;
mod image_geometry;
mod image_header;
mod main_header;
mod opened;
mod private_data;
mod private_header;
mod private_reader;
mod reader;
mod record;
mod strip_tiff;
mod writer;

pub use carried_elements::CarriedElements;
pub(super) use folder::{header_of_system_folder, header_of_system_image, is_system_header_name};
pub(super) use header_reader::is_system_header;
pub use identifier::{SystemIdentifier, SystemInstance, SystemLevel, SystemNameError};
pub use image_geometry::{ImageCorners, ImageDirection, ImageGeometry};
pub(super) use opened::{describe, open};
pub use private_data::{FileReference, PrivateData};
pub use reader::{SystemMask, SystemProductReader};
pub use record::{LineDatation, PROCESSING_FLAGS, SampleKind, SystemBand, SystemProduct};
pub use writer::SystemProductWriter;
