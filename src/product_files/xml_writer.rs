//! Writing small XML: elements nested by closures, texts escaped, two blanks a level.

use std::fmt::Write as _;

use quick_xml::escape::escape;

/// XML under construction.
#[derive(Debug, Default)]
pub(super) struct XmlWriter {
    text: String,
    depth: usize,
}

impl XmlWriter {
    /// Begins with the declaration.
    pub(super) fn new() -> Self {
        Self { text: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned(), depth: 0 }
    }

    /// An element with children.
    pub(super) fn parent(&mut self, name: &str, attributes: &[(&str, &str)], children: impl FnOnce(&mut Self)) {
        self.begin(name, attributes);
        self.text.push_str(">\n");
        self.depth += 1;
        children(self);
        self.depth -= 1;
        self.put(format_args!("{:width$}</{name}>\n", "", width = 2 * self.depth));
    }

    /// An element with a text.
    pub(super) fn leaf(&mut self, name: &str, attributes: &[(&str, &str)], text: impl std::fmt::Display) {
        self.begin(name, attributes);
        let text = text.to_string();
        if text.is_empty() {
            self.text.push_str("/>\n");
        } else {
            self.put(format_args!(">{}</{name}>\n", escape(text.as_str())));
        }
    }

    /// The whole text.
    pub(super) fn finish(self) -> String {
        self.text
    }

    fn begin(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.put(format_args!("{:width$}<{name}", "", width = 2 * self.depth));
        for (key, value) in attributes {
            self.put(format_args!(" {key}=\"{}\"", escape(*value)));
        }
    }

    fn put(&mut self, text: std::fmt::Arguments<'_>) {
        // Writing to a text cannot fail.
        self.text.write_fmt(text).unwrap_or_default();
    }
}
