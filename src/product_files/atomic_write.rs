//! Writing that is all or nothing: a temporary file in the same folder, flushed to the disk, then renamed.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::error::ProductError;

/// Writes a file by `write`. Either all of it stands at `path` at the end, surviving a loss of power, or what stood there before still
/// does and no temporary file is left. A folder that is missing is not made.
///
/// # Errors
/// [`ProductError::Io`] when `write` fails, or the file cannot be made, flushed or renamed.
pub fn write_atomically(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), ProductError> {
    let mut temporary = temporary_beside(path)?;
    let mut buffer = BufWriter::with_capacity(1 << 18, temporary.as_file_mut());
    write(&mut buffer).and_then(|()| buffer.flush()).map_err(|source| ProductError::io(path, "written", source))?;
    drop(buffer);
    put_in_place(temporary, path)
}

/// A temporary file in the folder of `path`; it is removed when it is dropped.
pub(super) fn temporary_beside(path: &Path) -> Result<NamedTempFile, ProductError> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    tempfile::Builder::new()
        .prefix(&format!(".{name}."))
        .suffix(".part")
        .tempfile_in(folder_of(path))
        .map_err(|source| ProductError::io(path, "written", source))
}

/// Flushes a temporary file to the disk and gives it its name, with the permissions that a new file has by default.
pub(super) fn put_in_place(temporary: NamedTempFile, path: &Path) -> Result<(), ProductError> {
    let refused = |source| ProductError::io(path, "written", source);
    temporary.as_file().sync_all().map_err(refused)?;
    readable_as_usual(temporary.as_file(), path).map_err(refused)?;
    temporary.persist(path).map_err(|error| refused(error.error))?;
    // The new name itself is on the disk only when its folder is.
    File::open(folder_of(path)).and_then(|folder| folder.sync_all()).map_err(refused)
}

/// Temporary files are private; a product is read by others. A file that is replaced keeps its own permissions.
#[cfg(unix)]
fn readable_as_usual(file: &File, path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = std::fs::metadata(path).map_or(0o644, |metadata| metadata.permissions().mode() & 0o777);
    file.set_permissions(std::fs::Permissions::from_mode(mode))
}

#[cfg(not(unix))]
fn readable_as_usual(_file: &File, _path: &Path) -> io::Result<()> {
    Ok(())
}

fn folder_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_path_buf(),
        _ => PathBuf::from("."),
    }
}
