//! What the written files have in common: root, fixed header, who made them.

use super::file_name::{VenusFileName, VenusInstance, VenusNameError};
use super::header::{AcquisitionIdentity, VenusFileHeader};
use crate::product_files::file_headers::{FileHeaders, FileSource, root_attributes, second};
use crate::product_files::xml_writer::XmlWriter;
use crate::units::UtcInstant;

/// What a file says of its making.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileOrigin {
    /// When it was made; written to the second.
    pub created: UtcInstant,
    /// Its notes: that it is synthetic, and of what.
    pub notes: String,
}

impl VenusFileHeader {
    /// The header of a file to be written under its identifier.
    ///
    /// # Errors
    /// [`VenusNameError`] for an identifier of none of the five kinds.
    pub fn new(identifier: &str, validity: [Option<UtcInstant>; 2], version: u32) -> Result<Self, VenusNameError> {
        Ok(Self {
            file: format!("{identifier}.EEF").into(),
            identifier: identifier.to_owned(),
            name: VenusFileName::parse(identifier)?,
            validity,
            version,
        })
    }
}

/// What differs between the kinds of file in their headers.
pub(super) struct WrittenHeader<'a> {
    /// Element of the root: a file, or a header alone.
    pub(super) root: &'a str,
    /// `xsi:type` of the root.
    pub(super) root_type: String,
    /// `File_Name`.
    pub(super) identifier: &'a str,
    /// `File_Description`.
    pub(super) description: &'a str,
    /// File class.
    pub(super) class: &'a str,
    /// `File_Type`.
    pub(super) file_type: &'a str,
    /// Validity.
    pub(super) validity: [Option<UtcInstant>; 2],
    /// `File_Version`.
    pub(super) version: u32,
}

impl<'a> WrittenHeader<'a> {
    /// Of a file that was read, or made as if it had been.
    pub(super) fn of(header: &'a VenusFileHeader, description: &'a str) -> Self {
        Self {
            root: "Earth_Explorer_File",
            root_type: header.name.kind.root_type(),
            identifier: &header.identifier,
            description,
            class: &header.name.class,
            file_type: header.name.kind.code(),
            validity: header.validity,
            version: header.version,
        }
    }

    /// The attributes of the root.
    pub(super) fn attributes(&self) -> [(&str, &str); 4] {
        root_attributes(&self.root_type, "1.6")
    }

    /// Fixed header and variable header, with the specific one as `specific` writes it.
    pub(super) fn write(&self, xml: &mut XmlWriter, origin: &FileOrigin, specific: impl FnOnce(&mut XmlWriter)) {
        let [start, stop] = self.validity;
        let headers = FileHeaders {
            name: self.identifier,
            description: self.description,
            notes: &origin.notes,
            class: self.class,
            file_type: self.file_type,
            validity: [
                start.map_or("UTC=0000-00-00T00:00:00".to_owned(), second),
                stop.map_or("UTC=9999-99-99T99:99:99".to_owned(), second),
            ],
            version: self.version,
            source: FileSource::this_program(second(origin.created)),
        };
        headers.write(xml, specific);
    }
}

/// A whole file: header, then the data block as `block` writes it.
pub(super) fn whole_file(
    header: &WrittenHeader<'_>,
    origin: &FileOrigin,
    specific: impl FnOnce(&mut XmlWriter),
    block: impl FnOnce(&mut XmlWriter),
) -> String {
    let mut xml = XmlWriter::new();
    xml.parent(header.root, &header.attributes(), |xml| {
        xml.parent("Earth_Explorer_Header", &[], |xml| header.write(xml, origin, specific));
        xml.parent("Data_Block", &[], block);
    });
    xml.finish()
}

/// Site, orbit and telemetry of auxiliary data.
pub(super) fn auxiliary_instance(xml: &mut XmlWriter, instance: &VenusInstance, identity: &AcquisitionIdentity) {
    let VenusInstance::Auxiliary { site_type, site, whole_orbit, data_element, .. } = instance else { return };
    let site_type = match site_type {
        'A' => "A_MAINTENANCE",
        'C' => "C_CALIBRATION",
        'M' => "M_MOON",
        'O' => "O_COMPOSITE",
        'P' => "P_SPECIFIC",
        'T' => "T_TEST",
        _ => "S_SCIENTIFIC",
    };
    xml.parent("Instance_Id", &[], |xml| {
        xml.leaf("Site_Type", &[], site_type);
        xml.leaf("Nick_Name", &[], site);
        xml.leaf("Acquisition_Orbit_Number", &[("unit", "abs")], identity.orbit);
        xml.leaf("Auxiliary_Data_Type", &[], if *whole_orbit { "O_ORBIT" } else { "S_SITE" });
        xml.leaf("Data_Element", &[], data_element);
    });
    xml.leaf("Related_SiteDefinition_Id", &[], &identity.site);
}

/// Numbers with blanks between them, each with as many digits as bring it back bit by bit.
pub(super) fn spaced(values: &[f64]) -> String {
    values.iter().map(f64::to_string).collect::<Vec<_>>().join(" ")
}
