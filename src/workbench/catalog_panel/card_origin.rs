//! Where a product comes from: its files with their fingerprints, what its processing used, what was done with it.

use egui::{Label, RichText, Ui};

use crate::operations::ProductCard;
use crate::workbench::desk::Desk;
use crate::workbench::jobs_panel::{size_text, time_text};
use crate::workbench::theme::colour;

/// Files and parameter files.
pub(super) fn show_files(ui: &mut Ui, desk: &Desk, card: &ProductCard) {
    let tokens = desk.tokens();
    for file in &card.files {
        let name = file.path.rsplit('/').next().unwrap_or(&file.path);
        ui.add(Label::new(RichText::new(name).monospace().size(11.0)).selectable(true).truncate())
            .on_hover_text(&file.path);
        ui.horizontal(|ui| {
            ui.label(RichText::new(size_text(file.size_bytes)).small().weak());
            let start: String = file.sha256.chars().take(12).collect();
            let print = RichText::new(format!("SHA-256 {start}…")).small().weak();
            ui.label(print).on_hover_text(format!("SHA-256 when it was recorded\n{}", file.sha256));
            if !file.is_there {
                let text = RichText::new("⚠ not there as recorded").small().color(colour(tokens.mark));
                ui.label(text).on_hover_text("The file is gone, or has another size than when it was recorded");
            }
        });
        ui.add_space(2.0);
    }
    ui.horizontal(|ui| {
        let start: String = card.identity.fingerprint.chars().take(12).collect();
        ui.label(RichText::new(format!("content {start}…")).small().weak()).on_hover_text(&card.identity.fingerprint);
    });
    ui.add_space(4.0);
    ui.label(RichText::new(format!("Parameter files ({})", card.parameter_files.len())).strong());
    if card.parameter_files.is_empty() {
        ui.label(RichText::new("The header names none.").weak());
    }
    for (nature, name) in &card.parameter_files {
        let line = RichText::new(format!("{nature}  {name}")).monospace().size(11.0);
        ui.add(Label::new(line).selectable(true).truncate()).on_hover_text(format!("{nature}: {name}"));
    }
}

/// Operations and events that have to do with the product.
pub(super) fn show_journal(ui: &mut Ui, desk: &Desk, card: &ProductCard) {
    let tokens = desk.tokens();
    if card.operations.is_empty() && card.events.is_empty() {
        ui.label(RichText::new("The journal does not speak of it.").weak());
    }
    for operation in &card.operations {
        let (word, ink) = match operation.ended.as_ref().map(|(_, outcome)| outcome.as_str()) {
            Some("done") => ("✓ done".to_owned(), tokens.pass),
            Some("failed") => ("✕ failed".to_owned(), tokens.fail),
            Some(other) => (format!("– {other}"), tokens.quiet),
            None => ("no end recorded".to_owned(), tokens.mark),
        };
        let details: Vec<String> = operation.details.iter().map(|(name, value)| format!("{name}: {value}")).collect();
        let told = format!(
            "operation {} of the journal, viq {}{}\n{}",
            operation.number,
            operation.software_version,
            operation.ended.as_ref().map(|(time, _)| format!("\nended {}", time_text(*time))).unwrap_or_default(),
            details.join("\n")
        );
        let drawn = ui.horizontal(|ui| {
            ui.label(RichText::new(time_text(operation.begun)).monospace().size(11.0).weak());
            ui.label(&operation.kind);
            ui.label(RichText::new(word).small().color(colour(ink)));
        });
        drawn.response.on_hover_text(told);
    }
    for event in &card.events {
        let drawn = ui.horizontal(|ui| {
            ui.label(RichText::new(time_text(event.time)).monospace().size(11.0).weak());
            ui.add(Label::new(event.kind.replace('_', " ")).truncate());
        });
        let told = "Recorded of this identifier or path, whatever the content was then";
        drawn.response.on_hover_text(format!("{}\n{told}", event.message));
    }
}
