//! `AUX_VSCDTA`: the camera's own telemetry, of which the interface document describes the header alone.
//!
//! Source: `VE_AUX_VSCDTA_VSSCData.xsd` 0.40: "composed by the Thermistors data (L1 and L2) and by the CEU Telemetry", in a data block whose layout
//! no public document gives. Its bytes are carried as they are.

use std::path::{Path, PathBuf};

use super::file_name::{VenusInstance, auxiliary_name};
use super::file_writer::{FileOrigin, WrittenHeader, auxiliary_instance};
use super::header::{AcquisitionIdentity, bound};
use crate::product_files::bounded_bytes::bounded_bytes;
use crate::product_files::error::{ProductError, require_file};
use crate::product_files::inside_folder::{existing_inside, relative_name};
use crate::product_files::xml_tree::XmlDocument;
use crate::product_files::xml_writer::XmlWriter;
use crate::units::UtcInstant;

/// `File_Type`.
const FILE_TYPE: &str = "AUX_VSCDTA";

/// Largest data block that is read: 64 MB.
const BLOCK_LIMIT: u64 = 64_000_000;

/// The camera's telemetry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InstrumentTelemetry {
    /// Its identifier, `VE_TEST_AUX_VSCDTA_S_SITE0001_07993_S_VEN_KRN_07993_00001_0`.
    pub identifier: String,
    /// First and last moment of validity; none where there is no bound.
    pub validity: [Option<UtcInstant>; 2],
    /// `File_Version`.
    pub version: u32,
    /// Site and orbit.
    pub identity: AcquisitionIdentity,
    /// What the data block is, in the words of its maker.
    pub format: Option<String>,
    /// The data block as it is.
    pub block: Vec<u8>,
}

impl InstrumentTelemetry {
    /// Name of the data block beside the header.
    pub fn block_name(&self) -> String {
        format!("{}.DBL", self.identifier)
    }

    /// The text of the header, which belongs in a file of the identifier's name and the extension HDR.
    ///
    /// # Errors
    /// [`ProductError::Element`] for an identifier that is none of this kind.
    pub fn header_text(&self, origin: &FileOrigin) -> Result<String, ProductError> {
        let path = PathBuf::from(format!("{}.HDR", self.identifier));
        let (class, instance) = taken_apart(&self.identifier)
            .ok_or_else(|| super::header::flaw(&path, "File_Name", PATTERN, &format!("\"{}\"", self.identifier)))?;
        let header = WrittenHeader {
            root: "Earth_Explorer_Header",
            root_type: "VSCDTA_Header_Type".to_owned(),
            identifier: &self.identifier,
            description: "VSSCAuxiliaryData",
            class: &class,
            file_type: FILE_TYPE,
            validity: self.validity,
            version: self.version,
        };
        let mut xml = XmlWriter::new();
        xml.parent(header.root, &header.attributes(), |xml| {
            header.write(xml, origin, |xml| {
                auxiliary_instance(xml, &instance, &self.identity);
                xml.parent("DBL_Organization", &[], |xml| {
                    xml.parent("Unpackaged_DBL_File", &[], |xml| {
                        xml.leaf("Relative_File_Path", &[], self.block_name());
                        if let Some(format) = &self.format {
                            xml.leaf("File_Format", &[], format);
                        }
                    });
                });
            });
        });
        Ok(xml.finish())
    }

    /// Reads header and data block by the path of the header.
    ///
    /// # Errors
    /// [`ProductError`] naming file, element, what was needed and what was found.
    pub fn read(path: &Path) -> Result<Self, ProductError> {
        let document = XmlDocument::read(path)?;
        let root = document.root();
        if root.name() != "Earth_Explorer_Header" {
            return Err(root.error("", "the root Earth_Explorer_Header", root.name()));
        }
        let fixed = root.get("Fixed_Header")?;
        let kind = fixed.get("File_Type")?;
        if kind.text() != FILE_TYPE {
            return Err(kind.wrong(FILE_TYPE));
        }
        let name = fixed.get("File_Name")?;
        if taken_apart(name.text()).is_none() {
            return Err(name.wrong(PATTERN));
        }
        let period = fixed.get("Validity_Period")?;
        let specific = root.get("Variable_Header/Specific_Product_Header")?;
        let file = specific.get("DBL_Organization/Unpackaged_DBL_File")?;
        let relative = relative_name(&file.get("Relative_File_Path")?)?;
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let block = existing_inside(folder, &relative, path)?.ok_or_else(|| ProductError::Missing {
            path: folder.join(&relative),
            needed: "the data block of the camera's telemetry".to_owned(),
        })?;
        require_file(&block, "the data block of the camera's telemetry")?;
        Ok(Self {
            identifier: name.text().to_owned(),
            validity: [bound(&period.get("Validity_Start")?)?, bound(&period.get("Validity_Stop")?)?],
            version: fixed.get("File_Version")?.whole_number()?,
            identity: AcquisitionIdentity {
                site: specific.get("Related_SiteDefinition_Id")?.filled_text()?.to_owned(),
                orbit: specific.get("Instance_Id/Acquisition_Orbit_Number")?.whole_number()?,
            },
            format: file.find("File_Format").map(|format| format.text().to_owned()),
            block: bounded_bytes(&block, &block, BLOCK_LIMIT)?,
        })
    }
}

const PATTERN: &str = "a name of the form VE_cccc_AUX_VSCDTA_t_nnnnnnnn_ooooo_(O|S)_VEN_(KRN|SBD)_ooooo_kkkkk_d";

fn taken_apart(identifier: &str) -> Option<(String, VenusInstance)> {
    auxiliary_name(identifier, FILE_TYPE)
}
