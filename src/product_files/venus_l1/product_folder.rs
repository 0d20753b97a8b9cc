//! Where the files of an L1 product lie: its header, a folder `….DBL.DIR` beside it, or everything in one folder.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use super::header::{Header, NamedFile};
use crate::product_files::error::ProductError;
use crate::product_files::inside_folder::existing_inside;

/// Extension of the folder that holds a product's files.
const DATA_FOLDER: &str = ".DBL.DIR";

/// Extensions of a product's image.
const IMAGE: [&str; 2] = [".DBL.TIF", ".DBL.tif"];

fn name_of(path: &Path) -> &str {
    path.file_name().and_then(OsStr::to_str).unwrap_or_default()
}

/// Whether the file's name is that of a product's image.
pub(in crate::product_files) fn is_product_image(path: &Path) -> bool {
    IMAGE.iter().any(|extension| name_of(path).ends_with(extension))
}

/// The header that belongs to a product's image.
///
/// # Errors
/// [`ProductError::ImageWithoutHeader`].
pub(in crate::product_files) fn header_of_image(image: &Path) -> Result<PathBuf, ProductError> {
    let name = name_of(image);
    let stem = IMAGE.iter().find_map(|extension| name.strip_suffix(extension)).unwrap_or(name);
    let header = format!("{}.HDR", stem.replacen("_PDTIMG_", "_", 1));
    let folder = image.parent().unwrap_or(Path::new(""));
    let mut looked_for = vec![folder.join(&header)];
    if name_of(folder).ends_with(DATA_FOLDER)
        && let Some(above) = folder.parent()
    {
        looked_for.push(above.join(&header));
    }
    match looked_for.iter().find(|path| path.is_file()) {
        Some(path) => Ok(path.clone()),
        None => Err(ProductError::ImageWithoutHeader { path: image.to_path_buf(), looked_for }),
    }
}

/// The header that belongs to a folder, where the folder holds an L1 product or is the `….DBL.DIR` of one.
///
/// # Errors
/// [`ProductError`] when the folder cannot be listed, holds several products, or is a `….DBL.DIR` without its header.
pub(in crate::product_files) fn header_of_folder(folder: &Path) -> Result<Option<PathBuf>, ProductError> {
    let name = name_of(folder);
    if let Some(stem) = name.strip_suffix(DATA_FOLDER) {
        let header = folder.with_file_name(format!("{stem}.HDR"));
        return if header.is_file() {
            Ok(Some(header))
        } else {
            Err(ProductError::ImageWithoutHeader { path: folder.to_path_buf(), looked_for: vec![header] })
        };
    }
    let listing = std::fs::read_dir(folder).map_err(|source| ProductError::io(folder, "listed", source))?;
    let mut headers = Vec::new();
    for entry in listing {
        let path = entry.map_err(|source| ProductError::io(folder, "listed", source))?.path();
        let name = name_of(&path);
        if name.contains("_VSC_L1") && Path::new(name).extension().is_some_and(|extension| extension == "HDR") {
            headers.push(path);
        }
    }
    headers.sort();
    match headers.len() {
        0 | 1 => Ok(headers.pop()),
        n => Err(ProductError::Unrecognised {
            path: folder.to_path_buf(),
            found: format!("{n} L1 headers; name the one to open"),
        }),
    }
}

/// The product's image.
///
/// # Errors
/// [`ProductError::HeaderWithoutImage`], [`ProductError::UnsafeName`] when it is a link out of the product's folder,
/// [`ProductError::NoRegularFile`].
pub(super) fn find_image(header_path: &Path, header: &Header) -> Result<PathBuf, ProductError> {
    let folder = header_path.parent().unwrap_or(Path::new(""));
    let mut looked_for: Vec<PathBuf> = Vec::new();
    let stem = header_path.file_stem().unwrap_or_default();
    let own = NamedFile { folder: PathBuf::new(), logical_name: PathBuf::from(stem) };
    for file in [&header.image, &own] {
        for relative in candidates(header_path, file, &IMAGE) {
            if !looked_for.contains(&relative) {
                looked_for.push(relative);
            }
        }
    }
    for relative in &looked_for {
        if let Some(path) = existing_inside(folder_or_here(folder), relative, header_path)? {
            return Ok(path);
        }
    }
    let (mut folders, mut names) = (Vec::new(), Vec::new());
    for relative in &looked_for {
        let (folder, name) = (relative.parent().unwrap_or(Path::new("")), name_of(relative).to_owned());
        if !folder.as_os_str().is_empty() && !folders.iter().any(|known: &PathBuf| known == folder) {
            folders.push(folder.to_path_buf());
        }
        if !names.iter().any(|known: &String| known.eq_ignore_ascii_case(&name)) {
            names.push(name);
        }
    }
    Err(ProductError::HeaderWithoutImage { path: header_path.to_path_buf(), folders, names })
}

/// A file that the header names, with one of `extensions`, where it exists.
///
/// # Errors
/// [`ProductError::UnsafeName`] when it is a link out of the product's folder, [`ProductError::NoRegularFile`].
pub(super) fn find_named(
    header_path: &Path,
    file: &NamedFile,
    extensions: &[&str],
) -> Result<Option<PathBuf>, ProductError> {
    let folder = header_path.parent().unwrap_or(Path::new(""));
    for relative in candidates(header_path, file, extensions) {
        if let Some(path) = existing_inside(folder_or_here(folder), &relative, header_path)? {
            return Ok(Some(path));
        }
    }
    Ok(None)
}

/// Relative paths under which a file may lie: where the header says, in the data folder of the header's own name, beside the header.
fn candidates(header_path: &Path, file: &NamedFile, extensions: &[&str]) -> Vec<PathBuf> {
    let stem = header_path.file_stem().unwrap_or_default().to_string_lossy();
    let folders = [file.folder.clone(), PathBuf::from(format!("{stem}{DATA_FOLDER}")), PathBuf::new()];
    let mut paths = Vec::new();
    for folder in folders {
        for extension in extensions {
            let path = folder.join(format!("{}{extension}", file.logical_name.display()));
            if !paths.contains(&path) {
                paths.push(path);
            }
        }
    }
    paths
}

/// A path such as `x.HDR` has an empty parent, which is the current folder.
fn folder_or_here(folder: &Path) -> &Path {
    if folder.as_os_str().is_empty() { Path::new(".") } else { folder }
}
