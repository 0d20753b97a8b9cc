//! The map of footprints: coastline, graticule, outlines; joined with the table.

use std::sync::Arc;

use egui::epaint::Mesh;
use egui::{Align2, FontId, Painter, Pos2, Rect, Role, Sense, Shape, Stroke, Ui, Vec2, WidgetInfo, pos2, vec2};

use super::extent::Extent;
use super::land_fill::land_fill;
use super::list::{Fit, FoundList};
use super::map_products::MapProducts;
use super::map_view::{MapView, rect_of};
use super::map_words::{decimals_for, graticule_step, latitude_text, longitude_text};
use crate::operations::Coastline;
use crate::reports::tokens::{Theme, Tokens};
use crate::workbench::desk::Desk;
use crate::workbench::theme::{blend, colour};

/// An outline smaller than this is drawn as a mark, points.
const SMALLEST_OUTLINE: f32 = 7.0;
/// How far from a mark the pointer still means it, points.
const REACH: f32 = 7.0;
/// Room of the labels in the corner where both graticules begin, points.
const CORNER: Vec2 = vec2(48.0, 18.0);
/// A map fitted to all products shows at least so many degrees: whoever looks must know the place.
const SURROUNDINGS_DEG: f64 = 5.0;
/// One notch of the wheel.
const WHEEL: f64 = 0.005;

/// The map; keeps the drawn land until the view changes.
#[derive(Default)]
pub(crate) struct Map {
    land: Option<(MapView, Rect, Theme, Arc<Mesh>)>,
}

/// What was clicked on the map.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Clicked {
    /// Nothing was.
    #[default]
    Nothing,
    /// A place without a product.
    Beside,
    /// A product: its place in the list.
    Product(usize),
}

/// What was done on the map.
#[derive(Default)]
pub(crate) struct MapDone {
    /// What was clicked.
    pub(crate) clicked: Clicked,
    /// A product was clicked twice.
    pub(crate) opened: Option<usize>,
}

impl Map {
    /// Draws the map in the whole of `ui` and takes its input.
    pub(crate) fn show(&mut self, ui: &mut Ui, desk: &mut Desk, list: &FoundList) -> MapDone {
        let (area, response) = ui.allocate_exact_size(ui.available_size(), Sense::click_and_drag());
        let selected = desk.session.catalog.selected.as_ref().and_then(|identity| list.product(identity));
        let selected = selected.map(|(place, _)| place);
        let view = Self::view(ui, desk, list, area, selected, &response);
        let pointer = response.hover_pos();
        let under = pointer.and_then(|at| product_at(list, view, area, at));
        describe(ui, list, &response, selected, pointer.map(|at| view.on_earth(area, at)));
        if ui.is_rect_visible(area) {
            let tokens = desk.tokens();
            let painter = ui.painter().with_clip_rect(area.intersect(ui.clip_rect()));
            painter.rect_filled(area, 0.0, blend(tokens.accent, tokens.surface, 0.07));
            if let Some(coastline) = desk.catalog.coastline() {
                self.paint_land(&painter, desk, &coastline, view, area);
            }
            paint_graticule(&painter, tokens, view, area);
            MapProducts { painter: &painter, tokens, view, area }.paint(list, selected, under);
            paint_pointer(&painter, tokens, view, area, pointer);
            if response.has_focus() {
                let edge = Stroke::new(1.0, colour(tokens.accent));
                painter.rect_stroke(area.shrink(1.0), 0.0, edge, egui::StrokeKind::Inside);
            }
        }
        let mut done = MapDone::default();
        if response.double_clicked() {
            done.opened = under;
        }
        if response.clicked() {
            response.request_focus();
            done.clicked = under.map_or(Clicked::Beside, Clicked::Product);
        }
        if let Some(product) = under.and_then(|place| list.found.products.get(place)) {
            let site = product.site.as_deref().unwrap_or("no site");
            let text = format!("{}\n{site}, {}. Double-click opens it.", product.identity.identifier, product.level);
            response.on_hover_cursor(egui::CursorIcon::PointingHand).on_hover_text_at_pointer(text);
        }
        done
    }

