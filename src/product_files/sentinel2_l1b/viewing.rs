//! The viewing directions of a band (VIEDIR), detector by detector.

use super::band::{BANDS, with_attribute};
use crate::product_files::acquisition_elements::{count, numbers};
use crate::product_files::error::ProductError;
use crate::product_files::xml_tree::{XmlDocument, XmlPlace};

/// What a band without time delay integration says of it.
const WITHOUT_INTEGRATION: &str = "NO_TDI";

/// The list of a band's directions for the lines of detectors in use, which the datastrip says where there is a choice.
pub(super) fn directions_of_band<'a>(
    viewing: &'a XmlDocument,
    datastrip: &XmlPlace<'_>,
    band_id: usize,
) -> Result<XmlPlace<'a>, ProductError> {
    let data = viewing.root().get("DATA")?;
    let found = data.get("BAND_ID")?;
    if found.whole_number::<usize>()? != band_id {
        return Err(found.wrong(&format!("{band_id}, which is {}", BANDS.get(band_id).map_or("", |band| band.name))));
    }
    let configurations = datastrip.get("Image_Data_Info/Sensor_Configuration/Acquisition_Configuration")?;
    let chosen = configurations.find("TDI_Configuration_List").and_then(|list| {
        list.all("TDI_CONFIGURATION").find(|choice| choice.attribute("bandId") == Some(&band_id.to_string()))
    });
    let wanted = chosen.as_ref().map_or(WITHOUT_INTEGRATION, |choice| choice.text());
    with_attribute(&data, "VIEWING_DIRECTIONS_LIST", "tdi_config", wanted)
}

/// Directions of the columns of a detector, (tan ψy, −tan ψx, 1) brought to length 1: between columns the peer goes straight from the one to the other.
pub(super) fn directions(list: &XmlPlace<'_>, detector: &str) -> Result<Vec<[f64; 3]>, ProductError> {
    let place = with_attribute(list, "VIEWING_DIRECTIONS", "detector_id", detector)?;
    let columns = count(&place.get("NB_OF_PIXELS")?)?;
    let tangents = |name: &str| {
        let tangents = place.get(name)?;
        let values = numbers(&tangents)?;
        if values.len() != columns {
            let needed = format!("{columns} numbers, NB_OF_PIXELS");
            return Err(tangents.error("", &needed, &values.len().to_string()));
        }
        match values.iter().position(|value| value.abs() > 1.0) {
            None => Ok(values),
            Some(index) => {
                let found = format!("{} as number {}", values[index], index + 1);
                Err(tangents.error("", "tangents of at most 1", &found))
            }
        }
    };
    let (across, along) = (tangents("TAN_PSI_X_LIST")?, tangents("TAN_PSI_Y_LIST")?);
    let unit = |(x, y): (&f64, &f64)| {
        let length = (x * x + y * y + 1.0).sqrt();
        [y / length, -x / length, 1.0 / length]
    };
    Ok(across.iter().zip(&along).map(unit).collect())
}
