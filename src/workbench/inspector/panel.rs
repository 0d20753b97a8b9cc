//! The inspector: what the pixel under the pointer says.

use egui::{RichText, ScrollArea, Ui};

use super::band_table::{show_bands, show_masks};
use super::coordinates::show_coordinates;
use super::inspection::Known;
use super::pins::show_pins;
use crate::operations::viewing::PixelReading;
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
                Known::Nothing => {
                    quiet(ui, desk, "Point at a pixel of a view: its values, masks and coordinates stand here.");
                }
                Known::Waiting => quiet(ui, desk, "reading…"),
                Known::Failed(reason) => {
                    let words = RichText::new(reason).color(colour(desk.tokens().fail));
                    ui.add(egui::Label::new(words).wrap());
                }
                Known::Read(pixel) => show_pixel(ui, desk, &pixel),
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

fn show_pixel(ui: &mut Ui, desk: &Desk, pixel: &PixelReading) {
    let tokens = desk.tokens();
    show_coordinates(ui, tokens, &pixel.coordinates);
    ui.add_space(8.0);
    show_bands(ui, tokens, pixel);
    section(ui, desk, "Masks");
    show_masks(ui, tokens, pixel);
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
