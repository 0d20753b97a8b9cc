//! Reading and writing product files, seen from outside.
#![allow(clippy::float_cmp, reason = "samples and coordinates are delivered exactly as they are stored")]
#![allow(clippy::unwrap_used, reason = "helpers of tests, where a panic is the failure")]

mod annexes;
mod any_header;
mod bad_input;
mod elevation;
mod elevation_synthetic;
mod headers_written_back;
mod large_rasters;
mod located_acquisitions;
mod location_models;
mod masks_and_codes;
mod muscate;
mod plain_rasters;
mod pleiades_dimap;
mod real_product;
mod sentinel2_l1b;
#[path = "../command_line/shared_data.rs"]
mod shared_data;
#[path = "../command_line/skipping.rs"]
mod skipping;
mod synthetic;
mod venus_geometry;
mod venus_parameters;
mod venus_system;
mod writing;
mod written_header;
