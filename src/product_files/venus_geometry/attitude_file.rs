//! `AUX_AOCDTA`: the attitude control's data, ten records a second.
//!
//! Source: `VE_AUX_AOCDTA_AOCSData.xsd` 1.3 and its annotations.

use std::path::Path;

use super::file_name::VenusFileKind;
use super::header::{AcquisitionIdentity, VenusFileHeader, header, identity, numbered, numbers, written_as};
use crate::product_files::error::ProductError;
use crate::product_files::xml_tree::{XmlDocument, XmlPlace};

/// Where the records stand.
pub(super) const RECORDS: &str = "/Earth_Explorer_File/Data_Block/List_of_AOCS_Data/AOCS_Data";

/// Which star trackers a record rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StarTrackers {
    /// 0: none; the estimate lives on reaction wheels alone.
    None,
    /// 1: the first.
    First,
    /// 2: the second.
    Second,
    /// 3: both.
    Both,
}

/// One cycle of the attitude control.
#[derive(Debug, Clone, PartialEq)]
pub struct AttitudeRecord {
    /// "Number of days in real value of the beginning of the current 10 Hz cycle": `MJD_Time`, whose origin and scale the schema does not say.
    pub mjd_days: f64,
    /// Variance of the star trackers' attitude, rad²: the written value times 10⁻⁸. (The unit's element says 10⁻⁸ rad, the annotation rad²·10⁸.)
    pub star_tracker_variance_rad2: f64,
    /// Star trackers in use.
    pub star_trackers: StarTrackers,
    /// Body's attitude with respect to the mean-of-date frame as the star trackers measured it: i, j, k and the scalar part, as written.
    pub measured: [f64; 4],
    /// The same as the control estimated it from star trackers and reaction wheels.
    pub estimated: [f64; 4],
    /// Mean angular velocity of the body with respect to the mean-of-date frame over the 100 ms that end at the time, in the body's axes, rad/s.
    pub angular_velocity_rad_s: [f64; 3],
    /// Raw thermistor values of the four detector units.
    pub thermistors: [u16; 4],
    /// Raw reference voltage of the thermistors.
    pub reference_voltage: u16,
}

/// A file of attitude.
#[derive(Debug, Clone, PartialEq)]
pub struct AttitudeFile {
    /// Its headers.
    pub header: VenusFileHeader,
    /// Site and orbit.
    pub identity: AcquisitionIdentity,
    /// Records in the order of the file.
    pub records: Vec<AttitudeRecord>,
}

impl AttitudeFile {
    /// Reads a file.
    ///
    /// # Errors
    /// [`ProductError`] naming file, element, what was needed and what was found.
    pub fn read(path: &Path) -> Result<Self, ProductError> {
        Self::from_document(&XmlDocument::read(path)?)
    }

    /// Reads a text; `path` is named in errors.
    ///
    /// # Errors
    /// As [`AttitudeFile::read`].
    pub fn parse(path: &Path, text: &str) -> Result<Self, ProductError> {
        Self::from_document(&XmlDocument::parse(path, text)?)
    }

    pub(super) fn from_document(document: &XmlDocument) -> Result<Self, ProductError> {
        let header = header(document, VenusFileKind::Attitude)?;
        let root = document.root();
        let block = root.get("Data_Block")?;
        written_as(&block, "MJD_Time_Unit", "days")?;
        written_as(&block, "Str_Attitude_Variance_Unit", "10-8rad")?;
        written_as(&block, "Velocity_Unit", "rad/s")?;
        let records = numbered(&block, "List_of_AOCS_Data", "AOCS_Data")?;
        Ok(Self { header, identity: identity(&root)?, records: records.iter().map(record).collect::<Result<_, _>>()? })
    }
}

fn record(place: &XmlPlace<'_>) -> Result<AttitudeRecord, ProductError> {
    let variance = place.get("Str_Attitude_Variance")?;
    let star_tracker_variance_rad2 = variance.number()? * 1e-8;
    if star_tracker_variance_rad2 < 0.0 {
        return Err(variance.wrong("a variance, which is not negative"));
    }
    let flag = place.get("Str_Valid_Flag")?;
    let star_trackers = match flag.text() {
        "0" => StarTrackers::None,
        "1" => StarTrackers::First,
        "2" => StarTrackers::Second,
        "3" => StarTrackers::Both,
        _ => return Err(flag.wrong("0, 1, 2 or 3")),
    };
    let raw = place.get("Thermistor_Values")?;
    let values: Vec<u16> = raw.text().split_whitespace().map_while(|word| word.parse().ok()).collect();
    let written = raw.text().split_whitespace().count();
    let thermistors = <[u16; 4]>::try_from(values).ok().filter(|_| written == 4);
    Ok(AttitudeRecord {
        mjd_days: place.get("MJD_Time")?.number()?,
        star_tracker_variance_rad2,
        star_trackers,
        measured: numbers(&place.get("Str_Measured_Attitudes")?)?,
        estimated: numbers(&place.get("Estimated_Attitudes")?)?,
        angular_velocity_rad_s: numbers(&place.get("Estimated_Velocity_XYZ")?)?,
        thermistors: thermistors.ok_or_else(|| raw.wrong("4 whole numbers from 0 to 65535"))?,
        reference_voltage: place.get("Reference_Voltage")?.whole_number()?,
    })
}
