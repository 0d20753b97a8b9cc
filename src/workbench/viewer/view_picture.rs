//! The picture of a view: coarse first, then sharp; one stretch at a time; nothing blinks.

use std::sync::Arc;

use egui::{Color32, Context, Painter, Rect, Shape, pos2};

use super::placement::Placement;
use super::tile_store::{PictureId, TileState, TileStore};
use super::tiling::Tiling;
use crate::operations::viewing::TilePlace;
use crate::workbench::queries::{Priority, Queries};

/// Seconds in which a sharp tile takes the place of a coarse one.
pub(crate) const FADE_SECONDS: f64 = 0.12;

/// Seconds after which a new picture is shown coarse where it is not yet sharp, instead of the old one.
const PATIENCE_SECONDS: f64 = 0.25;

/// Which picture a view shows, and which it is about to show.
#[derive(Debug, Default)]
pub(crate) struct ViewPicture {
    shown: Option<PictureId>,
    next: Option<(PictureId, f64)>,
    /// When the shown picture took the place of another one: tiles that were there by then do not fade.
    since: f64,
}

/// How far a view has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sharpness {
    /// Nothing is there yet.
    Blank,
    /// Coarse in parts, or still the old picture.
    Coarse,
    /// All that can be read of what is in view is sharp, and some of it cannot.
    Incomplete,
    /// All that is in view is sharp.
    Sharp,
}

impl ViewPicture {
    /// The picture that is shown.
    pub(crate) fn shown(&self) -> Option<PictureId> {
        self.shown
    }

    /// Stands still a moment for a picture that is wanted for the first time and is about to take the place of another one of the same image,
    /// where its tiles come from samples at hand, or are calculated: it is then shown in this very frame.
    pub(crate) fn wait_for(
        &self,
        wanted: PictureId,
        store: &mut TileStore,
        tiling: &Tiling,
        placement: &Placement,
        queries: &Queries,
        context: &Context,
    ) {
        let is_new = self.shown != Some(wanted) && self.next.is_none_or(|(next, _)| next != wanted);
        let in_view = tiling.tiles_in_view(placement, tiling.level_at(placement.position().zoom), 0);
        let comes_soon = |shown: PictureId| {
            let ((before, _), (product, contract)) = store.drawn(shown).zip(store.drawn(wanted))?;
            let is_calculated = !Arc::ptr_eq(before, product);
            let is_at_hand = || product.holds_samples(contract.composition.sources(), &in_view);
            Some(before.is_of_same_image(product) && (is_calculated || is_at_hand()))
        };
        if is_new && self.shown.and_then(comes_soon) == Some(true) {
            store.wait_for(wanted, &in_view, queries, context);
        }
    }

    /// Shows `wanted` as soon as it can take the place of the picture before without a blink, wants the tiles for it, and paints. What
    /// `holds` keeps the picture before even if it is of another product, as a flicker does.
    pub(crate) fn show(
        &mut self,
        wanted: PictureId,
        holds: bool,
        store: &mut TileStore,
        tiling: &Tiling,
        placement: &Placement,
        painter: &Painter,
    ) -> Sharpness {
        let now = painter.ctx().input(|input| input.time);
        let level = tiling.level_at(placement.position().zoom);
        let in_view = tiling.tiles_in_view(placement, level, 0);
        self.turn_to(wanted, holds, store, tiling, &in_view, now, painter);
        let replaces = self.next.map(|(_, asked)| now - asked);
        want_tiles(store, wanted, tiling, placement, &in_view, replaces);
        let Some(shown) = self.shown else { return Sharpness::Blank };
        store.keep(shown);
        let (mut missing, mut blank, mut failed) = (0, 0, 0);
        let mut fading = false;
        for place in &in_view {
            let rect = tiling.rect(placement, *place);
            match store.tile(shown, *place) {
                TileState::Ready(texture, arrived) => {
                    let share =
                        if arrived <= self.since { 1.0 } else { ((now - arrived) / FADE_SECONDS).clamp(0.0, 1.0) };
                    if share < 1.0 && paint_coarse(store, shown, tiling, placement, *place, painter) {
                        fading = true;
                        paint(painter, texture, rect, tiling.part(*place, *place), share as f32);
                    } else {
                        paint(painter, texture, rect, tiling.part(*place, *place), 1.0);
                    }
                }
                TileState::Missing => {
                    missing += 1;
                    if !paint_coarse(store, shown, tiling, placement, *place, painter) {
                        blank += 1;
                    }
                }
                TileState::Failed => failed += 1,
            }
        }
        if fading {
            painter.ctx().request_repaint();
        }
        match (missing, shown == wanted) {
            (0, true) if failed > 0 => Sharpness::Incomplete,
            (0, true) => Sharpness::Sharp,
            _ if blank == in_view.len() && blank > 0 => Sharpness::Blank,
            _ => Sharpness::Coarse,
        }
    }

