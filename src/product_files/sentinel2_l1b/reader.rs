//! From a datastrip and its parameters to the description of its acquisition.

use std::path::{Path, PathBuf};

use nalgebra::Vector3;

use super::band::BANDS;
use super::{attitude, dating, earth_orientation, ephemeris, ground_parameters, refining, spacecraft_model, viewing};
use crate::earth::{Epoch, TimeScale, epoch_after, seconds_between, utc_text};
use crate::instrument::location::ImageSize;
use crate::instrument::pushbroom::{Acquisition, ArrayDescription, Corrections};
use crate::product_files::acquisition_elements::moment;
use crate::product_files::error::ProductError;
use crate::product_files::xml_tree::{XmlDocument, XmlPlace};

const ROOT: &str = "Level-1B_DataStrip_ID";

/// Longest datastrip that is believed, in seconds: half an orbit.
const LONGEST_S: f64 = 3000.0;

/// What a reader of a datastrip may choose.
#[derive(Debug, Clone)]
pub struct Sentinel2Choices {
    /// Folder with the ground processing parameters; without it `GIPP` beside the datastrip.
    pub ground_parameters: Option<PathBuf>,
    /// Whether the corrections of a refined datastrip are used.
    pub with_refining: bool,
}

impl Default for Sentinel2Choices {
    fn default() -> Self {
        Self { ground_parameters: None, with_refining: true }
    }
}

/// Whether a document is the metadata of a Sentinel-2 L1B datastrip, by its root element.
pub fn is_sentinel2_datastrip(document: &XmlDocument) -> bool {
    document.root().name() == ROOT
}

/// Reads the metadata of a datastrip and the parameters that it names.
///
/// # Errors
/// As [`sentinel2_acquisition`], and those of [`XmlDocument::read`].
pub fn read_sentinel2_acquisition(path: &Path, choices: &Sentinel2Choices) -> Result<Acquisition, ProductError> {
    sentinel2_acquisition(&XmlDocument::read(path)?, choices)
}

/// The acquisition that a datastrip describes: an array for each of the 13 bands on each of the 12 detectors (`B01/D01`), bands first.
///
/// The reference is the middle of the datastrip, from which the polynomials of a refining count. Line 0 is the first line of the detector's image,
/// which begins with the granule at POSITION 1; column 0 is its first pixel. (In the numbers of sen2vm's location functions, where the
/// first pixel is line 1, pixel 0, our line is 1 less.) Light time and aberration are left aside, as the peer does.
///
/// # Errors
/// [`ProductError::Element`] for an element that is missing, or does not fit the format or the others: the element, what was needed, what was found.
/// [`ProductError::Missing`] for a parameter file that the datastrip names and the folder does not hold.
pub fn sentinel2_acquisition(document: &XmlDocument, choices: &Sentinel2Choices) -> Result<Acquisition, ProductError> {
    let root = document.root();
    if root.name() != ROOT {
        return Err(root.error("", &format!("the root element {ROOT}"), root.name()));
    }
    let reference = middle(&root)?;
    earth_orientation::check_leap_seconds(&root, reference)?;
    let mut remarks = vec![format!("Sentinel-2 L1B datastrip {}", root.file().display())];
    let corrections = if choices.with_refining { refining::read(&root)? } else { None };
    remarks.push(match (&corrections, choices.with_refining) {
        (Some(_), _) => "the corrections of the refining are used".to_owned(),
        (None, true) => "the datastrip was not refined".to_owned(),
        (None, false) => "corrections of a refining were not asked for".to_owned(),
    });
    let position = corrections.as_ref().and_then(|corrections| corrections.position.as_ref());
    if position.is_some() {
        remarks
            .push("the refining moves the satellite; no reference with such a move was at hand to check it".to_owned());
    }
    remarks.push("light time and aberration are off, as in the location tools of the mission".to_owned());

    let datings = dating::read(&root, reference)?;
    let lines_s = dating::span_s(&datings);
    let orbit = ephemeris::read(&root, reference, lines_s, position, &mut remarks)?;
    let attitude = attitude::read(&root, reference, lines_s, &mut remarks)?;

    let beside = || root.file().parent().unwrap_or(Path::new("")).join("GIPP");
    let folder = choices.ground_parameters.clone().unwrap_or_else(beside);
    let spacecraft = ground_parameters::open(&root, &folder, "GIP_SPAMOD", "_B00", reference, &mut remarks)?;
    let mut arrays = Vec::with_capacity(datings.len());
    for (band_id, of_band) in datings.chunk_by(|left, right| left.band_id == right.band_id).enumerate() {
        let ending = format!("_{}", BANDS.get(band_id).map_or("", |band| band.name));
        let file = ground_parameters::open(&root, &folder, "GIP_VIEDIR", &ending, reference, &mut remarks)?;
        let list = viewing::directions_of_band(&file, &root, band_id)?;
        for array in of_band {
            let directions = viewing::directions(&list, array.detector)?;
            arrays.push(ArrayDescription {
                name: format!("{}/D{}", array.band.name, array.detector),
                band: array.band.name.to_owned(),
                size: ImageSize { lines: array.lines, columns: directions.len() },
                dating: array.dating.clone(),
                mounting: spacecraft_model::mounting(&spacecraft, array.band, array.detector, corrections.as_ref())?,
                lever_arm_in_body_m: Vector3::zeros(),
                directions,
            });
        }
    }
    let corrections = Corrections { light_time: false, aberration: false, refraction: false };
    Ok(Acquisition { reference, orbit, attitude, corrections, arrays, remarks })
}

/// The middle of the datastrip, from its first and last moment in UTC.
fn middle(root: &XmlPlace<'_>) -> Result<Epoch, ProductError> {
    let times = root.get("General_Info/Datastrip_Time_Info")?;
    let start = moment(&times.get("DATASTRIP_SENSING_START")?, TimeScale::UTC)?;
    let stop = times.get("DATASTRIP_SENSING_STOP")?;
    let length_s = seconds_between(start, moment(&stop, TimeScale::UTC)?);
    if !(0.0..=LONGEST_S).contains(&length_s) {
        return Err(stop.wrong(&format!("a moment after the start, {}, by at most {LONGEST_S} s", utc_text(start))));
    }
    Ok(epoch_after(start, length_s / 2.0))
}
