//! Pléiades (PHR) products of level SENSOR in the ground segment's own format: one XML document with orbit, attitude and viewing directions.
//!
//! Format: the document itself, `METADATA_PROFILE` 1.4 `PHR_SYSTEM_RECTIFIED_PRODUCT`; conventions held against CNES' location grid of a product.

mod attitude;
mod ephemeris;
mod reader;
mod viewing;

pub use reader::{is_pleiades_dimap, pleiades_acquisition, read_pleiades_acquisition};
