//! The explanation of the pixel that is pointed at: every value on its way, the sources of its uncertainty, and what its coefficients made besides.

use egui::{CollapsingHeader, RichText, ScrollArea, Ui};

use crate::operations::radiometry::{ColumnCoefficient, ExplainedPixel, ExplainedStep};
use crate::reports::number::{self, Sign};
use crate::reports::tokens::Tokens;
use crate::workbench::inspector::{Cell, Column, Row, show_number_table};
use crate::workbench::theme::colour;

/// Draws the explanation.
pub(super) fn show_explained(ui: &mut Ui, tokens: &Tokens, pixel: &ExplainedPixel) {
    let place = format!("Line {}, column {} of {}, {} TDI stages", pixel.line, pixel.column, pixel.band, pixel.tdi);
    ui.label(RichText::new(place).strong());
    if !pixel.reasons.is_empty() {
        ui.label(RichText::new(pixel.reasons.join(", ")).color(colour(tokens.mark)));
    }
    let value = match (pixel.value, pixel.total_sigma) {
        (None, _) => "no value".to_owned(),
        (Some(value), Some(sigma)) if sigma > 0.0 => {
            format!("{} (k = 1)", number::with_uncertainty(value, sigma, Sign::Negative).text())
        }
        (Some(value), _) => number::significant(value, 6, Sign::Negative),
    };
    ui.label(RichText::new(format!("{value} {}", number::unit(pixel.unit)).trim_end()).monospace());
    let columns = [Column::words("after"), Column::numbers("value", ""), Column::words("unit")];
    let mut rows = vec![row("code as read", f64::from(pixel.code), "counts", true, None)];
    rows.extend(
        pixel.steps.iter().map(|step| row(&step.name, step.value, step.unit, step.is_done, step.note.as_deref())),
    );
    wide(ui, "steps", |ui| show_number_table(ui, tokens, &columns, &rows));
    section(ui, "Coefficients", true, |ui| show_coefficients(ui, tokens, &pixel.steps));
    section(ui, "Uncertainty (k = 1)", true, |ui| show_budget(ui, tokens, pixel));
    section(ui, "What used these coefficients", false, |ui| {
        for line in &pixel.used_by {
            ui.add(egui::Label::new(RichText::new(line).small()).wrap());
        }
    });
}

fn section(ui: &mut Ui, title: &str, is_open: bool, content: impl FnOnce(&mut Ui)) {
    CollapsingHeader::new(RichText::new(title).strong()).id_salt(title).default_open(is_open).show(ui, content);
}

/// A table that may be wider than the panel.
fn wide<R>(ui: &mut Ui, name: &str, content: impl FnOnce(&mut Ui) -> R) {
    ScrollArea::horizontal().id_salt(name).show(ui, content);
}

fn row(name: &str, value: f64, unit: &str, is_done: bool, note: Option<&str>) -> Row {
    let left_out = if is_done { "" } else { " (left out)" };
    let first = Cell {
        note: note.unwrap_or_default().to_owned(),
        is_quiet: !is_done,
        ..Cell::new(format!("{name}{left_out}"))
    };
    let value = Cell { is_quiet: !is_done, ..Cell::new(number::significant(value, 6, Sign::Negative)) };
    Row { name: name.to_owned(), symbol: None, cells: vec![first, value, Cell::new(number::unit(unit))] }
}

fn show_coefficients(ui: &mut Ui, tokens: &Tokens, steps: &[ExplainedStep]) {
    let all = steps.iter().flat_map(|step| step.coefficients.iter().map(move |used| (step, used)));
    let rows: Vec<Row> = all.map(|(step, used)| coefficient_row(used, &step.name)).collect();
    wide(ui, "used", |ui| show_number_table(ui, tokens, &coefficient_columns(), &rows));
}

/// The heads of a table of coefficients.
pub(super) fn coefficient_columns() -> [Column; 4] {
    [Column::words("coefficient"), Column::numbers("value", ""), Column::words("unit"), Column::words("file")]
}

/// A coefficient with its file, and of what it is, under the pointer.
pub(super) fn coefficient_row(used: &ColumnCoefficient, of: &str) -> Row {
    let value = match used.sigma.filter(|sigma| *sigma > 0.0) {
        Some(sigma) => number::with_uncertainty(used.value, sigma, Sign::Negative).text(),
        None => number::significant(used.value, 6, Sign::Negative),
    };
    let file = Cell { note: used.file.identifier.clone().unwrap_or_default(), ..Cell::new(used.file.words()) };
    let name = Cell { note: of.to_owned(), ..Cell::new(&used.name) };
    Row {
        name: used.name.clone(),
        symbol: None,
        cells: vec![name, Cell::new(value), Cell::new(number::unit(used.unit)), file],
    }
}

fn show_budget(ui: &mut Ui, tokens: &Tokens, pixel: &ExplainedPixel) {
    let columns = [Column::words("source"), Column::numbers("σ", number::unit(pixel.unit)), Column::words("part")];
    let sigma = |sigma: Option<f64>| match sigma {
        Some(sigma) => Cell::new(number::significant(sigma, 3, Sign::Negative)),
        None => Cell::absent("the set does not say it"),
    };
    let mut rows: Vec<Row> = pixel
        .budget
        .iter()
        .map(|line| Row {
            name: line.source.to_owned(),
            symbol: None,
            cells: vec![Cell::new(line.source), sigma(line.sigma), Cell::new(line.part)],
        })
        .collect();
    rows.push(Row {
        name: "total".to_owned(),
        symbol: None,
        cells: vec![Cell::new("total"), sigma(pixel.total_sigma), Cell::default()],
    });
    wide(ui, "budget", |ui| show_number_table(ui, tokens, &columns, &rows));
}
