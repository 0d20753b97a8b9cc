//! The middle of the catalog's workspace: the map above the table, and what stands there without products.

use egui::{CursorIcon, Frame, Margin, Rect, RichText, Sense, Ui, UiBuilder, pos2, vec2};

use super::list::{FoundList, Listing};
use super::map::{Clicked, Map};
use super::table::Table;
use crate::workbench::commands::{Command, command_button};
use crate::workbench::desk::Desk;
use crate::workbench::panel::Panel;
use crate::workbench::shell::EmptyState;
use crate::workbench::theme::colour;

/// Least height of map and table, points.
const LEAST_HEIGHT: f32 = 120.0;
const STRIP: f32 = 32.0;

/// Map of footprints above a table.
#[derive(Default)]
pub(crate) struct MapAndTable {
    map: Map,
    table: Table,
}

impl Panel for MapAndTable {
    fn name(&self) -> &'static str {
        "Map and table"
    }

    fn show(&mut self, ui: &mut Ui, desk: &mut Desk) {
        match desk.catalog.listing() {
            Listing::Looking => EmptyState::text("Looking into the catalog…", "").show(ui, desk),
            Listing::Mistaken(mistake) => {
                EmptyState {
                    title: "A filter cannot be understood",
                    advice: &mistake,
                    command: Some(Command::ClearFilters),
                    command_line: None,
                }
                .show(ui, desk);
            }
            Listing::Failed(reason) => {
                let place = desk.ground.catalog_name();
                EmptyState {
                    title: "The catalog cannot be read",
                    advice: &format!(
                        "{reason}\nNothing was changed. Mend what it names, or start with another --catalog."
                    ),
                    command: Some(Command::RefreshCatalog),
                    command_line: Some(&format!("catalog: {place}")),
                }
                .show(ui, desk);
            }
            Listing::Known(list) if list.found.catalogued == 0 => {
                EmptyState {
                    title: "The catalog holds no product",
                    advice: "Add the folder of an archive, or open a single product without cataloguing it.",
                    command: Some(Command::AddProducts),
                    command_line: Some("viq ingest PATH"),
                }
                .show(ui, desk);
            }
            Listing::Known(list) if list.found.products.is_empty() => {
                EmptyState {
                    title: "No product meets all of these filters",
                    advice: "Widen one of them, or clear them.",
                    command: Some(Command::ClearFilters),
                    command_line: None,
                }
                .show(ui, desk);
            }
            Listing::Known(list) => self.products(ui, desk, &list),
        }
    }

    fn as_command_line(&self, desk: &Desk) -> Option<String> {
        let request = desk.session.catalog.filters.request().ok()?;
        Some(request.as_command(&desk.ground.command_place()))
    }
}

impl MapAndTable {
    fn products(&mut self, ui: &mut Ui, desk: &mut Desk, list: &FoundList) {
        strip(ui, desk);
        let room = ui.available_rect_before_wrap();
        let share = desk.session.catalog.map_share;
        let share = if share.is_finite() { share } else { 0.5 };
        let most = (room.height() - LEAST_HEIGHT).max(LEAST_HEIGHT);
        let height = (room.height() * share).clamp(LEAST_HEIGHT, most).round();
        let divider = Rect::from_min_size(pos2(room.left(), room.top() + height), vec2(room.width(), 5.0));
        let above = Rect::from_min_max(room.min, pos2(room.right(), divider.top()));
        let below = Rect::from_min_max(pos2(room.left(), divider.bottom()), room.max);
        let mut upper = ui.new_child(UiBuilder::new().max_rect(above).id_salt("map"));
        let on_map = self.map.show(&mut upper, desk, list);
        let mut lower = ui.new_child(UiBuilder::new().max_rect(below).id_salt("table"));
        lower.set_clip_rect(below.intersect(ui.clip_rect()));
        let in_table = self.table.show(&mut lower, desk, list);
        let held = ui
            .interact(divider, ui.scope_id().with("divider"), Sense::drag())
            .on_hover_cursor(CursorIcon::ResizeVertical);
        held.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Splitter, true, "Height of the map"));
        let ink = if held.hovered() || held.dragged() { desk.tokens().accent } else { desk.tokens().line };
        ui.painter().rect_filled(divider.shrink2(vec2(0.0, 2.0)), 0.0, colour(ink));
        if held.dragged() {
            let moved = (height + held.drag_delta().y).clamp(LEAST_HEIGHT, most);
            desk.session.catalog.map_share = moved / room.height().max(1.0);
        }
        ui.expand_to_include_rect(room);
        let identity = |place: usize| list.found.products.get(place).map(|product| product.identity.clone());
        match on_map.clicked {
            Clicked::Nothing => {}
            Clicked::Beside => desk.session.catalog.selected = None,
            Clicked::Product(place) => desk.session.catalog.selected = identity(place),
        }
        if let Some(place) = in_table.selected.or(on_map.opened) {
            desk.session.catalog.selected = identity(place);
        }
        if in_table.opened || on_map.opened.is_some() {
            desk.commands.push(Command::OpenSelectedProduct);
        }
    }
}

/// Above the map: what can be done.
fn strip(ui: &mut Ui, desk: &mut Desk) {
    let frame = Frame::new().fill(colour(desk.tokens().panel)).inner_margin(Margin::symmetric(8, 0));
    frame.show(ui, |ui| {
        let room = vec2(ui.available_width(), STRIP);
        ui.allocate_ui_with_layout(room, egui::Layout::left_to_right(egui::Align::Center), |ui| {
            ui.set_min_size(room);
            command_button(ui, desk, Command::ShowAllProducts);
            command_button(ui, desk, Command::ShowSelectedProduct);
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                command_button(ui, desk, Command::AddProducts);
                if desk.jobs.n_unfinished() > 0 {
                    ui.label(RichText::new("jobs run, the list follows").small().weak());
                }
            });
        });
    });
}
