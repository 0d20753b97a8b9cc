//! The images of a system product: where they lie, and whether they are what their headers say.

use std::path::{Path, PathBuf};

use gdal::raster::GdalDataType;
use gdal::{Dataset, Metadata as _};

use super::header_parts::positive;
use super::header_reader::{SystemHeaders, samples};
use super::identifier::SystemLevel;
use super::image_header::mask_samples;
use super::main_header::MASKS;
use super::record::{SampleKind, SystemProduct};
use crate::product_files::error::ProductError;
use crate::product_files::gdal_raster::size_of;
use crate::product_files::gdal_session::{open_dataset, take_messages};
use crate::product_files::xml_tree::{XmlDocument, XmlPlace};

/// Formats of the images.
const IMAGE_DRIVERS: [&str; 1] = ["GTiff"];

/// Extensions of an image.
const IMAGE: [&str; 2] = ["DBL.TIF", "DBL.tif"];

/// The images of a product, checked against their headers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ImageFiles {
    /// One a band, in their order.
    pub(super) bands: Vec<PathBuf>,
    /// SAT and PIX of an L1A product.
    pub(super) masks: Vec<PathBuf>,
}

/// Finds the images of a product and holds each against its header and the product's.
///
/// # Errors
/// [`ProductError`] naming the file: an image or header that is missing, another size, bit depth or number of bands than the product's header says,
/// strips that the file does not hold.
pub(super) fn image_files(headers: &SystemHeaders) -> Result<ImageFiles, ProductError> {
    let product = &headers.product;
    let mut bands = Vec::with_capacity(headers.images.len());
    for (header, band) in headers.images.iter().zip(&product.bands) {
        check_header(header, product, &band.name, product.samples)?;
        bands.push(checked_image(header, product, product.samples)?);
    }
    let mut masks = Vec::new();
    if product.level() == SystemLevel::L1A {
        for mask in MASKS {
            let header = headers.masks.get(mask).ok_or_else(|| ProductError::Element {
                path: headers.header.clone(),
                element: "Product_Organization/List_of_Mask_Files".to_owned(),
                needed: format!("the mask {mask}"),
                found: "none".to_owned(),
            })?;
            check_header(header, product, mask, mask_samples(product))?;
            masks.push(checked_image(header, product, mask_samples(product))?);
        }
    }
    Ok(ImageFiles { bands, masks })
}

/// Opens an image; each thread has a handle of its own.
pub(super) fn open_image(path: &Path) -> Result<Dataset, ProductError> {
    open_dataset(path, &IMAGE_DRIVERS)
}

/// Holds the header of an image against the product.
fn check_header(path: &Path, product: &SystemProduct, channel: &str, kind: SampleKind) -> Result<(), ProductError> {
    let document = XmlDocument::read(path)?;
    let specific = document.root().get("Variable_Header/Specific_Product_Header")?;
    let reference = specific.get("Reference_Product_Header_Id")?;
    if reference.text() != product.identifier.to_string() {
        return Err(reference.wrong(&format!("{}, the product that names this image", product.identifier)));
    }
    let image = specific.get("Image_Information")?;
    let name = image.get("List_of_Bands/Band")?;
    if name.text() != channel {
        return Err(name.wrong(&format!("{channel}, for which the product names this image")));
    }
    let same = |name: &str, needed: usize| -> Result<(), ProductError> {
        let place: XmlPlace<'_> = image.get(name)?;
        if positive(&place)? == needed {
            Ok(())
        } else {
            Err(place.wrong(&format!("{needed} as in the product's header")))
        }
    };
    same("Size/Lines", product.lines)?;
    same("Size/Columns", product.columns())?;
    let is_mask = MASKS.contains(&channel);
    let level = if is_mask { SystemLevel::L0 } else { product.level() };
    let found = samples(&image, level)?;
    if found != kind && !is_mask {
        let place = image.get("Number_of_Significant_Bits")?;
        return Err(place.wrong(&format!("{kind:?} as in the product's header")));
    }
    Ok(())
}

/// The image beside its header, of the product's size and kind of samples, with all its strips.
fn checked_image(header: &Path, product: &SystemProduct, kind: SampleKind) -> Result<PathBuf, ProductError> {
    let candidates = IMAGE.map(|extension| header.with_extension(extension));
    let Some(path) = candidates.iter().find(|path| path.exists()) else {
        let names = candidates.iter().filter_map(|path| path.file_name()?.to_str().map(str::to_owned)).collect();
        return Err(ProductError::HeaderWithoutImage { path: header.to_path_buf(), folders: Vec::new(), names });
    };
    let dataset = open_image(path)?;
    let size = size_of(&dataset);
    if size.bands != 1 {
        return Err(ProductError::BandCount { path: path.clone(), needed: "1 band".to_owned(), found: size.bands });
    }
    let wrong = |needed: String, found: String| ProductError::Raster { path: path.clone(), needed, found };
    if (size.lines, size.columns) != (product.lines, product.columns()) {
        let needed = format!("{} lines × {} columns as its header says", product.lines, product.columns());
        return Err(wrong(needed, format!("{} × {}", size.lines, size.columns)));
    }
    let band = dataset.rasterband(1).map_err(|error| wrong("band 1".to_owned(), error.to_string()))?;
    let (kind, word) = match kind {
        SampleKind::Counts { .. } => (GdalDataType::UInt16, "unsigned 16-bit samples as its header says"),
        SampleKind::Values => (GdalDataType::Float32, "32-bit real samples as its header says"),
    };
    if band.band_type() != kind {
        return Err(wrong(word.to_owned(), format!("samples of the kind {}", band.band_type().name())));
    }
    require_all_blocks(path, &dataset)?;
    Ok(path.clone())
}

/// Refuses an image of which the file leaves out blocks, which the raster library would deliver as zeros, or of which it ends too early.
fn require_all_blocks(path: &Path, dataset: &Dataset) -> Result<(), ProductError> {
    let (columns, lines) = dataset.raster_size();
    let length = std::fs::metadata(path).map_err(|source| ProductError::io(path, "read", source))?.len();
    let band = dataset.rasterband(1).map_err(|error| ProductError::Raster {
        path: path.to_path_buf(),
        needed: "band 1".to_owned(),
        found: take_messages(&error.to_string()),
    })?;
    let (block_columns, block_lines) = band.block_size();
    let (block_columns, block_lines) = (block_columns.max(1), block_lines.max(1));
    let missing = |line: usize, found: String| ProductError::Raster {
        path: path.to_path_buf(),
        needed: format!("the samples of lines {line} to {}", (line + block_lines).min(lines) - 1),
        found,
    };
    for row in 0..lines.div_ceil(block_lines) {
        for column in 0..columns.div_ceil(block_columns) {
            let figure = |name: &str| -> Option<u64> {
                band.metadata_item(&format!("{name}_{column}_{row}"), "TIFF")?.parse().ok()
            };
            let (Some(offset), Some(size)) = (figure("BLOCK_OFFSET"), figure("BLOCK_SIZE")) else {
                return Err(missing(row * block_lines, "none in the file".to_owned()));
            };
            if offset.saturating_add(size) > length {
                return Err(missing(row * block_lines, format!("a file that ends at byte {length}, before them")));
            }
        }
    }
    Ok(())
}
