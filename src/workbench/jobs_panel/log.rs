//! The log of a job.

use egui::{RichText, ScrollArea, Ui};

use super::words::time_text;
use crate::operations::jobs::{Job, LogKind};
use crate::reports::number;
use crate::workbench::desk::Desk;
use crate::workbench::theme::colour;

const ROW: f32 = 18.0;

/// Draws the log; only the rows that show are laid out.
pub(super) fn show_log(ui: &mut Ui, desk: &Desk, job: &Job) {
    let tokens = desk.tokens();
    ui.horizontal(|ui| {
        ui.label(RichText::new("Log").strong());
        ui.label(RichText::new("times in UTC").small().weak());
        if job.n_lost_entries > 0 {
            let lost = format!("{} earlier entries are not kept", number::count(job.n_lost_entries));
            ui.label(RichText::new(lost).small().color(colour(tokens.mark)));
        }
    });
    if job.log.is_empty() {
        ui.label(RichText::new("Nothing yet.").weak());
        return;
    }
    ui.spacing_mut().item_spacing.y = 2.0;
    let area = ScrollArea::vertical().id_salt(("log", job.id)).auto_shrink([false, false]).stick_to_bottom(true);
    area.show_rows(ui, ROW, job.log.len(), |ui, range| {
        for entry in &job.log[range] {
            ui.horizontal(|ui| {
                ui.set_height(ROW);
                let time = time_text(entry.time);
                let time_of_day = time.split(' ').next_back().unwrap_or_default().to_owned();
                ui.label(RichText::new(time_of_day).monospace().size(11.0).weak()).on_hover_text(time);
                let (sign, ink) = match entry.kind {
                    LogKind::Note => (" ", tokens.quiet),
                    LogKind::Warning => ("⚠", tokens.mark),
                    LogKind::Failure => ("✕", tokens.fail),
                };
                ui.add_sized([14.0, ROW], egui::Label::new(RichText::new(sign).size(11.0).color(colour(ink))));
                let message = entry.message.lines().collect::<Vec<_>>().join("  ");
                ui.add(egui::Label::new(message).truncate().selectable(true)).on_hover_text(entry.message.as_str());
            });
        }
    });
}
