//! A system product as every other: its description and its samples with their reasons.

use std::path::Path;

use super::folder::sidecar;
use super::header_reader::{SystemHeaders, read_headers};
use super::identifier::SystemLevel;
use super::image_files::{ImageFiles, image_files};
use super::record::{SampleKind, SystemProduct};
use crate::imagery::NoDataReason;
use crate::instrument::{SpectralBand, View, detector_unit_of};
use crate::product_files::error::ProductError;
use crate::product_files::gdal_raster::{FileBand, GdalRaster, ImageBand, Mask, RasterLayout};
use crate::product_files::product::{Level, OpenProduct, Product, SunAngles};
use crate::product_files::sample_rule::{ClippedCodes, SampleRule};
use crate::supervision::Supervision;

/// Describes a product from its headers.
///
/// # Errors
/// [`ProductError`].
pub(in crate::product_files) fn describe(header: &Path) -> Result<Product, ProductError> {
    let headers = read_headers(header)?;
    let files = image_files(&headers)?;
    Ok(described(&headers, &files))
}

/// Opens a product for reading its samples: counts with their ends as "clipped", values with the masks as reasons and NaN as "missing".
///
/// # Errors
/// [`ProductError`].
pub(in crate::product_files) fn open(header: &Path, supervision: &Supervision) -> Result<OpenProduct, ProductError> {
    supervision.check()?;
    let headers = read_headers(header)?;
    let files = image_files(&headers)?;
    let product = &headers.product;
    let clipped = match product.samples {
        SampleKind::Counts { .. } => {
            product.samples.highest_count().map(|highest| ClippedCodes { lowest: 0.0, highest: f32::from(highest) })
        }
        SampleKind::Values => None,
    };
    let rule = SampleRule { no_data: None, empty_pixel_is_outside: false, clipped };
    let n_bands = files.bands.len();
    let bands = (0..n_bands).map(|file| ImageBand { source: FileBand { file, band: 0 }, rule }).collect();
    let bits: Vec<u16> = (0..n_bands).map(|band| 1_u16 << band.min(15)).collect();
    let reasons = [NoDataReason::Saturated, NoDataReason::Defective];
    let masks = reasons.into_iter().enumerate().take(files.masks.len()).map(|(mask, reason)| Mask {
        source: FileBand { file: n_bands + mask, band: 0 },
        reason,
        bits: bits.clone(),
    });
    let masks = masks.collect();
    let described = described(&headers, &files);
    let paths = files.bands.into_iter().chain(files.masks).collect();
    let raster = GdalRaster::open(RasterLayout { files: paths, bands, masks }, supervision)?;
    Ok(OpenProduct { product: described, raster: Box::new(raster) })
}

fn described(headers: &SystemHeaders, files: &ImageFiles) -> Product {
    let product: &SystemProduct = &headers.product;
    let sun = product.geometry.sun.centre;
    let views = product.geometry.views.iter().map(|(unit, view)| View {
        detector_unit: *unit,
        zenith: view.centre.zenith,
        azimuth: view.centre.azimuth,
    });
    let bands = product.bands.iter().map(|band| SpectralBand {
        name: band.name.clone(),
        centre_nm: Some(f64::from(band.centre_nm)),
        ak: band.ak,
        polarisation_coefficient: band.polarisation_coefficient,
        detector_unit: detector_unit_of(&band.name),
        reflectance_per_code: None,
    });
    let mut paths = vec![headers.header.clone(), headers.private.clone()];
    paths.extend(headers.images.iter().cloned());
    paths.extend(headers.masks.values().cloned());
    paths.extend(files.bands.iter().chain(&files.masks).cloned());
    paths.extend(["uncertainty", "processing"].into_iter().filter_map(|what| sidecar(headers, what)));
    Product {
        identifier: product.identifier.to_string(),
        level: if product.level() == SystemLevel::L1A { Level::L1A } else { Level::L0 },
        site: Some(product.nick_name().to_owned()),
        acquisition: Some(product.acquisition),
        orbit: Some(product.orbit),
        sun: Some(SunAngles { zenith: sun.zenith, azimuth: sun.azimuth }),
        views: views.collect(),
        bands: bands.collect(),
        flags: product.flags.clone(),
        quality_indexes: product.quality_indexes.clone(),
        parameter_files: product.parameter_files.clone(),
        georeference: None,
        lines: product.lines,
        columns: product.columns(),
        synthetic: product.synthetic,
        files: paths,
    }
}
