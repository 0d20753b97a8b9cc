//! A view of a product: its picture, what stands over it, and what the hand does in it.

use std::sync::Arc;

use egui::{EventFilter, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo};

use super::chips;
use super::following;
use super::gestures::{Drag, Gesture};
use super::links::{LinkAspect, LinkKind};
use super::marks::{RegionShape, Tool};
use super::overlays;
use super::placement::{ImageSize, Placement, Position, bounded_zoom, stepped_zoom, zoom_text};
use super::stretching::{Stretched, reference};
use super::tiling::Tiling;
use super::view_history::Move;
use super::view_picture::Sharpness;
use super::view_runtime::ViewRuntime;
use super::view_state::ViewId;
use super::viewing::Viewing;
use super::wording;
use crate::imagery::Window;
use crate::imagery::picture::Composition;
use crate::operations::viewing::{PictureContract, ViewedProduct};
use crate::workbench::desk::{Cursor, Desk, DrawnView};
use crate::workbench::products::Shown;
use crate::workbench::queries::{Answer, Queries};
use crate::workbench::session::ProductId;
use crate::workbench::theme::colour;

/// Said where a view that follows another has no pixel of the place.
const NOT_HERE: &str = "This image does not show the place";

/// What a view is of.
pub(crate) struct Subject {
    /// The view.
    pub(crate) id: ViewId,
    /// The product's number.
    pub(crate) product_id: ProductId,
    /// Which calculation of it is shown.
    pub(crate) shown: Shown,
    /// The product.
    pub(crate) product: Arc<ViewedProduct>,
    /// The channels.
    pub(crate) composition: Composition,
}

/// Shows a view of an open product in all that is left of `ui`.
pub(crate) fn show(
    ui: &mut Ui,
    desk: &mut Desk,
    viewing: &mut Viewing,
    id: ViewId,
    product_id: ProductId,
    product: &Arc<ViewedProduct>,
) {
    let rect = ui.available_rect_before_wrap();
    let size = ImageSize { lines: product.lines(), columns: product.columns() };
    ui.painter().rect_filled(rect, 0.0, colour(desk.tokens().image_surround));
    let response = ui.interact(rect, ui.scope_id().with(("image view", id)), Sense::click_and_drag());
    ui.advance_cursor_after_rect(rect);
    let scale = ui.pixels_per_point();
    let composition = desk.session.viewer.composition(id).cloned().or_else(|| Some(product.usual_composition()));
    let Some(composition) = composition.filter(|_| !size.is_empty()) else {
        message(ui, rect, desk, "The image is empty", "It has neither a line nor a column to show.");
        publish(&response, id, product, "", "empty image");
        return;
    };
    let shown = desk.products.shown(product_id);
    let subject = Subject { id, product_id, shown, product: Arc::clone(product), composition };
    if response.has_focus() {
        ui.data_mut(|data| data.insert_temp(focused_view(), response.id));
        // The arrow keys move the picture, not the focus.
        let keys = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, keys));
    }
    let before = placement_of(desk, id, size, rect, scale);
    let tool = desk.session.viewer.tool;
    let runtime = viewing.runtimes.entry(id).or_default();
    let gestures = runtime.hand.read(ui, &response, tool, runtime.overview);
    if !gestures.is_empty() || response.clicked() || response.drag_started() {
        desk.session.viewer.activate(id);
        response.request_focus();
    }
    for gesture in gestures {
        act(desk, viewing, &subject, &before, gesture);
    }
    let placement = placement_of(desk, id, size, rect, scale);
    point(desk, viewing, &response, &subject, &placement);
    let runtime = viewing.runtimes.entry(id).or_default();
    runtime.placement = Some(placement);
    let rests_in = desk.products.rests_in(product_id, ui.input(|input| input.time));
    if let Some(seconds) = rests_in {
        ui.ctx().request_repaint_after(std::time::Duration::from_secs_f64(seconds));
    }
    let session = &mut desk.session.viewer;
    let stretched = runtime.stretching.update(session, &subject, &placement, &desk.queries, rests_in.is_none());
    let sharpness = paint_picture(ui, viewing, &subject, &placement, &stretched, &desk.queries);
    let runtime = viewing.runtimes.entry(id).or_default();
    runtime.sharpness = sharpness;
    if let Some(sharpness) = sharpness {
        desk.views_drawn.insert(id, (product_id, sharpness));
    }
    if desk.session.viewer.active() == id {
        let rule = stretched.contract.as_ref().map(|contract| contract.stretch.rule.clone());
        let position = placement.position();
        desk.drawn = sharpness.map(|sharpness| DrawnView { product: product_id, rect, position, sharpness, rule });
    }
    let reading = if viewing.pointed == Some(id) { read_pointer(desk, runtime, &subject) } else { None };
    let not_here = following::not_here(viewing.runtimes.get(&id)).map(str::to_owned);
    match &not_here {
        None => paint_over(ui, desk, viewing, &subject, &placement, &stretched, rect),
        // A picture of another place would be taken for this one.
        Some(why) => {
            ui.painter().rect_filled(rect, 0.0, colour(desk.tokens().image_surround));
            message(ui, rect, desk, NOT_HERE, why);
        }
    }
    if desk.session.viewer.active() == id && desk.session.viewer.views().len() > 1 {
        let accent = colour(desk.tokens().accent);
        ui.painter().rect_stroke(rect, 0.0, Stroke::new(1.0, accent), StrokeKind::Inside);
    }
    let runtime = viewing.runtimes.entry(id).or_default();
    let drawn_chips =
        chips::show(ui, desk, runtime, &subject, &placement, &stretched, viewing.flicker == Some(id), rect);
    if drawn_chips.ends_flicker {
        viewing.flicker = None;
    }
    cursor_icon(ui, &response, tool, viewing.runtimes.get(&id));
    let mut summary = summary(desk, &subject, &stretched, sharpness, &placement);
    if let Some(why) = not_here {
        summary = format!("{NOT_HERE}: {why}. {summary}");
    }
    publish(&response, id, product, &reading.unwrap_or_default(), &summary);
}

