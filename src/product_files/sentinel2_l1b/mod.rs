//! Sentinel-2 level 1B: the metadata of a datastrip, and the ground processing parameters (GIPP) that it names.
//!
//! Format: Sentinel-2 Products Specification Document (S2-PDGS-TAS-DI-PSD), version 14. The conventions that it leaves open were taken from the
//! behaviour of the location tools sen2vm-core and ASGARD (CS Group, Apache 2.0) and held against sen2vm's reference grids of a datastrip.

mod attitude;
mod band;
mod dating;
mod earth_orientation;
mod ephemeris;
mod ground_parameters;
mod reader;
mod refining;
mod spacecraft_model;
mod viewing;

pub use earth_orientation::{EarthOrientationNote, earth_orientation_note};
pub use reader::{Sentinel2Choices, is_sentinel2_datastrip, read_sentinel2_acquisition, sentinel2_acquisition};
