//! A scene of the reports painted by the toolkit.

use egui::epaint::TextShape;
use egui::{
    Color32, FontFamily, FontId, Painter, Pos2, Rect, Shape as Painted, Stroke as Line, TextureHandle, Vec2, pos2, vec2,
};

use crate::imagery::picture::Hatch;
use crate::reports::figure::{Anchor, Face, Fill, Label, Scene, Shape, Stroke};
use crate::reports::tokens::{PANEL, Symbol};
use crate::workbench::fonts;
use crate::workbench::theme::{blend, colour};

/// Distance of the lines of a hatch, points.
const HATCH_STEP: f32 = 5.0;

/// Paints a scene with its upper left corner at `origin`. The pictures of the scene are loaded as textures, which live as long as what is
/// returned; one that cannot be decoded is left out.
pub(crate) fn paint_scene(painter: &Painter, scene: &Scene, origin: Pos2) -> Vec<TextureHandle> {
    let mut textures = Vec::new();
    let at = |[x, y]: [f64; 2]| origin + vec2(x as f32, y as f32);
    for mark in &scene.marks {
        match &mark.shape {
            Shape::Line { from, to, stroke } => {
                painter.extend(line(&[at(*from), at(*to)], *stroke));
            }
            Shape::Polygon { corners, fill } => {
                let corners = corners.iter().map(|corner| at(*corner)).collect();
                painter.add(Painted::convex_polygon(corners, colour(*fill), Line::NONE));
            }
            Shape::Rectangle { at: corner, size, fill, stroke } => {
                let rect = Rect::from_min_size(at(*corner), vec2(size[0].max(0.0) as f32, size[1].max(0.0) as f32));
                paint_fill(painter, rect, *fill);
                if let Some(stroke) = stroke {
                    let corners = [rect.left_top(), rect.right_top(), rect.right_bottom(), rect.left_bottom()];
                    let closed = [corners[0], corners[1], corners[2], corners[3], corners[0]];
                    painter.extend(line(&closed, *stroke));
                }
            }
            Shape::Symbol { at: centre, radius, symbol, colour: ink, hollow } => {
                let radius = *radius as f32;
                painter.extend(symbol_shapes(at(*centre), radius, *symbol, colour(*ink), *hollow, colour(PANEL)));
            }
            Shape::Text(label) => paint_text(painter, label, at(label.at)),
            Shape::Picture { at: corner, size, png, pixels_visible } => {
                let rect = Rect::from_min_size(at(*corner), vec2(size[0] as f32, size[1] as f32));
                if let Some(texture) = texture(painter, png, *pixels_visible) {
                    let whole = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
                    painter.image(texture.id(), rect, whole, Color32::WHITE);
                    textures.push(texture);
                }
            }
        }
    }
    textures
}

fn line(points: &[Pos2], stroke: Stroke) -> Vec<Painted> {
    let pen = Line::new(stroke.width as f32, colour(stroke.colour));
    match stroke.dash {
        None => vec![Painted::line(points.to_vec(), pen)],
        Some([dash, gap]) => Painted::dashed_line(points, pen, dash as f32, gap as f32),
    }
}

fn paint_fill(painter: &Painter, rect: Rect, fill: Fill) {
    match fill {
        Fill::Nothing | Fill::Hatched(_, Hatch::Empty) => {}
        Fill::Plain(ink) | Fill::Hatched(ink, Hatch::Solid) => {
            painter.rect_filled(rect, 0.0, colour(ink));
        }
        Fill::Hatched(ink, hatch) => {
            painter.rect_filled(rect, 0.0, blend(ink, PANEL, 0.18));
            paint_hatch(painter, rect, hatch, colour(ink));
        }
    }
}

