//! Operation: a file with what the window or a verb has made, for whoever goes on with it elsewhere.

use std::path::Path;

use super::error::OperationError;
use crate::product_files::write_atomically;

/// Writes `bytes` to `path`, whole or not at all; a file of that name is replaced.
///
/// # Errors
/// [`OperationError`] when the file cannot be written.
pub fn write_export(path: &Path, bytes: &[u8]) -> Result<(), OperationError> {
    Ok(write_atomically(path, |file| file.write_all(bytes))?)
}