/// Under this name the toolkit's memory keeps which view had the focus last: keys that move a view are no other widget's then.
pub(crate) fn focused_view() -> egui::Id {
    egui::Id::unique("image view with focus")
}

/// Where the image stands: where the session says, or wholly in view.
fn placement_of(desk: &Desk, id: ViewId, size: ImageSize, rect: Rect, scale: f32) -> Placement {
    let position = desk.session.viewer.position(id).unwrap_or_else(|| size.fitted(rect.size(), scale));
    Placement::new(position, size, rect, scale)
}

/// Moves a view, and notes where it was.
pub(crate) fn move_view(desk: &mut Desk, viewing: &mut Viewing, id: ViewId, to: Position, by: Move) {
    let from = desk.session.viewer.position(id);
    if from != Some(to) {
        viewing.history.leaving(id, from, by);
        desk.session.viewer.set_position(id, to);
    }
}

fn act(desk: &mut Desk, viewing: &mut Viewing, subject: &Subject, placement: &Placement, gesture: Gesture) {
    let id = subject.id;
    let place = |point| {
        let (line, column) = placement.image_from_screen(point);
        [line, column]
    };
    match gesture {
        Gesture::Panned(delta) => {
            let drags = viewing.runtimes.entry(id).or_default().hand.drags;
            move_view(desk, viewing, id, placement.panned(delta), Move::Drag(drags));
        }
        Gesture::Zoomed(at, steps) => {
            let zoom = stepped_zoom(placement.position().zoom, steps);
            move_view(desk, viewing, id, placement.zoomed_at(at, zoom), Move::Steps);
        }
        Gesture::Pinched(at, factor) => {
            let zoom = bounded_zoom(placement.position().zoom * f64::from(factor));
            move_view(desk, viewing, id, placement.zoomed_at(at, zoom), Move::Steps);
        }
        Gesture::ZoomBox(from, to) if (to - from).length() >= 4.0 => {
            move_view(desk, viewing, id, placement.zoomed_to(from, to), Move::Jump);
        }
        Gesture::ActualSize(at) => move_view(desk, viewing, id, placement.zoomed_at(at, 1.0), Move::Jump),
        Gesture::Overview(at) => {
            let Some(overview) = viewing.runtimes.get(&id).and_then(|runtime| runtime.overview) else { return };
            let position = overlays::position_in_overview(overview, at, placement);
            let drags = viewing.runtimes.entry(id).or_default().hand.drags;
            move_view(desk, viewing, id, position, Move::Drag(drags));
        }
        Gesture::Clicked(at) => match desk.session.viewer.tool {
            Tool::Pin => {
                if let Some((line, column)) = placement.pixel_at(at) {
                    desk.session.viewer.edits.marks.add_pin(&reference(&subject.product), line, column);
                    desk.edits.name("set pin");
                }
            }
            Tool::Polygon => viewing.runtimes.entry(id).or_default().hand.polygon.push(place(at)),
            Tool::Pan | Tool::Rectangle | Tool::Profile => {}
        },
        Gesture::PolygonClosed => {
            let corners = std::mem::take(&mut viewing.runtimes.entry(id).or_default().hand.polygon);
            add_region(desk, subject, RegionShape::Polygon(corners));
        }
        Gesture::PolygonLeft => viewing.runtimes.entry(id).or_default().hand.polygon.clear(),
        Gesture::Rectangle(from, to) => {
            if let Some(window) = pixels_between(place(from), place(to), &subject.product) {
                add_region(desk, subject, RegionShape::Rectangle(window));
            }
        }
        Gesture::Profile(from, to) if (to - from).length() >= 2.0 => {
            let width = desk.session.viewer.edits.marks.profile.as_ref().map_or(1, |profile| profile.width);
            let product = Some(reference(&subject.product));
            desk.session.viewer.edits.marks.profile =
                Some(super::marks::ProfileLine { from: place(from), to: place(to), width, product });
            desk.edits.name("draw profile line");
        }
        Gesture::ZoomBox(..) | Gesture::Profile(..) => {}
    }
}