/// Lines or dots over a rectangle.
pub(crate) fn paint_hatch(painter: &Painter, rect: Rect, hatch: Hatch, ink: Color32) {
    let painter = painter.with_clip_rect(rect.intersect(painter.clip_rect()));
    let pen = Line::new(1.1, ink);
    let steps = |length: f32| (0..=(length / HATCH_STEP) as usize).map(|step| step as f32 * HATCH_STEP + 1.5);
    let both = rect.width() + rect.height();
    let rising = |painter: &Painter| {
        for step in steps(both) {
            let x = rect.left() - rect.height() + step;
            painter.line_segment([pos2(x, rect.bottom()), pos2(x + rect.height(), rect.top())], pen);
        }
    };
    match hatch {
        Hatch::Solid => {
            painter.rect_filled(rect, 0.0, ink);
        }
        Hatch::Empty => {}
        Hatch::Dots => {
            for x in steps(rect.width()) {
                for y in steps(rect.height()) {
                    painter.circle_filled(rect.min + vec2(x, y), 1.1, ink);
                }
            }
        }
        Hatch::Diagonal => rising(&painter),
        Hatch::Cross => {
            rising(&painter);
            for step in steps(both) {
                let x = rect.left() - rect.height() + step;
                painter.line_segment([pos2(x, rect.top()), pos2(x + rect.height(), rect.bottom())], pen);
            }
        }
        Hatch::Vertical => {
            for x in steps(rect.width()) {
                painter.line_segment([rect.left_top() + vec2(x, 0.0), rect.left_bottom() + vec2(x, 0.0)], pen);
            }
        }
        Hatch::Horizontal => {
            for y in steps(rect.height()) {
                painter.line_segment([rect.left_top() + vec2(0.0, y), rect.right_top() + vec2(0.0, y)], pen);
            }
        }
    }
}

/// A symbol as everywhere in VIQ; a hollow one is filled with `ground`.
pub(crate) fn symbol_shapes(
    at: Pos2,
    radius: f32,
    symbol: Symbol,
    ink: Color32,
    hollow: bool,
    ground: Color32,
) -> Vec<Painted> {
    let (fill, pen) = if hollow { (ground, Line::new(1.4, ink)) } else { (ink, Line::new(1.0, ink)) };
    let corners: &[[f32; 2]] = match symbol {
        Symbol::Disc => {
            return vec![Painted::circle_filled(at, radius, fill), Painted::circle_stroke(at, radius, pen)];
        }
        Symbol::Plus => {
            let short = 0.34 * radius;
            let bar = |half: Vec2, ink: Color32| {
                Painted::rect_filled(Rect::from_center_size(at, 2.0 * half.max(Vec2::ZERO)), 0.0, ink)
            };
            let mut bars = vec![bar(vec2(radius, short), ink), bar(vec2(short, radius), ink)];
            if hollow {
                bars.push(bar(vec2(radius - 1.0, short - 0.7), ground));
                bars.push(bar(vec2(short - 0.7, radius - 1.0), ground));
            }
            return bars;
        }
        Symbol::Square => &[[-0.88, -0.88], [0.88, -0.88], [0.88, 0.88], [-0.88, 0.88]],
        Symbol::TriangleUp => &[[0.0, -1.0], [1.0, 0.8], [-1.0, 0.8]],
        Symbol::TriangleDown => &[[0.0, 1.0], [1.0, -0.8], [-1.0, -0.8]],
        Symbol::Diamond => &[[0.0, -1.15], [1.0, 0.0], [0.0, 1.15], [-1.0, 0.0]],
    };
    let corners = corners.iter().map(|[x, y]| at + radius * vec2(*x, *y)).collect();
    vec![Painted::convex_polygon(corners, fill, pen)]
}

fn paint_text(painter: &Painter, label: &Label, at: Pos2) {
    let family = match label.face {
        Face::Words => FontFamily::Proportional,
        Face::Strong => fonts::semi_bold(),
        Face::Numbers => FontFamily::Monospace,
    };
    let ink = colour(label.colour);
    let galley = painter.layout_no_wrap(label.text.clone(), FontId::new(label.size as f32, family), ink);
    let ascent =
        galley.rows.first().and_then(|row| row.glyphs.first()).map_or(0.8 * galley.size().y, |glyph| glyph.pos.y);
    let share = match label.anchor {
        Anchor::Start => 0.0,
        Anchor::Middle => 0.5,
        Anchor::End => 1.0,
    };
    let along = share * galley.size().x;
    // A label reading upwards is turned about its upper left corner, which then is at the lower left of the text's box.
    let (corner, angle) = if label.upwards {
        (at + vec2(-ascent, along), -std::f32::consts::FRAC_PI_2)
    } else {
        (at + vec2(-along, -ascent), 0.0)
    };
    let mut shape = TextShape::new(corner, galley, ink);
    shape.angle = angle;
    painter.add(shape);
}

fn texture(painter: &Painter, png: &[u8], pixels_visible: bool) -> Option<TextureHandle> {
    let picture = image::load_from_memory_with_format(png, image::ImageFormat::Png).ok()?.into_rgba8();
    let size = [picture.width() as usize, picture.height() as usize];
    let pixels = egui::ColorImage::from_rgba_unmultiplied(size, picture.as_raw());
    let options = if pixels_visible { egui::TextureOptions::NEAREST } else { egui::TextureOptions::LINEAR };
    Some(painter.ctx().load_texture("picture of a scene", pixels, options))
}
