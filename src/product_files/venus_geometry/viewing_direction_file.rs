//! `GIP_VIEDIR`: viewing directions of the 5200 columns of one band.
//!
//! Source: `VE_GIP_VIEDIR_ViewingDirections.xsd` 0.40 and its annotations.

use std::path::Path;

use super::file_name::{TdiSet, VenusFileKind, VenusInstance, is_band};
use super::header::{Applicability, VenusFileHeader, applicability, header, instance, numbered, numbers};
use crate::product_files::error::ProductError;
use crate::product_files::xml_tree::XmlDocument;

/// Columns of an array.
pub const VENUS_COLUMNS: usize = 5200;

/// The viewing directions of one band.
#[derive(Debug, Clone, PartialEq)]
pub struct ViewingDirectionFile {
    /// Its headers.
    pub header: VenusFileHeader,
    /// Sites for which it holds.
    pub applicability: Applicability,
    /// Band, `B01` to `B12`.
    pub band: String,
    /// Integration lengths for which it holds.
    pub tdi: TdiSet,
    /// tan ψX and tan ψY of each column, from the first on.
    pub tangents: Vec<[f64; 2]>,
}

impl ViewingDirectionFile {
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
    /// As [`ViewingDirectionFile::read`].
    pub fn parse(path: &Path, text: &str) -> Result<Self, ProductError> {
        Self::from_document(&XmlDocument::parse(path, text)?)
    }

    pub(super) fn from_document(document: &XmlDocument) -> Result<Self, ProductError> {
        let header = header(document, VenusFileKind::ViewingDirections)?;
        let root = document.root();
        let instance = instance(&root)?;
        let band = instance.get("Band_Code")?;
        if !is_band(band.text()) {
            return Err(band.wrong("a band, B01 to B12"));
        }
        let written = instance.get("TDI_Configuration_Values")?;
        let tdi = TdiSet::from_list(written.text()).ok_or_else(|| written.wrong("a list of 01, 04, 08, 16 and 32"))?;
        if let VenusInstance::Parameters { band: named, tdi: letters, .. } = &header.name.instance {
            if named.as_deref() != Some(band.text()) {
                return Err(band.wrong(&format!("the band of the file's name {}", header.identifier)));
            }
            if *letters != Some(tdi) {
                return Err(written.wrong(&format!("the integration lengths of the file's name {}", header.identifier)));
            }
        }
        let directions = numbered(&root.get("Data_Block")?, "List_of_View_Dirs", "View_Dir")?;
        if directions.len() != VENUS_COLUMNS {
            let needed = format!("{VENUS_COLUMNS} viewing directions");
            return Err(root.error("/Data_Block/List_of_View_Dirs", &needed, &directions.len().to_string()));
        }
        Ok(Self {
            header,
            applicability: applicability(&root)?,
            band: band.text().to_owned(),
            tdi,
            tangents: directions.iter().map(numbers).collect::<Result<_, _>>()?,
        })
    }
}
