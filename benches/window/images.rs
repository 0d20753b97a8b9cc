//! The images that the window is measured on: 12 bands of 5200 lines × 6000 columns, 16 bits, in four layouts.

use std::path::{Path, PathBuf};

use gdal::DriverManager;
use gdal::raster::{Buffer, RasterCreationOptions};

const BANDS: usize = 12;
const LINES: usize = 5200;
const COLUMNS: usize = 6000;
/// Lines written at once: a row of tiles.
const STRIP: usize = 512;

/// A layout of the same samples.
#[derive(Clone, Copy)]
pub(crate) struct Layout {
    pub(crate) name: &'static str,
    options: &'static [&'static str],
}

/// The first is the one with a target; the others show what a layout costs.
pub(crate) const LAYOUTS: [Layout; 4] = [
    Layout { name: "tiles, band by band, uncompressed", options: &["TILED=YES", "INTERLEAVE=BAND"] },
    Layout {
        name: "tiles, band by band, DEFLATE",
        options: &["TILED=YES", "INTERLEAVE=BAND", "COMPRESS=DEFLATE", "ZLEVEL=1"],
    },
    Layout { name: "tiles, pixel by pixel, uncompressed", options: &["TILED=YES", "INTERLEAVE=PIXEL"] },
    Layout { name: "strips, band by band, uncompressed", options: &["INTERLEAVE=BAND"] },
];

/// Where the image of a layout stands.
pub(crate) fn path(folder: &Path, index: usize) -> PathBuf {
    folder.join(format!("layout-{index}.tif"))
}

/// Writes all images.
pub(crate) fn write_all(folder: &Path) {
    write_small(&folder.join("small.tif"));
    for index in 0..LAYOUTS.len() {
        write(folder, index);
    }
}

/// A small image, to be opened first.
fn write_small(path: &Path) {
    let driver = DriverManager::get_driver_by_name("GTiff").unwrap();
    let dataset = driver.create_with_band_type::<u16, _>(path, 256, 256, 3).unwrap();
    for band in 1..=3 {
        let mut buffer = Buffer::new((256, 256), (0..=u16::MAX).map(|index| index % 251 + 1).collect());
        dataset.rasterband(band).unwrap().write((0, 0), (256, 256), &mut buffer).unwrap();
    }
    dataset.close().unwrap();
}

/// Writes one image, with the noise of an image, so that compression does what it does on one.
fn write(folder: &Path, index: usize) {
    let path = path(folder, index);
    let mut options = RasterCreationOptions::from_iter(["BLOCKXSIZE=512", "BIGTIFF=YES"]);
    for option in LAYOUTS[index].options {
        options.add_string(option).unwrap();
    }
    if LAYOUTS[index].options.contains(&"TILED=YES") {
        options.add_string("BLOCKYSIZE=512").unwrap();
    }
    let driver = DriverManager::get_driver_by_name("GTiff").unwrap();
    let mut dataset =
        driver.create_with_band_type_with_options::<u16, _>(&path, COLUMNS, LINES, BANDS, &options).unwrap();
    dataset.set_geo_transform(&[600_000.0, 5.0, 0.0, 3_700_000.0, 0.0, -5.0]).unwrap();
    dataset.set_spatial_ref(&gdal::spatial_ref::SpatialRef::from_epsg(32_636).unwrap()).unwrap();
    let mut seed = 1_u32;
    for first in (0..LINES).step_by(STRIP) {
        let lines = STRIP.min(LINES - first);
        for band in 1..=BANDS {
            let samples = (0..lines * COLUMNS).map(|index| {
                seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                let (line, column) = (first + index / COLUMNS, index % COLUMNS);
                (200 + 10 * band + (line / 16 + column / 24) % 300) as u16 + (seed >> 29) as u16
            });
            let mut buffer = Buffer::new((COLUMNS, lines), samples.collect());
            dataset.rasterband(band).unwrap().write((0, first as isize), (COLUMNS, lines), &mut buffer).unwrap();
        }
    }
    dataset.close().unwrap();
    // In the page cache before anything is measured.
    std::io::copy(&mut std::fs::File::open(&path).unwrap(), &mut std::io::sink()).unwrap();
}
