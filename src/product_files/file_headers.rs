//! Writing the headers that every file of the ground segment begins with: the fixed one, and the frame of the variable one.

use super::xml_writer::XmlWriter;
use crate::units::UtcInstant;

/// What the headers of a file say. Texts are written as they are.
pub(super) struct FileHeaders<'a> {
    /// `File_Name`.
    pub(super) name: &'a str,
    /// `File_Description`.
    pub(super) description: &'a str,
    /// `Notes`.
    pub(super) notes: &'a str,
    /// `File_Class`.
    pub(super) class: &'a str,
    /// `File_Type`.
    pub(super) file_type: &'a str,
    /// `Validity_Start` and `Validity_Stop`.
    pub(super) validity: [String; 2],
    /// `File_Version`.
    pub(super) version: u32,
    /// Who made it, and when.
    pub(super) source: FileSource<'a>,
}

/// Who made a file, and when.
pub(super) struct FileSource<'a> {
    /// `System`.
    pub(super) system: &'a str,
    /// `Creator`.
    pub(super) creator: &'a str,
    /// `Creator_Version`.
    pub(super) creator_version: &'a str,
    /// `Creation_Date`.
    pub(super) created: String,
}

impl FileSource<'_> {
    /// This program.
    pub(super) const fn this_program(created: String) -> Self {
        Self { system: "VIQ", creator: "VIQ", creator_version: env!("CARGO_PKG_VERSION"), created }
    }
}

/// The attributes of a root.
pub(super) const fn root_attributes<'a>(root_type: &'a str, schema_version: &'a str) -> [(&'a str, &'a str); 4] {
    [
        ("xmlns", "http://eop-cfi.esa.int/CFI"),
        ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
        ("xsi:type", root_type),
        ("schema_version", schema_version),
    ]
}

/// `UTC=2019-02-04T08:34:37`.
pub(super) fn second(instant: UtcInstant) -> String {
    format!("UTC={}", instant.to_string().get(..19).unwrap_or_default())
}

impl FileHeaders<'_> {
    /// Writes both headers, the specific one as `specific` does.
    pub(super) fn write(&self, xml: &mut XmlWriter, specific: impl FnOnce(&mut XmlWriter)) {
        self.write_fixed(xml);
        xml.parent("Variable_Header", &[], |xml| {
            xml.parent("Main_Product_Header", &[], |xml| {
                xml.leaf("List_of_Consumers", &[("count", "0")], "");
                xml.leaf("List_of_Extensions", &[("count", "0")], "");
            });
            xml.parent("Specific_Product_Header", &[], specific);
        });
    }

    fn write_fixed(&self, xml: &mut XmlWriter) {
        xml.parent("Fixed_Header", &[], |xml| {
            xml.leaf("File_Name", &[], self.name);
            xml.leaf("File_Description", &[], self.description);
            xml.leaf("Notes", &[], self.notes);
            // Files of another instrument are no files of the mission; they keep its name so that the same reader knows the format.
            xml.leaf("Mission", &[], "VENuS");
            xml.leaf("File_Class", &[], self.class);
            xml.leaf("File_Type", &[], self.file_type);
            xml.parent("Validity_Period", &[], |xml| {
                let [start, stop] = &self.validity;
                xml.leaf("Validity_Start", &[], start);
                xml.leaf("Validity_Stop", &[], stop);
            });
            xml.leaf("File_Version", &[], format_args!("{:04}", self.version));
            xml.parent("Source", &[], |xml| {
                xml.leaf("System", &[], self.source.system);
                xml.leaf("Creator", &[], self.source.creator);
                xml.leaf("Creator_Version", &[], self.source.creator_version);
                xml.leaf("Creation_Date", &[], &self.source.created);
            });
        });
    }
}
