//! The viewer's part of the session: the views, how they are tiled and linked, and the marks on them.

use std::collections::{BTreeMap, BTreeSet};

use egui_tiles::Tree;
use serde::{Deserialize, Serialize};

use super::layout::{self, Pane, Split, first_layout};
use super::links::{LinkAspect, LinkKind, Shared, SharedEdits};
use super::marks::{Marks, Tool};
use super::placement::Position;
use super::view_state::{Numbers, StretchChoice, ViewEdits, ViewId, ViewState};
use crate::imagery::picture::{Composition, StretchRule};
use crate::operations::radiometry::WhatIf;
use crate::operations::viewing::GroundChoice;
use crate::workbench::session::ProductId;

/// Views at once.
pub(crate) const MOST_VIEWS: usize = 8;

/// What the user chose in the viewer: undo and redo work on this and on nothing else.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct ViewerEdits {
    views: BTreeMap<ViewId, ViewEdits>,
    shared: SharedEdits,
    /// Pins, regions, the profile line.
    pub(crate) marks: Marks,
    /// What is thought to be otherwise in the chain that raw products are shown through.
    pub(crate) what_if: WhatIf,
}

/// The viewer's part of the session. A session file is not trusted: [`Self::mended`] after it was read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct ViewerSession {
    views: Vec<ViewState>,
    /// How they are tiled.
    pub(crate) layout: Tree<Pane>,
    active_view: ViewId,
    #[serde(default)]
    shared: Shared,
    /// What is undone and redone.
    #[serde(default)]
    pub(crate) edits: ViewerEdits,
    /// What a drag in a picture does.
    #[serde(default)]
    pub(crate) tool: Tool,
    /// The ground that lines of sight meet, in all views.
    #[serde(default)]
    pub(crate) ground: GroundChoice,
    #[serde(default)]
    link_kind: LinkKind,
    /// The view that the others follow on the ground.
    #[serde(default)]
    leader: Option<ViewId>,
    next_view: u32,
}

impl Default for ViewerSession {
    /// One view that waits for a product.
    fn default() -> Self {
        let first = ViewId(1);
        Self {
            views: vec![ViewState::new(first, None)],
            layout: first_layout(&[first]),
            active_view: first,
            shared: Shared::default(),
            edits: ViewerEdits::default(),
            tool: Tool::Pan,
            ground: GroundChoice::default(),
            link_kind: LinkKind::Image,
            leader: None,
            next_view: 2,
        }
    }
}

impl ViewerSession {
    /// The session with what cannot be shown put right: no view, views of one number, an active view that is none, a layout that does not
    /// show each view once.
    #[must_use]
    pub(crate) fn mended(mut self) -> Self {
        let mut numbers = BTreeSet::new();
        self.views.retain(|view| numbers.insert(view.id));
        self.views.truncate(MOST_VIEWS);
        if self.views.is_empty() {
            return Self::default();
        }
        let ids: BTreeSet<ViewId> = self.views.iter().map(|view| view.id).collect();
        self.edits.views.retain(|view, _| ids.contains(view));
        let highest = ids.last().map_or(0, |view| view.0);
        self.next_view = self.next_view.max(highest.saturating_add(1));
        if !ids.contains(&self.active_view) {
            self.active_view = self.views[0].id;
        }
        if !layout::is_sound(&self.layout, &ids) {
            self.reset_layout();
        }
        self
    }

    /// All views.
    pub(crate) fn views(&self) -> &[ViewState] {
        &self.views
    }

    /// A view by its number.
    pub(crate) fn view(&self, id: ViewId) -> Option<&ViewState> {
        self.views.iter().find(|view| view.id == id)
    }

    /// A view by its number, to change what is not linked.
    pub(crate) fn view_mut(&mut self, id: ViewId) -> Option<&mut ViewState> {
        self.views.iter_mut().find(|view| view.id == id)
    }

    fn own_edits(&self, id: ViewId) -> Option<&ViewEdits> {
        self.edits.views.get(&id).or_else(|| self.view(id).map(|view| &view.initial))
    }

    /// What was chosen for a view itself: its overlays and the look of pixels without a value are never linked.
    pub(crate) fn view_edits(&self, id: ViewId) -> ViewEdits {
        self.own_edits(id).cloned().unwrap_or_default()
    }

