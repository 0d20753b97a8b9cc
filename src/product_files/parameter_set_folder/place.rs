//! The place that a set comes to, and whether what stands there gives way.

use std::path::Path;

use super::MANIFEST_FILE;
use super::set_text::read_set_manifest;
use crate::parameter_sets::SetState;
use crate::product_files::error::ProductError;
use crate::product_files::new_folder::NewFolder;
use crate::product_files::venus_geometry::header::flaw;

/// The folder of a set under construction.
pub(super) struct SetPlace {
    /// The folder.
    pub(super) folder: NewFolder,
    /// Whether a set stands at its place that gives way.
    pub(super) replaces: bool,
}

impl SetPlace {
    /// Begins one that will stand at `target`; folders above it are made. With `replace`, a draft or a candidate that stands there gives way.
    ///
    /// # Errors
    /// [`ProductError`] when something stands there that must not be replaced, or no folder can be made beside it.
    pub(super) fn begin(target: &Path, replace: bool) -> Result<Self, ProductError> {
        let replaces = may_be_replaced(target, replace)?;
        if let Some(parent) = target.parent().filter(|parent| !parent.as_os_str().is_empty()) {
            std::fs::create_dir_all(parent).map_err(|source| ProductError::io(parent, "made", source))?;
        }
        Ok(Self { folder: NewFolder::beside(target)?, replaces })
    }

    /// Puts it in its place, and removes what it replaces.
    ///
    /// # Errors
    /// [`ProductError::Io`].
    pub(super) fn finish(self) -> Result<(), ProductError> {
        if self.replaces { self.folder.replace() } else { self.folder.put_in_place() }
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
