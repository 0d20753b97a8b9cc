//! `DigitalGlobe` (Maxar): the RPB file, and the block of the same name in the XML of the image support data.

use std::collections::BTreeMap;
use std::path::Path;

use super::listed::{Listed, image_size, number, twenty, wrong};
use crate::instrument::rational_polynomials::{
    Coefficients, Normalisation, Quotient, RationalPolynomialModel, TermOrder,
};
use crate::product_files::error::ProductError;
use crate::product_files::xml_tree::XmlPlace;

/// The order of terms that a specification names. Other names of the family (data made anonymous have some) are read as RPC00B, as every tool
/// reads them.
fn order_of(path: &Path, element: &str, specification: &str) -> Result<TermOrder, ProductError> {
    match specification {
        "RPC00A" => Ok(TermOrder::A),
        name if name.starts_with("RPC00") => Ok(TermOrder::B),
        other => Err(wrong(
            path,
            element,
            "RPC00A or RPC00B",
            &format!("\"{}\"", other.chars().take(40).collect::<String>()),
        )),
    }
}

/// The block `RPB` of the image support data.
pub(super) fn from_xml(root: &XmlPlace<'_>, functions: &XmlPlace<'_>) -> Result<RationalPolynomialModel, ProductError> {
    let (image, file) = (functions.get("IMAGE")?, functions.file());
    let axis = |name: &str| -> Result<Normalisation, ProductError> {
        let value = |suffix: &str| image.get(&format!("{name}{suffix}"))?.number();
        Ok(Normalisation { offset: value("OFFSET")?, scale: value("SCALE")? })
    };
    let coefficients = |name: &str| -> Result<Coefficients, ProductError> {
        let list = image.get(&format!("{name}List/{name}"))?;
        twenty(file, list.place(), list.text())
    };
    let quotient = |name: &str| -> Result<Quotient, ProductError> {
        Ok(Quotient {
            numerator: coefficients(&format!("{name}NUMCOEF"))?,
            denominator: coefficients(&format!("{name}DENCOEF"))?,
        })
    };
    let specification = functions.get("SPECID")?;
    let size = |name: &str| root.find(&format!("IMD/{name}"))?.number().ok();
    Listed {
        path: file.to_path_buf(),
        element: functions.place().to_owned(),
        first_pixel: 0.0,
        line: axis("LINE")?,
        column: axis("SAMP")?,
        longitude_deg: axis("LONG")?,
        latitude_deg: axis("LAT")?,
        height_m: axis("HEIGHT")?,
        order: order_of(file, specification.place(), specification.text())?,
        image_from_ground: [quotient("SAMP")?, quotient("LINE")?],
        ground_from_image: None,
        image_size: size("NUMROWS").zip(size("NUMCOLUMNS")).and_then(|(lines, columns)| image_size(lines, columns)),
    }
    .model()
}

/// The RPB file: statements `key = value;`, lists between parentheses.
pub(super) fn from_rpb(path: &Path, text: &str) -> Result<RationalPolynomialModel, ProductError> {
    // BEGIN_GROUP has no semicolon: the last equals sign of a statement is that of its own key.
    let statements: BTreeMap<&str, &str> = text
        .split(';')
        .filter_map(|statement| statement.rsplit_once('='))
        .filter_map(|(before, value)| Some((before.split_whitespace().next_back()?, value.trim())))
        .collect();
    let of = |key: &str| {
        statements.get(key).copied().ok_or_else(|| wrong(path, key, "a statement \"key = value;\"", "none"))
    };
    let axis = |name: &str| -> Result<Normalisation, ProductError> {
        let value = |suffix: &str| {
            let key = format!("{name}{suffix}");
            number(path, &key, of(&key)?)
        };
        Ok(Normalisation { offset: value("Offset")?, scale: value("Scale")? })
    };
    let coefficients = |key: String| -> Result<Coefficients, ProductError> {
        twenty(path, &key, of(&key)?.trim_start_matches('(').trim_end_matches(')'))
    };
    let quotient = |name: &str| -> Result<Quotient, ProductError> {
        Ok(Quotient {
            numerator: coefficients(format!("{name}NumCoef"))?,
            denominator: coefficients(format!("{name}DenCoef"))?,
        })
    };
    Listed {
        path: path.to_path_buf(),
        element: "the group IMAGE".to_owned(),
        first_pixel: 0.0,
        line: axis("line")?,
        column: axis("samp")?,
        longitude_deg: axis("long")?,
        latitude_deg: axis("lat")?,
        height_m: axis("height")?,
        order: order_of(path, "SpecId", of("SpecId")?.trim_matches('"'))?,
        image_from_ground: [quotient("samp")?, quotient("line")?],
        ground_from_image: None,
        image_size: None,
    }
    .model()
}
