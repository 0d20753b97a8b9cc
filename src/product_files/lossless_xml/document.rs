//! The document as a tree of everything in it.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use super::canonical;
use super::parse::parse;
use crate::product_files::error::ProductError;

/// A document with all that it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LosslessXml {
    pub(super) path: PathBuf,
    /// The declaration without its brackets, where there is one.
    pub(super) declaration: Option<String>,
    /// What stands before the root, the root, what stands after it.
    pub(super) nodes: Vec<Node>,
}

/// A piece of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Node {
    Element(Element),
    /// With entities resolved.
    Text(String),
    Comment(String),
    /// A processing instruction: target and all that follows.
    Instruction(String),
}

/// An element, names with their prefixes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Element {
    pub(super) name: String,
    /// Names and values with entities resolved, namespace declarations among them, in the order of the file.
    pub(super) attributes: Vec<(String, String)>,
    pub(super) children: Vec<Node>,
}

impl LosslessXml {
    /// Reads a file.
    ///
    /// # Errors
    /// [`ProductError`] as [`crate::product_files::XmlDocument::read`].
    pub fn read(path: &Path) -> Result<Self, ProductError> {
        // Bounds and form are those of every metadata file.
        parse(path, &crate::product_files::xml_tree::read_text(path)?)
    }

    /// Reads a text; `path` is named in errors.
    ///
    /// # Errors
    /// As [`LosslessXml::read`].
    pub fn parse(path: &Path, text: &str) -> Result<Self, ProductError> {
        parse(path, text)
    }

    /// The document as a file holds it. Its canonical form is that of the file that was read; what canonical XML does not tell apart (kinds of quotes,
    /// empty elements with one tag or two, line ends, sections of character data) may differ.
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        if let Some(declaration) = &self.declaration {
            put(&mut text, format_args!("<?{declaration}?>\n"));
        }
        for node in &self.nodes {
            write_node(&mut text, node);
            if !matches!(node, Node::Element(_)) {
                text.push('\n');
            }
        }
        text
    }

    /// The document in canonical form (Canonical XML 1.0 of the W3C, without comments): two documents are the same in all that matters
    /// where these texts are.
    pub fn canonical(&self) -> String {
        canonical::canonical(&self.nodes)
    }

    /// The text of the first element at a path from the root (local names separated by `/`, the root left out), without the white space around it; none
    /// where there is none, or it has elements of its own.
    pub fn value(&self, path: &str) -> Option<String> {
        let mut element = self.nodes.iter().find_map(as_element)?;
        for name in path.split('/') {
            element = element.children.iter().filter_map(as_element).find(|child| local(&child.name) == name)?;
        }
        element.plain_text().map(|text| text.trim().to_owned())
    }

    /// Changes the text of the first element at a path; everything else stays.
    ///
    /// # Errors
    /// [`ProductError::Element`] where there is no such element, or it has elements of its own.
    pub fn set_value(&mut self, path: &str, value: &str) -> Result<(), ProductError> {
        let refuse = |needed: &str, found: &str| ProductError::Element {
            path: self.path.clone(),
            element: path.to_owned(),
            needed: needed.to_owned(),
            found: found.to_owned(),
        };
        let missing = refuse("an element", "none");
        let parent = refuse("an element with a text alone", "one with elements of its own");
        let mut here = self.nodes.iter_mut().find_map(as_element_mut);
        for name in path.split('/') {
            here = here.and_then(|element| {
                element.children.iter_mut().filter_map(as_element_mut).find(|child| local(&child.name) == name)
            });
        }
        let Some(element) = here else { return Err(missing) };
        if element.plain_text().is_none() {
            return Err(parent);
        }
        element.children = vec![Node::Text(value.to_owned())];
        Ok(())
    }
}

impl Element {
    /// The text of an element without elements of its own.
    fn plain_text(&self) -> Option<String> {
        let mut text = String::new();
        for child in &self.children {
            match child {
                Node::Element(_) => return None,
                Node::Text(part) => text.push_str(part),
                Node::Comment(_) | Node::Instruction(_) => {}
            }
        }
        Some(text)
    }
}

fn as_element(node: &Node) -> Option<&Element> {
    if let Node::Element(element) = node { Some(element) } else { None }
}

fn as_element_mut(node: &mut Node) -> Option<&mut Element> {
    if let Node::Element(element) = node { Some(element) } else { None }
}

/// A name without its prefix.
fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

fn write_node(text: &mut String, node: &Node) {
    match node {
        Node::Text(content) => escape_text(text, content),
        Node::Comment(content) => put(text, format_args!("<!--{content}-->")),
        Node::Instruction(content) => put(text, format_args!("<?{content}?>")),
        Node::Element(element) => {
            put(text, format_args!("<{}", element.name));
            for (name, value) in &element.attributes {
                put(text, format_args!(" {name}=\""));
                escape_attribute(text, value);
                text.push('"');
            }
            if element.children.is_empty() {
                text.push_str("/>");
                return;
            }
            text.push('>');
            for child in &element.children {
                write_node(text, child);
            }
            put(text, format_args!("</{}>", element.name));
        }
    }
}

pub(super) fn put(text: &mut String, content: std::fmt::Arguments<'_>) {
    // Writing to a text cannot fail.
    text.write_fmt(content).unwrap_or_default();
}

/// Escapes as canonical XML does: what a parser would change or misread.
pub(super) fn escape_text(text: &mut String, content: &str) {
    for character in content.chars() {
        match character {
            '&' => text.push_str("&amp;"),
            '<' => text.push_str("&lt;"),
            '>' => text.push_str("&gt;"),
            '\r' => text.push_str("&#xD;"),
            other => text.push(other),
        }
    }
}

/// Escapes as canonical XML does.
pub(super) fn escape_attribute(text: &mut String, content: &str) {
    for character in content.chars() {
        match character {
            '&' => text.push_str("&amp;"),
            '<' => text.push_str("&lt;"),
            '"' => text.push_str("&quot;"),
            '\t' => text.push_str("&#x9;"),
            '\n' => text.push_str("&#xA;"),
            '\r' => text.push_str("&#xD;"),
            other => text.push(other),
        }
    }
}
