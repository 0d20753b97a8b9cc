//! Regions: their list, their outline in numbers, and the statistics of the selected one.

use egui::{Button, DragValue, EventFilter, Key, RichText, ScrollArea, Sense, Ui, vec2};

use super::inspection::{KnownRegion, product_of};
use super::number_table::show_number_table;
use super::pins::{committed_text, pin_style, quiet_line};
use super::region_table::region_rows;
use crate::imagery::Window;
use crate::imagery::region::Region as Pixels;
use crate::reports::number;
use crate::workbench::commands::{Command, command_button};
use crate::workbench::desk::Desk;
use crate::workbench::panel::Panel;
use crate::workbench::plots::symbol_shapes;
use crate::workbench::shell::EmptyState;
use crate::workbench::theme::colour;
use crate::workbench::viewer::{Region, RegionShape, other_product};

/// Width of the list beside the table, points.
const LIST_WIDTH: f32 = 250.0;

/// Statistics of regions.
#[derive(Default)]
pub(crate) struct RegionsPanel;

/// What was asked of a region.
enum Wish {
    Select(u32),
    Delete(u32, String),
    Change(Region, &'static str),
}

impl Panel for RegionsPanel {
    fn name(&self) -> &'static str {
        "Regions"
    }

    fn show(&mut self, ui: &mut Ui, desk: &mut Desk) {
        let regions = desk.session.viewer.edits.marks.regions.clone();
        if regions.is_empty() {
            EmptyState::text("No regions", "Draw a rectangle or a polygon in a view.").show(ui, desk);
            return;
        }
        let selected = desk.session.viewer.edits.marks.selected;
        let shown = regions.iter().find(|region| selected == Some(region.id)).or(regions.last());
        let Some(shown) = shown.cloned() else { return };
        let mut wish = None;
        ui.horizontal_top(|ui| {
            ui.allocate_ui_with_layout(
                vec2(LIST_WIDTH, ui.available_height()),
                egui::Layout::top_down(egui::Align::Min),
                |ui| {
                    ScrollArea::vertical().id_salt("regions").auto_shrink([false, false]).show(ui, |ui| {
                        for region in &regions {
                            let other = other_product(desk, &region.product);
                            show_line(ui, desk, region, region.id == shown.id, other.as_deref(), &mut wish);
                            if let Some(other) = other {
                                ui.indent(("product of region", region.id), |ui| quiet_line(ui, desk, &other));
                            }
                        }
                        show_fields(ui, desk, &shown, &mut wish);
                    });
                },
            );
            ui.separator();
            ui.vertical(|ui| show_statistics(ui, desk, &shown));
        });
        if let Some(wish) = wish {
            grant(desk, wish);
        }
    }
}

fn show_line(
    ui: &mut Ui,
    desk: &Desk,
    region: &Region,
    is_selected: bool,
    other: Option<&str>,
    wish: &mut Option<Wish>,
) {
    let tokens = desk.tokens();
    ui.horizontal(|ui| {
        let (rect, _) = ui.allocate_exact_size(vec2(12.0, 20.0), Sense::hover());
        let style = pin_style(region.id);
        let ink = colour(style.colour);
        let shapes = symbol_shapes(rect.center(), 4.0, style.symbol, ink, style.hollow, colour(tokens.panel));
        ui.painter().extend(shapes);
        let words = RichText::new(&region.name);
        let words = if other.is_some() { words.color(colour(tokens.quiet)) } else { words };
        let name = Button::selectable(is_selected, words).truncate().right_text("");
        let width = (ui.available_width() - 32.0).max(60.0);
        let response = ui.add_sized([width, 20.0], name);
        let response = response.on_hover_text("Select; the arrow keys then move it by a pixel, with Shift by ten");
        response.widget_info(|| egui::WidgetInfo::selected(egui::Role::Button, true, is_selected, &region.name));
        if response.clicked() {
            response.request_focus();
            *wish = Some(Wish::Select(region.id));
        }
        if response.has_focus() {
            let filter = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
            ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
            if let Some([lines, columns]) = arrows(ui) {
                let mut moved = region.clone();
                moved.shape = shifted(&region.shape, lines, columns, extent(desk, region));
                if moved.shape != region.shape {
                    *wish = Some(Wish::Change(moved, "move region"));
                }
            }
        }
        let delete = ui.add(Button::new("✕").frame(false)).on_hover_text(format!("Delete {}", region.name));
        let spoken = format!("Delete {}", region.name);
        delete.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, spoken.clone()));
        if delete.clicked() {
            *wish = Some(Wish::Delete(region.id, region.name.clone()));
        }
    });
}

/// The step that the arrow keys ask for, lines and columns.
fn arrows(ui: &Ui) -> Option<[i64; 2]> {
    ui.input(|input| {
        let step = if input.modifiers.shift { 10 } else { 1 };
        let n = |key| i64::from(input.num_presses(key) as u32) * step;
        let lines = n(Key::ArrowDown) - n(Key::ArrowUp);
        let columns = n(Key::ArrowRight) - n(Key::ArrowLeft);
        (lines != 0 || columns != 0).then_some([lines, columns])
    })
}

/// Lines and columns of the image of a region; the largest possible where it is not open.
fn extent(desk: &Desk, region: &Region) -> [usize; 2] {
    product_of(&desk.session, &region.product)
        .and_then(|id| desk.products.ready(id))
        .map_or([usize::MAX / 2; 2], |product| [product.lines(), product.columns()])
}

/// The pixels of a shape.
pub(super) fn region_of(shape: &RegionShape) -> Pixels {
    match shape {
        RegionShape::Rectangle(window) => Pixels::Rectangle(*window),
        RegionShape::Polygon(corners) => Pixels::Polygon(corners.clone()),
    }
}

