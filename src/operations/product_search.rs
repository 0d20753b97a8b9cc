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
/// [`OperationError`] when a folder cannot be read or holds no product, or the user cancels.
pub(super) fn products_at(path: &Path, supervision: &Supervision) -> Result<Vec<PathBuf>, OperationError> {
    if !path.is_dir() {
        return Ok(vec![path.to_path_buf()]);
    }
    let mut found = Vec::new();
    search(path, 0, supervision, &mut found)?;
    if found.is_empty() {
        let needed =
            "a folder with an L1 header (VE_*_VSC_L1*.HDR) or MUSCATE metadata (*_MTD_ALL.xml) in it or below it";
        let reasons = format!("{}: needed {needed}, found none; rasters are given one by one", path.display());
        return Err(OperationError::Unreadable { reasons });
    }
    Ok(found)
}

/// Refuses an image given for anything but one file: it would stand for the image of another product.
///
/// # Errors
/// [`OperationError::Usage`].
pub(super) fn one_header_for_the_image(image: Option<&Path>, paths: &[PathBuf]) -> Result<(), OperationError> {
    let found = match (image, paths) {
        (Some(_), [path]) if path.is_dir() => "a folder".to_owned(),
        (None, _) | (Some(_), [_]) => return Ok(()),
        (Some(_), paths) => format!("{} paths", paths.len()),
    };
    Err(OperationError::Usage(format!("--image needs just one header, found {found}")))
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
