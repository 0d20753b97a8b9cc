//! The commands of the viewer that need what is kept between frames.

use egui::vec2;

use super::exporting;
use super::image_view::move_view;
use super::layout::Split;
use super::links::LinkAspect;
use super::placement::{Placement, Position, stepped_zoom};
use super::presets::composition_of;
use super::view_history::Move;
use super::view_runtime::Editor;
use super::view_state::ViewId;
use super::viewing::{FLICKER_KEY, Viewing};
use crate::imagery::picture::presets::preset;
use crate::imagery::picture::{ChannelSource, Colouring, Composition, StatisticsExtent};
use crate::workbench::commands::Command;
use crate::workbench::desk::Desk;

/// Part of the view that an arrow key moves it by.
const ARROW_SHARE: f32 = 0.1;

/// Runs a command; false when it is not the viewer's.
pub(crate) fn run(viewing: &mut Viewing, command: Command, desk: &mut Desk, window: &egui::Context) -> bool {
    let id = desk.session.viewer.active();
    match command {
        Command::FitView => go(
            viewing,
            desk,
            id,
            |placement, scale| placement.size().fitted(placement.view().size(), scale),
            window,
            Move::Jump,
        ),
        Command::ActualSize => go(
            viewing,
            desk,
            id,
            |placement, _| placement.zoomed_at(placement.view().center(), 1.0),
            window,
            Move::Jump,
        ),
        Command::ZoomIn => zoom(viewing, desk, id, window, 1),
        Command::ZoomOut => zoom(viewing, desk, id, window, -1),
        Command::MoveLeft => arrow(viewing, desk, id, window, vec2(-ARROW_SHARE, 0.0)),
        Command::MoveRight => arrow(viewing, desk, id, window, vec2(ARROW_SHARE, 0.0)),
        Command::MoveUp => arrow(viewing, desk, id, window, vec2(0.0, -ARROW_SHARE)),
        Command::MoveDown => arrow(viewing, desk, id, window, vec2(0.0, ARROW_SHARE)),
        Command::ViewBack | Command::ViewForward => back_or_forward(viewing, desk, command == Command::ViewForward),
        Command::Flicker => flicker(viewing, desk, id, window),
        Command::EditBands => open(viewing, id, Editor::Bands),
        Command::EditStretch => open(viewing, id, Editor::Stretch),
        Command::EditLinks => open(viewing, id, Editor::Links),
        Command::EditOverlays => open(viewing, id, Editor::Overlays),
        Command::ExportView => exporting::ask_for_place(desk, viewing),
        Command::PinHere => pin_here(viewing, desk, id),
        _ => return false,
    }
    true
}

fn go(
    viewing: &mut Viewing,
    desk: &mut Desk,
    id: ViewId,
    to: impl FnOnce(&Placement, f32) -> Position,
    window: &egui::Context,
    by: Move,
) {
    let Some(placement) = viewing.runtimes.get(&id).and_then(|runtime| runtime.placement) else { return };
    // A command may come before the next frame has drawn what the last command did.
    let placement = match desk.session.viewer.position(id) {
        Some(position) => placement.at(position),
        None => placement,
    };
    let position = to(&placement, window.pixels_per_point());
    move_view(desk, viewing, id, position, by);
}

fn zoom(viewing: &mut Viewing, desk: &mut Desk, id: ViewId, window: &egui::Context, steps: i32) {
    go(
        viewing,
        desk,
        id,
        |placement, _| placement.zoomed_at(placement.view().center(), stepped_zoom(placement.position().zoom, steps)),
        window,
        Move::Steps,
    );
}

fn arrow(viewing: &mut Viewing, desk: &mut Desk, id: ViewId, window: &egui::Context, share: egui::Vec2) {
    go(viewing, desk, id, |placement, _| placement.moved_by_share(share), window, Move::Steps);
}

fn back_or_forward(viewing: &mut Viewing, desk: &mut Desk, forward: bool) {
    let session = &desk.session.viewer;
    let present = |view: ViewId| session.view(view).map(|_| session.position(view));
    let step = if forward { viewing.history.forward(present) } else { viewing.history.back(present) };
    match step {
        Some((view, Some(position))) => {
            desk.session.viewer.set_position(view, position);
            desk.session.viewer.activate(view);
        }
        Some((view, None)) => {
            desk.session.viewer.fit(view);
            desk.session.viewer.activate(view);
        }
        None => desk.inform(if forward { "No view further forward" } else { "No view further back" }),
    }
}

/// Shows the other picture, or the own one again. A key that is tapped changes between the two; while it is held, the other is shown.
fn flicker(viewing: &mut Viewing, desk: &mut Desk, id: ViewId, window: &egui::Context) {
    let (is_held, now) = window.input(|input| (input.key_down(FLICKER_KEY), input.time));
    if is_held && viewing.held.is_some() {
        // The keyboard repeats itself.
        return;
    }
    viewing.held = is_held.then_some((now, viewing.flicker != Some(id)));
    viewing.flickered_last = Some(id);
    if viewing.flicker == Some(id) {
        viewing.flicker = None;
    } else if viewing.can_flicker(id) {
        viewing.flicker = Some(id);
    } else {
        desk.inform("Flicker: needs a second view, or other bands shown before in this one");
    }
}

fn open(viewing: &mut Viewing, id: ViewId, editor: Editor) {
    viewing.runtimes.entry(id).or_default().opens = Some(editor);
}