/// A shape moved by whole pixels, as far as the image reaches.
pub(super) fn shifted(shape: &RegionShape, lines: i64, columns: i64, extent: [usize; 2]) -> RegionShape {
    let along = |start: usize, n: usize, step: i64, extent: usize| {
        let last = extent.saturating_sub(n) as i64;
        (start as i64).saturating_add(step).clamp(0, last.max(0)) as usize
    };
    match shape {
        RegionShape::Rectangle(window) => RegionShape::Rectangle(Window::new(
            along(window.line, window.lines, lines, extent[0]),
            along(window.column, window.columns, columns, extent[1]),
            window.lines,
            window.columns,
        )),
        RegionShape::Polygon(corners) => RegionShape::Polygon(
            corners.iter().map(|[line, column]| [line + lines as f64, column + columns as f64]).collect(),
        ),
    }
}

fn show_fields(ui: &mut Ui, desk: &Desk, region: &Region, wish: &mut Option<Wish>) {
    ui.add_space(4.0);
    if let Some(name) = committed_text(ui, "Name", &region.name, egui::Id::unique(("region name", region.id))) {
        *wish = Some(Wish::Change(Region { name, ..region.clone() }, "rename region"));
    }
    match &region.shape {
        RegionShape::Rectangle(window) => {
            let [lines, columns] = extent(desk, region);
            let mut changed = *window;
            let mut is_changed = false;
            egui::Grid::new("region fields").num_columns(4).spacing([8.0, 4.0]).show(ui, |ui| {
                for (name, value, range) in [
                    ("Line", &mut changed.line, 0..=lines.saturating_sub(1)),
                    ("Lines", &mut changed.lines, 1..=lines.max(1)),
                    ("Column", &mut changed.column, 0..=columns.saturating_sub(1)),
                    ("Columns", &mut changed.columns, 1..=columns.max(1)),
                ] {
                    let label = ui.label(RichText::new(name).color(colour(desk.tokens().quiet)));
                    let field =
                        DragValue::new(value).range(range).clamp_existing_to_range(false).update_while_editing(false);
                    is_changed |= ui.add(field).labelled_by(label.id).changed();
                    if matches!(name, "Lines" | "Columns") {
                        ui.end_row();
                    }
                }
            });
            if is_changed {
                changed.lines = changed.lines.min(lines.saturating_sub(changed.line).max(1));
                changed.columns = changed.columns.min(columns.saturating_sub(changed.column).max(1));
                let shape = RegionShape::Rectangle(changed);
                *wish = Some(Wish::Change(Region { shape, ..region.clone() }, "change region"));
            }
        }
        RegionShape::Polygon(corners) => {
            let words = format!("polygon of {} corners", corners.len());
            ui.label(RichText::new(words).color(colour(desk.tokens().quiet)));
        }
    }
}

fn show_statistics(ui: &mut Ui, desk: &mut Desk, region: &Region) {
    let known = desk.inspection.region(region.id);
    let is_of_before = matches!(known, KnownRegion::Remeasuring(_));
    match known {
        KnownRegion::Nothing => quiet(ui, desk, "Open the product of this region to measure it."),
        KnownRegion::Waiting => quiet(ui, desk, "measuring…"),
        KnownRegion::Failed(reason) => {
            ui.add(egui::Label::new(RichText::new(reason).color(colour(desk.tokens().fail))).wrap());
        }
        KnownRegion::Measured(reading) | KnownRegion::Remeasuring(reading) => {
            ui.horizontal(|ui| {
                command_button(ui, desk, Command::CopyRegionStatistics);
                let n = number::count(reading.n_pixels);
                let state = if is_of_before { " before the last change, measuring…" } else { "" };
                quiet(ui, desk, &format!("{}: {n} pixels{state}", region.name));
            });
            let product = product_of(&desk.session, &region.product).and_then(|id| desk.products.ready(id));
            let step = |name: &str| Some(product?.band(name)?.per_code);
            let (columns, rows) = region_rows(&reading, step);
            let tokens = desk.tokens();
            ScrollArea::both().id_salt("statistics").auto_shrink([false, false]).show(ui, |ui| {
                show_number_table(ui, tokens, &columns, &rows);
            });
        }
    }
}

fn quiet(ui: &mut Ui, desk: &Desk, words: &str) {
    ui.label(RichText::new(words).color(colour(desk.tokens().quiet)));
}

fn grant(desk: &mut Desk, wish: Wish) {
    let marks = &mut desk.session.viewer.edits.marks;
    match wish {
        Wish::Select(id) => marks.selected = Some(id),
        Wish::Delete(id, name) => {
            if marks.remove(id) {
                desk.edits.name(format!("delete {name}"));
            }
        }
        Wish::Change(changed, what) => {
            if let Some(region) = marks.regions.iter_mut().find(|region| region.id == changed.id) {
                *region = changed;
                desk.edits.name(what);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rectangle_stops_at_the_images_edge_and_keeps_its_size() {
        let shape = RegionShape::Rectangle(Window::new(2, 3, 10, 20));
        let at = |lines, columns| match shifted(&shape, lines, columns, [64, 64]) {
            RegionShape::Rectangle(window) => window,
            RegionShape::Polygon(_) => panic!("a rectangle"),
        };
        assert_eq!(at(1, -1), Window::new(3, 2, 10, 20));
        assert_eq!(at(-10, 100), Window::new(0, 44, 10, 20));
        assert_eq!(at(i64::MAX, i64::MIN), Window::new(54, 0, 10, 20));
    }
}
