//! A raster decoded from bytes that were read before: what was looked at is what is used, whatever becomes of the file meanwhile.

use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

use gdal::Dataset;
use gdal::vsi::{MemFileRef, create_mem_file_from_ref};

use super::error::ProductError;
use super::gdal_session::{open_named, prepare, take_messages};

/// Gives every raster in memory a name of its own.
static NEXT: AtomicU64 = AtomicU64::new(0);

/// A raster over borrowed bytes.
pub(super) struct MemoryRaster<'a> {
    /// Closed before the bytes are let go: fields are dropped in their order.
    dataset: Dataset,
    _bytes: MemFileRef<'a>,
}

impl<'a> MemoryRaster<'a> {
    /// Opens the bytes of a file with one of `drivers` only; `path` is named in errors.
    ///
    /// # Errors
    /// [`ProductError::Raster`] for bytes that are of none of these formats, or of a raster beyond the size that is read.
    pub(super) fn open(path: &Path, bytes: &'a mut [u8], drivers: &[&str]) -> Result<Self, ProductError> {
        prepare();
        let name = format!("/vsimem/viq-{}", NEXT.fetch_add(1, Ordering::Relaxed));
        let held = create_mem_file_from_ref(&name, bytes).map_err(|error| ProductError::Raster {
            path: path.to_path_buf(),
            needed: "bytes of a raster".to_owned(),
            found: take_messages(&error.to_string()),
        })?;
        let dataset = open_named(Path::new(&name), path, drivers)?;
        Ok(Self { dataset, _bytes: held })
    }

    /// The raster.
    pub(super) const fn dataset(&self) -> &Dataset {
        &self.dataset
    }
}
