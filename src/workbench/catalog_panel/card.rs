//! The card of the selected product: quick-look, facts, figures, where everything comes from.

use std::sync::Arc;

use egui::{CollapsingHeader, Layout, RichText, Ui};

use super::card_figures::{show_measurements, show_verdicts};
use super::card_origin::{show_files, show_journal};
use super::quick_look::QuickLookView;
use crate::operations;
use crate::reports::number;
use crate::workbench::commands::{Command, command_button};
use crate::workbench::desk::Desk;
use crate::workbench::jobs_panel::time_text;
use crate::workbench::panel::Panel;
use crate::workbench::queries::{Answer, Priority};
use crate::workbench::shell::EmptyState;
use crate::workbench::theme::colour;

/// Facts of the selected product.
#[derive(Default)]
pub(crate) struct ProductCard {
    quick_look: QuickLookView,
}

impl Panel for ProductCard {
    fn name(&self) -> &'static str {
        "Product"
    }

    fn show(&mut self, ui: &mut Ui, desk: &mut Desk) {
        let Some(identity) = desk.session.catalog.selected.clone() else {
            EmptyState::text(
                "No product selected",
                "Facts, provenance and measurements of the selected product stand here.",
            )
            .show(ui, desk);
            return;
        };
        let at = Arc::clone(&desk.ground);
        let asked = identity.clone();
        let question = (identity, desk.catalog.generation());
        desk.catalog.card.ask(&desk.queries, Priority::Visible, question, move |supervision| {
            operations::product_card(&asked, &at.supervised(supervision)).map(Arc::new)
        });
        let card = match desk.catalog.card.answer() {
            // the card of another product would be taken for this one's
            Answer::Known(card) | Answer::Waiting(Some(card))
                if desk.session.catalog.selected.as_ref() == Some(&card.identity) =>
            {
                Arc::clone(card)
            }
            Answer::Failed(reason) => {
                let reason = reason.to_owned();
                EmptyState {
                    title: "The catalog does not tell",
                    advice: &reason,
                    command: Some(Command::RefreshCatalog),
                    command_line: None,
                }
                .show(ui, desk);
                return;
            }
            _ => {
                ui.label(RichText::new("Looking…").weak());
                return;
            }
        };
        egui::ScrollArea::vertical().id_salt("card").auto_shrink([false, false]).show(ui, |ui| {
            content(ui, desk, &card, &mut self.quick_look);
        });
    }
}

fn content(ui: &mut Ui, desk: &mut Desk, card: &operations::ProductCard, quick_look: &mut QuickLookView) {
    let tokens = desk.tokens();
    ui.add(egui::Label::new(RichText::new(&card.identity.identifier).strong()).selectable(true).wrap());
    if card.synthetic {
        let text = "Synthetic: made by a simulation, not an observation";
        ui.add(egui::Label::new(RichText::new(text).color(colour(tokens.mark))).wrap());
    }
    ui.add_space(4.0);
    quick_look.show(ui, desk, &card.path);
    ui.add_space(4.0);
    ui.horizontal_wrapped(|ui| {
        command_button(ui, desk, Command::OpenSelectedProduct);
        command_button(ui, desk, Command::VerifyProducts);
    });
    ui.add_space(4.0);
    let known = |value: Option<String>| value.unwrap_or_else(|| "not known".to_owned());
    section(ui, "Facts", true, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        fact(ui, "site", &known(card.site.clone()));
        fact(ui, "level", &card.level);
        fact(ui, "acquired (UTC)", &known(card.acquisition.map(time_text)));
        fact(ui, "orbit", &known(card.orbit.map(|orbit| orbit.to_string())));
        for (name, value) in &card.facts {
            let value = value.parse().map_or_else(|_| value.clone(), number::count);
            fact(ui, name, &value);
        }
    });
    let verified = card.verifications.first();
    section(ui, &format!("Verdicts ({})", card.verdicts.len()), true, |ui| {
        show_verdicts(ui, desk, &card.verdicts, verified);
    });
    section(ui, &format!("Measurements ({})", card.measurements.len()), false, |ui| {
        show_measurements(ui, &card.measurements, verified);
    });
    section(ui, &format!("Files ({})", card.files.len()), false, |ui| show_files(ui, desk, card));
    section(ui, &format!("Journal ({})", card.operations.len() + card.events.len()), false, |ui| {
        show_journal(ui, desk, card);
    });
}
/// A part of the card that can be folded away.
fn section(ui: &mut Ui, name: &str, is_open: bool, content: impl FnOnce(&mut Ui)) {
    // what stands in brackets may change, the section stays the same
    let salt = name.split(" (").next().unwrap_or(name).to_owned();
    CollapsingHeader::new(RichText::new(name).strong()).id_salt(salt).default_open(is_open).show_unindented(ui, |ui| {
        content(ui);
        ui.add_space(4.0);
    });
}

/// A fact in a line: its name in quiet, its value on the right.
pub(super) fn fact(ui: &mut Ui, name: &str, value: &str) {
    ui.horizontal(|ui| {
        ui.label(RichText::new(name).weak());
        ui.with_layout(Layout::right_to_left(egui::Align::Center), |ui| {
            ui.add(egui::Label::new(RichText::new(value).monospace().size(12.0)).selectable(true).truncate());
        });
    });
}