    /// What the map shows after this frame's input; kept in the session.
    fn view(
        ui: &Ui,
        desk: &mut Desk,
        list: &FoundList,
        area: Rect,
        selected: Option<usize>,
        response: &egui::Response,
    ) -> MapView {
        let all = || Extent::around(list.extents.iter().flatten().copied());
        let fitted = |extent: Option<Extent>| {
            extent.map_or_else(
                || MapView::world(area.size()),
                |extent| MapView::fitting(extent.at_least(SURROUNDINGS_DEG), area.size()),
            )
        };
        match desk.catalog.fit.take() {
            Some(Fit::All) => desk.session.catalog.map = None,
            Some(Fit::Selection) => {
                let extent = selected.and_then(|place| list.extents.get(place).copied().flatten());
                desk.session.catalog.map = extent.map(|extent| MapView::fitting(extent, area.size()));
            }
            None => {}
        }
        let before = desk.session.catalog.map.map_or_else(|| fitted(all()), MapView::bounded);
        let mut view = before;
        if response.dragged() {
            view = view.panned(response.drag_delta());
        }
        if let Some(at) = response.hover_pos() {
            let (scrolled, pinched) = ui.input(|input| (input.smooth_scroll_delta().y, input.zoom_delta()));
            let factor = (f64::from(scrolled) * WHEEL).exp() * f64::from(pinched);
            if (factor - 1.0).abs() > 1e-9 {
                view = view.zoomed(area, at, factor);
            }
        }
        if response.has_focus() {
            let filter =
                egui::EventFilter { horizontal_arrows: true, vertical_arrows: true, ..egui::EventFilter::default() };
            ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
            view = by_keys(ui, view, area);
        }
        if view != before {
            desk.session.catalog.map = Some(view);
        }
        view
    }

    fn paint_land(&mut self, painter: &Painter, desk: &Desk, coastline: &Coastline, view: MapView, area: Rect) {
        let tokens = desk.tokens();
        let theme = desk.session.appearance.theme;
        let rings = coastline.rings(view.degrees_per_point());
        let is_drawn =
            self.land.as_ref().is_some_and(|(of, within, under, _)| (*of, *within, *under) == (view, area, theme));
        if !is_drawn {
            let mesh = land_fill(rings, view, area, colour(tokens.raised));
            self.land = Some((view, area, theme, Arc::new(mesh)));
        }
        if let Some((.., mesh)) = &self.land {
            painter.add(Shape::mesh(Arc::clone(mesh)));
        }
        let shown = view.shown(area);
        let stroke = Stroke::new(1.0, blend(tokens.quiet, tokens.raised, 0.55));
        for turn in view.turns(area) {
            let shift = 360.0 * f64::from(turn);
            for ring in rings {
                let [west, south, east, north] = ring.box_deg.map(f64::from);
                let is_in = west + shift <= shown.east
                    && east + shift >= shown.west
                    && south <= shown.north
                    && north >= shown.south;
                if is_in {
                    let mut line: Vec<Pos2> = Vec::new();
                    for side in ring.points.windows(2) {
                        // along the date line and the pole there is no coast
                        if is_cut(side[0], side[1]) {
                            draw(painter, &mut line, stroke);
                            continue;
                        }
                        let place =
                            |point: [f32; 2]| view.on_screen(area, f64::from(point[0]) + shift, f64::from(point[1]));
                        if line.is_empty() {
                            line.push(place(side[0]));
                        }
                        line.push(place(side[1]));
                    }
                    draw(painter, &mut line, stroke);
                }
            }
        }
    }
}

fn draw(painter: &Painter, line: &mut Vec<Pos2>, stroke: Stroke) {
    if line.len() > 1 {
        painter.add(Shape::line(std::mem::take(line), stroke));
    }
    line.clear();
}

fn is_cut(a: [f32; 2], b: [f32; 2]) -> bool {
    a[0].abs() >= 179.995 && b[0].abs() >= 179.995 || a[1] <= -89.9 || b[1] <= -89.9
}

/// Arrows move, + and − zoom.
fn by_keys(ui: &Ui, view: MapView, area: Rect) -> MapView {
    use egui::Key;
    let step = 48.0;
    let keys = [
        (Key::ArrowLeft, vec2(step, 0.0)),
        (Key::ArrowRight, vec2(-step, 0.0)),
        (Key::ArrowUp, vec2(0.0, step)),
        (Key::ArrowDown, vec2(0.0, -step)),
    ];
    ui.input(|input| {
        let mut view = view;
        for (key, by) in keys {
            if input.key_pressed(key) {
                view = view.panned(by);
            }
        }
        if input.key_pressed(Key::Plus) || input.key_pressed(Key::Equals) {
            view = view.zoomed(area, area.center(), 1.5);
        }
        if input.key_pressed(Key::Minus) {
            view = view.zoomed(area, area.center(), 1.0 / 1.5);
        }
        view
    })
}

