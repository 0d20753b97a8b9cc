//! Metadata in XML, read whole into a tree with bounds: size, depth, no document type, no entities but the five of XML itself.

use std::path::{Path, PathBuf};
use std::str::FromStr;

use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::bounded_bytes::bounded_bytes;
use super::error::{ProductError, require_file};

/// Largest metadata file that is read: 64 MB.
pub const METADATA_LIMIT_BYTES: u64 = 64_000_000;

/// Deepest nesting that is read; the mission's deepest element stands at 11.
const DEPTH_LIMIT: usize = 64;

/// Most elements that are read; the largest real metadata with all angle grids hold some ten thousand.
const ELEMENT_LIMIT: usize = 1_000_000;

/// Most attributes of one element; the mission's elements have at most four.
const ATTRIBUTE_LIMIT: usize = 64;

/// A metadata file as a tree of elements; namespace prefixes are dropped.
#[derive(Debug)]
pub struct XmlDocument {
    path: PathBuf,
    root: XmlElement,
}

/// One element.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct XmlElement {
    pub(super) name: String,
    pub(super) attributes: Vec<(String, String)>,
    pub(super) text: String,
    pub(super) children: Vec<XmlElement>,
}

/// An element with its way from the root, so that every complaint can name it.
#[derive(Debug, Clone)]
pub struct XmlPlace<'a> {
    document: &'a XmlDocument,
    element: &'a XmlElement,
    place: String,
}

impl XmlDocument {
    /// Reads a metadata file.
    ///
    /// # Errors
    /// [`ProductError`] when the file is missing, empty, larger than [`METADATA_LIMIT_BYTES`], not UTF-8, not well formed, nested
    /// deeper than 64 elements, or has a document type or an entity of its own.
    pub fn read(path: &Path) -> Result<Self, ProductError> {
        Self::parse(path, &read_text(path)?)
    }

    /// Reads metadata from a text; `path` is the file named in errors.
    ///
    /// # Errors
    /// As [`XmlDocument::read`], less those of the file itself.
    pub fn parse(path: &Path, text: &str) -> Result<Self, ProductError> {
        let wrong = |offset: u64, found: String| malformed(path, text.as_bytes(), offset as usize, &found);
        let mut reader = Reader::from_str(text.strip_prefix('\u{feff}').unwrap_or(text));
        let mut open: Vec<XmlElement> = Vec::new();
        let mut root: Option<XmlElement> = None;
        let mut n_elements = 0_usize;
        loop {
            let event = reader.read_event().map_err(|error| wrong(reader.error_position(), error.to_string()))?;
            let here = reader.buffer_position();
            match event {
                Event::Start(_) | Event::Empty(_) if root.is_some() && open.is_empty() => {
                    return Err(wrong(here, "a second root element".to_owned()));
                }
                Event::Start(_) | Event::Empty(_) if n_elements >= ELEMENT_LIMIT => {
                    return Err(wrong(here, format!("more than {ELEMENT_LIMIT} elements")));
                }
                Event::Start(start) => {
                    n_elements += 1;
                    if open.len() >= DEPTH_LIMIT {
                        return Err(wrong(here, format!("elements nested deeper than {DEPTH_LIMIT}")));
                    }
                    open.push(begin(&start).map_err(|found| wrong(here, found))?);
                }
                Event::Empty(start) => {
                    n_elements += 1;
                    let element = begin(&start).map_err(|found| wrong(here, found))?;
                    close(element, &mut open, &mut root);
                }
                Event::End(_) => match open.pop() {
                    Some(element) => close(element, &mut open, &mut root),
                    None => return Err(wrong(here, "an end tag without its start".to_owned())),
                },
                Event::Text(text) => match open.last_mut() {
                    Some(element) => element.text.push_str(&text),
                    None if text.trim().is_empty() => {}
                    None => return Err(wrong(here, "text outside of the root element".to_owned())),
                },
                Event::CData(text) => match open.last_mut() {
                    Some(element) => element.text.push_str(&text),
                    None => return Err(wrong(here, "text outside of the root element".to_owned())),
                },
                Event::GeneralRef(reference) => {
                    let character =
                        resolve(&reference).ok_or_else(|| wrong(here, format!("the entity &{};", &*reference)))?;
                    match open.last_mut() {
                        Some(element) => element.text.push(character),
                        None => return Err(wrong(here, "text outside of the root element".to_owned())),
                    }
                }
                Event::DocType(_) => return Err(wrong(here, "a document type".to_owned())),
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
                Event::Eof => break,
            }
        }
        let end = text.len() as u64;
        if let Some(element) = open.last() {
            return Err(wrong(end, format!("the end of the file inside of <{}>", element.name)));
        }
        let root = root.ok_or_else(|| wrong(end, "no element at all".to_owned()))?;
        Ok(Self { path: path.to_path_buf(), root })
    }

