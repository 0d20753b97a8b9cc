//! What this program is.

use egui::{RichText, Ui};

use crate::operations::Context;
use crate::workbench::desk::Desk;
use crate::workbench::fonts::LICENCES;

pub(super) fn show(ui: &mut Ui, desk: &mut Desk) {
    ui.label("Image-quality workbench of the VENµS satellite.");
    ui.add_space(8.0);
    egui::Grid::new("about").num_columns(2).spacing([24.0, 4.0]).show(ui, |ui| {
        let mut row = |name: &str, value: String| {
            ui.label(RichText::new(name).weak());
            ui.add(egui::Label::new(value).wrap());
            ui.end_row();
        };
        row("Version", Context::software_version().to_owned());
        row("Licence", "Apache-2.0".to_owned());
        for (font, licence) in LICENCES {
            row(font, licence.to_owned());
        }
        row("Workspace", desk.ground.workspace().root().display().to_string());
        row("Catalog", desk.ground.catalog_name());
    });
}
