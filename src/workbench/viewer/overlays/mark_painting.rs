//! Pins, regions and the profile line over a picture, and what is being drawn.

use egui::{Align2, Color32, Painter, Pos2, Rect, Shape, Stroke, StrokeKind};

use super::ink::{EDGE, cross, line, plate};
use crate::workbench::desk::Desk;
use crate::workbench::inspector::pin_style;
use crate::workbench::theme::colour;
use crate::workbench::viewer::gestures::{Drag, Hand};
use crate::workbench::viewer::marks::{Pin, ProfileLine, RegionShape};
use crate::workbench::viewer::placement::Placement;
use crate::workbench::viewer::view_state::ProductReference;

/// Draws the marks that were set on a product.
pub(crate) fn marks(painter: &Painter, desk: &Desk, product: &ProductReference, placement: &Placement) {
    let marks = &desk.session.viewer.edits.marks;
    let ink_of = |id: u32| colour(if marks.selected == Some(id) { desk.tokens().accent } else { desk.tokens().mark });
    for region in marks.regions.iter().filter(|region| region.product == *product) {
        let corners = corners_of(&region.shape, placement);
        outline(painter, &corners, ink_of(region.id));
        if let Some(first) = corners.first() {
            plate(painter, *first, Align2::LEFT_BOTTOM, &region.name);
        }
    }
    let is_of_this = |profile: &&ProfileLine| profile.product.as_ref().is_none_or(|of| of == product);
    if let Some(profile) = marks.profile.as_ref().filter(is_of_this) {
        let ends = [profile.from, profile.to].map(|[line, column]| placement.screen_from_image(line, column));
        line(painter, ends, colour(desk.tokens().accent));
        painter.circle_filled(ends[0], 3.0, colour(desk.tokens().accent));
        plate(painter, ends[0], Align2::RIGHT_BOTTOM, "profile");
    }
    for pin in marks.pins.iter().filter(|pin| pin.product == *product) {
        pin_at(painter, desk, pin, [pin.line as f64, pin.column as f64], placement);
    }
}

/// Draws pins of other products where their places on the ground are in this image.
pub(crate) fn followed_pins(painter: &Painter, desk: &Desk, pins: &[(u32, [f64; 2])], placement: &Placement) {
    for (id, at) in pins {
        if let Some(pin) = desk.session.viewer.edits.marks.pins.iter().find(|pin| pin.id == *id) {
            pin_at(painter, desk, pin, *at, placement);
        }
    }
}

fn pin_at(painter: &Painter, desk: &Desk, pin: &Pin, [line, column]: [f64; 2], placement: &Placement) {
    let at = placement.screen_from_image(line, column);
    if !placement.view().expand(16.0).contains(at) {
        return;
    }
    cross(painter, at, colour(pin_style(pin.id).colour));
    if desk.session.viewer.edits.marks.selected == Some(pin.id) {
        painter.circle_stroke(at, 14.0, Stroke::new(1.5, colour(desk.tokens().accent)));
    }
    plate(painter, at + egui::vec2(8.0, -8.0), Align2::LEFT_BOTTOM, &pin.name);
}

fn corners_of(shape: &RegionShape, placement: &Placement) -> Vec<Pos2> {
    match shape {
        RegionShape::Rectangle(window) => {
            let (top, left) = (window.line as f64 - 0.5, window.column as f64 - 0.5);
            let (bottom, right) = (window.line_end() as f64 - 0.5, window.column_end() as f64 - 0.5);
            [(top, left), (top, right), (bottom, right), (bottom, left)]
                .map(|(line, column)| placement.screen_from_image(line, column))
                .to_vec()
        }
        RegionShape::Polygon(corners) => {
            corners.iter().map(|[line, column]| placement.screen_from_image(*line, *column)).collect()
        }
    }
}

fn outline(painter: &Painter, corners: &[Pos2], ink: Color32) {
    painter.add(Shape::closed_line(corners.to_vec(), Stroke::new(3.0, EDGE)));
    painter.add(Shape::closed_line(corners.to_vec(), Stroke::new(1.25, ink)));
}

/// Draws what the hand is drawing.
pub(crate) fn drawing(painter: &Painter, desk: &Desk, placement: &Placement, hand: &Hand, pointer: Option<Pos2>) {
    let ink = colour(desk.tokens().accent);
    let Some(pointer) = pointer else { return };
    match hand.drag {
        Some(Drag::ZoomBox(from) | Drag::Rectangle(from)) => {
            let rect = Rect::from_two_pos(from, pointer);
            painter.rect_stroke(rect, 0.0, Stroke::new(3.0, EDGE), StrokeKind::Middle);
            painter.rect_stroke(rect, 0.0, Stroke::new(1.25, ink), StrokeKind::Middle);
        }
        Some(Drag::Profile(from)) => line(painter, [from, pointer], ink),
        Some(Drag::Pan | Drag::Overview) | None => {}
    }
    let mut corners: Vec<Pos2> =
        hand.polygon.iter().map(|[line, column]| placement.screen_from_image(*line, *column)).collect();
    if !corners.is_empty() {
        corners.push(pointer);
        for pair in corners.windows(2) {
            line(painter, [pair[0], pair[1]], ink);
        }
    }
}
