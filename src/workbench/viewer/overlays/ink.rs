//! Lines and words that can be read on any picture: a dark edge under a light line.

use egui::{Align2, Color32, FontId, Painter, Pos2, Rect, Stroke, StrokeKind, Vec2, pos2, vec2};

use crate::workbench::desk::Desk;
use crate::workbench::theme::colour;

/// Under every line.
pub(super) const EDGE: Color32 = Color32::from_black_alpha(150);
/// Lines and words of overlays.
pub(super) const LIGHT: Color32 = Color32::from_gray(240);
/// Size of words over a picture, points.
pub(super) const SMALL: f32 = 11.0;

/// A line that is seen on dark and on bright pictures.
pub(super) fn line(painter: &Painter, ends: [Pos2; 2], ink: Color32) {
    painter.line_segment(ends, Stroke::new(3.0, EDGE));
    painter.line_segment(ends, Stroke::new(1.25, ink));
}

/// A cross with an open middle.
pub(crate) fn cross(painter: &Painter, at: Pos2, ink: Color32) {
    for direction in [vec2(1.0, 0.0), vec2(-1.0, 0.0), vec2(0.0, 1.0), vec2(0.0, -1.0)] {
        line(painter, [at + 4.0 * direction, at + 12.0 * direction], ink);
    }
}

/// Words on a plate, so that they can be read on any picture; gives the plate.
pub(super) fn plate(painter: &Painter, at: Pos2, align: Align2, text: &str) -> Rect {
    let galley = painter.layout_no_wrap(text.to_owned(), FontId::monospace(SMALL), LIGHT);
    let rect = align.anchor_size(at, galley.size() + vec2(8.0, 4.0));
    painter.rect_filled(rect, 3.0, EDGE);
    painter.galley(rect.min + vec2(4.0, 2.0), galley, LIGHT);
    rect
}

/// A title and a text on a card in the middle of a view.
pub(crate) fn notice(painter: &Painter, desk: &Desk, view: Rect, title: &str, text: &str) {
    let tokens = desk.tokens();
    let width = (view.width() - 48.0).clamp(40.0, 420.0);
    let title = painter.layout(title.to_owned(), FontId::proportional(13.0), colour(tokens.text), width);
    let text = painter.layout(text.to_owned(), FontId::proportional(SMALL), colour(tokens.quiet), width);
    let gap = if text.is_empty() { 0.0 } else { 4.0 };
    let size = vec2(
        title.size().x.max(text.size().x),
        title.size().y + gap + if text.is_empty() { 0.0 } else { text.size().y },
    );
    let card = Rect::from_center_size(view.center(), size + Vec2::splat(24.0));
    painter.rect_filled(card, 3.0, colour(tokens.panel));
    painter.rect_stroke(card, 3.0, Stroke::new(1.0, colour(tokens.line)), StrokeKind::Inside);
    let top = card.min + Vec2::splat(12.0);
    let below = pos2(top.x, top.y + title.size().y + gap);
    painter.galley(top, title, colour(tokens.text));
    if !text.is_empty() {
        painter.galley(below, text, colour(tokens.quiet));
    }
}