    /// What was chosen for a view itself, to be changed.
    pub(crate) fn view_edits_mut(&mut self, id: ViewId) -> &mut ViewEdits {
        let initial = self.view(id).map(|view| view.initial.clone()).unwrap_or_default();
        self.edits.views.entry(id).or_insert(initial)
    }

    /// The view that commands act on.
    pub(crate) fn active(&self) -> ViewId {
        self.active_view
    }

    /// Makes a view the one that commands act on.
    pub(crate) fn activate(&mut self, id: ViewId) {
        if self.view(id).is_some() {
            self.active_view = id;
        }
    }

    /// Makes the next or the previous view, in reading order, the active one.
    pub(crate) fn activate_neighbour(&mut self, forward: bool) {
        let order = layout::views_in_order(&self.layout);
        let Some(place) = order.iter().position(|view| *view == self.active_view) else { return };
        let n = order.len();
        self.active_view = order[if forward { (place + 1) % n } else { (place + n - 1) % n }];
    }

    /// The view after the active one in reading order; none when there is only one.
    pub(crate) fn neighbour_of(&self, id: ViewId) -> Option<ViewId> {
        let order = layout::views_in_order(&self.layout);
        let place = order.iter().position(|view| *view == id)?;
        Some(order[(place + 1) % order.len()]).filter(|other| *other != id)
    }

    /// The product of the active view.
    pub(crate) fn active_product(&self) -> Option<ProductId> {
        self.view(self.active_view).and_then(|view| view.product)
    }

    /// Shows a product: in the view that shows it already, in the active view if that has none yet, else in a new view beside it, else in
    /// the active view. Gives the view, which becomes the active one.
    pub(crate) fn show(&mut self, product: ProductId) -> ViewId {
        let active = self.active_view;
        let already = |view: &&ViewState| view.product == Some(product);
        let shown = self
            .views
            .iter()
            .find(|view| already(view) && view.id == active)
            .or_else(|| self.views.iter().find(already));
        if let Some(id) = shown.map(|view| view.id) {
            self.active_view = id;
            return id;
        }
        let is_free = self.view(active).is_some_and(|view| view.product.is_none());
        let id = if is_free { active } else { self.split(active, Split::Right).unwrap_or(active) };
        self.replace_product(id, product);
        self.active_view = id;
        id
    }

    /// Shows another product in a view. Its position, its bands and its stretch's rule stay; the numbers stay if they are pinned.
    pub(crate) fn replace_product(&mut self, id: ViewId, product: ProductId) {
        if let Some(view) = self.view_mut(id) {
            view.product = Some(product);
        }
    }

    /// Closes the views of a product.
    pub(crate) fn let_go_of(&mut self, product: ProductId) {
        let closed: Vec<ViewId> =
            self.views.iter().filter(|view| view.product == Some(product)).map(|view| view.id).collect();
        for view in closed {
            self.close(view);
        }
    }

    /// A new view of the same product, in the same state, beside a view; none when there are too many.
    pub(crate) fn split(&mut self, id: ViewId, split: Split) -> Option<ViewId> {
        if self.views.len() >= MOST_VIEWS {
            return None;
        }
        let mut view = self.view(id)?.clone();
        view.initial = self.view_edits(id);
        view.id = ViewId(self.next_view);
        self.next_view += 1;
        let new = view.id;
        self.views.push(view);
        layout::insert_beside(&mut self.layout, id, new, split);
        self.active_view = new;
        Some(new)
    }

    /// Closes a view. The last one loses its product instead: there is always a view.
    pub(crate) fn close(&mut self, id: ViewId) {
        if self.views.len() <= 1 {
            if let Some(view) = self.view_mut(id) {
                *view = ViewState::new(id, None);
            }
            return;
        }
        if self.active_view == id {
            self.active_view = self.neighbour_of(id).unwrap_or(self.active_view);
        }
        self.views.retain(|view| view.id != id);
        layout::remove(&mut self.layout, Pane::View(id));
        if self.shared.stretch_of == Some(id) {
            self.shared.stretch_of = self.first_linked(LinkAspect::Stretch);
        }
        if self.view(self.active_view).is_none() {
            self.active_view = self.views[0].id;
        }
    }

    /// Puts the first layout back, with all views.
    pub(crate) fn reset_layout(&mut self) {
        let ids: Vec<ViewId> = self.views.iter().map(|view| view.id).collect();
        self.layout = first_layout(&ids);
    }

