//! DIMAP (Airbus, CNES): functions in both directions.

use super::listed::{Listed, image_size, numbers, wrong};
use crate::instrument::location::ImageSize;
use crate::instrument::rational_polynomials::{
    Coefficients, Normalisation, Quotient, RationalPolynomialModel, TermOrder,
};
use crate::product_files::error::ProductError;
use crate::product_files::xml_tree::XmlPlace;

/// Line and column of the centre of the first pixel in both versions.
const FIRST_PIXEL: f64 = 1.0;

/// DIMAP 2: `Rational_Function_Model/Global_RFM`, terms in the order of RPC00B. In `Direct_Model` the functions named `SAMP` give the longitude
/// and those named `LINE` the latitude, of the normalised column (in the place of the longitude), line and height.
pub(super) fn version_2(
    root: &XmlPlace<'_>,
    functions: &XmlPlace<'_>,
) -> Result<RationalPolynomialModel, ProductError> {
    if let Some(format) = root.find("Metadata_Identification/METADATA_FORMAT")
        && let Some(version) = format.attribute("version")
        && !version.trim_start().starts_with("2.")
    {
        // Version 3 names its functions otherwise and puts the first pixel elsewhere.
        return Err(format.error("@version", "DIMAP 2", &format!("\"{version}\"")));
    }
    if let Some(order) = root.find("Rational_Function_Model/Resource_Reference/RESOURCE_ID")
        && order.text() != "RPC00B"
    {
        return Err(order.wrong("RPC00B"));
    }
    let (direct, inverse) = (functions.get("Direct_Model")?, functions.get("Inverse_Model")?);
    let validity = functions.get("RFM_Validity")?;
    let axis = |name: &str| -> Result<Normalisation, ProductError> {
        let value = |suffix: &str| validity.get(&format!("{name}_{suffix}"))?.number();
        Ok(Normalisation { offset: value("OFF")?, scale: value("SCALE")? })
    };
    Listed {
        path: functions.file().to_path_buf(),
        element: functions.place().to_owned(),
        first_pixel: FIRST_PIXEL,
        line: axis("LINE")?,
        column: axis("SAMP")?,
        longitude_deg: axis("LONG")?,
        latitude_deg: axis("LAT")?,
        height_m: axis("HEIGHT")?,
        order: TermOrder::B,
        image_from_ground: [numbered(&inverse, "SAMP")?, numbered(&inverse, "LINE")?],
        ground_from_image: Some([numbered(&direct, "SAMP")?, numbered(&direct, "LINE")?]),
        image_size: size_of_domain(&validity),
    }
    .model()
}

fn numbered(functions: &XmlPlace<'_>, name: &str) -> Result<Quotient, ProductError> {
    let twenty = |part: &str| -> Result<Coefficients, ProductError> {
        let mut coefficients = [0.0; 20];
        for (index, coefficient) in coefficients.iter_mut().enumerate() {
            *coefficient = functions.get(&format!("{name}_{part}_COEFF_{}", index + 1))?.number()?;
        }
        Ok(coefficients)
    };
    Ok(Quotient { numerator: twenty("NUM")?, denominator: twenty("DEN")? })
}

/// DIMAP 1 of Pléiades (`PHRDIMAP`): `F_LON`, `F_LAT`, `F_COL`, `F_ROW` with twenty coefficients of the numerator and twenty of the
/// denominator; a value is `A · normalised + B`.
pub(super) fn version_1(functions: &XmlPlace<'_>) -> Result<RationalPolynomialModel, ProductError> {
    let validity = functions.get("RFM_Validity")?;
    let axis = |name: &str| -> Result<Normalisation, ProductError> {
        let place = validity.get(name)?;
        Ok(Normalisation { offset: place.get("B")?.number()?, scale: place.get("A")?.number()? })
    };
    Listed {
        path: functions.file().to_path_buf(),
        element: functions.place().to_owned(),
        first_pixel: FIRST_PIXEL,
        line: axis("Row")?,
        column: axis("Col")?,
        longitude_deg: axis("Lon")?,
        latitude_deg: axis("Lat")?,
        height_m: axis("Alt")?,
        order: TermOrder::B,
        image_from_ground: [
            forty(&functions.get("Inverse_Model/F_COL")?)?,
            forty(&functions.get("Inverse_Model/F_ROW")?)?,
        ],
        ground_from_image: Some([
            forty(&functions.get("Direct_Model/F_LON")?)?,
            forty(&functions.get("Direct_Model/F_LAT")?)?,
        ]),
        image_size: size_of_domain(&validity),
    }
    .model()
}

fn forty(list: &XmlPlace<'_>) -> Result<Quotient, ProductError> {
    let all = numbers(list.file(), list.place(), list.text())?;
    let halves = if all.len() == 40 { all.split_at_checked(20) } else { None };
    let parts = halves.and_then(|(above, below)| Some((above.try_into().ok()?, below.try_into().ok()?)));
    let (numerator, denominator) = parts.ok_or_else(|| {
        wrong(list.file(), list.place(), "20 coefficients above and 20 below the line", &all.len().to_string())
    })?;
    Ok(Quotient { numerator, denominator })
}

/// The size of the image where the domain of the direct model begins with its first pixel; a domain that reaches beyond the image does not tell.
fn size_of_domain(validity: &XmlPlace<'_>) -> Option<ImageSize> {
    let domain = validity.find("Direct_Model_Validity_Domain")?;
    let value = |name: &str| domain.find(name)?.number().ok();
    let begins = [value("FIRST_ROW")?, value("FIRST_COL")?].into_iter().all(|first| (first - FIRST_PIXEL).abs() < 1e-9);
    if begins { image_size(value("LAST_ROW")?, value("LAST_COL")?) } else { None }
}
