//! Elements that the headers of the mission's products share, read alike at every level.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use super::error::ProductError;
use super::product::{ParameterFile, QualityIndex};
use super::xml_tree::XmlPlace;
use crate::units::{Angle, UtcInstant};

/// A date and time.
pub(super) fn instant(place: &XmlPlace<'_>) -> Result<UtcInstant, ProductError> {
    UtcInstant::parse(place.text()).map_err(|_| place.wrong("a UTC date and time such as UTC=2019-02-04T08:34:37"))
}

/// An angle in degrees by the name of its element.
pub(super) fn degrees(place: &XmlPlace<'_>, name: &str, limits: RangeInclusive<f64>) -> Result<f64, ProductError> {
    let place = place.get(name)?;
    let degrees = place.number()?;
    if limits.contains(&degrees) {
        Ok(degrees)
    } else {
        Err(place.wrong(&format!("an angle from {} to {} degrees", limits.start(), limits.end())))
    }
}

/// The same as an angle.
pub(super) fn angle(place: &XmlPlace<'_>, name: &str, limits: RangeInclusive<f64>) -> Result<Angle, ProductError> {
    degrees(place, name, limits).map(Angle::from_degrees)
}

/// The flags of `Processing_Flags_And_Modes`.
pub(super) fn flags(place: &XmlPlace<'_>) -> Result<BTreeMap<String, bool>, ProductError> {
    place.children().map(|flag| Ok((flag.name().to_owned(), flag.truth()?))).collect()
}

/// The quality indexes of `Product_Information`, in their order.
pub(super) fn quality_indexes(information: &XmlPlace<'_>) -> Result<Vec<QualityIndex>, ProductError> {
    let indexes = information.counted_list("List_of_Quality_Indexes", "Quality_Index")?;
    indexes
        .iter()
        .map(|place| {
            let text = place.get("Value")?.text();
            Ok(QualityIndex {
                code: place.get("Code")?.filled_text()?.to_owned(),
                band: place.find("Band_Code").map(|band| band.text().to_owned()).filter(|band| !band.is_empty()),
                value: text.parse().ok().filter(|value: &f64| value.is_finite()),
                text: text.to_owned(),
            })
        })
        .collect()
}

/// The parameter files of `Product_Information`, in their order.
pub(super) fn parameter_files(information: &XmlPlace<'_>) -> Result<Vec<ParameterFile>, ProductError> {
    let files = information.counted_list("Processing_Information/List_of_GIPP_Files", "GIPP_File")?;
    files
        .iter()
        .map(|place| {
            Ok(ParameterFile {
                nature: place.get("Nature")?.filled_text()?.to_owned(),
                name: place.get("Logical_Name")?.filled_text()?.to_owned(),
            })
        })
        .collect()
}
