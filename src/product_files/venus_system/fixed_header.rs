//! What every file of a system product begins with, and small pieces that several of them share.

use super::private_data::FileReference;
use super::record::SystemProduct;
use crate::product_files::file_headers::{FileHeaders, FileSource, root_attributes, second};
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
    /// What the notes of this file say beyond those of the product.
    pub(super) further_note: &'a str,
}

/// A header file: `specific` writes the specific product header.
pub(super) fn header_file(
    kind: &FileKind<'_>,
    product: &SystemProduct,
    specific: impl FnOnce(&mut XmlWriter),
) -> String {
    let mut xml = XmlWriter::new();
    xml.parent("Earth_Explorer_Header", &root_attributes(kind.root_type, kind.version), |xml| {
        headers(xml, kind, product, specific);
    });
    xml.finish()
}

/// A file of a header and an empty data block.
pub(super) fn data_file(kind: &FileKind<'_>, product: &SystemProduct, specific: impl FnOnce(&mut XmlWriter)) -> String {
    let mut xml = XmlWriter::new();
    xml.parent("Earth_Explorer_File", &root_attributes(kind.root_type, kind.version), |xml| {
        xml.parent("Earth_Explorer_Header", &[], |xml| headers(xml, kind, product, specific));
        xml.leaf("Data_Block", &[], "");
    });
    xml.finish()
}

fn headers(xml: &mut XmlWriter, kind: &FileKind<'_>, product: &SystemProduct, specific: impl FnOnce(&mut XmlWriter)) {
    let headers = FileHeaders {
        name: kind.name,
        description: kind.description,
        notes: &notes(product, kind.further_note),
        class: &product.identifier.class,
        file_type: kind.file_type,
        validity: product.period.map(second),
        version: product.carried.file_version,
        source: FileSource::this_program(second(product.processed)),
    };
    headers.write(xml, specific);
}

fn notes(product: &SystemProduct, further: &str) -> String {
    let synthetic = if product.synthetic { SYNTHETIC_NOTE } else { "" };
    let parts = [synthetic, &product.notes, further];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("; ")
}

/// Notes without the mark of a synthetic product, and whether they had it.
pub(super) fn parted_notes(text: &str) -> (bool, &str) {
    match text.strip_prefix(SYNTHETIC_NOTE) {
        Some(rest) => (true, rest.strip_prefix("; ").unwrap_or(rest)),
        None => (false, text),
    }
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
