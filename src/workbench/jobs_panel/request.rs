//! The request of the selected job: as a command, its inputs, memory told before.

use egui::{RichText, Ui};

use super::words::size_text;
use crate::workbench::desk::Desk;
use crate::workbench::panel::Panel;
use crate::workbench::shell::EmptyState;
use crate::workbench::theme::colour;

/// The request of the selected job.
#[derive(Default)]
pub(crate) struct JobRequest;

impl Panel for JobRequest {
    fn name(&self) -> &'static str {
        "Request"
    }

    fn show(&mut self, ui: &mut Ui, desk: &mut Desk) {
        let Some(job) = desk.shown_job() else {
            EmptyState::text("No job selected", "The request as a command, its inputs and its memory stand here.")
                .show(ui, desk);
            return;
        };
        egui::ScrollArea::vertical().id_salt("request").auto_shrink([false, false]).show(ui, |ui| {
            let line = job.request.as_command(&desk.ground.command_place());
            section(ui, "As a command");
            egui::Frame::new()
                .fill(colour(desk.tokens().raised))
                .corner_radius(3)
                .inner_margin(egui::Margin::same(8))
                .show(ui, |ui| {
                    ui.set_width(ui.available_width());
                    ui.add(egui::Label::new(RichText::new(&line).monospace().size(11.0)).selectable(true).wrap());
                });
            if ui.button("Copy command").on_hover_text("Copy the line that does the same from any folder").clicked() {
                ui.ctx().copy_text(line.clone());
                desk.inform(format!("Copied: {line}"));
            }
            section(ui, "Inputs");
            for input in job.request.inputs() {
                let text = input.display().to_string();
                ui.add(egui::Label::new(RichText::new(&text).monospace().size(11.0)).selectable(true).wrap());
            }
            section(ui, "Memory");
            let need = job.request.memory_need();
            fact(ui, "budget", &size_text(job.memory_budget_bytes));
            fact(ui, "needs at least", &need.at_least_bytes.map_or_else(|| "not known".to_owned(), size_text));
            ui.add(egui::Label::new(RichText::new(format!("It {}.", need.text)).small().weak()).wrap());
            section(ui, "Recorded in");
            let catalog = desk.ground.catalog_name();
            ui.add(egui::Label::new(RichText::new(catalog).monospace().size(11.0)).selectable(true).wrap());
        });
    }
}

fn section(ui: &mut Ui, name: &str) {
    ui.add_space(8.0);
    ui.label(RichText::new(name).strong());
}

fn fact(ui: &mut Ui, name: &str, value: &str) {
    ui.horizontal(|ui| {
        ui.label(RichText::new(name).weak());
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            ui.label(RichText::new(value).monospace());
        });
    });
}
