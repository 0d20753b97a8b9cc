//! The active view by itself, for a workspace that shows pixels beside something else.

use egui::{Sense, Ui};

use super::viewing::Viewing;
use super::{following, image_view, panel_commands};
use crate::workbench::commands::Command;
use crate::workbench::desk::Desk;
use crate::workbench::products::Opening;
use crate::workbench::shell::EmptyState;
use crate::workbench::theme::colour;

/// The active view: the same product, place, bands and stretch as in the viewer, with tiles of its own.
#[derive(Default)]
pub(crate) struct ActiveView {
    viewing: Viewing,
}

impl ActiveView {
    /// Draws the view in all that is left of `ui`.
    pub(crate) fn show(&mut self, ui: &mut Ui, desk: &mut Desk) {
        let view = desk.session.viewer.active();
        let Some(id) = desk.session.viewer.active_product() else {
            EmptyState {
                title: "No product is open",
                advice: "A raw product shows here what the coefficients do to its pixels.",
                command: Some(Command::OpenProduct),
                command_line: Some("viq open PRODUCT.HDR"),
            }
            .show(ui, desk);
            return;
        };
        let products = &desk.products;
        self.viewing.store.retain_products(|product| products.is_shown(product));
        self.viewing.follow_session(desk);
        self.viewing.follow_key(ui.ctx());
        self.viewing.store.begin_frame(ui.ctx());
        following::follow(desk, &mut self.viewing);
        match desk.products.get(id) {
            Some(Opening::Ready(_)) => {
                if let Some(product) = desk.products.ready(id).cloned() {
                    image_view::show(ui, desk, &mut self.viewing, view, id, &product);
                }
            }
            Some(Opening::Failed(reason)) => {
                let reason = reason.clone();
                message(ui, desk, "The product cannot be opened", &reason);
            }
            Some(Opening::Reading(_)) | None => message(ui, desk, "Opening…", ""),
        }
        if following::follow(desk, &mut self.viewing) {
            ui.ctx().request_repaint();
        }
        self.viewing.store.end_frame(&desk.queries);
        self.viewing.flickered_last = self.viewing.flickered_last.filter(|_| !self.viewing.store.is_settled());
    }

    /// Runs a command that is the view's; false when it is not.
    pub(crate) fn run(&mut self, command: Command, desk: &mut Desk, window: &egui::Context) -> bool {
        // Written by the viewer, which knows where to.
        command != Command::ExportView && panel_commands::run(&mut self.viewing, command, desk, window)
    }
}

fn message(ui: &mut Ui, desk: &Desk, title: &str, text: &str) {
    let rect = ui.available_rect_before_wrap();
    ui.painter().rect_filled(rect, 0.0, colour(desk.tokens().image_surround));
    image_view::message(ui, rect, desk, title, text);
    ui.allocate_rect(rect, Sense::hover());
}
