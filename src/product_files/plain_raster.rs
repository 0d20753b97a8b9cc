//! Any raster of a listed format, as a product without mission metadata.

use std::collections::BTreeMap;
use std::path::Path;

use gdal::{Dataset, Metadata as _};

use super::error::ProductError;
use super::gdal_raster::{FileBand, GdalRaster, ImageBand, RasterLayout, size_of};
use super::gdal_session::{RASTER_DRIVERS, open_dataset};
use super::georeferencing;
use super::product::{Level, OpenProduct, Product};
use super::sample_rule::SampleRule;
use crate::instrument::SpectralBand;
use crate::supervision::Supervision;

/// Describes a raster.
pub(super) fn describe(path: &Path) -> Result<Product, ProductError> {
    let dataset = open_dataset(path, &RASTER_DRIVERS)?;
    let size = size_of(&dataset);
    if size.bands == 0 || size.lines == 0 || size.columns == 0 {
        return Err(ProductError::BandCount {
            path: path.to_path_buf(),
            needed: "at least one band with pixels".to_owned(),
            found: size.bands,
        });
    }
    Ok(Product {
        identifier: path.file_stem().unwrap_or_default().to_string_lossy().into_owned(),
        level: Level::Raster,
        site: None,
        acquisition: None,
        orbit: None,
        sun: None,
        views: Vec::new(),
        bands: band_names(&dataset).into_iter().map(named_band).collect(),
        flags: BTreeMap::new(),
        quality_indexes: Vec::new(),
        parameter_files: Vec::new(),
        georeference: georeferencing::of_dataset(&dataset),
        lines: size.lines,
        columns: size.columns,
        synthetic: false,
        files: vec![path.to_path_buf()],
    })
}

/// Opens a raster.
pub(super) fn open(path: &Path, supervision: &Supervision) -> Result<OpenProduct, ProductError> {
    let product = describe(path)?;
    let dataset = open_dataset(path, &RASTER_DRIVERS)?;
    let bands = (0..product.bands.len())
        .map(|band| {
            let no_data = dataset.rasterband(band + 1).ok().and_then(|band| band.no_data_value());
            let rule = SampleRule {
                no_data: no_data.map(|value| value as f32),
                // Without metadata nobody knows where the useful image ends.
                empty_pixel_is_outside: false,
                clipped: None,
            };
            ImageBand { source: FileBand { file: 0, band }, rule }
        })
        .collect();
    let layout = RasterLayout { files: vec![path.to_path_buf()], bands, masks: Vec::new() };
    let raster = GdalRaster::open(layout, supervision)?;
    Ok(OpenProduct { product, raster: Box::new(raster) })
}

/// Names of the bands: their descriptions where the file gives them and they differ, `band 1` and so on otherwise.
fn band_names(dataset: &Dataset) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for index in 1..=dataset.raster_count() {
        let description = dataset.rasterband(index).ok().and_then(|band| band.description().ok());
        let name = description.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        names.push(match name {
            Some(name) if !names.contains(&name) => name,
            _ => format!("band {index}"),
        });
    }
    names
}

fn named_band(name: String) -> SpectralBand {
    SpectralBand {
        name,
        centre_nm: None,
        ak: None,
        polarisation_coefficient: None,
        detector_unit: None,
        reflectance_per_code: None,
    }
}
