//! The pins: name, note, place; gone to, moved by number, taken away. Every change is an edit and can be undone.

use egui::{Button, DragValue, RichText, Sense, TextEdit, Ui, vec2};

use super::inspection::{Place, product_of};
use crate::reports::tokens;
use crate::workbench::desk::Desk;
use crate::workbench::plots::symbol_shapes;
use crate::workbench::theme::colour;
use crate::workbench::viewer::{Pin, other_product};

/// What was asked of a pin.
enum Wish {
    Select(u32),
    GoTo(Pin),
    Delete(Pin),
    Change(Pin, &'static str),
}

/// Draws the list.
pub(super) fn show_pins(ui: &mut Ui, desk: &mut Desk) {
    let marks = &desk.session.viewer.edits.marks;
    let (pins, selected) = (marks.pins.clone(), marks.selected);
    if pins.is_empty() {
        let advice = "none; pick the pin tool and click a pixel";
        ui.add(egui::Label::new(RichText::new(advice).color(colour(desk.tokens().quiet))).wrap());
    }
    let mut wish = None;
    for pin in &pins {
        let is_selected = selected == Some(pin.id);
        let other = other_product(desk, &pin.product);
        show_line(ui, desk, pin, is_selected, other.as_deref(), &mut wish);
        if let Some(other) = other {
            ui.indent(("product of pin", pin.id), |ui| quiet_line(ui, desk, &other));
        }
        if is_selected {
            show_fields(ui, desk, pin, &mut wish);
        }
    }
    if let Some(wish) = wish {
        grant(desk, wish);
    }
}

/// Style of the curve and the mark of a pin: the same in the plots and the views.
pub(crate) fn pin_style(id: u32) -> tokens::SeriesStyle {
    tokens::series(id.saturating_sub(1) as usize)
}

/// The product of a mark that is not of the one shown.
pub(super) fn quiet_line(ui: &mut Ui, desk: &Desk, product: &str) {
    let words = RichText::new(format!("on {product}")).small().color(colour(desk.tokens().quiet));
    ui.add(egui::Label::new(words).truncate());
}

fn show_line(ui: &mut Ui, desk: &Desk, pin: &Pin, is_selected: bool, other: Option<&str>, wish: &mut Option<Wish>) {
    let tokens = desk.tokens();
    ui.horizontal(|ui| {
        let (rect, _) = ui.allocate_exact_size(vec2(12.0, 20.0), Sense::hover());
        let style = pin_style(pin.id);
        let ink = colour(style.colour);
        let shapes = symbol_shapes(rect.center(), 4.0, style.symbol, ink, style.hollow, colour(tokens.panel));
        ui.painter().extend(shapes);
        let words = RichText::new(&pin.name);
        let words = if other.is_some() { words.color(colour(tokens.quiet)) } else { words };
        let name = Button::selectable(is_selected, words).truncate().right_text("");
        let width = (ui.available_width() - 150.0).max(60.0);
        let response = ui.add_sized([width, 20.0], name).on_hover_text("Select this pin");
        response.widget_info(|| egui::WidgetInfo::selected(egui::Role::Button, true, is_selected, &pin.name));
        if response.clicked() {
            *wish = Some(Wish::Select(pin.id));
        }
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let delete = ui.add(Button::new("✕").frame(false)).on_hover_text(format!("Delete {}", pin.name));
            delete.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, format!("Delete {}", pin.name)));
            if delete.clicked() {
                *wish = Some(Wish::Delete(pin.clone()));
            }
            let go = ui.small_button("Go to").on_hover_text("Move the active view here");
            go.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, format!("Go to {}", pin.name)));
            if go.clicked() {
                *wish = Some(Wish::GoTo(pin.clone()));
            }
            let place = format!("{}, {}", pin.line, pin.column);
            let place = RichText::new(place).monospace().small().color(colour(tokens.quiet));
            ui.label(place).on_hover_text("line, column");
        });
    });
}