/// Sets a pin at the pointer, or in the middle of the active view.
fn pin_here(viewing: &Viewing, desk: &mut Desk, id: ViewId) {
    let Some(product) = desk.session.viewer.active_product().and_then(|product| desk.products.ready(product)).cloned()
    else {
        return;
    };
    let Some(placement) = viewing.runtimes.get(&id).and_then(|runtime| runtime.placement) else { return };
    let pointed = desk.cursor.filter(|_| viewing.pointed == Some(id)).map(|cursor| (cursor.line, cursor.column));
    let (line, column) = pointed.unwrap_or((placement.position().line, placement.position().column));
    let (line, column) = (line.round().max(0.0) as usize, column.round().max(0.0) as usize);
    if line < product.lines() && column < product.columns() {
        desk.session.viewer.edits.marks.add_pin(&super::stretching::reference(&product), line, column);
        desk.edits.name("set pin");
    }
}

/// Whether the active view has a product that can be looked at.
pub(crate) fn has_view(desk: &Desk) -> Result<(), &'static str> {
    let product = desk.session.viewer.active_product().ok_or("no product is open")?;
    desk.products.ready(product).map(|_| ()).ok_or("the product is still being opened")
}

/// Whether there are two views.
pub(crate) fn has_two_views(desk: &Desk) -> Result<(), &'static str> {
    if desk.session.viewer.views().len() >= 2 { Ok(()) } else { Err("there is one view") }
}

/// Whether any view is linked.
pub(crate) fn has_links(desk: &Desk) -> Result<(), &'static str> {
    if desk.session.viewer.has_links() { Ok(()) } else { Err("no view is linked") }
}

/// Splits the active view.
pub(crate) fn split(desk: &mut Desk, split: Split) {
    let active = desk.session.viewer.active();
    if desk.session.viewer.split(active, split).is_none() {
        desk.inform(format!("Split view: there are {} views, more are not shown", super::session::MOST_VIEWS));
    }
}

/// Shows a combination by wavelength, named as in the table of presets, in the active view.
pub(crate) fn show_preset(desk: &mut Desk, name: &str) {
    let id = desk.session.viewer.active();
    let product = desk.session.viewer.active_product().and_then(|product| desk.products.ready(product));
    match product.and_then(|product| composition_of(preset(name)?, product.bands())) {
        Some(composition) => {
            desk.session.viewer.set_composition(id, composition);
            desk.edits.name("choose bands");
        }
        None => desk.inform(format!("{name}: the product has no bands of these wavelengths")),
    }
}

/// Shows the next band, or the one before, by itself.
pub(crate) fn step_band(desk: &mut Desk, forward: bool) {
    let id = desk.session.viewer.active();
    let Some(product) = desk.session.viewer.active_product().and_then(|product| desk.products.ready(product)) else {
        return;
    };
    let bands = product.bands();
    let shown = desk.session.viewer.composition(id).cloned().or_else(|| Some(product.usual_composition()));
    let place = match &shown {
        Some(Composition::Single { source: ChannelSource::Band(name), .. }) => {
            bands.iter().position(|band| band.name == *name)
        }
        _ => None,
    };
    let n = bands.len().max(1);
    let next = match (place, forward) {
        (Some(place), true) => (place + 1) % n,
        (Some(place), false) => (place + n - 1) % n,
        (None, _) => 0,
    };
    let colouring = match shown {
        Some(Composition::Single { colouring, .. }) => colouring,
        _ => Colouring::Grey,
    };
    let Some(band) = bands.get(next) else { return };
    let composition = Composition::Single { source: ChannelSource::Band(band.name.clone()), colouring };
    desk.session.viewer.set_composition(id, composition);
    desk.edits.name("choose bands");
}

/// Pins the stretch of the active view, or lets it follow what is shown.
pub(crate) fn toggle_pin(desk: &mut Desk) {
    let id = desk.session.viewer.active();
    let pinned = desk.session.viewer.stretch_choice(id).pinned.is_some();
    desk.session.viewer.set_pinned(id, !pinned);
    desk.edits.name(if pinned { "unpin stretch" } else { "pin stretch" });
}

/// Takes the statistics of every pixel for the stretch of the active view.
pub(crate) fn use_exact(desk: &mut Desk) {
    let id = desk.session.viewer.active();
    desk.session.viewer.choose_stretch(id, |choice| choice.exact = true);
    desk.edits.name("apply exact statistics");
}

/// Lets the stretch of the active view follow what it shows, or takes the whole image again.
pub(crate) fn toggle_follow(desk: &mut Desk) {
    let id = desk.session.viewer.active();
    let mut rule = desk.session.viewer.stretch_choice(id).rule;
    rule.extent = if rule.extent == StatisticsExtent::View { StatisticsExtent::Image } else { StatisticsExtent::View };
    desk.session.viewer.set_rule(id, rule);
    desk.edits.name("change stretch");
}

/// Links everything of all views with the active one.
pub(crate) fn link_everything(desk: &mut Desk) {
    for aspect in LinkAspect::ALL {
        desk.session.viewer.link_all(aspect);
    }
    desk.edits.name("link views");
}

/// Links an aspect of all views with the active one, or frees it in all.
pub(crate) fn toggle_link(desk: &mut Desk, aspect: LinkAspect) {
    let session = &mut desk.session.viewer;
    let ids: Vec<ViewId> = session.views().iter().map(|view| view.id).collect();
    if ids.iter().all(|id| session.has(*id, aspect)) {
        for id in ids {
            session.set_link(id, aspect, false);
        }
    } else {
        session.link_all(aspect);
    }
    desk.edits.name("link views");
}

/// Changes the overlays of the active view.
pub(crate) fn change_overlays(desk: &mut Desk, change: impl FnOnce(&mut super::view_state::Overlays)) {
    let id = desk.session.viewer.active();
    change(&mut desk.session.viewer.view_edits_mut(id).overlays);
    desk.edits.name("change overlays");
}