fn add_region(desk: &mut Desk, subject: &Subject, shape: RegionShape) {
    if desk.session.viewer.edits.marks.add_region(&reference(&subject.product), shape).is_some() {
        desk.edits.name("draw region");
    }
}

/// The whole pixels between two places of the image; none when no pixel is.
pub(crate) fn pixels_between(one: [f64; 2], other: [f64; 2], product: &ViewedProduct) -> Option<Window> {
    let bounds = |a: f64, b: f64, count: usize| {
        let first = (a.min(b) + 0.5).floor().max(0.0);
        let end = (a.max(b) + 0.5).ceil().min(count as f64);
        (end > first).then_some((first as usize, (end - first) as usize))
    };
    let (line, lines) = bounds(one[0], other[0], product.lines())?;
    let (column, columns) = bounds(one[1], other[1], product.columns())?;
    Some(Window::new(line, column, lines, columns))
}

/// Says which pixel the pointer is at, to whoever wants to know.
fn point(desk: &mut Desk, viewing: &mut Viewing, response: &Response, subject: &Subject, placement: &Placement) {
    let inside = response.hover_pos().filter(|pointer| placement.pixel_at(*pointer).is_some());
    if let Some(pointer) = inside {
        let (line, column) = placement.image_from_screen(pointer);
        desk.cursor = Some(Cursor { product: subject.product_id, line, column });
        viewing.pointed = Some(subject.id);
    } else if viewing.pointed == Some(subject.id) {
        desk.cursor = None;
        viewing.pointed = None;
    }
}

/// The values at the pointer in words.
fn read_pointer(desk: &Desk, runtime: &mut ViewRuntime, subject: &Subject) -> Option<String> {
    let cursor = desk.cursor.filter(|cursor| cursor.product == subject.product_id)?;
    let (line, column) = pixel_of(cursor, &subject.product)?;
    let product = Arc::clone(&subject.product);
    let question = (subject.shown, line, column);
    let priority = desk.products.priority_of_values(subject.product_id);
    runtime.reading.ask(&desk.queries, priority, question, move |supervision| product.pixel(line, column, supervision));
    let reading = match runtime.reading.answer() {
        Answer::Known(reading) => Some(reading),
        _ => None,
    };
    Some(wording::reading_text(line, column, &subject.composition, reading))
}