    /// The root element.
    pub fn root(&self) -> XmlPlace<'_> {
        XmlPlace { document: self, element: &self.root, place: format!("/{}", self.root.name) }
    }
}

/// The text of a metadata file.
///
/// # Errors
/// [`ProductError`] when the file is missing, empty, larger than [`METADATA_LIMIT_BYTES`] or not UTF-8.
pub(super) fn read_text(path: &Path) -> Result<String, ProductError> {
    require_file(path, "a metadata file")?;
    let bytes = bounded_bytes(path, path, METADATA_LIMIT_BYTES)?;
    String::from_utf8(bytes).map_err(|error| {
        let offset = error.utf8_error().valid_up_to();
        malformed(path, error.as_bytes(), offset, "bytes that are not UTF-8")
    })
}

fn begin(start: &BytesStart<'_>) -> Result<XmlElement, String> {
    let mut attributes = Vec::new();
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|error| error.to_string())?;
        if attributes.len() >= ATTRIBUTE_LIMIT {
            return Err(format!("an element with more than {ATTRIBUTE_LIMIT} attributes"));
        }
        let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|error| error.to_string())?;
        attributes.push((attribute.key.local_name().as_ref().to_owned(), value.into_owned()));
    }
    Ok(XmlElement { name: start.local_name().as_ref().to_owned(), attributes, ..XmlElement::default() })
}

fn close(element: XmlElement, open: &mut [XmlElement], root: &mut Option<XmlElement>) {
    match open.last_mut() {
        Some(parent) => parent.children.push(element),
        None => *root = Some(element),
    }
}

fn resolve(reference: &BytesRef<'_>) -> Option<char> {
    if let Ok(Some(character)) = reference.resolve_char_ref() {
        return Some(character);
    }
    match &**reference {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "apos" => Some('\''),
        "quot" => Some('"'),
        _ => None,
    }
}

fn malformed(path: &Path, text: &[u8], offset: usize, found: &str) -> ProductError {
    let before = &text[..offset.min(text.len())];
    let line = before.split(|byte| *byte == b'\n').count();
    let column = before.iter().rev().take_while(|byte| **byte != b'\n').count() + 1;
    ProductError::Xml { path: path.to_path_buf(), line, column, found: shortened(found) }
}

