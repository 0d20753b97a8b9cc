//! Elements that several of the files share: bands, integration lengths, ranges of columns, numbers in lists.

use std::collections::BTreeMap;

use super::settings::{FileForm, ParameterFileSettings};
use crate::instrument::TdiStages;
use crate::instrument::radiometry::ColumnRange;
use crate::product_files::error::ProductError;
use crate::product_files::venus_geometry::TdiSet;
use crate::product_files::venus_geometry::file_name::is_band;
use crate::product_files::xml_tree::XmlPlace;
use crate::product_files::xml_writer::XmlWriter;

/// Longest name of a band of any instrument.
const BAND_LETTERS: usize = 32;

/// The band that an element names.
pub(super) fn band(place: &XmlPlace<'_>, form: FileForm) -> Result<String, ProductError> {
    let text = place.text();
    match form {
        FileForm::InterfaceDocument if !is_band(text) => Err(place.wrong("a band, B01 to B12")),
        FileForm::AnyInstrument if !is_plain_name(text) => {
            Err(place.wrong(&format!("a band's name of 1 to {BAND_LETTERS} letters, digits and _")))
        }
        _ => Ok(text.to_owned()),
    }
}

/// Whether a text can be a band's name and a part of a file's name.
pub(super) fn is_plain_name(text: &str) -> bool {
    (1..=BAND_LETTERS).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// Integration lengths that an element lists.
pub(super) fn lengths(place: &XmlPlace<'_>, form: FileForm) -> Result<Vec<TdiStages>, ProductError> {
    let needed = match form {
        FileForm::InterfaceDocument => "a list of 01, 04, 08, 16 and 32",
        FileForm::AnyInstrument => "a list of numbers of integrated lines, 1 to 255",
    };
    let mut lengths = Vec::new();
    for word in place.text().split_whitespace() {
        let length: u8 = word.parse().map_err(|_| place.wrong(needed))?;
        let fits = match form {
            FileForm::InterfaceDocument => word.len() == 2 && TdiSet::LENGTHS.contains(&length),
            FileForm::AnyInstrument => length > 0,
        };
        if !fits || lengths.contains(&TdiStages(length)) {
            return Err(place.wrong(needed));
        }
        lengths.push(TdiStages(length));
    }
    if lengths.is_empty() { Err(place.wrong(needed)) } else { Ok(lengths) }
}

/// Integration lengths as the headers list them.
pub(super) fn lengths_text(lengths: &[TdiStages]) -> String {
    lengths.iter().map(TdiStages::to_string).collect::<Vec<_>>().join(" ")
}

/// A column of a file that counts from `first`.
pub(super) fn column(
    place: &XmlPlace<'_>,
    first: usize,
    settings: &ParameterFileSettings,
) -> Result<usize, ProductError> {
    let last = settings.columns.map(|columns| columns.saturating_add(first).saturating_sub(1));
    let needed = || match last {
        Some(last) => format!("a column, {first} to {last}"),
        None => format!("a column, {first} or more"),
    };
    let written: usize = place.text().parse().map_err(|_| place.wrong(&needed()))?;
    match written.checked_sub(first) {
        Some(column) if settings.columns.is_none_or(|columns| column < columns) => Ok(column),
        _ => Err(place.wrong(&needed())),
    }
}

/// A range of columns of a file that counts from `first`; its ends stand in the elements named.
pub(super) fn column_range(
    place: &XmlPlace<'_>,
    names: [&str; 2],
    first: usize,
    settings: &ParameterFileSettings,
) -> Result<ColumnRange, ProductError> {
    let begin = column(&place.get(names[0])?, first, settings)?;
    let end = place.get(names[1])?;
    let range = ColumnRange::new(begin, column(&end, first, settings)?);
    if range.is_empty() { Err(end.wrong(&format!("a column not before {}", begin + first))) } else { Ok(range) }
}

/// Writes a range of columns for a file that counts from `first`.
pub(super) fn write_column_range(xml: &mut XmlWriter, names: [&str; 2], first: usize, range: ColumnRange) {
    xml.leaf(names[0], &[], range.first + first);
    xml.leaf(names[1], &[], range.last + first);
}

/// A number that is finite and not below zero.
pub(super) fn not_negative(place: &XmlPlace<'_>) -> Result<f64, ProductError> {
    let value = place.number()?;
    if value >= 0.0 { Ok(value) } else { Err(place.wrong("a number, zero or above")) }
}

/// A number that two ends bound.
pub(super) fn between(place: &XmlPlace<'_>, least: f64, greatest: f64) -> Result<f64, ProductError> {
    let value = place.number()?;
    if (least..=greatest).contains(&value) {
        Ok(value)
    } else {
        Err(place.wrong(&format!("a number, {least} to {greatest}")))
    }
}

/// The items of a list by their band, no band twice, in the order of the file.
pub(super) fn by_band<'a, T>(
    items: Vec<XmlPlace<'a>>,
    form: FileForm,
    read: impl Fn(&XmlPlace<'a>) -> Result<T, ProductError>,
) -> Result<Vec<(String, T)>, ProductError> {
    let mut found: Vec<(String, T)> = Vec::with_capacity(items.len());
    for item in items {
        let code = item.get("Band_Code")?;
        let band = band(&code, form)?;
        if found.iter().any(|(other, _)| *other == band) {
            return Err(code.wrong("a band that is not listed twice"));
        }
        found.push((band, read(&item)?));
    }
    Ok(found)
}

/// Adds a figure of some integration lengths to those of a band, no length twice.
pub(super) fn add_lengths<T: Clone>(
    figures: &mut BTreeMap<TdiStages, T>,
    place: &XmlPlace<'_>,
    lengths: Vec<TdiStages>,
    figure: &T,
) -> Result<(), ProductError> {
    for length in lengths {
        if figures.insert(length, figure.clone()).is_some() {
            return Err(place.wrong(&format!("integration lengths that are not listed twice, {length} is")));
        }
    }
    Ok(())
}

/// The number that a word is, where it is finite.
pub(super) fn finite_number(word: &str) -> Option<f64> {
    word.parse().ok().filter(|value: &f64| value.is_finite())
}