/// The pixel at the cursor.
fn pixel_of(cursor: Cursor, product: &ViewedProduct) -> Option<(usize, usize)> {
    let (line, column) = ((cursor.line + 0.5).floor(), (cursor.column + 0.5).floor());
    let is_inside = line >= 0.0 && column >= 0.0 && line < product.lines() as f64 && column < product.columns() as f64;
    is_inside.then_some((line as usize, column as usize))
}

fn paint_picture(
    ui: &Ui,
    viewing: &mut Viewing,
    subject: &Subject,
    placement: &Placement,
    stretched: &Stretched,
    queries: &Queries,
) -> Option<Sharpness> {
    let flickered = viewing.flickered(subject);
    let shown = viewing.runtimes.get(&subject.id).and_then(|runtime| runtime.picture.shown());
    let before = shown.and_then(|shown| viewing.store.drawn(shown));
    let before = before.filter(|(product, _)| product.is_of_same_image(&subject.product));
    let before = before.map(|(product, contract)| (Arc::clone(product), Arc::clone(contract)));
    let (product, contract): (Arc<ViewedProduct>, &PictureContract) = match &flickered {
        Some((product, contract)) => (Arc::clone(product), contract),
        None => match (&stretched.contract, &before) {
            (Some(contract), _) => (Arc::clone(&subject.product), contract),
            // While the numbers of other values of the same image are looked for, its last picture stays.
            (None, Some((product, contract))) => (Arc::clone(product), contract.as_ref()),
            (None, None) => return None,
        },
    };
    let holds = viewing.flickers_with(subject);
    let picture = viewing.store.picture(&product, contract);
    let tiling = Tiling::of(&product);
    let painter = ui.painter().with_clip_rect(placement.view());
    // Another image under the same place of the view, pixel for pixel.
    let placement = Placement::new(placement.position(), tiling.size, placement.view(), ui.pixels_per_point());
    let runtime = viewing.runtimes.entry(subject.id).or_default();
    runtime.picture.wait_for(picture, &mut viewing.store, &tiling, &placement, queries, ui.ctx());
    let sharpness = runtime.picture.show(picture, holds, &mut viewing.store, &tiling, &placement, &painter);
    // The last picture, however sharp, is not the one that is looked for.
    let is_of_before = flickered.is_none() && stretched.contract.is_none();
    Some(if is_of_before && sharpness == Sharpness::Sharp { Sharpness::Coarse } else { sharpness })
}

fn paint_over(
    ui: &Ui,
    desk: &Desk,
    viewing: &mut Viewing,
    subject: &Subject,
    placement: &Placement,
    stretched: &Stretched,
    rect: Rect,
) {
    let painter = ui.painter().with_clip_rect(rect);
    let edits = desk.session.viewer.view_edits(subject.id);
    viewing.highlight.paint(&painter, desk, subject.product_id, placement);
    overlays::grid(&painter, desk, subject, placement, edits.overlays.grid);
    if edits.overlays.marks {
        overlays::marks(&painter, desk, &reference(&subject.product), placement);
        if let Some(runtime) = viewing.runtimes.get(&subject.id) {
            overlays::followed_pins(&painter, desk, &runtime.following.pins_at, placement);
        }
    }
    if let Some(runtime) = viewing.runtimes.get(&subject.id) {
        overlays::drawing(&painter, desk, placement, &runtime.hand, ui.input(|input| input.pointer.latest_pos()));
    }
    linked_cursor(&painter, desk, viewing, subject, placement);
    let contract = stretched.contract.as_ref();
    overlays::corners(&painter, desk, viewing, subject, placement, contract, edits.overlays);
    let notice = match (&stretched.failure, contract) {
        (Some(failure), _) => Some(("These bands cannot be shown".to_owned(), failure.clone())),
        (None, Some(contract)) => wording::stretch_warning(&contract.stretch).map(|warning| (warning, String::new())),
        (None, None) if stretched.is_waiting => Some(("Reading statistics…".to_owned(), String::new())),
        (None, None) => None,
    };
    let failure = viewing.runtimes.get(&subject.id).and_then(|runtime| runtime.picture.shown());
    let failure = failure.and_then(|shown| viewing.store.failure(shown)).map(str::to_owned);
    if let Some((title, text)) =
        notice.or_else(|| failure.map(|text| ("A part of the image cannot be read".to_owned(), text)))
    {
        overlays::notice(&painter, desk, rect, &title, &text);
    }
}