    /// The views of which an aspect is linked.
    pub(crate) fn linked(&self, aspect: LinkAspect) -> impl Iterator<Item = ViewId> + '_ {
        self.views.iter().filter(move |view| view.links.has(aspect)).map(|view| view.id)
    }

    fn first_linked(&self, aspect: LinkAspect) -> Option<ViewId> {
        self.linked(aspect).next()
    }

    /// Whether an aspect of a view is linked.
    pub(crate) fn has(&self, id: ViewId, aspect: LinkAspect) -> bool {
        self.view(id).is_some_and(|view| view.links.has(aspect))
    }

    /// Where a view is; none means the whole image, once its size is known.
    pub(crate) fn position(&self, id: ViewId) -> Option<Position> {
        let view = self.view(id)?;
        let shares = |aspect| self.link_kind == LinkKind::Image && view.links.has(aspect);
        let middle = if shares(LinkAspect::Position) { self.shared.middle } else { None };
        let zoom = if shares(LinkAspect::Zoom) { self.shared.zoom } else { None };
        let own = view.position;
        let (line, column) = middle.or_else(|| own.map(|own| (own.line, own.column)))?;
        Some(Position { line, column, zoom: zoom.or_else(|| own.map(|own| own.zoom))? })
    }

    /// Moves a view and, at once, all that are linked with it.
    pub(crate) fn set_position(&mut self, id: ViewId, position: Position) {
        self.take_lead(id);
        if self.has(id, LinkAspect::Position) {
            self.shared.middle = Some((position.line, position.column));
        }
        if self.has(id, LinkAspect::Zoom) {
            self.shared.zoom = Some(position.zoom);
        }
        if let Some(view) = self.view_mut(id) {
            view.position = Some(position);
        }
    }

    /// Lets a view show the whole image as soon as its size is known.
    pub(crate) fn fit(&mut self, id: ViewId) {
        self.take_lead(id);
        if self.has(id, LinkAspect::Position) {
            self.shared.middle = None;
        }
        if self.has(id, LinkAspect::Zoom) {
            self.shared.zoom = None;
        }
        if let Some(view) = self.view_mut(id) {
            view.position = None;
        }
    }

    /// The channels that a view shows.
    pub(crate) fn composition(&self, id: ViewId) -> Option<&Composition> {
        let shared = self.edits.shared.composition.as_ref().filter(|_| self.has(id, LinkAspect::Bands));
        shared.or_else(|| self.own_edits(id)?.composition.as_ref())
    }

    /// Shows other channels in a view and all that are linked with it.
    pub(crate) fn set_composition(&mut self, id: ViewId, composition: Composition) {
        if self.has(id, LinkAspect::Bands) {
            self.edits.shared.composition = Some(composition.clone());
        }
        self.view_edits_mut(id).composition = Some(composition);
    }

    fn shares_stretch(&self, id: ViewId) -> bool {
        self.has(id, LinkAspect::Stretch) && self.edits.shared.stretch.is_some()
    }

    /// The stretch that was chosen for a view.
    pub(crate) fn stretch_choice(&self, id: ViewId) -> StretchChoice {
        let shared = self.edits.shared.stretch.as_ref().filter(|_| self.shares_stretch(id));
        shared.or_else(|| self.own_edits(id).map(|edits| &edits.stretch)).cloned().unwrap_or_default()
    }

    /// The numbers that were found for the stretch of a view.
    pub(crate) fn numbers(&self, id: ViewId) -> Option<&Numbers> {
        if self.shares_stretch(id) { self.shared.numbers.as_ref() } else { self.view(id)?.numbers.as_ref() }
    }

    /// The view whose product and pixels the stretch of a view is taken from: itself, or the one that leads the linked stretch.
    pub(crate) fn stretch_leader(&self, id: ViewId) -> ViewId {
        let leader = self.shared.stretch_of.filter(|_| self.shares_stretch(id));
        leader.filter(|leader| self.view(*leader).is_some()).unwrap_or(id)
    }

    /// Changes the stretch of a view and of all that are linked with it; the numbers are found anew, of this view.
    pub(crate) fn choose_stretch(&mut self, id: ViewId, change: impl FnOnce(&mut StretchChoice)) {
        if self.shares_stretch(id)
            && let Some(shared) = &mut self.edits.shared.stretch
        {
            self.shared.stretch_of = Some(id);
            change(shared);
        } else {
            change(&mut self.view_edits_mut(id).stretch);
        }
    }

    /// Gives a view another rule. It ends the pin of the numbers before.
    pub(crate) fn set_rule(&mut self, id: ViewId, rule: StretchRule) {
        self.choose_stretch(id, |choice| {
            choice.pinned = None;
            choice.rule = rule;
        });
    }

    /// Gives a view the numbers that were found for it.
    pub(crate) fn set_numbers(&mut self, id: ViewId, numbers: Numbers) {
        if self.shares_stretch(id) {
            self.shared.numbers = Some(numbers);
        } else if let Some(view) = self.view_mut(id) {
            view.numbers = Some(numbers);
        }
    }

    /// Pins the numbers that a view shows, or lets them follow what is shown again.
    pub(crate) fn set_pinned(&mut self, id: ViewId, pinned: bool) {
        let shown = self.stretch_choice(id).shown(self.numbers(id)).cloned().filter(|_| pinned);
        self.choose_stretch(id, |choice| choice.pinned = shown);
    }

    /// Links or frees an aspect of a view. The first view that is linked gives the shared value; one that leaves takes it along.
    pub(crate) fn set_link(&mut self, id: ViewId, aspect: LinkAspect, linked: bool) {
        if self.view(id).is_none() || self.has(id, aspect) == linked {
            return;
        }
        if linked && self.first_linked(aspect).is_none() {
            self.share(id, aspect);
            self.leader = self.leader.filter(|leader| self.view(*leader).is_some()).or(Some(id));
        }
        let (position, composition) = (self.position(id), self.composition(id).cloned());
        let (stretch, numbers) = (self.stretch_choice(id), self.numbers(id).cloned());
        let edits = self.view_edits_mut(id);
        if !linked {
            match aspect {
                LinkAspect::Bands => edits.composition = composition,
                LinkAspect::Stretch => edits.stretch = stretch,
                LinkAspect::Position | LinkAspect::Zoom | LinkAspect::Cursor => {}
            }
        }
        let Some(view) = self.view_mut(id) else { return };
        if !linked {
            match aspect {
                LinkAspect::Position | LinkAspect::Zoom => view.position = position,
                LinkAspect::Stretch => view.numbers = numbers,
                LinkAspect::Cursor | LinkAspect::Bands => {}
            }
        }
        view.links.set(aspect, linked);
        if aspect == LinkAspect::Stretch && self.shared.stretch_of == Some(id) && !linked {
            self.shared.stretch_of = self.first_linked(aspect);
        }
    }

    /// Makes the value of a view the shared one.
    fn share(&mut self, id: ViewId, aspect: LinkAspect) {
        let position = self.position(id);
        match aspect {
            LinkAspect::Position => self.shared.middle = position.map(|position| (position.line, position.column)),
            LinkAspect::Zoom => self.shared.zoom = position.map(|position| position.zoom),
            LinkAspect::Cursor => {}
            LinkAspect::Bands => self.edits.shared.composition = self.composition(id).cloned(),
            LinkAspect::Stretch => {
                self.shared.numbers = self.numbers(id).cloned();
                self.edits.shared.stretch = Some(self.stretch_choice(id));
                self.shared.stretch_of = Some(id);
            }
        }
    }

    /// Links an aspect of all views with the active one: all take its value.
    pub(crate) fn link_all(&mut self, aspect: LinkAspect) {
        self.share(self.active_view, aspect);
        self.leader = Some(self.active_view);
        for view in &mut self.views {
            view.links.set(aspect, true);
        }
    }

    /// Breaks every link; each view stays as it is.
    pub(crate) fn break_links(&mut self) {
        let ids: Vec<ViewId> = self.views.iter().map(|view| view.id).collect();
        for id in ids {
            for aspect in LinkAspect::ALL {
                self.set_link(id, aspect, false);
            }
        }
        self.leader = None;
        self.shared = Shared::default();
        self.edits.shared = SharedEdits::default();
    }

    /// Whether any view is linked.
    pub(crate) fn has_links(&self) -> bool {
        self.views.iter().any(|view| view.links.any())
    }
}

mod by_ground;
#[cfg(test)]
mod tests;
