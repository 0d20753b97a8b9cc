//! What the user was told, the latest first.

use egui::{RichText, ScrollArea, Ui};

use crate::workbench::desk::Desk;
use crate::workbench::notices::Weight;
use crate::workbench::theme::colour;

pub(super) fn show(ui: &mut Ui, desk: &mut Desk) {
    if desk.notices.last().is_none() {
        ui.label(RichText::new("Nothing was said since the window opened.").weak());
        return;
    }
    let tokens = desk.tokens();
    ScrollArea::vertical().show(ui, |ui| {
        for notice in desk.notices.latest_first() {
            let (sign, ink) = match notice.weight {
                Weight::Information => ("✓ done", tokens.quiet),
                Weight::Warning => ("⚠ warning", tokens.mark),
                Weight::Failure => ("✕ failed", tokens.fail),
            };
            ui.horizontal(|ui| {
                ui.label(RichText::new(notice.time.to_string()).monospace().small().weak());
                ui.label(RichText::new(sign).small().color(colour(ink)));
                if notice.times > 1 {
                    ui.label(RichText::new(format!("{} times", notice.times)).small().weak());
                }
            });
            ui.add(egui::Label::new(notice.message.as_str()).selectable(true).wrap());
            ui.add_space(8.0);
        }
    });
}
