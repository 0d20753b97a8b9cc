//! Products in a folder and the folders below it.

use std::path::{Path, PathBuf};

use super::error::OperationError;
use crate::product_files::is_product_entry;
use crate::supervision::Supervision;

/// Folders nested deeper than this are not a product archive.
const DEEPEST: usize = 32;

/// The paths that open the products at `path`: itself when it is a file, else every L1 header and MUSCATE metadata file below it, by name.
/// Links are not followed.
///
/// # Errors
/// [`OperationError`] when a folder cannot be read or the user cancels.
pub(super) fn products_at(path: &Path, supervision: &Supervision) -> Result<Vec<PathBuf>, OperationError> {
    if !path.is_dir() {
        return Ok(vec![path.to_path_buf()]);
    }
    let mut found = Vec::new();
    search(path, 0, supervision, &mut found)?;
    Ok(found)
}

fn search(
    folder: &Path,
    depth: usize,
    supervision: &Supervision,
    found: &mut Vec<PathBuf>,
) -> Result<(), OperationError> {
    supervision.check()?;
    let unreadable = |source| OperationError::Io { path: folder.to_path_buf(), doing: "listed", source };
    if depth > DEEPEST {
        supervision.warn(format!(
            "folders below are passed over, they are nested more than {DEEPEST} deep: {}",
            folder.display()
        ));
        return Ok(());
    }
    let mut entries: Vec<_> =
        std::fs::read_dir(folder).map_err(unreadable)?.collect::<Result<_, _>>().map_err(unreadable)?;
    entries.sort_by_key(std::fs::DirEntry::file_name);
    for entry in entries {
        let kind = entry.file_type().map_err(unreadable)?;
        let path = entry.path();
        if kind.is_dir() {
            search(&path, depth + 1, supervision, found)?;
        } else if kind.is_file() && is_product_entry(&path) {
            found.push(path);
        }
    }
    Ok(())
}
