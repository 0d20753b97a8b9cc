//! The folder of overviews: the name of a product's file, and how many bytes all of them may have.

use std::ffi::{OsStr, OsString};
use std::fmt::Write as _;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use sha2::{Digest as _, Sha256};

use super::file::Key;
use crate::imagery::RasterSize;
use crate::product_files::Product;

/// Bytes that the files of the folder have at most, all together: 4 GiB. The oldest ones are removed first.
pub const OVERVIEW_FOLDER_BYTES: u64 = 4 << 30;

/// Raised whenever the same files give other samples, reasons or cells than before, or the file of overviews is written otherwise.
const EDITION: u32 = 1;

const EXTENSION: &str = "viq-overviews";

/// How long a temporary file may lie before it is taken for one that a killed program left.
const LEFT_OVER: Duration = Duration::from_hours(24);

/// What the overviews of a product depend on: path, size and time of change of each of its files and of those beside them that the raster
/// library looks at; the image's size, blocks and tiles; this program's version.
pub(super) fn key(product: &Product, image: Option<&Path>, size: RasterSize, tile_side: usize) -> io::Result<Key> {
    let mut sum = Sha256::new();
    sum.update(format!("{EDITION} {} {size:?} {tile_side}\n", env!("CARGO_PKG_VERSION")));
    for path in product.files.iter().map(PathBuf::as_path).chain(image) {
        let path = std::fs::canonicalize(path)?;
        add_file(&mut sum, &path)?;
        let beside = [".aux.xml", ".msk", ".hdr"].map(|end| {
            let mut name = OsString::from(&path);
            name.push(end);
            PathBuf::from(name)
        });
        for path in beside.into_iter().chain([path.with_extension("hdr"), path.with_extension("HDR")]) {
            if path.is_file() {
                add_file(&mut sum, &path)?;
            }
        }
    }
    Ok(sum.finalize().into())
}

fn add_file(sum: &mut Sha256, path: &Path) -> io::Result<()> {
    let facts = std::fs::metadata(path)?;
    let changed = facts.modified()?.duration_since(UNIX_EPOCH).unwrap_or_default();
    sum.update(path.as_os_str().as_encoded_bytes());
    sum.update(format!("\0{} {}\n", facts.len(), changed.as_nanos()));
    Ok(())
}

/// The file of a key.
pub(super) fn file_of(folder: &Path, key: &Key) -> PathBuf {
    let mut name = String::with_capacity(2 * key.len());
    for byte in key {
        // Writing to a text cannot fail.
        write!(name, "{byte:02x}").unwrap_or_default();
    }
    folder.join(name).with_extension(EXTENSION)
}

/// Removes the oldest files until there is room for `bytes` more under `limit`; false where they alone are more than that. Files that are not
/// overviews stay.
pub(super) fn make_room(folder: &Path, bytes: u64, limit: u64) -> io::Result<bool> {
    if bytes > limit {
        return Ok(false);
    }
    let now = SystemTime::now();
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let (path, facts) = (entry.path(), entry.metadata()?);
        let is_temporary = path.extension() == Some(OsStr::new("part"));
        let is_ours = path.file_name().is_some_and(|name| name.to_string_lossy().contains(EXTENSION));
        if !facts.is_file() || !is_ours {
            continue;
        }
        let changed = facts.modified()?;
        if is_temporary && now.duration_since(changed).is_ok_and(|age| age > LEFT_OVER) {
            std::fs::remove_file(&path)?;
            continue;
        }
        files.push((changed, path, facts.len()));
    }
    files.sort();
    let mut total = bytes + files.iter().map(|(_, _, bytes)| bytes).sum::<u64>();
    for (_, path, bytes) in files {
        if total <= limit {
            break;
        }
        std::fs::remove_file(path)?;
        total -= bytes;
    }
    Ok(true)
}
