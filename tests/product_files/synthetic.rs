//! Small products written by the tests themselves.

use std::path::{Path, PathBuf};

use viq::product_files::venus_l1::write_header;
use viq::product_files::{Compression, GeoTiffDescription, GeoTiffSample, ProductError, write_geotiff};
use viq::supervision::Supervision;

use crate::written_header::synthetic_product;

/// A GeoTIFF of `samples` (one vector a band).
pub(crate) fn write_bands<T: GeoTiffSample>(
    path: &Path,
    lines: usize,
    columns: usize,
    names: &[&str],
    samples: &[Vec<T>],
) -> Result<(), ProductError> {
    let description = GeoTiffDescription {
        lines,
        columns,
        band_names: names.iter().map(ToString::to_string).collect(),
        crs: Some("EPSG:32636".to_owned()),
        geotransform: Some([700000.0, 5.0, 0.0, 3600000.0, 0.0, -5.0]),
        no_data: None,
        tile_side: 16,
        compression: Compression::Deflate,
        metadata: Vec::new(),
    };
    write_geotiff(path, &description, &Supervision::unattended(), |range, strip| {
        for (band, rows) in samples.iter().zip(strip) {
            rows.copy_from_slice(&band[range.start * columns..range.end * columns]);
        }
        Ok(())
    })
}

/// The names of an L1 image's channels.
pub(crate) const CHANNELS: [&str; 15] =
    ["B01", "B02", "B03", "B04", "B05", "B06", "B07", "B08", "B09", "B10", "B11", "B12", "SAT", "PIX", "CLD"];

/// Fifteen channels: band k (from 1) holds 80·k everywhere, the masks nothing.
pub(crate) fn plain_channels(lines: usize, columns: usize) -> Vec<Vec<u16>> {
    (1..=15).map(|band| vec![if band <= 12 { 80 * band } else { 0 }; lines * columns]).collect()
}

/// Writes an L1 product with its header in `folder` and its image in the folder beside it; returns the header's path.
pub(crate) fn write_product(folder: &Path, lines: usize, columns: usize, channels: &[Vec<u16>]) -> PathBuf {
    let product = synthetic_product(lines, columns);
    let header = folder.join(format!("{}.HDR", product.identifier));
    std::fs::write(&header, write_header(&product)).unwrap();
    write_bands(&image_path(&header), lines, columns, &CHANNELS[..channels.len()], channels).unwrap();
    header
}

/// Where the image of a product written by [`write_product`] lies.
pub(crate) fn image_path(header: &Path) -> PathBuf {
    let stem = header.file_stem().unwrap().to_str().unwrap();
    let data = header.with_file_name(format!("{stem}.DBL.DIR"));
    std::fs::create_dir_all(&data).unwrap();
    data.join(format!("{}.DBL.TIF", stem.replacen("_VSC_", "_VSC_PDTIMG_", 1)))
}
