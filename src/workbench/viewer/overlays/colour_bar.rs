//! The bar of a colour map: unit, bounds, and how values beyond them and pixels without one look.

use egui::text::LayoutJob;
use egui::{
    Align2, Color32, FontId, Galley, Mesh, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, TextFormat, Vec2, pos2, vec2,
};
use std::sync::Arc;

use super::ink::{EDGE, LIGHT, SMALL};
use crate::imagery::NoDataReason;
use crate::imagery::picture::{ColourMap, Colouring, Composition};
use crate::operations::viewing::PictureContract;
use crate::workbench::viewer::overlay_editor::{SWATCH_SIZE, paint_swatch};
use crate::workbench::viewer::wording::{unit_after, value_text};

const WIDTH: f32 = 180.0;
const HEIGHT: f32 = 10.0;
/// Pieces of the bar.
const STEPS: usize = 64;
/// From the edge of the plate.
const MARGIN: f32 = 8.0;
/// Room for a triangle at each end of the bar.
const TIP: f32 = 14.0;
/// Height of a line of words.
const LINE: f32 = 16.0;

/// What a swatch stands for.
enum Swatch {
    /// Values beyond a bound.
    Beyond(Color32),
    /// Pixels with a reason.
    Reason(NoDataReason),
}

/// A line of words that ends with "…" where there is no room for more.
fn words(painter: &Painter, text: &str, room: f32) -> Arc<Galley> {
    let mut job = LayoutJob::single_section(text.to_owned(), TextFormat::simple(FontId::monospace(SMALL), LIGHT));
    (job.wrap.max_width, job.wrap.max_rows, job.wrap.break_anywhere) = (room, 1, true);
    painter.layout_job(job)
}

/// The swatches in lines of `room` points: where each stands from the upper left, and how many lines there are.
fn in_lines(swatches: Vec<(Swatch, Arc<Galley>)>, room: f32) -> (Vec<(Vec2, Swatch, Arc<Galley>)>, usize) {
    let (mut placed, mut at, mut lines) = (Vec::new(), 0.0_f32, 1);
    for (swatch, words) in swatches {
        let width = SWATCH_SIZE.x + 4.0 + words.size().x;
        if at > 0.0 && at + width > room {
            (at, lines) = (0.0, lines + 1);
        }
        placed.push((vec2(at, LINE * (lines - 1) as f32), swatch, words));
        at += width + 10.0;
    }
    (placed, lines)
}

/// Draws the bar with its lower left corner at `corner`: below it the looks of values beyond the bounds and of pixels with `reasons`.
pub(super) fn colour_bar(painter: &Painter, contract: &PictureContract, reasons: &[NoDataReason], corner: Pos2) {
    let Composition::Single { source, colouring } = &contract.composition else { return };
    let Some(channel) = contract.stretch.channel(0) else { return };
    let channel = if *colouring == Colouring::Diverging { channel.centred_on_zero() } else { channel.clone() };
    let map = ColourMap::of(*colouring);
    let opaque = |[red, green, blue]: [u8; 3]| Color32::from_rgb(red, green, blue);
    let room = WIDTH + 2.0 * TIP;
    let beyond = [(map.under, "below"), (map.over, "above")].map(|(ink, word)| (Swatch::Beyond(opaque(ink)), word));
    let with_reason = reasons.iter().map(|reason| (Swatch::Reason(*reason), reason.word()));
    let swatches = beyond.into_iter().chain(with_reason).map(|(swatch, word)| (swatch, words(painter, word, room)));
    let (swatches, lines) = in_lines(swatches.collect(), room - SWATCH_SIZE.x);
    let size = vec2(room + 2.0 * MARGIN, 50.0 + LINE * lines as f32);
    let plate = Rect::from_min_size(pos2(corner.x, corner.y - size.y), size);
    painter.rect_filled(plate, 3.0, EDGE);
    let bar = Rect::from_min_size(plate.min + vec2(MARGIN + TIP, 20.0), vec2(WIDTH, HEIGHT));
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
        painter.add(Shape::convex_polygon(triangle, ink, Stroke::new(1.0, EDGE)));
    }
    painter.rect_stroke(bar, 0.0, Stroke::new(1.0, EDGE), StrokeKind::Outside);
    let title = words(painter, &format!("{source}{}", unit_after(&channel.unit)), room);
    painter.galley(plate.min + vec2(MARGIN, 3.0), title, LIGHT);
    let range = channel.high - channel.low;
    let (left, right) = (plate.left() + MARGIN, plate.right() - MARGIN);
    for (x, align, bound) in [(left, Align2::LEFT_TOP, channel.low), (right, Align2::RIGHT_TOP, channel.high)] {
        painter.text(pos2(x, bar.bottom() + 2.0), align, value_text(bound, range), FontId::monospace(SMALL), LIGHT);
    }
    let first = pos2(plate.left() + MARGIN, bar.bottom() + 18.0);
    for (offset, swatch, words) in swatches {
        let rect = Rect::from_min_size(first + offset, SWATCH_SIZE);
        match swatch {
            Swatch::Beyond(ink) => {
                painter.rect_filled(rect, 0.0, ink);
                painter.rect_stroke(rect, 0.0, Stroke::new(1.0, LIGHT.gamma_multiply(0.5)), StrokeKind::Inside);
            }
            Swatch::Reason(reason) => paint_swatch(painter, rect, reason),
        }
        let middle = SWATCH_SIZE.y / 2.0 - words.size().y / 2.0;
        painter.galley(rect.right_top() + vec2(4.0, middle), words, LIGHT);
    }
}
