//! Rasters that are small on the disk and large in memory, and blocks too large to be kept.

use std::path::Path;
use std::sync::atomic::Ordering;

use gdal::DriverManager;
use gdal::raster::{GdalType, RasterCreationOptions};
use viq::imagery::{ReadError, Window};
use viq::product_files::{ProductError, describe, open, read_overview};
use viq::supervision::{Cancelled, Supervision};

use crate::annexes::heard;
use crate::synthetic::{plain_channels, write_bands, write_product};

/// A GeoTIFF of tiles of which none is stored.
fn write_sparse<T: GdalType + Copy>(path: &Path, side: usize, n_bands: usize, tile: (usize, usize), interleave: &str) {
    let options = [
        "TILED=YES".to_owned(),
        format!("BLOCKYSIZE={}", tile.0),
        format!("BLOCKXSIZE={}", tile.1),
        format!("INTERLEAVE={interleave}"),
        "SPARSE_OK=TRUE".to_owned(),
        "COMPRESS=DEFLATE".to_owned(),
    ];
    let options: RasterCreationOptions = options.iter().map(String::as_str).collect();
    let driver = DriverManager::get_driver_by_name("GTiff").unwrap();
    let dataset = driver.create_with_band_type_with_options::<T, _>(path, side, side, n_bands, &options).unwrap();
    dataset.close().unwrap();
    assert!(std::fs::metadata(path).unwrap().len() < 1 << 20);
}

/// What `open` and `describe` complain about, which must be the same.
fn complaint(path: &Path) -> String {
    let error = open(path, None, &Supervision::unattended()).err().unwrap().to_string();
    assert_eq!(error, describe(path, None).unwrap_err().to_string());
    error
}

#[test]
fn a_small_file_of_a_raster_without_end_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("endless.tif");
    // 512 bands of 11586 × 11586 pixels are 2^36 samples and a few thousand more.
    write_sparse::<u8>(&path, 11_586, 512, (8192, 8192), "BAND");
    let error = complaint(&path);
    let found = "11586 lines × 11586 columns × 512 bands";
    for word in ["endless.tif", "needed a raster of at most 68719476736 samples", found] {
        assert!(error.contains(word), "{error}");
    }
    write_sparse::<u8>(&path, 11_585, 512, (8192, 8192), "BAND");
    describe(&path, None).unwrap();
}

#[test]
fn a_raster_whose_single_block_fills_the_memory_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("block.tif");
    let cases = [
        (1, (32_768, 16_400), "BAND", "blocks of 32768 lines × 16400 columns × 1 bands × 2 bytes"),
        (3, (16_384, 16_384), "PIXEL", "blocks of 16384 lines × 16384 columns × 3 bands × 2 bytes"),
    ];
    for (n_bands, tile, interleave, found) in cases {
        write_sparse::<u16>(&path, 20, n_bands, tile, interleave);
        let error = complaint(&path);
        for word in ["block.tif", "needed stored blocks of at most 1073741824 bytes", found] {
            assert!(error.contains(word), "{error}");
        }
    }
    write_sparse::<u16>(&path, 20, 3, (16_384, 16_384), "BAND");
    describe(&path, None).unwrap();
}

#[test]
fn blocks_too_large_to_be_kept_are_warned_of() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("blocks.tif");
    for (n_bands, warned) in [(2, false), (3, true)] {
        // 128 MiB a band.
        write_sparse::<u16>(&path, 20, n_bands, (8192, 8192), "BAND");
        let (heard, supervision) = heard();
        open(&path, None, &supervision).unwrap();
        let warnings = heard.0.lock().unwrap();
        assert_eq!(warnings.len(), usize::from(warned), "{warnings:?}");
        assert!(warnings.iter().all(|text| text.contains("blocks.tif") && text.contains("384 MiB")), "{warnings:?}");
    }
}

#[test]
fn a_cancelled_read_says_so_and_the_reader_stays_of_use() {
    let folder = tempfile::tempdir().unwrap();
    let header = write_product(folder.path(), 60, 50, &plain_channels(60, 50));
    let raster = open(&header, None, &Supervision::unattended()).unwrap().raster;
    let cancelled = Supervision::unattended();
    cancelled.cancellation().store(true, Ordering::Relaxed);
    let window = Window::new(0, 0, 60, 50);
    let mut tiles = Vec::new();
    assert_eq!(raster.read(&[0, 11], window, &mut tiles, &cancelled), Err(ReadError::Cancelled(Cancelled)));
    let overview = read_overview(raster.as_ref(), &[0], 10, &cancelled);
    assert!(matches!(overview, Err(ProductError::Cancelled(Cancelled))));
    raster.read(&[0, 11], window, &mut tiles, &Supervision::unattended()).unwrap();
    assert!(tiles[1].values.iter().all(|value| *value == 960.0));
}

#[test]
fn a_read_that_fails_without_a_cancel_is_no_cancel() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("picture.tif");
    write_bands(&path, 3, 2, &["B01"], &[vec![1_u16; 6]]).unwrap();
    let raster = open(&path, None, &Supervision::unattended()).unwrap().raster;
    let outcome = raster.read(&[0], Window::new(0, 0, 4, 2), &mut Vec::new(), &Supervision::unattended());
    assert!(matches!(outcome.map_err(ProductError::from), Err(ProductError::Samples(_))));
}
