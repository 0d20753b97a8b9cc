//! The form of a job that is being written: everything is told before it starts.

use egui::{Id, Modal, RichText, TextEdit, Ui};

use super::draft::{DraftKind, JobDraft};
use super::words::{left_cell, size_text};
use crate::workbench::desk::Desk;
use crate::workbench::session::Tab;
use crate::workbench::theme::colour;

/// Who asks the dialogs for files.
const PURPOSE: &str = "job inputs";
const LABEL_WIDTH: f32 = 92.0;

/// Draws the form over the workspace, if a job is being written.
pub(crate) fn show_draft(ui: &Ui, desk: &mut Desk) {
    let Some(mut draft) = desk.jobs.draft.take() else { return };
    draft.add(&desk.dialogs.take_inputs(PURPOSE));
    let (title, start) = match draft.kind {
        DraftKind::Add => ("Add products", "Add to catalog"),
        DraftKind::Verify => ("Verify products", "Start verifying"),
        DraftKind::Demo => ("Make a synthetic product", "Make product"),
    };
    let frame = egui::Frame::window(ui.style()).inner_margin(egui::Margin::same(16));
    let shown = Modal::new(Id::unique("job draft")).frame(frame).show(ui.ctx(), |ui| {
        ui.set_width((ui.ctx().content_rect().width() - 80.0).min(560.0));
        ui.label(RichText::new(title).heading());
        ui.add_space(8.0);
        fields(ui, desk, &mut draft);
        ui.add_space(8.0);
        let request = draft.request();
        told_before(ui, desk, &draft);
        ui.add_space(12.0);
        ui.horizontal(|ui| {
            let started = ui.add_enabled(request.is_ok(), egui::Button::new(start));
            let started = match &request {
                Ok(_) => {
                    started.on_hover_text("Append it to the queue; it runs beside the window and can be cancelled")
                }
                Err(needed) => started.on_disabled_hover_text(format!("Not yet: {needed}")),
            };
            let is_closed = ui.button("Close").on_hover_text("Close without starting anything  Escape").clicked();
            (started.clicked(), is_closed)
        })
        .inner
    });
    let (is_started, is_closed) = shown.inner;
    match draft.request() {
        Ok(request) if is_started => {
            desk.submit_job(request);
            desk.session.tab = Tab::Jobs;
        }
        _ if is_closed || shown.should_close() => {}
        _ => desk.jobs.draft = Some(draft),
    }
}

fn fields(ui: &mut Ui, desk: &mut Desk, draft: &mut JobDraft) {
    match draft.kind {
        DraftKind::Add => {
            ui.label(
                RichText::new("Each product is read to its end once and recorded; nothing of it is changed.").weak(),
            );
        }
        DraftKind::Verify => {
            let text = "Each product is measured and judged; figures and verdicts go into the catalog and a report.";
            ui.label(RichText::new(text).weak());
        }
        DraftKind::Demo => {
            let text =
                "A product of a simulation, with its known truth beside it; it is marked as synthetic everywhere.";
            ui.label(RichText::new(text).weak());
        }
    }
    ui.add_space(4.0);
    if draft.kind == DraftKind::Demo {
        line(ui, "Folder", &mut draft.paths, "");
        line(ui, "Seed", &mut draft.seed, "1");
        line(ui, "Side, pixels", &mut draft.side, "1024");
        return;
    }
    let label = ui.label("Products, one path a line: headers, metadata files, rasters, or folders of products");
    let paths = TextEdit::multiline(&mut draft.paths)
        .desired_rows(3)
        .desired_width(f32::INFINITY)
        .font(egui::TextStyle::Monospace)
        .hint_text("/archive/venus");
    ui.add(paths).labelled_by(label.id);
    ui.horizontal(|ui| {
        if ui.button("Choose files…").clicked() {
            desk.dialogs.ask_for_inputs(PURPOSE, false);
        }
        if ui.button("Choose folder…").clicked() {
            desk.dialogs.ask_for_inputs(PURPOSE, true);
        }
    });
    ui.add_space(4.0);
    line(ui, "Image", &mut draft.image, "optional: a raster that replaces the header's");
    if draft.kind == DraftKind::Verify {
        line(ui, "Report folder", &mut draft.report, "optional: a new one in the workspace's reports");
    }
}

fn line(ui: &mut Ui, name: &str, text: &mut String, hint: &str) {
    ui.horizontal(|ui| {
        let label = left_cell(ui, LABEL_WIDTH, egui::Label::new(name));
        let edit = TextEdit::singleline(text)
            .desired_width(f32::INFINITY)
            .font(egui::TextStyle::Monospace)
            .hint_text(RichText::new(hint).family(egui::FontFamily::Proportional));
        ui.add(edit).labelled_by(label.id);
    });
}

/// Memory and command line, before anything starts.
fn told_before(ui: &mut Ui, desk: &Desk, draft: &JobDraft) {
    let tokens = desk.tokens();
    egui::Frame::new().fill(colour(tokens.raised)).corner_radius(3).inner_margin(egui::Margin::same(8)).show(
        ui,
        |ui| {
            ui.set_width(ui.available_width());
            match draft.request() {
                Err(needed) => {
                    ui.label(RichText::new(format!("Not ready: {needed}.")).weak());
                }
                Ok(request) => {
                    let need = request.memory_need();
                    let least = need.at_least_bytes.map(|bytes| format!(", needs at least {}", size_text(bytes)));
                    let budget = size_text(desk.jobs.memory_budget_bytes());
                    ui.label(format!("Memory: may hold {budget} at once{}", least.unwrap_or_default()));
                    ui.add(egui::Label::new(RichText::new(format!("It {}.", need.text)).small().weak()).wrap());
                    ui.add_space(4.0);
                    let line = request.as_command(&desk.ground.command_place());
                    ui.add(egui::Label::new(RichText::new(line).monospace().size(11.0)).selectable(true).wrap());
                }
            }
        },
    );
}
