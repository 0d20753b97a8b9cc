//! Writing attitude, positions and line dates, as the readers beside read them back: every number with as many digits as bring it back bit by
//! bit, although the schema calls some of them 32-bit, but for two that the format counts in other units: line dates, in whole microseconds, and the
//! variance of the star trackers, times 10⁸, which comes back to one part in 10¹⁵.

use super::attitude_file::{AttitudeFile, AttitudeRecord, StarTrackers};
use super::file_writer::{FileOrigin, WrittenHeader, auxiliary_instance, spaced, whole_file};
use super::line_date_file::LineDateFile;
use super::position_file::{PositionFile, PositionRecord};
use crate::product_files::xml_writer::XmlWriter;

impl AttitudeFile {
    /// The text of the file. Its header must be of this kind; the variance of the star trackers is written times 10⁸, as it is read.
    pub fn to_text(&self, origin: &FileOrigin) -> String {
        let specific = |xml: &mut XmlWriter| auxiliary_instance(xml, &self.header.name.instance, &self.identity);
        whole_file(&WrittenHeader::of(&self.header, "AOCSData"), origin, specific, |xml| {
            xml.leaf("MJD_Time_Unit", &[], "days");
            xml.leaf("Str_Attitude_Variance_Unit", &[], "10-8rad");
            xml.leaf("Velocity_Unit", &[], "rad/s");
            numbered(xml, "List_of_AOCS_Data", "AOCS_Data", &self.records, attitude_record);
        })
    }
}

fn attitude_record(xml: &mut XmlWriter, record: &AttitudeRecord) {
    xml.leaf("MJD_Time", &[], record.mjd_days);
    xml.leaf("Str_Attitude_Variance", &[], record.star_tracker_variance_rad2 * 1e8);
    xml.leaf(
        "Str_Valid_Flag",
        &[],
        match record.star_trackers {
            StarTrackers::None => 0,
            StarTrackers::First => 1,
            StarTrackers::Second => 2,
            StarTrackers::Both => 3,
        },
    );
    xml.leaf("Str_Measured_Attitudes", &[], spaced(&record.measured));
    xml.leaf("Estimated_Attitudes", &[], spaced(&record.estimated));
    xml.leaf("Estimated_Velocity_XYZ", &[], spaced(&record.angular_velocity_rad_s));
    let [a, b, c, d] = record.thermistors;
    xml.leaf("Thermistor_Values", &[], format_args!("{a} {b} {c} {d}"));
    xml.leaf("Reference_Voltage", &[], record.reference_voltage);
}

impl PositionFile {
    /// The text of the file. Its header must be of this kind.
    pub fn to_text(&self, origin: &FileOrigin) -> String {
        let specific = |xml: &mut XmlWriter| auxiliary_instance(xml, &self.header.name.instance, &self.identity);
        whole_file(&WrittenHeader::of(&self.header, "GPSData"), origin, specific, |xml| {
            xml.leaf("GPS_Coordinate_System", &[], "ECEF");
            xml.leaf("Position_Unit", &[], "m");
            xml.leaf("Velocity_Unit", &[], "m/s");
            xml.leaf("Clock_Drift_Unit", &[], "m/s");
            xml.leaf("GPS_Time_Unit", &[], "s");
            xml.leaf("UTC_Offset_Unit", &[], "s");
            numbered(xml, "List_of_GPS_Data", "GPS_Data", &self.records, position_record);
        })
    }
}

fn position_record(xml: &mut XmlWriter, record: &PositionRecord) {
    xml.leaf("PositionXYZ", &[], spaced(&record.position_m));
    xml.leaf("VelocityXYZ", &[], spaced(&record.velocity_m_s));
    xml.leaf("Clock_Drift", &[], record.clock_drift_m_s);
    xml.leaf("GPS_Time", &[], format_args!("{}.0", record.second_of_week));
    xml.leaf("GPS_Week", &[], record.week);
    // The annotations give the two sources the first and the second bit.
    xml.leaf("Position_Combined_Src", &[("mask", "0x01")], u8::from(record.position_from_filter));
    xml.leaf("Velocity_Combined_Src", &[("mask", "0x02")], 2 * u8::from(record.velocity_from_filter));
    xml.leaf("Sv_Map", &[], record.satellites);
    xml.leaf("Position_Quality", &[], record.position_quality_m);
    xml.leaf("Velocity_Quality", &[], record.velocity_quality_m_s);
    xml.leaf("Clock_Drift_Quality", &[], record.time_quality);
    xml.leaf("UTC_Offset", &[], record.utc_offset_s);
    xml.leaf("PDOP", &[], record.dilution);
    xml.leaf("GPS_Hardware_Status", &[], record.hardware_status);
}

impl LineDateFile {
    /// The text of the file. Its header must be of this kind.
    pub fn to_text(&self, origin: &FileOrigin) -> String {
        let [semantic, instance] = &self.product;
        let class = &self.header.name.class;
        let specific = |xml: &mut XmlWriter| {
            xml.parent("Instance_Id", &[], |xml| {
                xml.leaf("Reference_Product_Semantic", &[], semantic);
                xml.leaf("Reference_Product_Instance", &[], instance);
                xml.leaf("Band_Code", &[], &self.band);
            });
            xml.leaf("Reference_Product_Header_Id", &[], format_args!("VE_{class}_VSC_{semantic}_{instance}"));
        };
        whole_file(&WrittenHeader::of(&self.header, "DatationLine"), origin, specific, |xml| {
            let count = self.microseconds.len().to_string();
            xml.parent("List_of_Time_Tags", &[("count", &count)], |xml| {
                for (line, microseconds) in self.microseconds.iter().enumerate() {
                    let attributes = [("sk", line.to_string()), ("unit", "10-6s".to_owned())];
                    let attributes = attributes.each_ref().map(|(name, value)| (*name, value.as_str()));
                    xml.leaf("Time_Tag", &attributes, format_args!("MJD={microseconds}"));
                }
            });
        })
    }
}

fn numbered<T>(xml: &mut XmlWriter, list: &str, name: &str, items: &[T], item: fn(&mut XmlWriter, &T)) {
    xml.parent(list, &[("count", &items.len().to_string())], |xml| {
        for (index, value) in items.iter().enumerate() {
            xml.parent(name, &[("sn", &(index + 1).to_string())], |xml| item(xml, value));
        }
    });
}
