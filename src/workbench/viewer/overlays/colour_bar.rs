//! The bar of a colour map: unit, bounds, and how values beyond them and pixels without one look.

use egui::{Align2, Color32, FontId, Mesh, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, pos2, vec2};

use super::ink::{EDGE, LIGHT, SMALL};
use crate::imagery::picture::{ColourMap, Colouring, Composition};
use crate::operations::viewing::PictureContract;
use crate::workbench::viewer::wording::{unit_after, value_text};

const WIDTH: f32 = 180.0;
const HEIGHT: f32 = 10.0;
/// Pieces of the bar.
const STEPS: usize = 64;

/// Draws the bar with its lower left corner at `corner`.
pub(super) fn colour_bar(painter: &Painter, contract: &PictureContract, corner: Pos2) {
    let Composition::Single { source, colouring } = &contract.composition else { return };
    let Some(channel) = contract.stretch.channel(0) else { return };
    let channel = if *colouring == Colouring::Diverging { channel.centred_on_zero() } else { channel.clone() };
    let plate = Rect::from_min_max(pos2(corner.x, corner.y - 50.0), pos2(corner.x + WIDTH + 44.0, corner.y));
    painter.rect_filled(plate, 3.0, EDGE);
    let bar = Rect::from_min_size(plate.min + vec2(22.0, 20.0), vec2(WIDTH, HEIGHT));
    let map = ColourMap::of(*colouring);
    let opaque = |[red, green, blue]: [u8; 3]| Color32::from_rgb(red, green, blue);
    let colour_at = |share: f64| opaque(map.at(contract.stretch.rule.curve.level(share)));
    let mut mesh = Mesh::default();
    for step in 0..STEPS {
        let share = step as f64 / STEPS as f64;
        let left = bar.left() + WIDTH * share as f32;
        let piece = Rect::from_min_size(pos2(left, bar.top()), vec2(WIDTH / STEPS as f32, HEIGHT));
        mesh.add_colored_rect(piece, colour_at(share + 0.5 / STEPS as f64));
    }
    painter.add(Shape::mesh(mesh));
    let (low, high) = (bar.left_center(), bar.right_center());
    for (tip, foot, ink) in [(low.x - 8.0, low.x, opaque(map.under)), (high.x + 8.0, high.x, opaque(map.over))] {
        let triangle = vec![pos2(tip, low.y), pos2(foot, bar.top()), pos2(foot, bar.bottom())];
        painter.add(Shape::convex_polygon(triangle, ink, Stroke::NONE));
    }
    painter.rect_stroke(bar, 0.0, Stroke::new(1.0, EDGE), StrokeKind::Outside);
    let words = |at: Pos2, align: Align2, text: String| painter.text(at, align, text, FontId::monospace(SMALL), LIGHT);
    words(plate.min + vec2(8.0, 3.0), Align2::LEFT_TOP, format!("{source}{}", unit_after(&channel.unit)));
    let range = channel.high - channel.low;
    words(pos2(bar.left(), bar.bottom() + 3.0), Align2::CENTER_TOP, value_text(channel.low, range));
    words(pos2(bar.right(), bar.bottom() + 3.0), Align2::CENTER_TOP, value_text(channel.high, range));
}
