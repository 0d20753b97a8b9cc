//! `AUX_GPSDTA`: positions and velocities of the GPS receiver, one record a second.
//!
//! Source: `VE_AUX_GPSDTA_GPSData.xsd` 0.40 and its annotations.

use std::path::Path;

use super::file_name::VenusFileKind;
use super::header::{AcquisitionIdentity, VenusFileHeader, header, identity, numbered, numbers, written_as};
use crate::product_files::error::ProductError;
use crate::product_files::xml_tree::{XmlDocument, XmlPlace};

/// Where the records stand.
pub(super) const RECORDS: &str = "/Earth_Explorer_File/Data_Block/List_of_GPS_Data/GPS_Data";

/// Seconds of a week.
pub(super) const WEEK_S: u32 = 604_800;

/// One second of the receiver. Position and velocity are extrapolated to the whole second.
#[derive(Debug, Clone, PartialEq)]
pub struct PositionRecord {
    /// Position, Earth-centred and Earth-fixed, metres.
    pub position_m: [f64; 3],
    /// Velocity in the axes of the same frame, m/s; whether the turn of the frame is in it, the schema does not say.
    pub velocity_m_s: [f64; 3],
    /// Drift of the receiver's clock times the speed of light, m/s.
    pub clock_drift_m_s: f64,
    /// Whole seconds since the start of the GPS week.
    pub second_of_week: u32,
    /// Weeks since the GPS epoch.
    pub week: u16,
    /// The position comes from the orbital filter, not from the fix itself.
    pub position_from_filter: bool,
    /// The velocity comes from the orbital filter, not from the fix itself.
    pub velocity_from_filter: bool,
    /// Satellites used: bit n stands for satellite n + 1.
    pub satellites: u32,
    /// Figure of merit of the position, metres (PFOM).
    pub position_quality_m: f64,
    /// Figure of merit of the velocity, m/s (VFOM).
    pub velocity_quality_m_s: f64,
    /// Figure of merit of the time as written (TFOM): seconds by its annotation, m/s by the unit that the annotation refers to.
    pub time_quality: f64,
    /// GPS time less UTC, seconds.
    pub utc_offset_s: u8,
    /// Position dilution of precision.
    pub dilution: f64,
    /// Hardware status word.
    pub hardware_status: u8,
}

/// A file of positions.
#[derive(Debug, Clone, PartialEq)]
pub struct PositionFile {
    /// Its headers.
    pub header: VenusFileHeader,
    /// Site and orbit.
    pub identity: AcquisitionIdentity,
    /// Records in the order of the file.
    pub records: Vec<PositionRecord>,
}

impl PositionFile {
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
    /// As [`PositionFile::read`].
    pub fn parse(path: &Path, text: &str) -> Result<Self, ProductError> {
        Self::from_document(&XmlDocument::parse(path, text)?)
    }

    pub(super) fn from_document(document: &XmlDocument) -> Result<Self, ProductError> {
        let header = header(document, VenusFileKind::Positions)?;
        let root = document.root();
        let block = root.get("Data_Block")?;
        written_as(&block, "GPS_Coordinate_System", "ECEF")?;
        written_as(&block, "Position_Unit", "m")?;
        written_as(&block, "Velocity_Unit", "m/s")?;
        written_as(&block, "Clock_Drift_Unit", "m/s")?;
        written_as(&block, "GPS_Time_Unit", "s")?;
        written_as(&block, "UTC_Offset_Unit", "s")?;
        let records = numbered(&block, "List_of_GPS_Data", "GPS_Data")?;
        Ok(Self { header, identity: identity(&root)?, records: records.iter().map(record).collect::<Result<_, _>>()? })
    }
}

fn record(place: &XmlPlace<'_>) -> Result<PositionRecord, ProductError> {
    let quality = |name: &str| {
        let place = place.get(name)?;
        let value = place.number()?;
        if value < 0.0 { Err(place.wrong("a figure of merit, which is not negative")) } else { Ok(value) }
    };
    let time = place.get("GPS_Time")?;
    let seconds = time.number()?;
    if seconds < 0.0 || seconds >= f64::from(WEEK_S) || seconds.fract() != 0.0 {
        return Err(time.wrong("a whole second from 0 to 604799"));
    }
    Ok(PositionRecord {
        position_m: numbers(&place.get("PositionXYZ")?)?,
        velocity_m_s: numbers(&place.get("VelocityXYZ")?)?,
        clock_drift_m_s: place.get("Clock_Drift")?.number()?,
        second_of_week: seconds as u32,
        week: place.get("GPS_Week")?.whole_number()?,
        position_from_filter: masked(&place.get("Position_Combined_Src")?)?,
        velocity_from_filter: masked(&place.get("Velocity_Combined_Src")?)?,
        satellites: place.get("Sv_Map")?.whole_number()?,
        position_quality_m: quality("Position_Quality")?,
        velocity_quality_m_s: quality("Velocity_Quality")?,
        time_quality: quality("Clock_Drift_Quality")?,
        utc_offset_s: place.get("UTC_Offset")?.whole_number()?,
        dilution: quality("PDOP")?,
        hardware_status: place.get("GPS_Hardware_Status")?.whole_number()?,
    })
}

/// The bit that the attribute `mask` picks out of a whole number.
fn masked(place: &XmlPlace<'_>) -> Result<bool, ProductError> {
    let written = place.required_attribute("mask")?;
    let mask = written
        .strip_prefix("0x")
        .filter(|digits| digits.len() == 2)
        .and_then(|digits| u32::from_str_radix(digits, 16).ok());
    let mask = mask.ok_or_else(|| place.error("@mask", "0x and two hexadecimal digits", &format!("\"{written}\"")))?;
    Ok(place.whole_number::<u32>()? & mask != 0)
}
