//! The panels of the catalog's workspace.

use crate::workbench::commands::Command;
use crate::workbench::desk::Desk;
use crate::workbench::panel::Panel;
use crate::workbench::shell::EmptyState;

/// Filters on the left.
#[derive(Default)]
pub(crate) struct Filters;

impl Panel for Filters {
    fn name(&self) -> &'static str {
        "Filters"
    }

    fn show(&mut self, ui: &mut egui::Ui, desk: &mut Desk) {
        EmptyState::text("No filters", "Site, level and dates narrow down a catalog that holds products.")
            .show(ui, desk);
    }
}

/// Map of footprints above a table.
#[derive(Default)]
pub(crate) struct MapAndTable;

impl Panel for MapAndTable {
    fn name(&self) -> &'static str {
        "Map and table"
    }

    fn show(&mut self, ui: &mut egui::Ui, desk: &mut Desk) {
        EmptyState {
            title: "The catalog holds no product",
            advice: "Ingest the folder of an archive, or open a single product without cataloguing it.",
            command: Some(Command::OpenProduct),
            command_line: Some("viq ingest FOLDER"),
        }
        .show(ui, desk);
    }
}

/// Facts of the selected product.
#[derive(Default)]
pub(crate) struct ProductCard;

impl Panel for ProductCard {
    fn name(&self) -> &'static str {
        "Product"
    }

    fn show(&mut self, ui: &mut egui::Ui, desk: &mut Desk) {
        EmptyState::text(
            "No product selected",
            "Facts, provenance and measurements of the selected product stand here.",
        )
        .show(ui, desk);
    }
}
