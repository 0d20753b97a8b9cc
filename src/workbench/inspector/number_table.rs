//! Tables of numbers, aligned on the decimal point.

use std::sync::Arc;

use egui::accesskit::Role;
use egui::{Align2, Color32, FontId, Galley, Pos2, Rect, Sense, TextStyle, Ui, pos2, vec2};

use crate::reports::tokens::{Symbol, Tokens};
use crate::workbench::plots::symbol_shapes;
use crate::workbench::theme::{ROW_HEIGHT, colour};

/// Between columns, points.
const GAP: f32 = 14.0;
/// Room of a row's symbol.
const SYMBOL_ROOM: f32 = 14.0;

/// The head of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Column {
    /// Its title.
    pub(crate) title: String,
    /// The unit of its numbers, under the title; empty for none.
    pub(crate) unit: String,
    /// Whether its cells are words, aligned on the left.
    pub(crate) is_words: bool,
}

impl Column {
    /// A column of numbers.
    pub(crate) fn numbers(title: impl Into<String>, unit: impl Into<String>) -> Self {
        Self { title: title.into(), unit: unit.into(), is_words: false }
    }

    /// A column of words.
    pub(crate) fn words(title: impl Into<String>) -> Self {
        Self { title: title.into(), unit: String::new(), is_words: true }
    }
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Cell {
    /// What it says.
    pub(crate) text: String,
    /// Whether it is secondary, or stands for a number that is not known.
    pub(crate) is_quiet: bool,
    /// What is said of it under the pointer; empty for nothing.
    pub(crate) note: String,
}

impl Cell {
    /// A number or a word.
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// What stands where there is no number, and why.
    pub(crate) fn absent(why: impl Into<String>) -> Self {
        Self { text: crate::reports::number::ABSENT.to_owned(), is_quiet: true, note: why.into() }
    }
}

/// A row.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Row {
    /// Its accessible name: what the first cell says, in general.
    pub(crate) name: String,
    /// Symbol and colour before it, and whether the symbol is hollow.
    pub(crate) symbol: Option<(Symbol, Color32, bool)>,
    /// Its cells, one a column.
    pub(crate) cells: Vec<Cell>,
}

/// Draws a table; gives the row that was clicked. Each row is a node of the accessibility tree: its name, and as value the cells with
/// their titles and units.
pub(crate) fn show_number_table(ui: &mut Ui, tokens: &Tokens, columns: &[Column], rows: &[Row]) -> Option<usize> {
    let faces = Faces::of(ui, tokens);
    let laid_out: Vec<Vec<LaidOut>> = rows.iter().map(|row| faces.lay_out(ui, columns, row)).collect();
    let widths = Widths::of(ui, &faces, columns, &laid_out);
    let has_symbols = rows.iter().any(|row| row.symbol.is_some());
    let lead = if has_symbols { SYMBOL_ROOM } else { 0.0 };
    let width = lead + widths.total();
    let has_units = columns.iter().any(|column| !column.unit.is_empty());
    show_head(ui, &faces, columns, &widths, lead, width, has_units);
    let mut clicked = None;
    for (index, (row, cells)) in rows.iter().zip(&laid_out).enumerate() {
        let (rect, response) =
            ui.allocate_exact_size(vec2(width.max(ui.available_width()), ROW_HEIGHT), Sense::click());
        if response.clicked() {
            clicked = Some(index);
        }
        ui.ctx().accesskit_node_builder(response.id, |node| {
            node.set_role(Role::Row);
            node.set_label(row.name.clone());
            node.set_value(spoken(columns, row));
        });
        if !ui.is_rect_visible(rect) {
            continue;
        }
        if response.hovered() {
            ui.painter().rect_filled(rect, 0.0, colour(tokens.raised));
        }
        if let Some((symbol, ink, hollow)) = row.symbol {
            let at = pos2(rect.left() + 5.0, rect.center().y);
            ui.painter().extend(symbol_shapes(at, 3.5, symbol, ink, hollow, colour(tokens.panel)));
        }
        let mut left = rect.left() + lead;
        for (place, cell) in cells.iter().enumerate() {
            let room = Rect::from_min_size(pos2(left, rect.top()), vec2(widths.columns[place].total(), ROW_HEIGHT));
            cell.paint(ui, room, &widths.columns[place]);
            let note = &row.cells[place].note;
            if !note.is_empty() && response.hover_pos().is_some_and(|pointer| room.expand(GAP / 2.0).contains(pointer))
            {
                response.clone().on_hover_text(note);
            }
            left += widths.columns[place].total() + GAP;
        }
    }
    clicked
}

fn show_head(ui: &mut Ui, faces: &Faces, columns: &[Column], widths: &Widths, lead: f32, width: f32, has_units: bool) {
    let height = if has_units { 32.0 } else { 18.0 };
    let (rect, _) = ui.allocate_exact_size(vec2(width.max(ui.available_width()), height), Sense::hover());
    let mut left = rect.left() + lead;
    for (column, room) in columns.iter().zip(&widths.columns) {
        let (x, anchor) =
            if column.is_words { (left, Align2::LEFT_TOP) } else { (left + room.total(), Align2::RIGHT_TOP) };
        for (line, text) in [&column.title, &column.unit].into_iter().enumerate() {
            let at = pos2(x, rect.top() + 14.0 * line as f32);
            ui.painter().text(at, anchor, text, faces.small.clone(), faces.quiet);
        }
        left += room.total() + GAP;
    }
    ui.painter().hline(rect.x_range(), rect.bottom(), egui::Stroke::new(1.0, faces.line));
}

