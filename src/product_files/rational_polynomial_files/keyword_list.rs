//! Texts of lines `key: value`: the keyword list of OSSIM and OTB (`.geom`), and the RPC text that comes with many images (`_RPC.TXT`).

use std::collections::BTreeMap;
use std::path::Path;

use super::listed::{Listed, image_size, number, wrong};
use crate::instrument::rational_polynomials::{
    Coefficients, Normalisation, Quotient, RationalPolynomialModel, TermOrder,
};
use crate::product_files::error::ProductError;

/// Reads either text: coefficients are numbered `_00` to `_19` in the first, `_1` to `_20` in the second; both have the centre of the first
/// pixel at (0, 0).
pub(super) fn read(path: &Path, text: &str) -> Result<RationalPolynomialModel, ProductError> {
    let entries: BTreeMap<String, &str> = text
        .lines()
        .filter_map(|line| line.split_once(':'))
        .map(|(key, value)| (key.trim().to_ascii_lowercase(), value.trim()))
        .collect();
    require_no_adjustment(path, &entries)?;
    // A unit may follow the number: "+021109.50 pixels".
    let value = |key: &str| -> Result<f64, ProductError> {
        let entry = entries.get(key).ok_or_else(|| wrong(path, key, "a line \"key: value\"", "none"))?;
        number(path, key, entry.split_whitespace().next().unwrap_or_default())
    };
    let axis = |name: &str| -> Result<Normalisation, ProductError> {
        Ok(Normalisation { offset: value(&format!("{name}_off"))?, scale: value(&format!("{name}_scale"))? })
    };
    let from_zero = entries.contains_key("line_num_coeff_00");
    let coefficients = |name: &str| -> Result<Coefficients, ProductError> {
        let mut all = [0.0; 20];
        for (index, coefficient) in all.iter_mut().enumerate() {
            let key =
                if from_zero { format!("{name}_coeff_{index:02}") } else { format!("{name}_coeff_{}", index + 1) };
            *coefficient = value(&key)?;
        }
        Ok(all)
    };
    let quotient = |name: &str| -> Result<Quotient, ProductError> {
        Ok(Quotient {
            numerator: coefficients(&format!("{name}_num"))?,
            denominator: coefficients(&format!("{name}_den"))?,
        })
    };
    let order = match entries.get("polynomial_format").copied() {
        None | Some("B") => TermOrder::B,
        Some("A") => TermOrder::A,
        Some(other) => return Err(wrong(path, "polynomial_format", "A or B", &format!("\"{other}\""))),
    };
    let size = |key: &str| entries.get(key).and_then(|text| text.parse::<f64>().ok());
    Listed {
        path: path.to_path_buf(),
        element: "line_off … samp_den_coeff".to_owned(),
        first_pixel: 0.0,
        line: axis("line")?,
        column: axis("samp")?,
        longitude_deg: axis("long")?,
        latitude_deg: axis("lat")?,
        height_m: axis("height")?,
        order,
        image_from_ground: [quotient("samp")?, quotient("line")?],
        ground_from_image: None,
        image_size: size("number_lines")
            .zip(size("number_samples"))
            .and_then(|(lines, columns)| image_size(lines, columns)),
    }
    .model()
}

/// A keyword list may correct its own polynomials by an adjustment of lines and columns. That is not read, so that one which is not zero is
/// refused rather than forgotten.
fn require_no_adjustment(path: &Path, entries: &BTreeMap<String, &str>) -> Result<(), ProductError> {
    let is_adjustment =
        |key: &str| key.starts_with("adjustment_") && (key.ends_with(".parameter") || key.ends_with(".center"));
    for (key, value) in entries.iter().filter(|(key, _)| is_adjustment(key)) {
        if number(path, key, value)? != 0.0 {
            return Err(wrong(path, key, "polynomials without an adjustment (0)", value));
        }
    }
    Ok(())
}
