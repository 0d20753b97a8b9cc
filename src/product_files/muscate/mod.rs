//! MUSCATE products: a folder with metadata in XML, a GeoTIFF a band, masks. L1C holds top-of-atmosphere, L2A surface reflectance.
//!
//! Format: the templates of CNES' processor MAJA for VENµS (`MTD_ALL.xml`) and the format's public description by CESBIO.

mod metadata;
mod reader;

pub use metadata::{ImageSet, MaskFile, Metadata, parse_metadata, read_metadata};
pub(super) use reader::{describe, metadata_of_folder, open};
