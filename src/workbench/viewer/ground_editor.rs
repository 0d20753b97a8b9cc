//! The choice of the ground: a constant height, or an elevation model.

use egui::{Label, RichText, Ui};

use super::number_field::number_field;
use crate::operations::viewing::{GROUND_HEIGHTS_M, GroundChoice, HeightsAbove};
use crate::workbench::desk::Desk;
use crate::workbench::places::{GroundState, ask_for_elevation};
use crate::workbench::theme::colour;

/// Shows the editor, as it lies over the workspace.
pub(crate) fn show_ground(ui: &mut Ui, desk: &mut Desk) {
    let quiet = colour(desk.tokens().quiet);
    let told = "What the lines of sight of a geometric model meet, and where linked views look for the same place. Products on a map keep \
                their places; an elevation model gives them a height.";
    ui.add(Label::new(RichText::new(told).color(quiet)).wrap());
    ui.add_space(8.0);
    let before = desk.session.viewer.ground.clone();
    let mut choice = before.clone();
    constant_height(ui, &mut choice);
    ui.add_space(8.0);
    elevation_model(ui, desk, &mut choice);
    ui.add_space(8.0);
    if choice != before {
        desk.session.viewer.ground = choice;
    }
    let state = desk.places.ground().clone();
    let (words, ink) = match &state {
        GroundState::Opening => ("opening…".to_owned(), quiet),
        GroundState::Ready(ground) => (format!("Ground: {}", ground.description()), colour(desk.tokens().text)),
        GroundState::Failed(reason) => (format!("It cannot be opened: {reason}"), colour(desk.tokens().fail)),
    };
    ui.add(Label::new(RichText::new(words).color(ink)).wrap());
}

fn constant_height(ui: &mut Ui, choice: &mut GroundChoice) {
    let height_m = if let GroundChoice::HeightM(height_m) = choice { Some(*height_m) } else { None };
    ui.horizontal(|ui| {
        if ui.radio(height_m.is_some(), "Constant height").clicked() && height_m.is_none() {
            *choice = GroundChoice::default();
        }
        let Some(height_m) = height_m else { return };
        let entered = number_field(ui, "Height above the ellipsoid in metres", height_m, &format!("{height_m}"));
        if let Some(entered) = entered {
            *choice = GroundChoice::HeightM(entered.clamp(GROUND_HEIGHTS_M[0], GROUND_HEIGHTS_M[1]));
        }
        ui.label(RichText::new("m above the WGS 84 ellipsoid").weak());
    });
}

fn elevation_model(ui: &mut Ui, desk: &mut Desk, choice: &mut GroundChoice) {
    let chosen = if let GroundChoice::Elevation { path, .. } = choice { Some(path.clone()) } else { None };
    ui.horizontal(|ui| {
        if ui.radio(chosen.is_some(), "Elevation model").clicked() && chosen.is_none() {
            ask_for_elevation(desk, false);
        }
        for (text, is_folder) in [("File…", false), ("Folder…", true)] {
            let button = ui.button(text).accessible_name(format!("Elevation {}", text.to_lowercase()));
            if button.on_hover_text("SRTM, DTED or GeoTIFF").clicked() {
                ask_for_elevation(desk, is_folder);
            }
        }
    });
    let Some(path) = chosen else { return };
    ui.indent("elevation model", |ui| {
        let path = path.display().to_string();
        ui.add(Label::new(RichText::new(&path).monospace()).truncate()).on_hover_text(path);
        let GroundChoice::Elevation { heights, .. } = choice else { return };
        ui.horizontal_wrapped(|ui| {
            ui.label(RichText::new("Its heights are").weak());
            for reference in HeightsAbove::ALL {
                ui.radio_value(heights, reference, reference.words());
            }
        });
    });
}
