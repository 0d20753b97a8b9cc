//! Query: what a set is.

use std::path::{Path, PathBuf};

use serde::Serialize;

use super::summary::SetSummary;
use crate::operations::error::OperationError;
use crate::operations::path_text;
use crate::product_files::parameter_set_folder::{read_parameter_set, read_set_manifest};
use crate::supervision::Supervision;

/// A set that was read.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SetShown {
    /// Its folder.
    #[serde(serialize_with = "path_text::path")]
    pub folder: PathBuf,
    /// What it is.
    #[serde(flatten)]
    pub set: SetSummary,
}

/// Reads the set of a folder, with every checksum, and says what it is. Figures that cannot be used are shown as they are.
///
/// # Errors
/// [`OperationError`] for a set that cannot be read.
pub fn show_set(folder: &Path, supervision: &Supervision) -> Result<SetShown, OperationError> {
    let record = read_set_manifest(folder)?;
    let set = read_parameter_set(folder, supervision)?;
    Ok(SetShown { folder: folder.to_path_buf(), set: SetSummary::of(&set, &record.layout) })
}
