//! The folder of a set comes to its place whole: made beside it under another name, then renamed.

use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};
use tempfile::TempDir;

use super::MANIFEST_FILE;
use super::set_text::read_set_manifest;
use crate::parameter_sets::SetState;
use crate::product_files::error::ProductError;
use crate::product_files::venus_geometry::header::flaw;

/// A folder under construction.
pub(super) struct NewFolder {
    target: PathBuf,
    temporary: TempDir,
    replaces: bool,
}

impl NewFolder {
    /// Begins one that will stand at `target`. With `replace`, a draft or a candidate that stands there gives way.
    ///
    /// # Errors
    /// [`ProductError`] when something stands there that must not be replaced, or no folder can be made beside it.
    pub(super) fn begin(target: &Path, replace: bool) -> Result<Self, ProductError> {
        let replaces = may_be_replaced(target, replace)?;
        let parent = match target.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        std::fs::create_dir_all(parent).map_err(|source| ProductError::io(parent, "made", source))?;
        let name = target.file_name().unwrap_or_default().to_string_lossy();
        let temporary = tempfile::Builder::new()
            .prefix(&format!(".{name}."))
            .suffix(".part")
            .tempdir_in(parent)
            .map_err(|source| ProductError::io(target, "made", source))?;
        Ok(Self { target: target.to_path_buf(), temporary, replaces })
    }

    /// Where it is being made.
    pub(super) fn path(&self) -> &Path {
        self.temporary.path()
    }

    /// Writes a file of it to the disk. Errors name the file's final place.
    pub(super) fn write(&self, relative: &str, bytes: &[u8]) -> Result<(), ProductError> {
        let write = || -> std::io::Result<()> {
            let mut file = File::create(self.path().join(relative))?;
            file.write_all(bytes)?;
            file.sync_all()
        };
        write().map_err(|source| ProductError::io(&self.target.join(relative), "written", source))
    }

    /// An error of something that was done in it, naming the final place.
    pub(super) fn at_its_place(&self, error: ProductError) -> ProductError {
        let moved = |path: PathBuf| path.strip_prefix(self.path()).map(|rest| self.target.join(rest)).unwrap_or(path);
        match error {
            ProductError::Io { path, doing, source } => ProductError::Io { path: moved(path), doing, source },
            ProductError::Raster { path, needed, found } => ProductError::Raster { path: moved(path), needed, found },
            other => other,
        }
    }

    /// Puts it in its place, and removes what it replaces.
    pub(super) fn finish(self) -> Result<(), ProductError> {
        let refused = |source| ProductError::io(&self.target, "written", source);
        readable_as_usual(self.path()).map_err(refused)?;
        File::open(self.path()).and_then(|folder| folder.sync_all()).map_err(refused)?;
        if self.replaces {
            exchange(self.path(), &self.target).map_err(refused)?;
            // What stood there before is in the temporary folder now, and goes with it.
        } else {
            std::fs::rename(self.path(), &self.target).map_err(refused)?;
        }
        let parent = self.target.parent().filter(|parent| !parent.as_os_str().is_empty());
        File::open(parent.unwrap_or_else(|| Path::new("."))).and_then(|folder| folder.sync_all()).map_err(refused)
    }
}

/// Whether something stands at a place that gives way.
fn may_be_replaced(target: &Path, replace: bool) -> Result<bool, ProductError> {
    let is_empty = match std::fs::read_dir(target) {
        Ok(mut entries) => entries.next().is_none(),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(false),
        Err(source) => return Err(ProductError::io(target, "read", source)),
    };
    if is_empty {
        return Ok(false);
    }
    if !target.join(MANIFEST_FILE).exists() {
        return Err(flaw(target, "folder", "a new or empty folder", "other files"));
    }
    let standing = read_set_manifest(target)?.manifest;
    if standing.state == SetState::Approved {
        let found = format!("{}, version {}, which is approved", standing.name, standing.version);
        return Err(flaw(target, "state", "a new folder: an approved set is never modified", &found));
    }
    if !replace {
        let found = format!("{}, version {}, which is not to be replaced", standing.name, standing.version);
        return Err(flaw(target, "folder", "a new or empty folder", &found));
    }
    Ok(true)
}

#[cfg(target_os = "linux")]
fn exchange(one: &Path, other: &Path) -> std::io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)?)
}

/// Elsewhere two folders cannot change places at once: for a moment neither stands there.
#[cfg(not(target_os = "linux"))]
fn exchange(one: &Path, other: &Path) -> std::io::Result<()> {
    let aside = one.with_extension("old");
    std::fs::rename(other, &aside)?;
    std::fs::rename(one, other)?;
    std::fs::rename(aside, one)
}

/// Temporary folders are private; a set is read by others.
#[cfg(unix)]
fn readable_as_usual(folder: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o755))
}

#[cfg(not(unix))]
fn readable_as_usual(_folder: &Path) -> std::io::Result<()> {
    Ok(())
}

/// SHA-256 of bytes, in lower-case hexadecimal digits.
pub(super) fn sha256(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    let mut text = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        // Writing to a text cannot fail.
        write!(text, "{byte:02x}").unwrap_or_default();
    }
    text
}
