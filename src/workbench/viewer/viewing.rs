//! What all views share between frames and may lose: tiles, where the views have been, the flicker.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::image_view::Subject;
use super::overlays::HighlightPicture;
use super::tile_store::TileStore;
use super::view_history::ViewHistory;
use super::view_runtime::ViewRuntime;
use super::view_state::ViewId;
use crate::operations::viewing::{PictureContract, ViewRequest, ViewedProduct};
use crate::workbench::desk::Desk;

/// The key of the flicker.
pub(crate) const FLICKER_KEY: egui::Key = egui::Key::F;
/// A key that is held longer is not tapped, seconds.
const LONGEST_TAP: f64 = 0.4;

/// What all views share between frames.
#[derive(Default)]
pub(crate) struct Viewing {
    /// Pictures of tiles.
    pub(crate) store: TileStore,
    /// Each view's own.
    pub(crate) runtimes: BTreeMap<ViewId, ViewRuntime>,
    /// Where the views have been.
    pub(crate) history: ViewHistory,
    /// The view that the pointer is in.
    pub(crate) pointed: Option<ViewId>,
    /// The view that shows another picture than its own.
    pub(crate) flicker: Option<ViewId>,
    /// Since when the key of the flicker is held, seconds of the window, and whether it began the flicker.
    pub(crate) held: Option<(f64, bool)>,
    /// The view that was flickered last: its picture changes without a blink.
    pub(crate) flickered_last: Option<ViewId>,
    /// The view and product that a flicker shows, by view.
    pub(crate) others: BTreeMap<ViewId, (Arc<ViewedProduct>, ViewId)>,
    /// The picture of brushed pixels.
    pub(crate) highlight: HighlightPicture,
    /// The view that waits for a place to be written to.
    pub(crate) export: Option<(Arc<ViewedProduct>, ViewRequest)>,
}

impl Viewing {
    /// Brings what is kept in line with the session: views that were closed, products that were opened.
    pub(crate) fn follow_session(&mut self, desk: &Desk) {
        let session = &desk.session.viewer;
        self.runtimes.retain(|id, _| session.view(*id).is_some());
        self.flicker = self.flicker.filter(|id| session.view(*id).is_some());
        self.pointed = self.pointed.filter(|id| session.view(*id).is_some());
        self.others = session
            .views()
            .iter()
            .filter_map(|view| {
                let other = session.neighbour_of(view.id)?;
                let product = desk.products.ready(session.view(other)?.product?)?;
                Some((view.id, (Arc::clone(product), other)))
            })
            .collect();
    }

    /// Ends a flicker when its key, held for longer than a tap, is let go.
    pub(crate) fn follow_key(&mut self, window: &egui::Context) {
        let Some((since, began)) = self.held else { return };
        let (is_down, now) = window.input(|input| (input.key_down(FLICKER_KEY), input.time));
        if is_down {
            return;
        }
        self.held = None;
        if began && now - since > LONGEST_TAP {
            self.flicker = None;
        }
    }

    /// Whether a view has another picture to flicker with.
    pub(crate) fn can_flicker(&self, id: ViewId) -> bool {
        self.others.contains_key(&id) || self.runtimes.get(&id).is_some_and(|runtime| runtime.stretching.has_before())
    }

    /// What a view shows instead of its own picture while it flickers: the neighbouring view's, or its own channels before the last change.
    pub(crate) fn flickered(&self, subject: &Subject) -> Option<(Arc<ViewedProduct>, PictureContract)> {
        if self.flicker != Some(subject.id) {
            return None;
        }
        self.other(subject)
    }

    /// The picture that a view can flicker with.
    pub(crate) fn other(&self, subject: &Subject) -> Option<(Arc<ViewedProduct>, PictureContract)> {
        if let Some((product, other)) = self.others.get(&subject.id) {
            let contract = self.runtimes.get(other)?.stretching.drawn()?.clone();
            return Some((Arc::clone(product), contract));
        }
        let before = self.runtimes.get(&subject.id)?.stretching.before(&subject.product)?.clone();
        Some((Arc::clone(&subject.product), before))
    }

    /// Whether a view has just begun or ended a flicker.
    pub(crate) fn flickers_with(&self, subject: &Subject) -> bool {
        self.flickered_last == Some(subject.id)
    }
}
