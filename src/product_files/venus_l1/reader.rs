//! From the files of an L1 product to its description and its samples.

use std::path::{Path, PathBuf};

use super::angle_grids::warn_of_unreadable_annexes;
use super::header::{Header, MASK_CHANNELS, read_header};
use super::product_folder::{find_image, find_named};
use crate::imagery::NoDataReason;
use crate::product_files::error::ProductError;
use crate::product_files::gdal_raster::{FileBand, FileSize, GdalRaster, ImageBand, Mask, RasterLayout, size_of};
use crate::product_files::gdal_session::{RASTER_DRIVERS, open_dataset};
use crate::product_files::georeferencing;
use crate::product_files::product::{OpenProduct, Product};
use crate::product_files::sample_rule::{ClippedCodes, SampleRule};
use crate::supervision::Supervision;

/// Lowest code of the image: what is darker is written as 1, because 0 stands for no data.
const LOWEST_CODE: f32 = 1.0;

/// Describes a product from its header, and from its image where there is one: `image`, or the product's own.
pub(in crate::product_files) fn describe(header_path: &Path, image: Option<&Path>) -> Result<Product, ProductError> {
    let header = read_header(header_path)?;
    match image_of(header_path, &header, image) {
        Ok(image_path) => Ok(with_image(header_path, header, &image_path, image.is_some())?.0),
        Err(ProductError::HeaderWithoutImage { .. }) if header.product.lines > 0 => Ok(header.product),
        Err(error) => Err(error),
    }
}

/// Opens a product: its header with `image`, or with its own image.
pub(in crate::product_files) fn open(
    header_path: &Path,
    image: Option<&Path>,
    supervision: &Supervision,
) -> Result<OpenProduct, ProductError> {
    supervision.check()?;
    let header = read_header(header_path)?;
    let image_path = image_of(header_path, &header, image)?;
    let georeference = header.product.georeference.clone();
    let rule = SampleRule {
        no_data: Some(header.no_data as f32),
        empty_pixel_is_outside: true,
        clipped: Some(ClippedCodes { lowest: LOWEST_CODE, highest: ((1_u32 << header.significant_bits) - 1) as f32 }),
    };
    let (product, masks) = with_image(header_path, header, &image_path, image.is_some())?;
    if image.is_none()
        && let (Some(written), Some(found)) = (georeference, &product.georeference)
    {
        let largest =
            written.geotransform.iter().zip(found.geotransform).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
        if written.crs != found.crs || largest > written.geotransform[1] / 2.0 {
            supervision.warn(format!(
                "{}: the image says {} {:?}, its header {} {:?}; the image is followed",
                image_path.display(),
                found.crs,
                found.geotransform,
                written.crs,
                written.geotransform
            ));
        }
    }
    warn_of_unreadable_annexes(&product, supervision);
    let bands = (0..product.bands.len()).map(|band| ImageBand { source: FileBand { file: 0, band }, rule }).collect();
    let raster = GdalRaster::open(RasterLayout { files: vec![image_path], bands, masks }, supervision)?;
    Ok(OpenProduct { product, raster: Box::new(raster) })
}

fn image_of(header_path: &Path, header: &Header, image: Option<&Path>) -> Result<PathBuf, ProductError> {
    match image {
        Some(image) => Ok(image.to_path_buf()),
        None => find_image(header_path, header),
    }
}

/// Completes a header's description by its image, whose own size and georeference win when it was paired by the user.
fn with_image(
    header_path: &Path,
    header: Header,
    image_path: &Path,
    paired: bool,
) -> Result<(Product, Vec<Mask>), ProductError> {
    let dataset = open_dataset(image_path, &RASTER_DRIVERS)?;
    let size = size_of(&dataset);
    let masks = masks(&header, image_path, size)?;
    let own_place = georeferencing::of_dataset(&dataset);
    let Header { mut product, image, quicklook, annexes, .. } = header;
    let same_size = (product.lines, product.columns) == (size.lines, size.columns);
    if !paired && product.lines > 0 && !same_size {
        return Err(ProductError::Raster {
            path: image_path.to_path_buf(),
            needed: format!("{} lines × {} columns as its header says", product.lines, product.columns),
            found: format!("{} × {}", size.lines, size.columns),
        });
    }
    product.georeference = match (own_place, product.georeference) {
        // The header knows the outline of the useful image, the raster only its own frame.
        (Some(own), Some(written)) if !paired || same_size => {
            Some(crate::product_files::Georeference { footprint: written.footprint, ..own })
        }
        (None, written) if !paired || same_size => written,
        (own, _) => own,
    };
    product.lines = size.lines;
    product.columns = size.columns;
    product.files.push(image_path.to_path_buf());
    if !paired {
        let image_header = find_named(header_path, &image, &[".HDR"])?;
        product.files.extend(image_header);
        for file in annexes.values().chain(&quicklook) {
            product.files.extend(find_named(header_path, file, &[".HDR"])?);
            product.files.extend(find_named(header_path, file, &[".DBL.TIF", ".DBL.HDF", ".DBL.JPG", ".JPG"])?);
        }
    }
    Ok((product, masks))
}

/// The masks that follow the image bands; none in an image of the bands alone.
fn masks(header: &Header, image_path: &Path, size: FileSize) -> Result<Vec<Mask>, ProductError> {
    let n_bands = header.product.bands.len();
    let names: Vec<&str> = match &header.channels {
        Some(channels) => channels.iter().skip(n_bands).map(String::as_str).collect(),
        None => MASK_CHANNELS.to_vec(),
    };
    if size.bands == n_bands {
        return Ok(Vec::new());
    }
    if size.bands != n_bands + names.len() {
        return Err(ProductError::BandCount {
            path: image_path.to_path_buf(),
            needed: format!("{n_bands} bands, or {} with the masks {}", n_bands + names.len(), names.join(", ")),
            found: size.bands,
        });
    }
    let band_bits: Vec<u16> = (0..n_bands).map(|band| 1_u16 << band.min(15)).collect();
    let masks = names.iter().enumerate().filter_map(|(index, name)| {
        let source = FileBand { file: 0, band: n_bands + index };
        // SAT and PIX: bit k-1 speaks of band k. CLD: its first bit is the union of the seven others (clouds and their shadows).
        match *name {
            "SAT" => Some(Mask { source, reason: NoDataReason::Saturated, bits: band_bits.clone() }),
            "PIX" => Some(Mask { source, reason: NoDataReason::Defective, bits: band_bits.clone() }),
            "CLD" => Some(Mask { source, reason: NoDataReason::Cloud, bits: vec![0xFF; n_bands] }),
            _ => None,
        }
    });
    Ok(masks.collect())
}
