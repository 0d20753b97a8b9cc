//! Canonical XML 1.0 (W3C recommendation of 15 March 2001), without comments, of documents without a document type.

use super::document::{Element, Node, escape_attribute, escape_text, put};

/// Namespaces in force: prefix and name, the innermost last.
type Scope = Vec<(String, String)>;

/// The canonical form of a document.
pub(super) fn canonical(nodes: &[Node]) -> String {
    let mut text = String::new();
    let root = nodes.iter().position(|node| matches!(node, Node::Element(_))).unwrap_or(nodes.len());
    for (index, node) in nodes.iter().enumerate() {
        match node {
            Node::Element(element) => write_element(&mut text, element, &mut Scope::new()),
            Node::Instruction(content) if index < root => {
                put(&mut text, format_args!("<?{}?>\n", instruction(content)));
            }
            Node::Instruction(content) => put(&mut text, format_args!("\n<?{}?>", instruction(content))),
            Node::Text(_) | Node::Comment(_) => {}
        }
    }
    text
}

fn write_element(text: &mut String, element: &Element, scope: &mut Scope) {
    let outer = scope.len();
    let mut declared: Vec<(String, String)> = Vec::new();
    let mut attributes: Vec<(&str, &str)> = Vec::new();
    for (name, value) in &element.attributes {
        let prefix = if name == "xmlns" { Some("") } else { name.strip_prefix("xmlns:") };
        match prefix {
            // Declared anew as it already is: said once.
            Some(prefix) if in_force(scope, prefix) == value => {}
            Some(prefix) => declared.push((prefix.to_owned(), value.clone())),
            None => attributes.push((name, value)),
        }
    }
    declared.sort();
    scope.extend(declared.iter().cloned());
    // Attributes without a prefix belong to no namespace, and come first.
    let key = |name: &str| match name.split_once(':') {
        Some((prefix, local)) => (in_force(scope, prefix).to_owned(), local.to_owned()),
        None => (String::new(), name.to_owned()),
    };
    attributes.sort_by_cached_key(|(name, _)| key(name));
    put(text, format_args!("<{}", element.name));
    for (prefix, value) in &declared {
        let name = if prefix.is_empty() { "xmlns".to_owned() } else { format!("xmlns:{prefix}") };
        write_attribute(text, &name, value);
    }
    for (name, value) in attributes {
        write_attribute(text, name, value);
    }
    text.push('>');
    for child in &element.children {
        match child {
            Node::Element(child) => write_element(text, child, scope),
            Node::Text(content) => escape_text(text, content),
            Node::Instruction(content) => put(text, format_args!("<?{}?>", instruction(content))),
            Node::Comment(_) => {}
        }
    }
    put(text, format_args!("</{}>", element.name));
    scope.truncate(outer);
}

fn write_attribute(text: &mut String, name: &str, value: &str) {
    put(text, format_args!(" {name}=\""));
    escape_attribute(text, value);
    text.push('"');
}

fn in_force<'a>(scope: &'a Scope, prefix: &str) -> &'a str {
    if prefix == "xml" {
        return "http://www.w3.org/XML/1998/namespace";
    }
    scope.iter().rev().find(|(known, _)| known == prefix).map_or("", |(_, name)| name)
}

/// Target and content with one blank between them.
fn instruction(content: &str) -> String {
    match content.split_once(char::is_whitespace) {
        Some((target, rest)) if !rest.trim_start().is_empty() => format!("{target} {}", rest.trim_start()),
        Some((target, _)) => target.to_owned(),
        None => content.to_owned(),
    }
}