/// The cursor of another view, where both are linked, or of a plot.
fn linked_cursor(painter: &egui::Painter, desk: &Desk, viewing: &Viewing, subject: &Subject, placement: &Placement) {
    let Some(cursor) = desk.cursor else { return };
    let session = &desk.session.viewer;
    let ink = colour(desk.tokens().accent);
    if session.link_kind() == LinkKind::Ground && viewing.pointed.is_some() {
        let following = viewing.runtimes.get(&subject.id).map(|runtime| &runtime.following);
        if let Some([line, column]) = following.and_then(|following| following.cursor_at) {
            overlays::cross(painter, placement.screen_from_image(line, column), ink);
        }
        return;
    }
    let is_shown = match viewing.pointed {
        Some(from) => {
            let is_linked = session.has(from, LinkAspect::Cursor) && session.has(subject.id, LinkAspect::Cursor);
            from != subject.id && is_linked
        }
        // A place of the profile is pointed at in its plot.
        None => cursor.product == subject.product_id,
    };
    if is_shown {
        overlays::cross(painter, placement.screen_from_image(cursor.line, cursor.column), ink);
    }
}

fn cursor_icon(ui: &Ui, response: &Response, tool: Tool, runtime: Option<&ViewRuntime>) {
    if !response.hovered() && !response.dragged() {
        return;
    }
    let drag = runtime.and_then(|runtime| runtime.hand.drag);
    let icon = match (drag, tool) {
        (Some(Drag::Pan | Drag::Overview), _) => egui::CursorIcon::Grabbing,
        (None, Tool::Pan) => egui::CursorIcon::Default,
        _ => egui::CursorIcon::Crosshair,
    };
    ui.ctx().set_cursor_icon(icon);
}

/// The view in a sentence, for whoever does not see it.
fn summary(
    desk: &Desk,
    subject: &Subject,
    stretched: &Stretched,
    sharpness: Option<Sharpness>,
    placement: &Placement,
) -> String {
    let bands = wording::composition_text(&subject.composition);
    let pinned = desk.session.viewer.stretch_choice(subject.id).pinned.is_some();
    let stretch = match (&stretched.contract, &stretched.failure) {
        (_, Some(failure)) => failure.clone(),
        (Some(contract), None) => wording::stretch_text(&contract.stretch, pinned),
        (None, None) => "reading statistics".to_owned(),
    };
    let state = match sharpness {
        _ if stretched.is_waiting => "as it was, statistics are being read",
        Some(Sharpness::Sharp) => "sharp",
        Some(Sharpness::Incomplete) => "incomplete, parts of it cannot be read",
        Some(Sharpness::Coarse) => "coarse, becoming sharp",
        Some(Sharpness::Blank) | None => "loading",
    };
    let zoom = zoom_text(placement.position().zoom);
    format!("Bands {bands}. Stretch {stretch}. Zoom {zoom}. Picture {state}.")
}

/// Tells assistive tools, and tests, what this view is, what stands under the pointer, and what it shows.
fn publish(response: &Response, id: ViewId, product: &ViewedProduct, value: &str, summary: &str) {
    let name = wording::view_name(id, Some(&product.info().identifier));
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &name));
    response.ctx.accesskit_node_builder(response.id, |node| {
        node.set_value(value);
        node.set_description(summary);
    });
}

/// Words in the middle of a view that shows no picture.
pub(crate) fn message(ui: &Ui, rect: Rect, desk: &Desk, title: &str, text: &str) {
    overlays::notice(&ui.painter().with_clip_rect(rect), desk, rect, title, text);
}