/// The rectangles of a product on the screen, one for each turn of the Earth that shows it.
pub(super) fn rects_of(view: MapView, area: Rect, extent: Extent) -> impl Iterator<Item = Rect> {
    // an extent over the date line begins one turn earlier
    let turns = view.turns(area);
    (turns.start() - 1..=*turns.end())
        .map(move |turn| rect_of(view, area, extent, turn))
        .filter(move |rect| rect.expand(REACH).intersects(area))
}

/// The product under the pointer: the smallest of those that are.
fn product_at(list: &FoundList, view: MapView, area: Rect, at: Pos2) -> Option<usize> {
    let distance = |extent: Extent| {
        let within = rects_of(view, area, extent).filter_map(|rect| {
            let reach = if is_small(rect) { REACH } else { 1.0 };
            let reached = Rect::from_center_size(rect.center(), rect.size().max(Vec2::splat(2.0 * reach)));
            reached.contains(at).then(|| rect.area() + rect.center().distance(at))
        });
        within.min_by(f32::total_cmp)
    };
    let near = list.extents.iter().enumerate().filter_map(|(place, extent)| Some((place, distance((*extent)?)?)));
    near.min_by(|a, b| a.1.total_cmp(&b.1)).map(|(place, _)| place)
}

pub(super) fn is_small(rect: Rect) -> bool {
    rect.width() < SMALLEST_OUTLINE && rect.height() < SMALLEST_OUTLINE
}

fn paint_graticule(painter: &Painter, tokens: &Tokens, view: MapView, area: Rect) {
    let step = graticule_step(view.degrees_per_point());
    let shown = view.shown(area);
    let stroke = Stroke::new(1.0, colour(tokens.line));
    let ink = colour(tokens.quiet);
    let font = FontId::monospace(10.0);
    let decimals = decimals_for(step);
    let lines = |from: f64, to: f64| {
        ((from / step).ceil() as i64..=(to / step).floor() as i64).map(move |line| line as f64 * step)
    };
    for longitude in lines(shown.west, shown.east) {
        let x = view.on_screen(area, longitude, 0.0).x;
        painter.vline(x, area.y_range(), stroke);
        // the corner belongs to the latitudes
        if x > area.left() + CORNER.x {
            let text = longitude_text(longitude, decimals);
            painter.text(pos2(x + 3.0, area.bottom() - 3.0), Align2::LEFT_BOTTOM, text, font.clone(), ink);
        }
    }
    for latitude in lines(shown.south.max(-90.0), shown.north.min(90.0)) {
        let y = view.on_screen(area, 0.0, latitude).y;
        painter.hline(area.x_range(), y, stroke);
        if y > area.bottom() - CORNER.y && y < area.bottom() - 4.0 {
            continue;
        }
        painter.text(
            pos2(area.left() + 4.0, y - 2.0),
            Align2::LEFT_BOTTOM,
            latitude_text(latitude, decimals),
            font.clone(),
            ink,
        );
    }
}

fn paint_pointer(painter: &Painter, tokens: &Tokens, view: MapView, area: Rect, pointer: Option<Pos2>) {
    let Some([longitude, latitude]) = pointer.map(|at| view.on_earth(area, at)) else { return };
    if latitude.abs() > 90.0 {
        return;
    }
    let decimals = decimals_for(view.degrees_per_point());
    let text = format!("{}  {}", latitude_text(latitude, decimals), longitude_text(longitude, decimals));
    let galley = painter.layout_no_wrap(text, FontId::monospace(11.0), colour(tokens.text));
    let place = Rect::from_min_size(area.right_top() + vec2(-galley.size().x - 10.0, 6.0), galley.size());
    painter.rect_filled(place.expand2(vec2(6.0, 3.0)), 3.0, colour(tokens.panel).gamma_multiply(0.85));
    painter.galley(place.min, galley, colour(tokens.text));
}

/// What a screen reader says: the name, how much there is, what is selected, where the pointer is.
fn describe(ui: &Ui, list: &FoundList, response: &egui::Response, selected: Option<usize>, pointer: Option<[f64; 2]>) {
    response.widget_info(|| WidgetInfo::labeled(Role::Canvas, true, "Map of footprints"));
    let n_placed = list.extents.iter().flatten().count();
    let mut summary = format!("{n_placed} of {} products have a place on the map", list.extents.len());
    if let Some(product) = selected.and_then(|place| list.found.products.get(place)) {
        summary.push_str("; selected: ");
        summary.push_str(&product.identity.identifier);
    }
    let value = pointer
        .map(|[longitude, latitude]| format!("{}, {}", latitude_text(latitude, 3), longitude_text(longitude, 3)));
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_description(summary);
        if let Some(value) = value {
            node.set_value(value);
        }
    });
}
