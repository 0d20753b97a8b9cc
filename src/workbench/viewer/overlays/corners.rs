//! The corners of a view: overview, scale bar, north, the colour map's bar.

use std::sync::Arc;

use egui::{Align2, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, Vec2, pos2, vec2};

use super::colour_bar::colour_bar;
use super::ink::{EDGE, LIGHT, line, plate};
use super::scale::{length_text, round_below};
use crate::imagery::NoDataReason;
use crate::imagery::picture::Composition;
use crate::operations::viewing::{Effort, PictureContract};
use crate::workbench::desk::Desk;
use crate::workbench::queries::{Answer, Priority};
use crate::workbench::theme::colour;
use crate::workbench::viewer::image_view::Subject;
use crate::workbench::viewer::placement::{Placement, Position};
use crate::workbench::viewer::stretching::reference;
use crate::workbench::viewer::tiling::Tiling;
use crate::workbench::viewer::view_picture::paint_whole;
use crate::workbench::viewer::view_state::Overlays;
use crate::workbench::viewer::viewing::Viewing;

/// Longest side of the overview, points.
const OVERVIEW_SIDE: f32 = 120.0;
/// From the edges of the view, points.
const MARGIN: f32 = 8.0;
/// Longest scale bar, points.
const LONGEST_BAR: f64 = 120.0;

/// Draws what stands in the corners of a view.
pub(crate) fn corners(
    painter: &Painter,
    desk: &Desk,
    viewing: &mut Viewing,
    subject: &Subject,
    placement: &Placement,
    contract: Option<&PictureContract>,
    overlays: Overlays,
) {
    let view = placement.view();
    let has_room = view.width() >= 300.0 && view.height() >= 220.0;
    let overview =
        if overlays.overview && has_room { overview(painter, desk, viewing, subject, placement) } else { None };
    viewing.runtimes.entry(subject.id).or_default().overview = overview;
    if overlays.scale {
        scale_and_north(painter, subject, placement);
    }
    if let Some(contract) = contract.filter(|_| overlays.colour_bar && has_room)
        && let Composition::Single { .. } = contract.composition
    {
        let reasons = reasons_of(desk, viewing, subject, contract);
        colour_bar(painter, contract, &reasons, view.left_bottom() + vec2(MARGIN, -MARGIN));
    }
}

/// The reasons that pixels of the image have, and that are drawn; none before they are counted.
fn reasons_of(desk: &Desk, viewing: &mut Viewing, subject: &Subject, contract: &PictureContract) -> Vec<NoDataReason> {
    let Some(source) = contract.composition.sources().first().cloned() else { return Vec::new() };
    let counts = &mut viewing.runtimes.entry(subject.id).or_default().reasons;
    let product = Arc::clone(&subject.product);
    let question = (reference(&product), source.to_string());
    counts.ask(&desk.queries, Priority::Background, question, move |supervision| {
        product.statistics(&source, product.whole(), Effort::Exact, supervision)
    });
    let Answer::Known(counts) = counts.answer() else { return Vec::new() };
    let is_drawn = |reason: &NoDataReason| counts.n_by_reason.of(*reason) > 0 && contract.no_data.of(*reason).visible;
    NoDataReason::ALL.into_iter().filter(is_drawn).collect()
}

/// The whole image, small, with a box where the view is; only where the view does not show it all.
fn overview(
    painter: &Painter,
    desk: &Desk,
    viewing: &mut Viewing,
    subject: &Subject,
    placement: &Placement,
) -> Option<Rect> {
    let view = placement.view();
    if view.expand(1.0).contains_rect(placement.image_rect()) {
        return None;
    }
    let size = placement.size();
    let (lines, columns) = (size.lines as f32, size.columns as f32);
    let share = OVERVIEW_SIDE / lines.max(columns);
    let extent = vec2((columns * share).max(4.0), (lines * share).max(4.0));
    let rect =
        Rect::from_min_size(pos2(view.right() - MARGIN - extent.x, view.bottom() - MARGIN - 36.0 - extent.y), extent);
    painter.rect_filled(rect.expand(1.0), 0.0, colour(desk.tokens().image_surround));
    let shown = viewing.runtimes.get(&subject.id).and_then(|runtime| runtime.picture.shown());
    if let Some(shown) = shown {
        paint_whole(&mut viewing.store, shown, &Tiling::of(&subject.product), rect, painter);
    }
    painter.rect_stroke(rect, 0.0, Stroke::new(1.0, EDGE), StrokeKind::Outside);
    let at = |point: Pos2| {
        let (line, column) = placement.image_from_screen(point);
        let (right, down) = ((column + 0.5) as f32 / columns, (line + 0.5) as f32 / lines);
        rect.min + vec2(right * rect.width(), down * rect.height())
    };
    let locator = Rect::from_two_pos(at(view.min), at(view.max)).intersect(rect);
    let locator = locator.expand2(Vec2::new((3.0 - locator.width()).max(0.0), (3.0 - locator.height()).max(0.0)) / 2.0);
    painter.rect_stroke(locator, 0.0, Stroke::new(3.0, EDGE), StrokeKind::Middle);
    painter.rect_stroke(locator, 0.0, Stroke::new(1.5, colour(desk.tokens().accent)), StrokeKind::Middle);
    Some(rect)
}

