//! Files of the ground segment and of others: one file a format. Here, and only here below the operations, product files are touched.

mod acquisition_elements;
mod atomic_write;
mod earth_orientation;
pub mod elevation;
mod error;
mod fingerprint;
mod gdal_raster;
mod gdal_session;
mod georeferencing;
mod geotiff_writer;
mod inside_folder;
mod location_grid_files;
pub mod location_models;
pub mod muscate;
mod opening;
mod overview;
pub mod parameter_set_folder;
mod plain_raster;
pub mod pleiades_dimap;
mod product;
mod product_entry;
mod raster_limits;
mod rational_polynomial_files;
mod sample_rule;
pub mod sentinel2_l1b;
#[cfg(test)]
mod utm_against_proj;
pub mod venus_geometry;
pub mod venus_l1;
pub mod venus_parameters;
mod xml_tree;
mod xml_writer;

pub use atomic_write::write_atomically;
pub use earth_orientation::read_earth_orientation;
pub use error::ProductError;
pub use fingerprint::{Fingerprint, fingerprint};
pub use gdal_session::{BLOCK_CACHE_MEGABYTES, RASTER_DRIVERS};
pub use georeferencing::{footprint_of, geographic_from_map, map_from_geographic, metres_per_unit};
pub use geotiff_writer::{Compression, GeoTiffDescription, GeoTiffSample, write_geotiff};
pub use location_grid_files::read_location_grid;
pub use opening::{describe, open};
pub use overview::{Overview, read_overview};
pub use product::{Georeference, Level, OpenProduct, ParameterFile, Product, QualityIndex, SunAngles};
pub use product_entry::is_product_entry;
pub use rational_polynomial_files::read_rational_polynomials;
pub use xml_tree::{METADATA_LIMIT_BYTES, XmlDocument, XmlPlace};
