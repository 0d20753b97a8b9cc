//! The inspector: what the pixel under the pointer says.

use egui::{RichText, ScrollArea, Ui};

use super::band_table::{show_bands, show_masks};
use super::coordinates::show_coordinates;
use super::inspection::Known as KnownPixel;
use super::pins::show_pins;
use crate::operations::viewing::{Coordinates, Known, PixelReading};
use crate::workbench::commands::{Command, command_face};
use crate::workbench::desk::Desk;
use crate::workbench::panel::Panel;
use crate::workbench::theme::colour;

/// All bands, masks and coordinates at the cursor, and the pins.
#[derive(Default)]
pub(crate) struct Inspector;

impl Panel for Inspector {
    fn name(&self) -> &'static str {
        "Inspector"
    }

    fn show(&mut self, ui: &mut Ui, desk: &mut Desk) {
        ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
            show_head(ui, desk);
            match desk.inspection.pixel() {
                KnownPixel::Nothing => {
                    quiet(ui, desk, "Point at a pixel of a view: its values, masks and coordinates stand here.");
                }
                KnownPixel::Waiting => quiet(ui, desk, "reading…"),
                KnownPixel::Failed(reason) => {
                    let words = RichText::new(reason).color(colour(desk.tokens().fail));
                    ui.add(egui::Label::new(words).wrap());
                }
                KnownPixel::Read(pixel) => show_pixel(ui, desk, &pixel),
            }
            section(ui, desk, "Pins");
            show_pins(ui, desk);
        });
    }
}

fn show_head(ui: &mut Ui, desk: &mut Desk) {
    let product = desk.inspection.place().and_then(|place| desk.products.ready(place.product));
    let name = product.map(|product| product.info().identifier.clone());
    let is_frozen = desk.inspection.is_frozen();
    ui.horizontal(|ui| {
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let text = if is_frozen { "Frozen" } else { "Freeze" };
            let face = egui::Button::new(text).selected(is_frozen);
            command_face(ui, desk, Command::FreezeInspector, face);
            let face = egui::Button::new("Copy");
            command_face(ui, desk, Command::CopyPixelNumbers, face);
            ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                if let Some(name) = name {
                    let words = RichText::new(&name).small().color(colour(desk.tokens().quiet));
                    ui.add(egui::Label::new(words).truncate()).on_hover_text(name);
                }
            });
        });
    });
}

fn show_pixel(ui: &mut Ui, desk: &mut Desk, pixel: &PixelReading) {
    let tokens = desk.tokens();
    match desk.inspection.coordinates() {
        Some(coordinates) => show_coordinates(ui, tokens, &coordinates),
        None => show_coordinates(ui, tokens, &still_looked_for(&pixel.coordinates)),
    }
    show_ground_row(ui, desk);
    ui.add_space(8.0);
    show_bands(ui, tokens, pixel);
    section(ui, desk, "Masks");
    show_masks(ui, tokens, pixel);
}

/// What the georeference says, while the model or the ground is being opened.
fn still_looked_for(known: &Coordinates) -> Coordinates {
    let looking = || Known::NotKnown("it is being looked for".to_owned());
    let geographic = if known.geographic.known().is_some() { known.geographic.clone() } else { looking() };
    Coordinates { geographic, height: Known::NotKnown("it is being looked for".to_owned()), ..known.clone() }
}

/// The ground that is chosen, and the way to another.
fn show_ground_row(ui: &mut Ui, desk: &mut Desk) {
    let words = desk.session.viewer.ground.words();
    ui.horizontal(|ui| {
        ui.set_min_height(18.0);
        ui.label(RichText::new("ground").color(colour(desk.tokens().quiet)));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            command_face(ui, desk, Command::EditGround, egui::Button::new("…").small());
            let label = ui.add(egui::Label::new(RichText::new(&words).monospace()).truncate());
            label.on_hover_text(format!("What lines of sight meet, in all views: {words}"));
        });
    });
}

fn section(ui: &mut Ui, desk: &Desk, title: &str) {
    ui.add_space(12.0);
    ui.label(RichText::new(title).strong());
    let rect = ui.max_rect();
    let stroke = egui::Stroke::new(1.0, colour(desk.tokens().line));
    ui.painter().hline(rect.x_range(), ui.cursor().top() - 1.0, stroke);
    ui.add_space(2.0);
}

fn quiet(ui: &mut Ui, desk: &Desk, words: &str) {
    ui.add(egui::Label::new(RichText::new(words).color(colour(desk.tokens().quiet))).wrap());
}
