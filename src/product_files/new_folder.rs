//! A folder that comes to its place whole: made beside it under another name, then renamed.

use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::error::ProductError;

/// A folder under construction. Dropped before it is put in its place, it leaves nothing.
#[derive(Debug)]
pub(super) struct NewFolder {
    target: PathBuf,
    temporary: TempDir,
}

impl NewFolder {
    /// Begins one that will stand at `target`; the folder above it must be there.
    ///
    /// # Errors
    /// [`ProductError::Io`] when no folder can be made beside it.
    pub(super) fn beside(target: &Path) -> Result<Self, ProductError> {
        let name = target.file_name().unwrap_or_default().to_string_lossy();
        let temporary = tempfile::Builder::new()
            .prefix(&format!(".{name}."))
            .suffix(".part")
            .tempdir_in(parent_of(target))
            .map_err(|source| ProductError::io(target, "written", source))?;
        Ok(Self { target: target.to_path_buf(), temporary })
    }

    /// Where it is being made.
    pub(super) fn path(&self) -> &Path {
        self.temporary.path()
    }

    /// Where it will stand.
    pub(super) fn target(&self) -> &Path {
        &self.target
    }

    /// Writes a new file of it to the disk; folders that are missing are made.
    ///
    /// # Errors
    /// [`ProductError::Io`] naming the file's final place, also where a file stands there already.
    pub(super) fn write(&self, relative: &Path, bytes: &[u8]) -> Result<(), ProductError> {
        let write = || -> std::io::Result<()> {
            let path = self.path().join(relative);
            if let Some(folder) = path.parent() {
                std::fs::create_dir_all(folder)?;
            }
            let mut file = File::create_new(path)?;
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

    /// Puts it in its place, where nothing or an empty folder stands.
    ///
    /// # Errors
    /// [`ProductError::Io`]; what stands at the place stays.
    pub(super) fn put_in_place(self) -> Result<(), ProductError> {
        self.come(|own, target| std::fs::rename(own, target))
    }

    /// Puts it in the place of the folder that stands there, which goes.
    ///
    /// # Errors
    /// As [`NewFolder::put_in_place`].
    pub(super) fn replace(self) -> Result<(), ProductError> {
        // What stood there before is in the temporary folder afterwards, and goes with it.
        self.come(exchange)
    }

    fn come(&self, rename: fn(&Path, &Path) -> std::io::Result<()>) -> Result<(), ProductError> {
        let come = || -> std::io::Result<()> {
            sync_folders(self.path())?;
            readable_as_usual(self.path())?;
            rename(self.path(), &self.target)?;
            // The new name itself is on the disk only when its folder is.
            File::open(parent_of(&self.target))?.sync_all()
        };
        come().map_err(|source| ProductError::io(&self.target, "written", source))
    }
}

/// Brings the names of the files below a folder to the disk, those of the innermost folders first.
fn sync_folders(folder: &Path) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            sync_folders(&entry.path())?;
        }
    }
    File::open(folder)?.sync_all()
}

fn parent_of(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."))
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

/// Temporary folders are private; what comes to its place is read by others.
#[cfg(unix)]
fn readable_as_usual(folder: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o755))
}

#[cfg(not(unix))]
fn readable_as_usual(_folder: &Path) -> std::io::Result<()> {
    Ok(())
}
