//! Where the files of a system product lie, and its main header from any of them.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use super::header_reader::{SystemHeaders, is_system_type};
use super::main_header::MASKS;
use crate::product_files::error::ProductError;

/// Extension of the folder that holds a product's files.
const DATA_FOLDER: &str = ".DBL.DIR";

/// Extensions of an image.
const IMAGE: [&str; 2] = [".DBL.TIF", ".DBL.tif"];

fn name_of(path: &Path) -> &str {
    path.file_name().and_then(OsStr::to_str).unwrap_or_default()
}

/// Whether a file's name is that of the main header of a system product.
pub(in crate::product_files) fn is_system_header_name(path: &Path) -> bool {
    let name = name_of(path);
    let rest = name.strip_prefix("VE_").and_then(|rest| rest.split_at_checked(5)).map(|(_, rest)| rest);
    let Some(rest) = rest.filter(|_| path.extension().is_some_and(|extension| extension == "HDR")) else {
        return false;
    };
    rest.get(..10).is_some_and(is_system_type) && rest.as_bytes().get(10) == Some(&b'_')
}

/// The main header that belongs to an image of a system product; none for another file.
pub(in crate::product_files) fn header_of_system_image(image: &Path) -> Option<PathBuf> {
    let name = name_of(image);
    let stem = IMAGE.iter().find_map(|extension| name.strip_suffix(extension))?;
    let (product, channel) = stem.rsplit_once('_')?;
    let is_channel = MASKS.contains(&channel) || (channel.len() <= 8 && !channel.is_empty());
    let header = format!("{}.HDR", product.replacen("_PDTIMG_", "_", 1));
    let folder = image.parent()?;
    let above = if name_of(folder).ends_with(DATA_FOLDER) { folder.parent()? } else { folder };
    let path = above.join(header);
    (is_channel && product.contains("_VSC_PDTIMG_") && is_system_header_name(&path) && path.is_file()).then_some(path)
}

/// The main header of the system product in a folder, or of a `….DBL.DIR`; none where there is none.
///
/// # Errors
/// [`ProductError`] when the folder cannot be listed or holds several products.
pub(in crate::product_files) fn header_of_system_folder(folder: &Path) -> Result<Option<PathBuf>, ProductError> {
    if let Some(stem) = name_of(folder).strip_suffix(DATA_FOLDER) {
        let header = folder.with_file_name(format!("{stem}.HDR"));
        return Ok((is_system_header_name(&header) && header.is_file()).then_some(header));
    }
    let unreadable = |source| ProductError::io(folder, "listed", source);
    let mut headers = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if is_system_header_name(&path) {
            headers.push(path);
        }
    }
    headers.sort();
    match headers.len() {
        0 | 1 => Ok(headers.pop()),
        n => Err(ProductError::Unrecognised {
            path: folder.to_path_buf(),
            found: format!("{n} headers of system products; name the one to open"),
        }),
    }
}

/// The main header from a folder, a header or an image.
///
/// # Errors
/// [`ProductError::Unrecognised`] where nothing of a system product stands, or the folder cannot be listed.
pub(super) fn header_at(path: &Path) -> Result<PathBuf, ProductError> {
    let found = if path.is_dir() {
        header_of_system_folder(path)?
    } else if path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("hdr")) {
        Some(path.to_path_buf())
    } else {
        header_of_system_image(path)
    };
    found.ok_or_else(|| ProductError::Missing {
        path: path.to_path_buf(),
        needed: "a raw, L0 or L1A product of VENµS: its folder, its main header or one of its images".to_owned(),
    })
}

/// A sidecar beside the header, where it is.
pub(super) fn sidecar(headers: &SystemHeaders, what: &str) -> Option<PathBuf> {
    let path = headers.header.with_file_name(format!("{}_{what}.json", headers.product.identifier));
    path.is_file().then_some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_main_headers_of_system_products_are_taken_for_such() {
        for (name, expected) in [
            ("VE_TEST_VSC_0EVALD_SITE0001_20200301.HDR", true),
            ("VE_TEST_VSC_1ASYNT_SITE0001_20200301.HDR", true),
            ("VE_TEST_VSC_PDTINV_07993_VEN_KRN_07993_00001_0.HDR", true),
            ("VE_TEST_VSC_L1VALD_SITE0001_20200301.HDR", false),
            ("VE_TEST_VSC_PDTIMG_0EVALD_SITE0001_20200301_B01.HDR", false),
            ("VE_TEST_VSC_0EVALD_SITE0001_20200301.DBL.TIF", false),
            ("VE_TEST_VSC_0EVALD", false),
            ("", false),
        ] {
            assert_eq!(is_system_header_name(Path::new(name)), expected, "{name}");
        }
    }
}
