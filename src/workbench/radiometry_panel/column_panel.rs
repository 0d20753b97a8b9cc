//! On the right: every coefficient of the column that is looked at, with its file and version.

use std::sync::Arc;

use egui::{RichText, ScrollArea, Ui};

use super::choice::focus;
use crate::operations::radiometry::{ColumnCoefficient, column_coefficients};
use crate::parameter_sets::ParameterSet;
use crate::reports::number::{self, Sign};
use crate::workbench::desk::Desk;
use crate::workbench::inspector::{Cell, Column, Row, show_number_table};
use crate::workbench::panel::Panel;
use crate::workbench::shell::EmptyState;
use crate::workbench::theme::colour;

/// The coefficients of a column.
#[derive(Default)]
pub(crate) struct ColumnPanel;

impl Panel for ColumnPanel {
    fn name(&self) -> &'static str {
        "Explain this pixel"
    }

    fn show(&mut self, ui: &mut Ui, desk: &mut Desk) {
        let Some(set) = desk.shown_set().cloned() else {
            EmptyState::text("Nothing to explain", "Open a parameter set, and point at a column or a pixel.")
                .show(ui, desk);
            return;
        };
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| show_column(ui, desk, &set));
    }
}

fn show_column(ui: &mut Ui, desk: &Desk, set: &Arc<ParameterSet>) {
    let tokens = desk.tokens();
    let quiet = |ui: &mut Ui, words: &str| {
        ui.add(egui::Label::new(RichText::new(words).color(colour(tokens.quiet))).wrap());
    };
    let (Some((band, tdi)), Some(column)) = (focus(desk, set), desk.radiometry.column) else {
        quiet(ui, "Point at a column of the curves, or at a pixel: its coefficients stand here, each with its file.");
        return;
    };
    ui.label(RichText::new(format!("Column {column} of {band}, {tdi} TDI stages")).strong());
    let known = match column_coefficients(set, &band, tdi, column) {
        Ok(known) => known,
        Err(error) => {
            quiet(ui, &error.to_string());
            return;
        }
    };
    if let Some((word, file)) = &known.defect {
        let words = format!("out of order: {word} ({})", file.words());
        ui.label(RichText::new(words).color(colour(tokens.mark)));
    }
    let columns =
        [Column::words("coefficient"), Column::numbers("value", ""), Column::words("unit"), Column::words("file")];
    let rows: Vec<Row> = known.coefficients.iter().map(row).collect();
    ScrollArea::horizontal().id_salt("coefficients").show(ui, |ui| show_number_table(ui, tokens, &columns, &rows));
}

fn row(coefficient: &ColumnCoefficient) -> Row {
    let value = match coefficient.sigma.filter(|sigma| *sigma > 0.0) {
        Some(sigma) => number::with_uncertainty(coefficient.value, sigma, Sign::Negative).text(),
        None => number::significant(coefficient.value, 6, Sign::Negative),
    };
    let file =
        Cell { note: coefficient.file.identifier.clone().unwrap_or_default(), ..Cell::new(coefficient.file.words()) };
    Row {
        name: coefficient.name.clone(),
        symbol: None,
        cells: vec![Cell::new(&coefficient.name), Cell::new(value), Cell::new(number::unit(coefficient.unit)), file],
    }
}
