//! What lies over the workspace: one thing at a time, closed by Escape or by a click beside it.

use egui::{Align, Id, Layout, Modal, RichText, Ui};

use super::{about, keyboard_list, notice_log};
use crate::workbench::desk::Desk;
use crate::workbench::palette::Palette;
use crate::workbench::viewer::show_ground;

/// What lies over the workspace.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Overlay {
    /// Commands by a few letters.
    Palette,
    /// Commands by key.
    Keyboard,
    /// What the user was told.
    Notices,
    /// The ground that lines of sight meet.
    Ground,
    /// What this program is.
    About,
}

/// Draws what lies over the workspace.
pub(in crate::workbench) fn show_overlay(ui: &Ui, desk: &mut Desk, palette: &mut Palette) {
    match desk.overlay {
        None => palette.clear(),
        Some(Overlay::Palette) => palette.show(ui.ctx(), desk),
        Some(Overlay::Keyboard) => card(ui, desk, "Keyboard", keyboard_list::show),
        Some(Overlay::Notices) => card(ui, desk, "Notices", notice_log::show),
        Some(Overlay::Ground) => card(ui, desk, "Ground", show_ground),
        Some(Overlay::About) => card(ui, desk, "About VIQ", about::show),
    }
}

fn card(ui: &Ui, desk: &mut Desk, title: &str, content: fn(&mut Ui, &mut Desk)) {
    let room = ui.ctx().content_rect().size();
    let frame = egui::Frame::window(ui.style()).inner_margin(egui::Margin::same(16));
    let shown = Modal::new(Id::unique(title)).frame(frame).show(ui.ctx(), |ui| {
        ui.set_max_size(egui::vec2((room.x - 80.0).min(640.0), (room.y - 120.0).min(640.0)));
        let is_closed = ui
            .horizontal(|ui| {
                ui.label(RichText::new(title).heading());
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    ui.button("Close").on_hover_text("Close  Escape").clicked()
                })
                .inner
            })
            .inner;
        ui.add_space(8.0);
        content(ui, desk);
        is_closed
    });
    if shown.inner || shown.should_close() {
        desk.overlay = None;
    }
}
