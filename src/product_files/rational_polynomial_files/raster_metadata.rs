//! Rational polynomials in the metadata of a raster: the TIFF tag, or what the raster library found with the image.

use std::collections::BTreeMap;
use std::path::Path;

use gdal::Metadata as _;

use super::listed::{Listed, number, twenty, wrong};
use crate::instrument::location::ImageSize;
use crate::instrument::rational_polynomials::{
    Coefficients, Normalisation, Quotient, RationalPolynomialModel, TermOrder,
};
use crate::product_files::error::ProductError;
use crate::product_files::gdal_raster::size_of;
use crate::product_files::gdal_session::{RASTER_DRIVERS, open_dataset};

/// Reads the RPC metadata of a raster (GDAL's domain `RPC`, RFC 22: order of RPC00B, the centre of the first pixel at (0, 0)).
pub(super) fn read(path: &Path) -> Result<RationalPolynomialModel, ProductError> {
    let dataset = open_dataset(path, &RASTER_DRIVERS)?;
    let lines = dataset.metadata_domain("RPC").unwrap_or_default();
    if lines.is_empty() {
        return Err(wrong(
            path,
            "the metadata of the raster",
            "rational polynomials (domain RPC, TIFF tag 50844)",
            "none",
        ));
    }
    let entries: BTreeMap<&str, &str> = lines.iter().filter_map(|line| line.split_once('=')).collect();
    let of =
        |key: &str| entries.get(key).copied().ok_or_else(|| wrong(path, &format!("RPC/{key}"), "an entry", "none"));
    let axis = |name: &str| -> Result<Normalisation, ProductError> {
        let value = |suffix: &str| {
            let key = format!("{name}_{suffix}");
            number(path, &format!("RPC/{key}"), of(&key)?.split_whitespace().next().unwrap_or_default())
        };
        Ok(Normalisation { offset: value("OFF")?, scale: value("SCALE")? })
    };
    let coefficients =
        |key: String| -> Result<Coefficients, ProductError> { twenty(path, &format!("RPC/{key}"), of(&key)?) };
    let quotient = |name: &str| -> Result<Quotient, ProductError> {
        Ok(Quotient {
            numerator: coefficients(format!("{name}_NUM_COEFF"))?,
            denominator: coefficients(format!("{name}_DEN_COEFF"))?,
        })
    };
    let size = size_of(&dataset);
    Listed {
        path: path.to_path_buf(),
        element: "the metadata domain RPC".to_owned(),
        first_pixel: 0.0,
        line: axis("LINE")?,
        column: axis("SAMP")?,
        longitude_deg: axis("LONG")?,
        latitude_deg: axis("LAT")?,
        height_m: axis("HEIGHT")?,
        order: TermOrder::B,
        image_from_ground: [quotient("SAMP")?, quotient("LINE")?],
        ground_from_image: None,
        image_size: Some(ImageSize { lines: size.lines, columns: size.columns }),
    }
    .model()
}