/// What a row says: `code 113; reflectance 0.113`.
fn spoken(columns: &[Column], row: &Row) -> String {
    let cells = columns.iter().zip(&row.cells).filter(|(_, cell)| cell.text != row.name && !cell.text.is_empty());
    let parts: Vec<String> = cells
        .map(|(column, cell)| {
            if cell.text == crate::reports::number::ABSENT {
                let why = if cell.note.is_empty() { String::new() } else { format!(" ({})", cell.note) };
                return format!("{} not known{why}", column.title);
            }
            let unit = if column.unit.is_empty() { String::new() } else { format!(" {}", column.unit) };
            format!("{} {}{unit}", column.title, cell.text).trim().to_owned()
        })
        .collect();
    parts.join("; ")
}

struct Faces {
    small: FontId,
    number: FontId,
    word: FontId,
    text: Color32,
    quiet: Color32,
    line: Color32,
}

impl Faces {
    fn of(ui: &Ui, tokens: &Tokens) -> Self {
        let style = ui.style();
        Self {
            small: TextStyle::Small.resolve(style),
            number: TextStyle::Monospace.resolve(style),
            word: TextStyle::Body.resolve(style),
            text: colour(tokens.text),
            quiet: colour(tokens.quiet),
            line: colour(tokens.line),
        }
    }

    fn lay_out(&self, ui: &Ui, columns: &[Column], row: &Row) -> Vec<LaidOut> {
        columns
            .iter()
            .zip(&row.cells)
            .map(|(column, cell)| {
                let ink = if cell.is_quiet { self.quiet } else { self.text };
                let galley =
                    |text: &str, font: &FontId| ui.painter().layout_no_wrap(text.to_owned(), font.clone(), ink);
                if column.is_words {
                    return LaidOut { before: galley(&cell.text, &self.word), after: None, ink };
                }
                let (before, after) = at_the_point(&cell.text);
                LaidOut {
                    before: galley(before, &self.number),
                    after: (!after.is_empty()).then(|| galley(after, &self.number)),
                    ink,
                }
            })
            .collect()
    }
}

/// A number parted before its decimal point, or before what follows its last digit where it has none.
fn at_the_point(text: &str) -> (&str, &str) {
    let of_value = text.find([' ', '×']).unwrap_or(text.len());
    let point = text[..of_value].find('.').unwrap_or(of_value);
    text.split_at(point)
}

struct LaidOut {
    before: Arc<Galley>,
    after: Option<Arc<Galley>>,
    ink: Color32,
}

impl LaidOut {
    fn paint(&self, ui: &Ui, room: Rect, width: &Width) {
        let top = |galley: &Galley| room.center().y - galley.size().y / 2.0;
        let place = |x: f32, galley: &Galley| Pos2::new(x, top(galley));
        if width.is_words {
            ui.painter().galley(place(room.left(), &self.before), Arc::clone(&self.before), self.ink);
            return;
        }
        let point = room.right() - width.after;
        ui.painter().galley(place(point - self.before.size().x, &self.before), Arc::clone(&self.before), self.ink);
        if let Some(after) = &self.after {
            ui.painter().galley(place(point, after), Arc::clone(after), self.ink);
        }
    }
}

struct Width {
    is_words: bool,
    head: f32,
    before: f32,
    after: f32,
}

impl Width {
    fn total(&self) -> f32 {
        (self.before + self.after).max(self.head)
    }
}

struct Widths {
    columns: Vec<Width>,
}

impl Widths {
    fn of(ui: &Ui, faces: &Faces, columns: &[Column], rows: &[Vec<LaidOut>]) -> Self {
        let greatest = |widths: &mut dyn Iterator<Item = f32>| widths.fold(0.0, f32::max);
        let columns = columns
            .iter()
            .enumerate()
            .map(|(place, column)| {
                let heads = [&column.title, &column.unit]
                    .into_iter()
                    .map(|text| ui.painter().layout_no_wrap(text.clone(), faces.small.clone(), faces.quiet).size().x);
                let cells = || rows.iter().filter_map(|row| row.get(place));
                Width {
                    is_words: column.is_words,
                    head: heads.fold(0.0, f32::max),
                    before: greatest(&mut cells().map(|cell| cell.before.size().x)),
                    after: greatest(&mut cells().map(|cell| cell.after.as_ref().map_or(0.0, |after| after.size().x))),
                }
            })
            .collect();
        Self { columns }
    }

    fn total(&self) -> f32 {
        let widths: f32 = self.columns.iter().map(Width::total).sum();
        widths + GAP * self.columns.len().saturating_sub(1) as f32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_parted_at_their_decimal_point() {
        assert_eq!(at_the_point("0.1132"), ("0", ".1132"));
        assert_eq!(at_the_point("12\u{202F}345"), ("12\u{202F}345", ""));
        assert_eq!(at_the_point("1.2 × 10⁻⁹"), ("1", ".2 × 10⁻⁹"));
        assert_eq!(at_the_point("–"), ("–", ""));
        assert_eq!(at_the_point("5 ± 0.1"), ("5", " ± 0.1"));
    }

    #[test]
    fn a_row_says_its_cells_with_titles_units_and_reasons() {
        let columns = [Column::words("band"), Column::numbers("code", ""), Column::numbers("radiance", "W")];
        let row = Row {
            name: "B01".to_owned(),
            symbol: None,
            cells: vec![Cell::new("B01"), Cell::new("113"), Cell::absent("no Sun")],
        };
        assert_eq!(spoken(&columns, &row), "code 113; radiance not known (no Sun)");
    }
}