    /// Takes the wanted picture for the shown one when it is sharp, or when there is nothing to keep, or after a while when it is coarse.
    #[expect(clippy::too_many_arguments, reason = "a private step of show, which has them all")]
    fn turn_to(
        &mut self,
        wanted: PictureId,
        holds: bool,
        store: &mut TileStore,
        tiling: &Tiling,
        in_view: &[TilePlace],
        now: f64,
        painter: &Painter,
    ) {
        if self.shown == Some(wanted) {
            self.next = None;
            return;
        }
        let asked = match self.next {
            Some((next, asked)) if next == wanted => asked,
            // Steps of a drag: patience counts from the first.
            Some((_, asked)) => {
                self.next = Some((wanted, asked));
                asked
            }
            None => {
                self.next = Some((wanted, now));
                now
            }
        };
        let is_sharp = in_view.iter().all(|place| store.tile(wanted, *place) != TileState::Missing);
        let is_of_another_product = self.shown.is_none_or(|shown| {
            let product = |id| store.drawn(id).map(|(product, _)| product);
            // The same image calculated otherwise is no other one: its pixels stay until the new ones are there.
            let is_same = product(shown).zip(product(wanted)).is_some_and(|(a, b)| a.is_of_same_image(b));
            !holds && !is_same
        });
        let mut is_coarse =
            || matches!(store_coarsest(store, wanted, tiling), TileState::Ready(..) | TileState::Failed);
        let waits_long = now - asked >= PATIENCE_SECONDS;
        if is_sharp || is_of_another_product || (waits_long && is_coarse()) {
            // A picture that takes the place of another does so at once; a first picture fades in from coarse to sharp.
            self.since = if is_sharp { now } else { f64::NEG_INFINITY };
            self.shown = Some(wanted);
            self.next = None;
        } else {
            let left = (PATIENCE_SECONDS - (now - asked)).max(0.0);
            if left > 0.0 {
                painter.ctx().request_repaint_after(std::time::Duration::from_secs_f64(left));
            }
        }
    }
}

fn store_coarsest(store: &mut TileStore, id: PictureId, tiling: &Tiling) -> TileState {
    store.tile(id, tiling.coarsest())
}

/// Wants the coarsest tile, then the sharp ones from the middle of the view, then those around the view. Where the samples of the sharp
/// ones are at hand, as after the statistics of a whole image, the coarsest tile would only be in their way: it comes last.
///
/// `replaces` is for how many seconds the picture has been about to take the place of another one, which is kept until then: the coarsest
/// tile is of use only when that has taken long, and those around the view only afterwards.
fn want_tiles(
    store: &mut TileStore,
    id: PictureId,
    tiling: &Tiling,
    placement: &Placement,
    in_view: &[TilePlace],
    replaces: Option<f64>,
) {
    let is_coarse_of_use = replaces.is_none_or(|seconds| seconds >= PATIENCE_SECONDS);
    if is_coarse_of_use && store.tile(id, tiling.coarsest()) == TileState::Missing {
        let is_at_hand = store
            .drawn(id)
            .is_some_and(|(product, contract)| product.holds_samples(contract.composition.sources(), in_view));
        store.want(id, tiling.coarsest(), if is_at_hand { Priority::Soon } else { Priority::Pointer });
    }
    for place in in_view {
        store.want(id, *place, Priority::Visible);
    }
    if replaces.is_some() {
        return;
    }
    let level = tiling.level_at(placement.position().zoom);
    for place in tiling.tiles_in_view(placement, level, 1) {
        if !in_view.contains(&place) {
            store.want(id, place, Priority::Soon);
        }
    }
}

/// Paints what is known of a place from coarser tiles, and from finer ones over it; says whether anything was.
fn paint_coarse(
    store: &mut TileStore,
    id: PictureId,
    tiling: &Tiling,
    placement: &Placement,
    place: TilePlace,
    painter: &Painter,
) -> bool {
    let mut painted = false;
    for levels in 1..tiling.n_levels {
        let Some(coarser) = tiling.coarser(place, levels) else { break };
        if let TileState::Ready(texture, _) = store.tile(id, coarser) {
            paint(painter, texture, tiling.rect(placement, place), tiling.part(coarser, place), 1.0);
            painted = true;
            break;
        }
    }
    for finer in tiling.finer(place) {
        if let TileState::Ready(texture, _) = store.tile(id, finer) {
            paint(painter, texture, tiling.rect(placement, finer), tiling.part(finer, finer), 1.0);
            painted = true;
        }
    }
    painted
}

fn paint(painter: &Painter, texture: egui::TextureId, rect: Rect, part: Rect, opacity: f32) {
    let tint = Color32::WHITE.gamma_multiply(opacity);
    painter.add(Shape::image(texture, rect, part, tint));
}

/// Paints the whole image small in `rect` from the coarsest tile; says whether it was there.
pub(crate) fn paint_whole(
    store: &mut TileStore,
    id: PictureId,
    tiling: &Tiling,
    rect: Rect,
    painter: &Painter,
) -> bool {
    let coarsest = tiling.coarsest();
    if let TileState::Ready(texture, _) = store.tile(id, coarsest) {
        let part = tiling.part(coarsest, coarsest);
        paint(painter, texture, rect, Rect::from_min_max(pos2(0.0, 0.0), part.max), 1.0);
        return true;
    }
    false
}
