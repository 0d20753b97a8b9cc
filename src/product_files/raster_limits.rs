//! How large a raster may be: a file beyond these bounds is damaged, or made to exhaust the memory, however small it is on the disk.

use std::path::Path;

use gdal::raster::RasterBand;
use gdal::{Dataset, Metadata as _};

use super::error::ProductError;

/// Samples of one file, all bands together: some seventy times an L1 image with its masks.
const SAMPLES_LIMIT: u128 = 1 << 36;

/// Bytes of one stored block, which is decoded whole however small the part of it that is read.
const BLOCK_BYTES_LIMIT: u128 = 1 << 30;

/// Bytes of one band in one stored block, decoded.
pub(super) fn band_block_bytes(band: &RasterBand<'_>) -> u128 {
    let (columns, lines) = band.block_size();
    columns as u128 * lines as u128 * u128::from(band.band_type().bytes())
}

/// Checks the size of a raster and of its stored blocks.
///
/// # Errors
/// [`ProductError::Raster`] for a raster, or one block of it, beyond the bounds.
pub(super) fn require_readable_size(path: &Path, dataset: &Dataset) -> Result<(), ProductError> {
    let too_large = |needed: String, found: String| ProductError::Raster { path: path.to_path_buf(), needed, found };
    let (columns, lines) = dataset.raster_size();
    let n_bands = dataset.raster_count();
    if lines as u128 * columns as u128 * n_bands as u128 > SAMPLES_LIMIT {
        return Err(too_large(
            format!("a raster of at most {SAMPLES_LIMIT} samples"),
            format!("{lines} lines × {columns} columns × {n_bands} bands"),
        ));
    }
    let all_bands_in_a_block = dataset.metadata_item("INTERLEAVE", "IMAGE_STRUCTURE").is_some_and(|by| by == "PIXEL");
    let bands_in_a_block = if all_bands_in_a_block { n_bands as u128 } else { 1 };
    for band in dataset.rasterbands().flatten() {
        if band_block_bytes(&band) * bands_in_a_block > BLOCK_BYTES_LIMIT {
            let (columns, lines) = band.block_size();
            return Err(too_large(
                format!("stored blocks of at most {BLOCK_BYTES_LIMIT} bytes"),
                format!(
                    "blocks of {lines} lines × {columns} columns × {bands_in_a_block} bands × {} bytes",
                    band.band_type().bytes()
                ),
            ));
        }
    }
    Ok(())
}
