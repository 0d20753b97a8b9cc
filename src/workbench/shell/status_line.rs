//! The status line: what runs, the last notice, the catalog.

use egui::{Align, Button, Frame, Layout, Margin, Panel, RichText, Ui};

use crate::operations::jobs::JobState;
use crate::workbench::desk::Desk;
use crate::workbench::notices::Weight;
use crate::workbench::shell::Overlay;
use crate::workbench::theme::colour;
use crate::workspace::resident_bytes;

/// Draws the status line.
pub(in crate::workbench) fn show_status_line(ui: &mut Ui, desk: &mut Desk) {
    let frame = Frame::new().fill(colour(desk.tokens().surface)).inner_margin(Margin::symmetric(12, 2));
    Panel::bottom("status line").frame(frame).exact_size(28.0).resizable(false).show(ui, |ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.label(RichText::new(format!("catalog: {}", desk.ground.catalog_name())).small().weak());
            ui.separator();
            if let Some(bytes) = resident_bytes() {
                let megabytes = bytes / 1_000_000;
                ui.label(RichText::new(format!("memory {megabytes} MB")).small().weak())
                    .on_hover_text("Memory of this program, as the system counts it");
                ui.separator();
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                if let Some(running) = desk.jobs.summary() {
                    ui.add(egui::Label::new(RichText::new(running).small()).truncate());
                    cancel_button(ui, desk);
                    ui.separator();
                }
                last_notice(ui, desk);
            });
        });
    });
}

/// Cancels the job that runs.
fn cancel_button(ui: &mut Ui, desk: &Desk) {
    let Some(job) = desk.jobs.running() else { return };
    let can_be = job.state == JobState::Running;
    let name = format!("Cancel {}", job.request.title());
    let button = ui.add_enabled(can_be, Button::new(RichText::new("✕").small()).frame(false)).on_hover_text(&name);
    button.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, can_be, &name));
    if button.clicked() {
        desk.jobs.cancel(job.id);
    }
}

fn last_notice(ui: &mut Ui, desk: &mut Desk) {
    let tokens = desk.tokens();
    let (text, ink) = match desk.notices.last() {
        None => ("Ready".to_owned(), tokens.quiet),
        Some(notice) => {
            let (sign, ink) = match notice.weight {
                Weight::Information => ("✓", tokens.quiet),
                Weight::Warning => ("⚠", tokens.mark),
                Weight::Failure => ("✕", tokens.fail),
            };
            (format!("{sign}  {}", notice.message.lines().next().unwrap_or_default()), ink)
        }
    };
    let words = RichText::new(text).small().color(colour(ink));
    let response = ui.add(Button::new(words).frame(false).truncate()).on_hover_text("Show all notices");
    if response.clicked() {
        desk.overlay = Some(Overlay::Notices);
    }
}
