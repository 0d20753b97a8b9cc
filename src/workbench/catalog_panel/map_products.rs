//! Products on the map: an outline where it is large enough to be seen, else a mark; names of sites where there is room.

use std::collections::BTreeSet;

use egui::{Color32, FontId, Painter, Pos2, Rect, Shape, Stroke, pos2, vec2};

use super::extent::Extent;
use super::list::FoundList;
use super::map::{is_small, rects_of};
use super::map_view::MapView;
use crate::operations::FoundProduct;
use crate::reports::tokens::Tokens;
use crate::workbench::theme::colour;

/// Names of one site stand at least so far apart, points.
const BETWEEN_NAMES: f32 = 40.0;

/// How a product is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Emphasis {
    /// As all others.
    Plain,
    /// The pointer is over it.
    Pointed,
    /// It is selected.
    Selected,
}

/// Products drawn on a map.
pub(super) struct MapProducts<'a> {
    pub(super) painter: &'a Painter,
    pub(super) tokens: &'a Tokens,
    pub(super) view: MapView,
    pub(super) area: Rect,
}

/// What was drawn already: thousands of products of one site are one mark.
#[derive(Default)]
struct Drawn<'a> {
    places: BTreeSet<[i32; 4]>,
    named: BTreeSet<(&'a str, i32)>,
    labels: Vec<Rect>,
}

impl MapProducts<'_> {
    /// Draws all products, the one under the pointer and the selected one over the others.
    pub(super) fn paint(&self, list: &FoundList, selected: Option<usize>, under: Option<usize>) {
        let mut drawn = Drawn::default();
        let last = [under, selected].into_iter().flatten();
        for place in (0..list.extents.len()).chain(last) {
            let extent = list.extents.get(place).copied().flatten();
            let (Some(extent), Some(product)) = (extent, list.found.products.get(place)) else { continue };
            let emphasis = match (selected == Some(place), under == Some(place)) {
                (true, _) => Emphasis::Selected,
                (false, true) => Emphasis::Pointed,
                (false, false) => Emphasis::Plain,
            };
            for rect in rects_of(self.view, self.area, extent) {
                self.product(product, extent, rect, emphasis, &mut drawn);
            }
        }
    }

    fn product<'a>(
        &self,
        product: &'a FoundProduct,
        extent: Extent,
        rect: Rect,
        emphasis: Emphasis,
        drawn: &mut Drawn<'a>,
    ) {
        let edges = if is_small(rect) {
            [rect.center().x, rect.center().y, 0.0, 0.0]
        } else {
            [rect.min.x, rect.min.y, rect.max.x, rect.max.y]
        };
        let is_new = drawn.places.insert(edges.map(|edge| (edge / 2.0).round() as i32));
        if is_new || emphasis != Emphasis::Plain {
            if is_small(rect) {
                self.mark(rect.center(), emphasis);
            } else {
                self.outline(product, extent, rect, emphasis);
            }
        }
        let Some(site) = product.site.as_deref() else { return };
        if drawn.named.insert((site, (rect.center().x / BETWEEN_NAMES) as i32)) {
            self.name(site, rect, emphasis, &mut drawn.labels);
        }
    }

    fn mark(&self, at: Pos2, emphasis: Emphasis) {
        let accent = colour(self.tokens.accent);
        let radius = if emphasis == Emphasis::Plain { 3.5 } else { 5.0 };
        self.painter.circle(at, radius, accent, Stroke::new(1.0, colour(self.tokens.surface)));
        if emphasis == Emphasis::Selected {
            self.painter.circle_stroke(at, radius + 3.0, Stroke::new(1.5, accent));
        }
    }

    fn outline(&self, product: &FoundProduct, extent: Extent, rect: Rect, emphasis: Emphasis) {
        let accent = colour(self.tokens.accent);
        let width = if emphasis == Emphasis::Selected { 2.5 } else { 1.25 };
        let fill = if emphasis == Emphasis::Plain { Color32::TRANSPARENT } else { accent.gamma_multiply(0.25) };
        // the turn round the Earth that this rectangle stands on
        let shift = self.view.on_earth(self.area, rect.left_center())[0] - extent.west;
        for ring in &product.outlines {
            let corner = |corner: &[f64; 2]| {
                // the part of an outline beyond the date line goes with the rest
                let longitude = if corner[0] < extent.west - 1e-9 { corner[0] + 360.0 } else { corner[0] };
                self.view.on_screen(self.area, longitude + shift, corner[1])
            };
            let corners: Vec<Pos2> = ring.iter().map(corner).collect();
            self.painter.add(Shape::convex_polygon(corners, fill, Stroke::new(width, accent)));
        }
    }

    /// The name of a site beside its mark, where no other name stands.
    fn name(&self, site: &str, rect: Rect, emphasis: Emphasis, labels: &mut Vec<Rect>) {
        let at = match (is_small(rect), emphasis) {
            (true, Emphasis::Selected) => rect.center() + vec2(13.0, 0.0),
            (true, _) => rect.center() + vec2(9.0, 0.0),
            (false, _) => pos2(rect.right() + 6.0, rect.center().y),
        };
        let ink = colour(self.tokens.text);
        let galley = self.painter.layout_no_wrap(site.to_owned(), FontId::proportional(11.0), ink);
        let place = Rect::from_min_size(at - vec2(0.0, galley.size().y / 2.0), galley.size());
        if labels.iter().all(|other| !other.expand(2.0).intersects(place)) {
            let ground = colour(self.tokens.surface).gamma_multiply(0.75);
            self.painter.rect_filled(place.expand2(vec2(3.0, 1.0)), 2.0, ground);
            self.painter.galley(place.min, galley, ink);
            labels.push(place);
        }
    }
}
