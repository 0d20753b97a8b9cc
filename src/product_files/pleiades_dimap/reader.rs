//! From the document to the description of its acquisition.

use std::path::Path;

use nalgebra::Vector3;

use super::{attitude, ephemeris, viewing};
use crate::earth::{Epoch, TimeScale, seconds_between};
use crate::instrument::location::ImageSize;
use crate::instrument::pushbroom::{Acquisition, ArrayDescription, Corrections, LineDating, MountingStep};
use crate::product_files::acquisition_elements::{count, moment, require_leap_seconds};
use crate::product_files::error::ProductError;
use crate::product_files::xml_tree::{XmlDocument, XmlPlace};

const ROOT: &str = "PHR_Dimap_Document";

/// Whether a document is a Pléiades product in this format, by its root element.
pub fn is_pleiades_dimap(document: &XmlDocument) -> bool {
    document.root().name() == ROOT
}

/// Reads the document of a Pléiades product.
///
/// # Errors
/// As [`pleiades_acquisition`], and those of [`XmlDocument::read`].
pub fn read_pleiades_acquisition(path: &Path) -> Result<Acquisition, ProductError> {
    pleiades_acquisition(&XmlDocument::read(path)?)
}

/// The acquisition that a Pléiades document describes by its model of a perfect sensor (`Sensor_Model_Characteristics`): one array, which all
/// bands share. Lines and columns count from 0 here, from 1 in the document. Line `l` was taken at START + l · `SENSOR_LINE_PERIOD`.
///
/// # Errors
/// [`ProductError::Element`] for an element that is missing, or does not fit the format or the others: the element, what was needed, what was found.
pub fn pleiades_acquisition(document: &XmlDocument) -> Result<Acquisition, ProductError> {
    let root = document.root();
    if root.name() != ROOT {
        return Err(root.error("", &format!("the root element {ROOT}"), root.name()));
    }
    let size = ImageSize {
        lines: count(&root.get("Raster_Dimensions/NROWS")?)?,
        columns: count(&root.get("Raster_Dimensions/NCOLS")?)?,
    };
    let model = root.get("Geometric_Data/Sensor_Model_Characteristics")?;
    let reference = moment(&model.get("UTC_Sensor_Model_Range/START")?, TimeScale::UTC)?;
    let leap_seconds = root.find("Data_Strip/Sensor_Configuration/Time_Stamp/TAI_UTC");
    let leap_seconds = require_leap_seconds(leap_seconds.as_ref(), 0.0, reference)?;
    let period_s = model.get("SENSOR_LINE_PERIOD")?.positive_number()? / 1000.0;
    let lines_s = [0.0, (size.lines - 1) as f64 * period_s];
    check_end(&model, reference, lines_s[1], period_s)?;
    let band = root.get("Product_Characteristics/Product_Image_Characteristics/SPECTRAL_PROCESSING")?.filled_text()?;
    let array = ArrayDescription {
        name: band.to_owned(),
        band: band.to_owned(),
        size,
        dating: LineDating::Regular { line: 0.0, time_s: 0.0, period_s },
        mounting: vec![MountingStep::identity("instrument")],
        lever_arm_in_body_m: Vector3::zeros(),
        directions: viewing::read(&model, size.columns)?,
    };
    let profile = root.find("Metadata_Identification/METADATA_PROFILE");
    let version = profile.as_ref().and_then(|place| place.attribute("version")).unwrap_or("not given");
    let dataset = root.find("Dataset_Identification/DATASET_NAME").map_or("not given", |place| place.text());
    Ok(Acquisition {
        reference,
        orbit: ephemeris::read(&model, reference, lines_s)?,
        attitude: attitude::read(&model, reference, lines_s)?,
        corrections: Corrections { light_time: false, aberration: false, refraction: false },
        arrays: vec![array],
        remarks: vec![
            format!("Pléiades DIMAP {}, profile {version}, dataset {dataset}, TAI − UTC {leap_seconds} s", root.file().display()),
            "the sensor is the producer's perfect sensor: one array without distortion, to which the image was resampled".to_owned(),
            "velocities of the ephemeris are inertial on Earth-fixed axes; ω × r was taken off".to_owned(),
            "light time and aberration are off: the producer's own location grid of a product is met to 3 mm without them, so the attitude of \
             the perfect sensor holds them or the producer leaves them out"
                .to_owned(),
        ],
    })
}

/// The end of the model's range is the date of the last line, to the millisecond that it is rounded to.
fn check_end(model: &XmlPlace<'_>, reference: Epoch, last_s: f64, period_s: f64) -> Result<(), ProductError> {
    let end = model.get("UTC_Sensor_Model_Range/END")?;
    let end_s = seconds_between(reference, moment(&end, TimeScale::UTC)?);
    if (end_s - last_s).abs() <= 1.5e-3 + period_s {
        return Ok(());
    }
    let needed = format!("START plus {last_s:.6} s, the lines at SENSOR_LINE_PERIOD");
    Err(end.error("", &needed, &format!("\"{}\", START plus {end_s:.6} s", end.text())))
}