/// The position whose middle is at a point of the overview.
pub(crate) fn position_in_overview(overview: Rect, at: Pos2, placement: &Placement) -> Position {
    let size = placement.size();
    let share = (at - overview.min) / overview.size().max(Vec2::splat(1.0));
    let position = Position {
        line: f64::from(share.y) * size.lines as f64 - 0.5,
        column: f64::from(share.x) * size.columns as f64 - 0.5,
        zoom: placement.position().zoom,
    };
    position.within(size)
}

/// The scale bar at the lower right, in metres where the product is on the ground, else in pixels; above it where north is.
fn scale_and_north(painter: &Painter, subject: &Subject, placement: &Placement) {
    let view = placement.view();
    let pixel_m = metres_a_pixel(subject, placement);
    let points = placement.points_per_pixel();
    let unit = pixel_m.map_or(points, |metres| points / metres);
    let Some(length) = round_below(LONGEST_BAR.min(f64::from(view.width()) / 3.0) / unit) else { return };
    // Half a pixel says nothing.
    let length = if pixel_m.is_none() { length.max(1.0) } else { length };
    let text = if pixel_m.is_some() { length_text(length) } else { format!("{length} px") };
    let width = (length * unit) as f32;
    let right = pos2(view.right() - MARGIN, view.bottom() - MARGIN);
    let left = pos2(right.x - width, right.y);
    line(painter, [left, right], LIGHT);
    for end in [left, right] {
        line(painter, [end, end - vec2(0.0, 5.0)], LIGHT);
    }
    let words = plate(painter, pos2(right.x, right.y - 8.0), Align2::RIGHT_BOTTOM, &text);
    if let Some(north) = north(subject, placement) {
        arrow(painter, pos2(words.left() - 16.0, words.center().y), north);
    }
}

/// Metres on the ground from the centre of the view's middle pixel to the next column's; none where the product is not on the ground.
fn metres_a_pixel(subject: &Subject, placement: &Placement) -> Option<f64> {
    let Position { line, column, .. } = placement.position();
    let place = |column: f64| subject.product.coordinates(line, column);
    let (one, next) = (place(column), place(column + 1.0));
    let (one_deg, next_deg) = (one.geographic.known()?, next.geographic.known()?);
    let (one_map, next_map) = (one.map.known()?, next.map.known()?);
    let degrees_apart = (one_map.x - next_map.x).hypot(one_map.y - next_map.y);
    if degrees_apart > 0.05 {
        // A projected system: its unit is the metre.
        return Some(degrees_apart);
    }
    // The Earth as a sphere is good enough for a bar that is rounded: 6371 km.
    let to_radians = std::f64::consts::PI / 180.0;
    let (north, east) = (
        (next_deg.latitude_deg - one_deg.latitude_deg) * to_radians,
        (next_deg.longitude_deg - one_deg.longitude_deg) * to_radians * (one_deg.latitude_deg * to_radians).cos(),
    );
    Some(6_371_000.0 * north.hypot(east)).filter(|metres| *metres > 0.0)
}

/// The direction of north on the screen, a unit vector; none where it is not known.
fn north(subject: &Subject, placement: &Placement) -> Option<Vec2> {
    let Position { line, column, .. } = placement.position();
    let earth = |line: f64, column: f64| subject.product.coordinates(line, column).geographic.known().copied();
    let (here, down, right) = (earth(line, column)?, earth(line + 1.0, column)?, earth(line, column + 1.0)?);
    let narrow = here.latitude_deg.to_radians().cos();
    let offset = |other: crate::operations::viewing::GeographicPosition| {
        ((other.latitude_deg - here.latitude_deg), (other.longitude_deg - here.longitude_deg) * narrow)
    };
    let (down, right) = (offset(down), offset(right));
    // North is the direction (down, right) in the image whose change is all in latitude.
    let determinant = down.0 * right.1 - down.1 * right.0;
    let direction = Vec2::new((-down.1 / determinant) as f32, (right.1 / determinant) as f32);
    let length = direction.length();
    (length.is_finite() && length > 0.0).then(|| direction / length)
}

fn arrow(painter: &Painter, at: Pos2, north: Vec2) {
    let (tip, side) = (at + 8.0 * north, 4.0 * north.rot90());
    let foot = at - 4.0 * north;
    painter.circle_filled(at, 12.0, EDGE);
    painter.add(Shape::convex_polygon(vec![tip, foot + side, at - north], LIGHT, Stroke::NONE));
    painter.add(Shape::convex_polygon(vec![tip, at - north, foot - side], LIGHT.gamma_multiply(0.55), Stroke::NONE));
    painter.text(at - 8.5 * north, Align2::CENTER_CENTER, "N", egui::FontId::proportional(8.0), LIGHT);
}
