//! The editor of what stands over a picture.

use egui::{Align, Layout, Rect, Sense, Slider, Ui, vec2};

use super::image_view::Subject;
use super::view_state::Grid;
use crate::imagery::NoDataReason;
use crate::imagery::picture::{Hatch, OverlayLook};
use crate::reports::tokens;
use crate::workbench::desk::Desk;
use crate::workbench::theme::colour;

/// Shows the editor.
pub(crate) fn show(ui: &mut Ui, desk: &mut Desk, subject: &Subject) {
    let mut edits = desk.session.viewer.view_edits(subject.id);
    let before = edits.clone();
    for grid in Grid::ALL {
        ui.radio_value(&mut edits.overlays.grid, grid, grid.name());
    }
    ui.separator();
    ui.checkbox(&mut edits.overlays.overview, "Overview");
    ui.checkbox(&mut edits.overlays.scale, "Scale bar and north");
    ui.checkbox(&mut edits.overlays.colour_bar, "Bar of the colour map");
    ui.checkbox(&mut edits.overlays.marks, "Pins, regions, profile line");
    ui.separator();
    ui.label("Pixels without a value");
    for reason in NoDataReason::ALL {
        let mut look = edits.no_data.of(reason);
        reason_row(ui, reason, &mut look);
        edits.no_data.set(reason, look);
    }
    if edits != before {
        *desk.session.viewer.view_edits_mut(subject.id) = edits;
        desk.edits.name("change overlays");
    }
}

/// Switch, swatch and opacity of a reason.
pub(crate) fn reason_row(ui: &mut Ui, reason: NoDataReason, look: &mut OverlayLook) {
    ui.horizontal(|ui| {
        ui.checkbox(&mut look.visible, "").accessible_name(format!("Show {}", reason.word()));
        swatch(ui, reason);
        let place = vec2(90.0, ui.spacing().interact_size.y);
        let label = ui.allocate_ui_with_layout(place, Layout::left_to_right(Align::Center), |ui| {
            ui.set_min_size(place);
            ui.label(reason.word())
        });
        let label = label.inner;
        ui.spacing_mut().slider_width = 56.0;
        let slider = Slider::new(&mut look.opacity, 0.0..=1.0).show_value(false);
        ui.add_enabled(look.visible, slider).labelled_by(label.id).on_hover_text("Opacity");
    });
}

/// Colour and hatch of a reason, as they are drawn in the picture.
pub(crate) fn swatch(ui: &mut Ui, reason: NoDataReason) {
    let (token, hatch) = tokens::no_data(reason);
    let (rect, _) = ui.allocate_exact_size(vec2(18.0, 12.0), Sense::hover());
    let ink = colour(token);
    let painter = ui.painter();
    painter.rect_stroke(rect, 0.0, egui::Stroke::new(1.0, ink), egui::StrokeKind::Inside);
    if hatch == Hatch::Empty {
        return;
    }
    for line in 0..6 {
        for column in 0..9 {
            if hatch.has_ink(line, column) {
                let corner = rect.min + vec2(2.0 * column as f32, 2.0 * line as f32);
                painter.rect_filled(Rect::from_min_size(corner, vec2(2.0, 2.0)), 0.0, ink);
            }
        }
    }
}
