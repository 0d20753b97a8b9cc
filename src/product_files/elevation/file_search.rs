//! The elevation files under the paths that a user gives.

use std::path::{Path, PathBuf};

use crate::product_files::error::ProductError;

/// Names that elevation files end in; other files of a folder are passed over.
const ENDINGS: [&str; 7] = [".hgt", ".hgt.zip", ".dt0", ".dt1", ".dt2", ".tif", ".tiff"];

/// Folders below the one given: DTED has one level (`w017/n32.dt1`), deliveries some more.
const MOST_FOLDERS_DOWN: usize = 4;

/// The Earth has fewer tiles of one degree.
const MOST_FILES: usize = 100_000;

/// The files given and those found in the folders given, in the order given and by path within a folder; each once.
///
/// # Errors
/// [`ProductError`] for a path where nothing stands, a folder without elevation files or beyond counting, and when there is no path.
pub(super) fn elevation_files<P: AsRef<Path>>(paths: &[P]) -> Result<Vec<PathBuf>, ProductError> {
    let needed = || format!("an elevation file ({}) or a folder of them", ENDINGS.join(", "));
    let mut files: Vec<PathBuf> = Vec::new();
    for path in paths {
        let path = path.as_ref();
        if !path.is_dir() {
            if !path.exists() {
                return Err(ProductError::Missing { path: path.to_path_buf(), needed: needed() });
            }
            files.push(path.to_path_buf());
            continue;
        }
        let before = files.len();
        collect(path, 0, &mut files)?;
        if files.len() == before {
            let found = format!("none in this folder and {MOST_FOLDERS_DOWN} folders down");
            return Err(ProductError::Raster { path: path.to_path_buf(), needed: needed(), found });
        }
    }
    if files.is_empty() {
        return Err(ProductError::Missing { path: PathBuf::new(), needed: needed() });
    }
    let mut seen = std::collections::HashSet::new();
    files.retain(|file| seen.insert(file.clone()));
    Ok(files)
}

fn collect(folder: &Path, depth: usize, files: &mut Vec<PathBuf>) -> Result<(), ProductError> {
    let refused = |source| ProductError::io(folder, "read", source);
    let entries = std::fs::read_dir(folder).map_err(refused)?;
    let mut paths =
        entries.map(|entry| entry.map(|entry| entry.path())).collect::<Result<Vec<_>, _>>().map_err(refused)?;
    paths.sort();
    for path in paths {
        if path.is_dir() {
            if depth < MOST_FOLDERS_DOWN {
                collect(&path, depth + 1, files)?;
            }
        } else if is_named_as_elevation(&path) {
            files.push(path);
            if files.len() > MOST_FILES {
                let needed = format!("at most {MOST_FILES} elevation files");
                return Err(ProductError::Raster { path: folder.to_path_buf(), needed, found: "more".to_owned() });
            }
        }
    }
    Ok(())
}

fn is_named_as_elevation(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
    ENDINGS.iter().any(|ending| name.ends_with(ending))
}
