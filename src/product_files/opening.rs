//! From a path to a product: which format stands there, and its reader.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use super::error::{ProductError, require_file};
use super::product::{OpenProduct, Product};
use super::{muscate, plain_raster, venus_l1, venus_system};
use crate::supervision::Supervision;

/// A recognised product.
enum Recognised {
    /// The main header of a VENµS system product: raw, L0 or L1A.
    VenusSystem(PathBuf),
    /// The header of a VENµS L1 product.
    VenusL1(PathBuf),
    /// The metadata of a MUSCATE product.
    Muscate(PathBuf),
    /// A raster.
    Raster(PathBuf),
}

/// Describes the product at `path` without reading samples. `image` pairs a VENµS L1 header with a raster of its bands, such as a crop;
/// without it a header that has no image beside it is described by itself.
///
/// `path` is a header or metadata file, a product's folder, a product's image, or a raster.
///
/// # Errors
/// [`ProductError`].
pub fn describe(path: &Path, image: Option<&Path>) -> Result<Product, ProductError> {
    match recognise(path)? {
        Recognised::VenusSystem(header) => without_image(&header, image).and_then(|()| venus_system::describe(&header)),
        Recognised::VenusL1(header) => venus_l1::describe(&header, image),
        Recognised::Muscate(metadata) => without_image(&metadata, image).and_then(|()| muscate::describe(&metadata)),
        Recognised::Raster(raster) => without_image(&raster, image).and_then(|()| plain_raster::describe(&raster)),
    }
}

/// Opens the product at `path` for reading its samples; `path` and `image` as in [`describe`], but an image is needed.
///
/// # Errors
/// [`ProductError`].
pub fn open(path: &Path, image: Option<&Path>, supervision: &Supervision) -> Result<OpenProduct, ProductError> {
    supervision.check()?;
    match recognise(path)? {
        Recognised::VenusSystem(header) => {
            without_image(&header, image).and_then(|()| venus_system::open(&header, supervision))
        }
        Recognised::VenusL1(header) => venus_l1::open(&header, image, supervision),
        Recognised::Muscate(metadata) => {
            without_image(&metadata, image).and_then(|()| muscate::open(&metadata, supervision))
        }
        Recognised::Raster(raster) => {
            without_image(&raster, image).and_then(|()| plain_raster::open(&raster, supervision))
        }
    }
}

fn without_image(path: &Path, image: Option<&Path>) -> Result<(), ProductError> {
    match image {
        None => Ok(()),
        Some(image) => Err(ProductError::Unrecognised {
            path: path.to_path_buf(),
            found: format!("no VENµS L1 header, the only thing that an image ({}) can be paired with", image.display()),
        }),
    }
}

fn recognise(path: &Path) -> Result<Recognised, ProductError> {
    if path.is_dir() {
        return recognise_folder(path);
    }
    require_file(path, "a product")?;
    let extension = path.extension().unwrap_or_default().to_ascii_lowercase();
    if extension == "hdr" && begins_with(path, b"ENVI")? {
        return Err(ProductError::Unrecognised {
            path: path.to_path_buf(),
            found: "the header of an ENVI raster; name the raster beside it".to_owned(),
        });
    }
    if extension == "hdr" || extension == "eef" {
        if venus_system::is_system_header(path) {
            return Ok(Recognised::VenusSystem(path.to_path_buf()));
        }
        return Ok(Recognised::VenusL1(path.to_path_buf()));
    }
    if extension == "xml" {
        return Ok(Recognised::Muscate(path.to_path_buf()));
    }
    if let Some(header) = venus_system::header_of_system_image(path) {
        return Ok(Recognised::VenusSystem(header));
    }
    if venus_l1::is_product_image(path) {
        return Ok(Recognised::VenusL1(venus_l1::header_of_image(path)?));
    }
    Ok(Recognised::Raster(path.to_path_buf()))
}

fn begins_with(path: &Path, beginning: &[u8]) -> Result<bool, ProductError> {
    let mut bytes = Vec::with_capacity(beginning.len());
    let file = std::fs::File::open(path).map_err(|source| ProductError::io(path, "read", source))?;
    file.take(beginning.len() as u64)
        .read_to_end(&mut bytes)
        .map_err(|source| ProductError::io(path, "read", source))?;
    Ok(bytes == beginning)
}

fn recognise_folder(folder: &Path) -> Result<Recognised, ProductError> {
    if let Some(header) = venus_system::header_of_system_folder(folder)? {
        return Ok(Recognised::VenusSystem(header));
    }
    if let Some(header) = venus_l1::header_of_folder(folder)? {
        return Ok(Recognised::VenusL1(header));
    }
    if let Some(metadata) = muscate::metadata_of_folder(folder)? {
        return Ok(Recognised::Muscate(metadata));
    }
    Err(ProductError::Unrecognised {
        path: folder.to_path_buf(),
        found: "a folder with neither an L1 header (*_VSC_L1*.HDR) nor MUSCATE metadata (*_MTD_ALL.xml)".to_owned(),
    })
}
