//! Reading a document with nothing left out, within the bounds of every metadata file.

use std::path::Path;

use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};

use super::document::{Element, LosslessXml, Node};
use crate::product_files::error::ProductError;
use crate::product_files::xml_tree::XmlDocument;

/// Reads a text.
pub(super) fn parse(path: &Path, text: &str) -> Result<LosslessXml, ProductError> {
    // The reader of every metadata file says what is wrong, and where; what it accepts is well formed and within bounds.
    XmlDocument::parse(path, text)?;
    let wrong = |found: String| ProductError::Xml { path: path.to_path_buf(), line: 1, column: 1, found };
    let mut reader = Reader::from_str(text.strip_prefix('\u{feff}').unwrap_or(text));
    let mut declaration = None;
    let mut nodes = Vec::new();
    let mut open: Vec<Element> = Vec::new();
    loop {
        match reader.read_event().map_err(|error| wrong(error.to_string()))? {
            Event::Start(start) => open.push(element(&start).map_err(wrong)?),
            Event::Empty(start) => add(&mut open, &mut nodes, Node::Element(element(&start).map_err(wrong)?)),
            Event::End(_) => {
                if let Some(element) = open.pop() {
                    add(&mut open, &mut nodes, Node::Element(element));
                }
            }
            Event::Text(part) => add_text(&mut open, &line_ends(&part)),
            Event::CData(part) => add_text(&mut open, &line_ends(&part)),
            Event::GeneralRef(reference) => {
                let character = match reference.resolve_char_ref() {
                    Ok(Some(character)) => Some(character),
                    _ => match &*reference {
                        "amp" => Some('&'),
                        "lt" => Some('<'),
                        "gt" => Some('>'),
                        "apos" => Some('\''),
                        "quot" => Some('"'),
                        _ => None,
                    },
                };
                let character = character.ok_or_else(|| wrong(format!("the entity &{};", &*reference)))?;
                add_text(&mut open, character.encode_utf8(&mut [0; 4]));
            }
            Event::Comment(content) => add(&mut open, &mut nodes, Node::Comment(line_ends(&content))),
            Event::PI(content) => add(&mut open, &mut nodes, Node::Instruction(line_ends(&content))),
            Event::Decl(content) => declaration = Some(content.to_string()),
            Event::DocType(_) => return Err(wrong("a document type".to_owned())),
            Event::Eof => break,
        }
    }
    Ok(LosslessXml { path: path.to_path_buf(), declaration, nodes })
}

fn element(start: &BytesStart<'_>) -> Result<Element, String> {
    let attributes = start.attributes().map(|attribute| {
        let attribute = attribute.map_err(|error| error.to_string())?;
        let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|error| error.to_string())?;
        Ok((attribute.key.as_ref().to_owned(), value.into_owned()))
    });
    let attributes = attributes.collect::<Result<Vec<_>, String>>()?;
    Ok(Element { name: start.name().as_ref().to_owned(), attributes, children: Vec::new() })
}

fn add(open: &mut [Element], nodes: &mut Vec<Node>, node: Node) {
    match open.last_mut() {
        Some(element) => element.children.push(node),
        None => nodes.push(node),
    }
}

/// Adds to the text before it, so that one run of characters is one node. White space outside of the root is none of the document.
fn add_text(open: &mut [Element], part: &str) {
    let Some(element) = open.last_mut() else { return };
    match element.children.last_mut() {
        Some(Node::Text(text)) => text.push_str(part),
        _ if part.is_empty() => {}
        _ => element.children.push(Node::Text(part.to_owned())),
    }
}

/// Line ends as a parser must deliver them.
fn line_ends(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}
