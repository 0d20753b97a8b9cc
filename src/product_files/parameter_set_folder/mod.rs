//! A set of parameters as a folder: the ground segment's files, `set.toml` (the manifest) and `uncertainty.toml`.
//!
//! A folder is written whole or not at all, and every file of it is checked against its SHA-256 when it is read.

mod assembly;
mod carried_file;
mod content;
mod headers;
mod place;
mod reading;
mod set_text;
mod uncertainty_text;
mod writing;

pub use carried_file::CarriedFile;
pub use reading::{Examination, examine_parameter_set, read_carried_files, read_parameter_set, standing_carried_files};
pub use set_text::{BandLayout, SetLayout, SetManifest, read_set_manifest};
pub use writing::{SetWriting, WrittenSet, write_parameter_set};

/// Name of the manifest.
pub const MANIFEST_FILE: &str = "set.toml";

/// Name of the file of uncertainties.
pub const UNCERTAINTY_FILE: &str = "uncertainty.toml";
