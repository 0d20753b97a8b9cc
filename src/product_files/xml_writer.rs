//! Writing small XML: elements nested by closures, texts escaped, two blanks a level.

use std::fmt::Write as _;

use quick_xml::escape::escape;

/// XML under construction.
#[derive(Debug, Default)]
pub struct XmlWriter {
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

    /// A list with its count, whose items are numbered from 1 by their attribute `sn`.
    pub(super) fn list<T>(&mut self, list: &str, item: &str, items: &[T], write: impl Fn(&mut Self, &T)) {
        let count = items.len().to_string();
        if items.is_empty() {
            return self.leaf(list, &[("count", &count)], "");
        }
        self.parent(list, &[("count", &count)], |xml| {
            for (index, value) in items.iter().enumerate() {
                xml.parent(item, &[("sn", &(index + 1).to_string())], |xml| write(xml, value));
            }
        });
    }

    /// A row of numbers that its attribute `sn` numbers; each has the fewest digits that read back as the same number.
    pub(super) fn row(&mut self, name: &str, number: usize, values: &[f64]) {
        self.put(format_args!("{:width$}<{name} sn=\"{number}\">", "", width = 2 * self.depth));
        for (index, value) in values.iter().enumerate() {
            let before = if index == 0 { "" } else { " " };
            self.put(format_args!("{before}{value}"));
        }
        self.put(format_args!("</{name}>\n"));
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
