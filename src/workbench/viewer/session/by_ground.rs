//! Links by place on the ground: each view keeps a position of its own, and the one that was moved last leads the others.
//!
//! Line and column are no common value of two images of the same ground. The views that follow are placed by whoever knows their models.

use super::{LinkAspect, LinkKind, Position, ViewId, ViewerSession};

/// What of a view's place is linked.
const OF_PLACE: [LinkAspect; 2] = [LinkAspect::Position, LinkAspect::Zoom];

impl ViewerSession {
    /// What linked views have in common: line and column, or the place on the ground.
    pub(crate) fn link_kind(&self) -> LinkKind {
        self.link_kind
    }

    /// Links views by line and column, or by the place on the ground. Each view stays where it is, until the active one leads.
    pub(crate) fn set_link_kind(&mut self, kind: LinkKind) {
        if self.link_kind == kind {
            return;
        }
        let positions: Vec<(ViewId, Option<Position>)> =
            self.views.iter().map(|view| (view.id, self.position(view.id))).collect();
        self.link_kind = kind;
        match kind {
            LinkKind::Ground => {
                for (id, position) in positions {
                    if let Some(view) = self.view_mut(id) {
                        view.position = position.or(view.position);
                    }
                }
                self.leader = Some(self.active_view);
            }
            LinkKind::Image => {
                // `share` takes the position of the view, which is its own one still.
                let leader = self.leading().unwrap_or(self.active_view);
                let own = self.view(leader).and_then(|view| view.position);
                self.shared.middle = own.map(|own| (own.line, own.column));
                self.shared.zoom = own.map(|own| own.zoom);
            }
        }
    }

    /// The view that the others follow on the ground; none where nothing is linked so.
    pub(crate) fn leading(&self) -> Option<ViewId> {
        if self.link_kind != LinkKind::Ground {
            return None;
        }
        let is_linked = |id: &ViewId| OF_PLACE.into_iter().any(|aspect| self.has(*id, aspect));
        let first = || self.views.iter().map(|view| view.id).find(is_linked);
        self.leader.filter(is_linked).or_else(first)
    }

    /// Places a view where the leading one leads it.
    pub(crate) fn set_followed(&mut self, id: ViewId, position: Position) {
        if let Some(view) = self.view_mut(id) {
            view.position = Some(position);
        }
    }

    /// Notes that a view was moved by hand: the others follow it.
    pub(super) fn take_lead(&mut self, id: ViewId) {
        if OF_PLACE.into_iter().any(|aspect| self.has(id, aspect)) {
            self.leader = Some(id);
        }
    }

    /// Links all views by the place on the ground: position, zoom and cursor, where nothing of them is linked yet.
    pub(crate) fn link_on_ground(&mut self) {
        self.set_link_kind(LinkKind::Ground);
        if !self.has_linked_places() {
            for aspect in [LinkAspect::Position, LinkAspect::Zoom, LinkAspect::Cursor] {
                self.link_all(aspect);
            }
        }
        self.leader = Some(self.active_view);
    }

    fn has_linked_places(&self) -> bool {
        OF_PLACE.into_iter().any(|aspect| self.linked(aspect).nth(1).is_some())
    }
}
