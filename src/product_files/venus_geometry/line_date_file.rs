//! `TEC_LINDAT`: a date for each line of one band.
//!
//! Source: `VE_TEC_LINDAT_DatationLine.xsd` 0.42 and the type `VE_MJD_MicroSec_Time_Type` of `VE_Dictionary.xsd`.

use std::path::Path;

use super::file_name::{VenusFileKind, VenusInstance, is_band};
use super::header::{VenusFileHeader, attribute_is, header, instance};
use crate::product_files::error::ProductError;
use crate::product_files::xml_tree::XmlDocument;

/// Where the dates stand.
pub(super) const DATES: &str = "/Earth_Explorer_File/Data_Block/List_of_Time_Tags/Time_Tag";

/// The dates of one band's lines.
#[derive(Debug, Clone, PartialEq)]
pub struct LineDateFile {
    /// Its headers.
    pub header: VenusFileHeader,
    /// Band, `B01` to `B12`.
    pub band: String,
    /// Product that the lines belong to: its semantic code and its instance.
    pub product: [String; 2],
    /// Microseconds since noon on 1 January 2000 (UTC, says the dictionary), of line 0 and of each that follows, growing.
    pub microseconds: Vec<u64>,
}

impl LineDateFile {
    /// Reads a file.
    ///
    /// # Errors
    /// [`ProductError`] naming file, element, what was needed and what was found: a line that is not in its place, a date that is not after the one
    /// before it, fewer than two lines.
    pub fn read(path: &Path) -> Result<Self, ProductError> {
        Self::from_document(&XmlDocument::read(path)?)
    }

    /// Reads a text; `path` is named in errors.
    ///
    /// # Errors
    /// As [`LineDateFile::read`].
    pub fn parse(path: &Path, text: &str) -> Result<Self, ProductError> {
        Self::from_document(&XmlDocument::parse(path, text)?)
    }

    pub(super) fn from_document(document: &XmlDocument) -> Result<Self, ProductError> {
        let header = header(document, VenusFileKind::LineDates)?;
        let root = document.root();
        let instance = instance(&root)?;
        let band = instance.get("Band_Code")?;
        if !is_band(band.text()) {
            return Err(band.wrong("a band, B01 to B12"));
        }
        if !matches!(&header.name.instance, VenusInstance::OfProduct { band: named, .. } if named == band.text()) {
            return Err(band.wrong(&format!("the band of the file's name {}", header.identifier)));
        }
        let product = [
            instance.get("Reference_Product_Semantic")?.filled_text()?.to_owned(),
            instance.get("Reference_Product_Instance")?.filled_text()?.to_owned(),
        ];
        let list = root.get("Data_Block")?.counted_list("List_of_Time_Tags", "Time_Tag")?;
        if list.len() < 2 {
            let found = format!("{} of them", list.len());
            return Err(root.error("/Data_Block/List_of_Time_Tags", "dates of at least 2 lines", &found));
        }
        let mut microseconds: Vec<u64> = Vec::with_capacity(list.len());
        for (line, place) in list.iter().enumerate() {
            let number = place.required_attribute("sk")?;
            if number.trim().parse() != Ok(line) {
                return Err(place.error("@sk", &format!("line {line}"), &format!("line \"{number}\"")));
            }
            attribute_is(place, "unit", "10-6s")?;
            let digits = place.text().strip_prefix("MJD=").filter(|digits| (1..=15).contains(&digits.len()));
            let date = digits
                .filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))
                .and_then(|digits| digits.parse().ok());
            let date = date.ok_or_else(|| place.wrong("MJD= and microseconds of at most 15 digits"))?;
            if let Some(before) = microseconds.last()
                && date <= *before
            {
                let needed = format!("a date of line {line} after that of line {}, MJD={before}", line - 1);
                return Err(place.wrong(&needed));
            }
            microseconds.push(date);
        }
        Ok(Self { header, band: band.text().to_owned(), product, microseconds })
    }
}
