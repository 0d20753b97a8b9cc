//! Files of the ground segment and of others: one file a format. Here, and only here below the operations, product files are touched.

mod atomic_write;
pub mod elevation;
mod error;
mod fingerprint;
mod gdal_raster;
mod gdal_session;
mod georeferencing;
mod geotiff_writer;
mod inside_folder;
pub mod muscate;
mod opening;
mod overview;
mod plain_raster;
mod product;
mod product_entry;
mod raster_limits;
mod sample_rule;
pub mod venus_l1;
mod xml_tree;
mod xml_writer;

pub use atomic_write::write_atomically;
pub use error::ProductError;
pub use fingerprint::{Fingerprint, fingerprint};
pub use gdal_session::{BLOCK_CACHE_MEGABYTES, RASTER_DRIVERS};
pub use georeferencing::{footprint_of, geographic_from_map, metres_per_unit};
pub use geotiff_writer::{Compression, GeoTiffDescription, GeoTiffSample, write_geotiff};
pub use opening::{describe, open};
pub use overview::{Overview, read_overview};
pub use product::{Georeference, Level, OpenProduct, ParameterFile, Product, QualityIndex, SunAngles};
pub use product_entry::is_product_entry;
pub use xml_tree::{METADATA_LIMIT_BYTES, XmlDocument, XmlPlace};
