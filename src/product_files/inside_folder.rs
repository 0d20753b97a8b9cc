//! Names that metadata give to files: followed only where they stay inside the product's folder.

use std::path::{Component, Path, PathBuf};

use super::error::{ProductError, require_regular};
use super::xml_tree::XmlPlace;

/// The relative path that an element names, checked as a text: no root, no `..`, no drive, nothing empty.
///
/// # Errors
/// [`ProductError::UnsafeName`].
pub(super) fn relative_name(place: &XmlPlace<'_>) -> Result<PathBuf, ProductError> {
    let name = place.text();
    inside_path(name).map_err(|why| ProductError::UnsafeName {
        path: place.file().to_path_buf(),
        element: place.place().to_owned(),
        name: name.chars().take(200).collect(),
        why,
    })
}

/// A relative path from its text, or why it is none that stays inside a folder.
pub(super) fn inside_path(name: &str) -> Result<PathBuf, &'static str> {
    let mut inside = PathBuf::new();
    for component in Path::new(name).components() {
        match component {
            Component::Normal(part) => inside.push(part),
            Component::CurDir => {}
            Component::ParentDir => return Err("it climbs out with \"..\""),
            Component::RootDir | Component::Prefix(_) => return Err("it is absolute"),
        }
    }
    if inside.as_os_str().is_empty() {
        return Err("it is empty");
    }
    if name.contains(['\0', '\\']) {
        return Err("it holds a character that no file of the mission has");
    }
    Ok(inside)
}

/// The file `relative` of `folder` where it exists; a link that leads out of the folder is refused, and so is anything but a regular file.
///
/// # Errors
/// [`ProductError::UnsafeName`] for a link out, [`ProductError::NoRegularFile`], [`ProductError::Io`] when the folder itself cannot be
/// resolved or what stands at the path cannot be asked for its kind.
pub(super) fn existing_inside(
    folder: &Path,
    relative: &Path,
    metadata_file: &Path,
) -> Result<Option<PathBuf>, ProductError> {
    let path = folder.join(relative);
    let Ok(target) = path.canonicalize() else { return Ok(None) };
    let base = folder.canonicalize().map_err(|source| ProductError::io(folder, "read", source))?;
    if !target.starts_with(&base) {
        return Err(ProductError::UnsafeName {
            path: metadata_file.to_path_buf(),
            element: "a file named by the metadata".to_owned(),
            name: relative.display().to_string(),
            why: "it is a link out of the folder",
        });
    }
    let metadata = target.metadata().map_err(|source| ProductError::io(&path, "read", source))?;
    require_regular(&path, &metadata, "a regular file, which the metadata name")?;
    Ok(Some(path))
}