/// At most 120 characters of a text found in a file, so that a message stays readable.
fn shortened(text: &str) -> String {
    let mut short: String = text.chars().take(120).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

impl<'a> XmlPlace<'a> {
    /// The element's name.
    pub fn name(&self) -> &'a str {
        &self.element.name
    }

    /// The element's text, without the white space around it.
    pub fn text(&self) -> &'a str {
        self.element.text.trim()
    }

    /// The element itself.
    pub(super) fn element(&self) -> &'a XmlElement {
        self.element
    }

    /// An attribute's value.
    pub fn attribute(&self, name: &str) -> Option<&'a str> {
        self.element.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// An attribute that must be there.
    ///
    /// # Errors
    /// [`ProductError::Element`] naming the attribute as `path@name`.
    pub fn required_attribute(&self, name: &str) -> Result<&'a str, ProductError> {
        self.attribute(name).ok_or_else(|| self.error(&format!("@{name}"), "an attribute", "none"))
    }

    /// The first element at `path` (names separated by `/`), where there is one.
    pub fn find(&self, path: &str) -> Option<XmlPlace<'a>> {
        let mut element = self.element;
        for name in path.split('/') {
            element = element.children.iter().find(|child| child.name == name)?;
        }
        Some(XmlPlace { document: self.document, element, place: format!("{}/{path}", self.place) })
    }

    /// The first element at `path`, which must be there.
    ///
    /// # Errors
    /// [`ProductError::Element`] naming the way to the first element that is missing.
    pub fn get(&self, path: &str) -> Result<XmlPlace<'a>, ProductError> {
        let mut here = self.clone();
        for name in path.split('/') {
            here = match here.find(name) {
                Some(next) => next,
                None => return Err(here.error(&format!("/{name}"), "an element", "none")),
            };
        }
        Ok(here)
    }

    /// All children, whatever their names.
    pub fn children(&self) -> impl Iterator<Item = XmlPlace<'a>> + use<'a> {
        let Self { document, element, place } = self.clone();
        element.children.iter().map(move |child| XmlPlace {
            document,
            element: child,
            place: format!("{place}/{}", child.name),
        })
    }

    /// This element and all below it, in the order of the file.
    pub fn descendants(&self) -> impl Iterator<Item = XmlPlace<'a>> + use<'a> {
        let mut waiting = vec![self.clone()];
        std::iter::from_fn(move || {
            let place = waiting.pop()?;
            let children: Vec<_> = place.children().collect();
            waiting.extend(children.into_iter().rev());
            Some(place)
        })
    }

    /// All children with this name; their places carry their number, from 1.
    pub fn all(&self, name: &'a str) -> impl Iterator<Item = XmlPlace<'a>> + use<'a> {
        let Self { document, element, place } = self.clone();
        element.children.iter().filter(move |child| child.name == name).enumerate().map(move |(index, child)| {
            XmlPlace { document, element: child, place: format!("{place}/{name}[{}]", index + 1) }
        })
    }

    /// The children with this name of a list that says in its attribute `count` how many they are.
    ///
    /// # Errors
    /// [`ProductError::Element`] when the list is missing, or its count is missing, no number or wrong.
    pub fn counted_list(&self, path: &str, name: &'a str) -> Result<Vec<XmlPlace<'a>>, ProductError> {
        let list = self.get(path)?;
        let written = list.required_attribute("count")?;
        let count: usize = written.trim().parse().map_err(|_| list.error("@count", "a whole number", written))?;
        let items: Vec<_> = list.all(name).collect();
        if items.len() == count {
            Ok(items)
        } else {
            Err(list.error("", &format!("{count} elements {name} as its count says"), &items.len().to_string()))
        }
    }

    /// The text, which must not be empty.
    ///
    /// # Errors
    /// [`ProductError::Element`].
    pub fn filled_text(&self) -> Result<&'a str, ProductError> {
        let text = self.text();
        if text.is_empty() { Err(self.wrong("a text")) } else { Ok(text) }
    }

    /// The text as a whole number.
    ///
    /// # Errors
    /// [`ProductError::Element`].
    pub fn whole_number<T: FromStr>(&self) -> Result<T, ProductError> {
        self.text().parse().map_err(|_| self.wrong("a whole number"))
    }

    /// The text as a finite number.
    ///
    /// # Errors
    /// [`ProductError::Element`]; NaN and infinities are refused too.
    pub fn number(&self) -> Result<f64, ProductError> {
        let value: f64 = self.text().parse().map_err(|_| self.wrong("a number"))?;
        if value.is_finite() { Ok(value) } else { Err(self.wrong("a finite number")) }
    }

    /// The text as a number that is finite and above zero.
    ///
    /// # Errors
    /// [`ProductError::Element`].
    pub fn positive_number(&self) -> Result<f64, ProductError> {
        let value = self.number()?;
        if value > 0.0 { Ok(value) } else { Err(self.wrong("a number above zero")) }
    }

    /// The text as `true` or `false`.
    ///
    /// # Errors
    /// [`ProductError::Element`].
    pub fn truth(&self) -> Result<bool, ProductError> {
        match self.text() {
            "true" | "1" => Ok(true),
            "false" | "0" => Ok(false),
            _ => Err(self.wrong("true or false")),
        }
    }

    /// A complaint about this element's text.
    pub fn wrong(&self, needed: &str) -> ProductError {
        self.error("", needed, &format!("\"{}\"", shortened(self.text())))
    }

    /// A complaint about this element, or about what `below` names under it.
    pub fn error(&self, below: &str, needed: &str, found: &str) -> ProductError {
        ProductError::Element {
            path: self.document.path.clone(),
            element: format!("{}{below}", self.place),
            needed: needed.to_owned(),
            found: found.to_owned(),
        }
    }

    /// The way from the root to this element.
    pub fn place(&self) -> &str {
        &self.place
    }

    /// The file it stands in.
    pub fn file(&self) -> &'a Path {
        &self.document.path
    }
}