fn show_fields(ui: &mut Ui, desk: &Desk, pin: &Pin, wish: &mut Option<Wish>) {
    let size = product_of(&desk.session, &pin.product)
        .and_then(|id| desk.products.ready(id))
        .map_or([usize::MAX; 2], |product| [product.lines(), product.columns()]);
    let mut changed = pin.clone();
    ui.indent("pin fields", |ui| {
        if let Some(name) = committed_text(ui, "Name", &pin.name, egui::Id::unique(("pin name", pin.id))) {
            changed.name = name;
            *wish = Some(Wish::Change(changed.clone(), "rename pin"));
        }
        ui.horizontal(|ui| {
            for (name, value, n) in [("Line", &mut changed.line, size[0]), ("Column", &mut changed.column, size[1])] {
                let label = ui.label(RichText::new(name).color(colour(desk.tokens().quiet)));
                let field = DragValue::new(value)
                    .range(0..=n.saturating_sub(1))
                    .clamp_existing_to_range(false)
                    .update_while_editing(false);
                if ui.add(field).labelled_by(label.id).changed() {
                    *wish = Some(Wish::Change(pin.clone(), "move pin"));
                }
            }
        });
        if let Some(Wish::Change(target, "move pin")) = wish
            && target.id == pin.id
        {
            *target = changed.clone();
        }
        if let Some(note) = committed_text(ui, "Note", &pin.note, egui::Id::unique(("pin note", pin.id))) {
            changed.note = note;
            *wish = Some(Wish::Change(changed.clone(), "note of pin"));
        }
    });
}

/// A field of text that is taken on Enter or when it is left, never while it is typed in.
pub(super) fn committed_text(ui: &mut Ui, name: &str, value: &str, id: egui::Id) -> Option<String> {
    let typed: Option<String> = ui.data(|data| data.get_temp(id));
    let mut text = typed.unwrap_or_else(|| value.to_owned());
    let response = ui
        .horizontal(|ui| {
            let label = ui.label(RichText::new(name).weak());
            ui.add(TextEdit::singleline(&mut text).desired_width(f32::INFINITY)).labelled_by(label.id)
        })
        .inner;
    if response.has_focus() {
        ui.data_mut(|data| data.insert_temp(id, text.clone()));
    }
    if response.lost_focus() {
        ui.data_mut(|data| data.remove_temp::<String>(id));
        let is_given_up = ui.input(|input| input.key_pressed(egui::Key::Escape));
        return (!is_given_up && text != value).then_some(text);
    }
    None
}

fn grant(desk: &mut Desk, wish: Wish) {
    match wish {
        Wish::Select(id) => desk.session.viewer.edits.marks.selected = Some(id),
        Wish::Delete(pin) => {
            if desk.session.viewer.edits.marks.remove(pin.id) {
                desk.edits.name(format!("delete {}", pin.name));
            }
        }
        Wish::Change(changed, what) => {
            let pins = &mut desk.session.viewer.edits.marks.pins;
            if let Some(pin) = pins.iter_mut().find(|pin| pin.id == changed.id) {
                *pin = changed;
                desk.edits.name(what);
            }
        }
        Wish::GoTo(pin) => {
            if let Some(product) = product_of(&desk.session, &pin.product) {
                go_to(desk, Place { product, line: pin.line, column: pin.column });
            }
        }
    }
}

/// Moves the view of a product, the active one if it shows it, so that a pixel is in its middle.
pub(crate) fn go_to(desk: &mut Desk, place: Place) {
    let viewer = &mut desk.session.viewer;
    let view = viewer.show(place.product);
    // A view that shows the whole image shows the pixel already.
    if let Some(position) = viewer.position(view) {
        let (line, column) = (place.line as f64, place.column as f64);
        viewer.set_position(view, crate::workbench::viewer::Position { line, column, ..position });
    }
}
