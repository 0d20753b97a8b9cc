//! On the right: the pixel that is pointed at, explained; where no raw product is shown through the chain, the coefficients of the column.

use std::sync::Arc;

use egui::{RichText, ScrollArea, Ui};

use super::choice::{SameSet, focus};
use super::found::Found;
use super::pixel_panel::{coefficient_columns, coefficient_row, show_explained};
use crate::operations::radiometry::{ColumnCoefficients, ExplainedPixel, WhatIf, column_coefficients};
use crate::parameter_sets::ParameterSet;
use crate::workbench::desk::Desk;
use crate::workbench::inspector::{Row, show_number_table};
use crate::workbench::panel::Panel;
use crate::workbench::products::Shown;
use crate::workbench::queries::{InTurn, Priority};
use crate::workbench::shell::EmptyState;
use crate::workbench::theme::colour;

/// The explanation of a pixel, or of a column.
#[derive(Default)]
pub(crate) struct ColumnPanel {
    explained: InTurn<Question, Arc<ExplainedPixel>>,
    column: Found<(SameSet, String, u8, usize), ColumnCoefficients>,
}

/// A pixel, and with what it is explained.
#[derive(Clone, PartialEq)]
struct Question {
    shown: Shown,
    band: String,
    line: usize,
    column: usize,
    what_if: WhatIf,
}

impl Panel for ColumnPanel {
    fn name(&self) -> &'static str {
        "Explain this pixel"
    }

    fn show(&mut self, ui: &mut Ui, desk: &mut Desk) {
        let Some(set) = desk.shown_set().cloned() else {
            let advice = "Open a parameter set, and point at a column or a pixel.";
            EmptyState::text("Nothing to explain", advice).show(ui, desk);
            return;
        };
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            if !self.show_pixel(ui, desk, &set) {
                self.show_column(ui, desk, &set);
            }
        });
    }
}

impl ColumnPanel {
    /// Explains the pixel that is inspected; false where no raw product is shown through the chain, or no pixel was pointed at.
    fn show_pixel(&mut self, ui: &mut Ui, desk: &mut Desk, set: &ParameterSet) -> bool {
        let place = desk.inspection.place().filter(|place| Some(place.product) == desk.session.viewer.active_product());
        let Some((place, (band, _))) = place.zip(focus(desk, set)) else { return false };
        let Some((raw, what_if)) = desk.radiometry.chains.shown(place.product) else { return false };
        let (raw, what_if) = (Arc::clone(raw), what_if.clone());
        let shown = desk.products.shown(place.product);
        let question = Question { shown, band, line: place.line, column: place.column, what_if };
        let asked = question.clone();
        // After the picture, which changes with what is thought.
        self.explained.ask(&desk.queries, Priority::Soon, question, move |supervision| {
            let Question { band, line, column, what_if, .. } = &asked;
            raw.explain(band, *line, *column, what_if, supervision).map(Arc::new)
        });
        let tokens = desk.tokens();
        match self.explained.answer() {
            Some(Ok(pixel)) => show_explained(ui, tokens, pixel),
            Some(Err(reason)) => {
                let words = RichText::new(reason).color(colour(tokens.fail));
                ui.add(egui::Label::new(words).wrap());
            }
            None => {
                ui.weak("reading…");
            }
        }
        true
    }

    fn show_column(&mut self, ui: &mut Ui, desk: &Desk, set: &Arc<ParameterSet>) {
        let tokens = desk.tokens();
        let quiet = |ui: &mut Ui, words: &str| {
            ui.add(egui::Label::new(RichText::new(words).color(colour(tokens.quiet))).wrap());
        };
        let (Some((band, tdi)), Some(column)) = (focus(desk, set), desk.radiometry.column) else {
            quiet(
                ui,
                "Point at a column of the curves: its coefficients stand here, each with its file. A pixel of a raw product that is shown through the chain is explained step by step.",
            );
            return;
        };
        ui.label(RichText::new(format!("Column {column} of {band}, {tdi} TDI stages")).strong());
        let of = (SameSet(Arc::clone(set)), band.clone(), tdi, column);
        let find = || column_coefficients(set, &band, tdi, column).map_err(|error| error.to_string());
        match self.column.of(of, find) {
            Ok(known) => show_coefficients(ui, desk, known),
            Err(reason) => quiet(ui, reason),
        }
    }
}

fn show_coefficients(ui: &mut Ui, desk: &Desk, known: &ColumnCoefficients) {
    let tokens = desk.tokens();
    if let Some((word, file)) = &known.defect {
        let words = format!("out of order: {word} ({})", file.words());
        ui.label(RichText::new(words).color(colour(tokens.mark)));
    }
    let rows: Vec<Row> = known.coefficients.iter().map(|used| coefficient_row(used, "")).collect();
    ScrollArea::horizontal()
        .id_salt("coefficients")
        .show(ui, |ui| show_number_table(ui, tokens, &coefficient_columns(), &rows));
}
