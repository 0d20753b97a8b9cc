//! A small writer of well-formed markup: what is text stays text, what is opened is closed.

/// Markup under construction.
#[derive(Debug, Default)]
pub(super) struct Markup {
    text: String,
    open: Vec<&'static str>,
}

/// A start tag under construction.
#[must_use = "a tag is written by `open`, `empty` or `holding`"]
pub(super) struct Tag<'markup> {
    markup: &'markup mut Markup,
    name: &'static str,
}

impl Markup {
    /// Begins a tag.
    pub(super) fn tag(&mut self, name: &'static str) -> Tag<'_> {
        self.text.push('<');
        self.text.push_str(name);
        Tag { markup: self, name }
    }

    /// Closes the element opened last.
    pub(super) fn close(&mut self) {
        if let Some(name) = self.open.pop() {
            self.text.push_str("</");
            self.text.push_str(name);
            self.text.push('>');
            if matches!(name, "p" | "tr" | "table" | "section" | "figure" | "svg" | "ul" | "dl" | "thead" | "tbody") {
                self.text.push('\n');
            }
        }
    }

    /// Appends text, escaped.
    pub(super) fn text(&mut self, text: &str) {
        escape_into(&mut self.text, text);
    }

    /// An element without attributes that holds text.
    pub(super) fn element(&mut self, name: &'static str, text: &str) {
        self.tag(name).holding(text);
    }

    /// Appends what is well-formed already.
    pub(super) fn well_formed(&mut self, markup: &str) {
        self.text.push_str(markup);
    }

    /// The markup, everything closed.
    pub(super) fn finish(mut self) -> String {
        while !self.open.is_empty() {
            self.close();
        }
        self.text
    }
}

impl<'markup> Tag<'markup> {
    /// Adds an attribute.
    pub(super) fn with(self, name: &str, value: &str) -> Self {
        let text = &mut self.markup.text;
        text.push(' ');
        text.push_str(name);
        text.push_str("=\"");
        escape_into(text, value);
        text.push('"');
        self
    }

    /// Adds an attribute that is a length or a position, to a hundredth; what is not finite is written as 0.
    pub(super) fn at(self, name: &str, value: f64) -> Self {
        let written = position(value);
        self.with(name, &written)
    }

    /// Adds the class.
    pub(super) fn class(self, class: &str) -> Self {
        self.with("class", class)
    }

    /// Opens the element; [`Markup::close`] closes it.
    pub(super) fn open(self) {
        self.markup.text.push('>');
        self.markup.open.push(self.name);
    }

    /// Ends the element without content.
    pub(super) fn empty(self) {
        self.markup.text.push_str("/>");
    }

    /// The element holds this text and ends.
    pub(super) fn holding(self, text: &str) {
        let markup: &'markup mut Markup = self.markup;
        markup.text.push('>');
        markup.open.push(self.name);
        markup.text(text);
        markup.close();
    }
}

/// A position to a hundredth, without trailing zeros.
pub(super) fn position(value: f64) -> String {
    let rounded = if value.is_finite() { (value * 100.0).round() / 100.0 } else { 0.0 };
    // Adding zero turns a negative zero into zero.
    format!("{}", rounded + 0.0)
}

fn escape_into(target: &mut String, text: &str) {
    for character in text.chars() {
        match character {
            '&' => target.push_str("&amp;"),
            '<' => target.push_str("&lt;"),
            '>' => target.push_str("&gt;"),
            '"' => target.push_str("&quot;"),
            '\'' => target.push_str("&#39;"),
            '\t' | '\n' | '\r' => target.push(character),
            // XML 1.0 has no writing for these: shown as the sign for what cannot be shown.
            '\0'..='\u{1F}' | '\u{7F}' | '\u{FFFE}' | '\u{FFFF}' => target.push('\u{FFFD}'),
            other => target.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_can_neither_open_nor_close_anything() {
        let mut markup = Markup::default();
        markup.tag("p").with("title", "\"><b x='1'>").open();
        markup.text("</p><script>alert(1)</script> & \u{0}\u{8}");
        let text = markup.finish();
        assert_eq!(
            text,
            "<p title=\"&quot;&gt;&lt;b x=&#39;1&#39;&gt;\">&lt;/p&gt;&lt;script&gt;alert(1)&lt;/script&gt; &amp; \u{FFFD}\u{FFFD}</p>\n"
        );
    }

    #[test]
    fn positions_are_short_and_always_numbers() {
        assert_eq!(position(1.005_1), "1.01");
        assert_eq!(position(-0.001), "0");
        assert_eq!(position(12.0), "12");
        assert_eq!(position(f64::NAN), "0");
    }
}
