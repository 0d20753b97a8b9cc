//! Columns of numbers aligned on their decimal points.

use crate::reports::markup::Markup;
use crate::reports::number::ABSENT;

/// Characters from the decimal point on, which decide the width of a column's right part.
fn tail(text: &str) -> usize {
    text.find('.').map_or_else(|| suffix(text).chars().count(), |point| text[point..].chars().count())
}

/// What follows the whole part of a number without a decimal point: its uncertainty or unit.
fn suffix(text: &str) -> &str {
    text.find([' ', '%']).map_or("", |space| &text[space..])
}

/// Width of the right part of a column that holds these numbers, in characters.
pub(super) fn tail_width<'text>(numbers: impl IntoIterator<Item = &'text str>) -> usize {
    numbers.into_iter().map(tail).max().unwrap_or(0)
}

/// Writes a number into the open cell, its decimal point in line with the others of a column of this tail width.
pub(super) fn number(page: &mut Markup, text: &str, tail_width: usize) {
    noted(page, text, tail_width, &[]);
}

/// The same with numbers of remarks, which take no room: behind the number, or behind the sign that stands where there is none.
pub(super) fn noted(page: &mut Markup, text: &str, tail_width: usize, notes: &[usize]) {
    let notes: Vec<String> = notes.iter().map(ToString::to_string).collect();
    let notes = notes.join(" ");
    let is_absent = text == ABSENT;
    let rest = text.find('.').map_or_else(|| suffix(text), |point| &text[point..]);
    let whole = &text[..text.len() - rest.len()];
    page.text(whole);
    if is_absent && !notes.is_empty() {
        page.element("sup", &notes);
    }
    if tail_width > 0 {
        page.tag("span").class("tail").with("style", &format!("width:{tail_width}ch")).holding(rest);
    }
    if !is_absent && !notes.is_empty() {
        page.element("sup", &notes);
    }
}

/// The class of a table of so many rows: a short one stays whole on paper, a long one may be parted between rows.
pub(super) fn whole_or_parted(rows: usize) -> &'static str {
    if rows <= 24 { "whole" } else { "parted" }
}

/// A cell that holds one number.
pub(super) fn cell(page: &mut Markup, text: &str, tail_width: usize) {
    page.tag("td").class("num").open();
    number(page, text, tail_width);
    page.close();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_and_tail_make_the_number_again() {
        for text in ["0.1132 ± 0.0009", "12 ± 3", "–", "100 %", "1.5 × 10⁻⁷ ± 0.2 × 10⁻⁷"] {
            let mut page = Markup::default();
            number(&mut page, text, 20);
            let written = page.finish();
            let plain: String =
                written.replace("<span class=\"tail\" style=\"width:20ch\">", "").replace("</span>", "");
            assert_eq!(plain, text);
        }
        assert_eq!(tail_width(["0.44 ± 0.05", "12 ± 3", "7"]), 10);
    }
}
