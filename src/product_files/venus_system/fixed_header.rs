//! What every file of a system product begins with, and small pieces that several of them share.

use super::private_data::FileReference;
use super::record::SystemProduct;
use crate::product_files::venus_l1::SYNTHETIC_NOTE;
use crate::product_files::xml_writer::XmlWriter;
use crate::units::UtcInstant;

/// The format's word for a file that is no part of the product.
pub(super) const EXTERNAL: &str = "NIL=OTHER:EXTERNAL";

/// A kind of file.
pub(super) struct FileKind<'a> {
    /// `xsi:type` of the root element.
    pub(super) root_type: &'a str,
    /// `schema_version`.
    pub(super) version: &'a str,
    /// `File_Name`.
    pub(super) name: &'a str,
    /// `File_Description`.
    pub(super) description: &'a str,
    /// `File_Type`.
    pub(super) file_type: &'a str,
}

impl FileKind<'_> {
    fn attributes(&self) -> [(&str, &str); 4] {
        [
            ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
            ("xmlns", "http://eop-cfi.esa.int/CFI"),
            ("xsi:type", self.root_type),
            ("schema_version", self.version),
        ]
    }
}

/// A header file: `specific` writes the specific product header.
pub(super) fn header_file(
    kind: &FileKind<'_>,
    product: &SystemProduct,
    specific: impl FnOnce(&mut XmlWriter),
) -> String {
    let mut xml = XmlWriter::new();
    xml.parent("Earth_Explorer_Header", &kind.attributes(), |xml| headers(xml, kind, product, specific));
    xml.finish()
}

/// A file of a header and an empty data block.
pub(super) fn data_file(kind: &FileKind<'_>, product: &SystemProduct, specific: impl FnOnce(&mut XmlWriter)) -> String {
    let mut xml = XmlWriter::new();
    xml.parent("Earth_Explorer_File", &kind.attributes(), |xml| {
        xml.parent("Earth_Explorer_Header", &[], |xml| headers(xml, kind, product, specific));
        xml.leaf("Data_Block", &[], "");
    });
    xml.finish()
}

fn headers(xml: &mut XmlWriter, kind: &FileKind<'_>, product: &SystemProduct, specific: impl FnOnce(&mut XmlWriter)) {
    xml.parent("Fixed_Header", &[], |xml| {
        xml.leaf("File_Name", &[], kind.name);
        xml.leaf("File_Description", &[], kind.description);
        xml.leaf("Notes", &[], notes(product));
        xml.leaf("Mission", &[], "VENuS");
        xml.leaf("File_Class", &[], &product.identifier.class);
        xml.leaf("File_Type", &[], kind.file_type);
        xml.parent("Validity_Period", &[], |xml| {
            xml.leaf("Validity_Start", &[], second(product.period[0]));
            xml.leaf("Validity_Stop", &[], second(product.period[1]));
        });
        xml.leaf("File_Version", &[], "0001");
        xml.parent("Source", &[], |xml| {
            xml.leaf("System", &[], "VIQ");
            xml.leaf("Creator", &[], "VIQ");
            xml.leaf("Creator_Version", &[], env!("CARGO_PKG_VERSION"));
            xml.leaf("Creation_Date", &[], second(product.processed));
        });
    });
    xml.parent("Variable_Header", &[], |xml| {
        xml.parent("Main_Product_Header", &[], |xml| {
            xml.leaf("List_of_Consumers", &[("count", "0")], "");
            xml.leaf("List_of_Extensions", &[("count", "0")], "");
        });
        xml.parent("Specific_Product_Header", &[], specific);
    });
}

fn notes(product: &SystemProduct) -> String {
    match (product.synthetic, product.notes.is_empty()) {
        (true, true) => SYNTHETIC_NOTE.to_owned(),
        (true, false) => format!("{SYNTHETIC_NOTE}; {}", product.notes),
        (false, _) => product.notes.clone(),
    }
}

/// Notes without the mark of a synthetic product, and whether they had it.
pub(super) fn parted_notes(text: &str) -> (bool, &str) {
    match text.strip_prefix(SYNTHETIC_NOTE) {
        Some(rest) => (true, rest.strip_prefix("; ").unwrap_or(rest)),
        None => (false, text),
    }
}

/// `UTC=2019-02-04T08:34:37`.
pub(super) fn second(instant: UtcInstant) -> String {
    format!("UTC={}", instant.to_string().get(..19).unwrap_or_default())
}

/// `UTC=2019-02-04T08:34:37.250`, milliseconds only where there are some.
pub(super) fn millisecond(instant: UtcInstant) -> String {
    match instant.unix_milliseconds().rem_euclid(1000) {
        0 => second(instant),
        milliseconds => format!("{}.{milliseconds:03}", second(instant)),
    }
}

/// A number with at most so many decimals.
pub(super) fn decimal(value: f64, digits: usize) -> String {
    let text = format!("{value:.digits$}");
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { text.as_str() };
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// A reference to a file.
pub(super) fn reference(xml: &mut XmlWriter, element: &str, attributes: &[(&str, &str)], file: &FileReference) {
    xml.parent(element, attributes, |xml| {
        xml.leaf("Nature", &[], &file.nature);
        xml.leaf("File_Location", &[], file.location.as_deref().unwrap_or(EXTERNAL));
        xml.leaf("Logical_Name", &[], &file.name);
    });
}

/// A list that says how many items it has.
pub(super) fn list<T>(xml: &mut XmlWriter, name: &str, items: &[T], mut item: impl FnMut(&mut XmlWriter, usize, &T)) {
    let count = items.len().to_string();
    if items.is_empty() {
        xml.leaf(name, &[("count", &count)], "");
        return;
    }
    xml.parent(name, &[("count", &count)], |xml| {
        for (index, value) in items.iter().enumerate() {
            item(xml, index, value);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_cut_to_their_decimals_and_never_written_with_an_exponent() {
        for (value, digits, text) in [
            (0.204, 5, "0.204"),
            (1e-9, 6, "0"),
            (-1e-9, 6, "0"),
            (1200.0, 3, "1200"),
            (12.5, 0, "12"),
            (-0.0016, 4, "-0.0016"),
        ] {
            assert_eq!(decimal(value, digits), text);
        }
    }

    #[test]
    fn moments_have_milliseconds_where_there_are_some() {
        let instant = UtcInstant::parse("2020-03-01T10:00:00.250").unwrap();
        assert_eq!(
            (second(instant), millisecond(instant)),
            ("UTC=2020-03-01T10:00:00".into(), "UTC=2020-03-01T10:00:00.250".into())
        );
        assert_eq!(millisecond(UtcInstant::parse("2020-03-01T10:00:00").unwrap()), "UTC=2020-03-01T10:00:00");
    }
}
