//! Physical models: the acquisition of a reader, made ready with a table of Earth orientation.

use std::path::Path;

use super::{ArrayModel, LocatedArray, LocatedImage, LocationModelChoices, LocationModelKind};
use crate::earth::EarthOrientationTable;
use crate::instrument::location::{ImagePoint, LocationModel as _};
use crate::instrument::pushbroom::{Acquisition, AcquisitionModel, Corrections};
use crate::product_files::earth_orientation::read_earth_orientation;
use crate::product_files::error::ProductError;

/// Makes an acquisition ready; `file` is where it was read from.
///
/// # Errors
/// [`ProductError`]: a table of Earth orientation that cannot be read or does not hold the date, an orbit or attitude of which no model can be made.
pub(super) fn located(
    file: &Path,
    acquisition: &Acquisition,
    choices: &LocationModelChoices,
) -> Result<LocatedImage, ProductError> {
    let given = acquisition.corrections;
    let corrections = Corrections {
        light_time: choices.light_time.unwrap_or(given.light_time),
        aberration: choices.aberration.unwrap_or(given.aberration),
        refraction: choices.refraction,
    };
    let table = match &choices.earth_orientation {
        Some(path) => read_earth_orientation(path)?,
        None => EarthOrientationTable::shipped()
            .map_err(|error| ProductError::Model { path: file.to_path_buf(), message: error.to_string() })?,
    };
    let model = AcquisitionModel::build(acquisition, &table, choices.precession, corrections)
        .map_err(|error| ProductError::Model { path: file.to_path_buf(), message: error.to_string() })?;
    let mut remarks = acquisition.remarks.clone();
    for (name, taken, left) in [
        ("light time", corrections.light_time, given.light_time),
        ("aberration", corrections.aberration, given.aberration),
    ] {
        if taken != left {
            let [taken, left] = [taken, left].map(|on| if on { "on" } else { "off" });
            remarks.push(format!("{name} is {taken} by choice; the files ask for {left}"));
        }
    }
    let arrays = acquisition.arrays.iter().zip(model.arrays).map(|(description, array)| LocatedArray {
        name: description.name.clone(),
        band: Some(description.band.clone()),
        size: array.image_size(),
        first: ImagePoint::default(),
        model: ArrayModel::Physical(Box::new(array)),
    });
    Ok(LocatedImage {
        kind: LocationModelKind::Physical,
        file: file.to_path_buf(),
        arrays: arrays.collect(),
        earth_orientation: model.rotations,
        corrections: Some(corrections),
        remarks,
    })
}
