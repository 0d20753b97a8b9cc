//! The viewer's panels.

use crate::workbench::commands::Command;
use crate::workbench::desk::Desk;
use crate::workbench::panel::Panel;
use crate::workbench::shell::EmptyState;

/// The views in the middle.
#[derive(Default)]
pub(crate) struct Views;

impl Panel for Views {
    fn name(&self) -> &'static str {
        "Views"
    }

    fn show(&mut self, ui: &mut egui::Ui, desk: &mut Desk) {
        EmptyState {
            title: "No product is open",
            advice: "Open a header, a metadata file or a raster, or drop it here.",
            command: Some(Command::OpenProduct),
            command_line: Some("viq open PRODUCT.HDR"),
        }
        .show(ui, desk);
    }
}

/// Layers, pins and regions on the left.
#[derive(Default)]
pub(crate) struct Layers;

impl Panel for Layers {
    fn name(&self) -> &'static str {
        "Layers"
    }

    fn show(&mut self, ui: &mut egui::Ui, desk: &mut Desk) {
        EmptyState::text("No layers", "Layers, pins and regions of the open products stand here.").show(ui, desk);
    }
}
