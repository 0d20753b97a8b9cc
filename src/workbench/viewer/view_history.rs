//! Where the views have been: back and forward. Nothing here undoes an edit, and no undo moves a view.

use super::placement::Position;
use super::view_state::ViewId;

/// Positions remembered.
const LONGEST: usize = 200;

/// Moves that follow one another and are one to the user.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Move {
    /// One drag of the picture.
    Drag(u64),
    /// Steps of the wheel or of keys, one after the other.
    Steps,
    /// A jump: fit, 1:1, a box, the overview.
    Jump,
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Visited {
    view: ViewId,
    position: Option<Position>,
}

/// The positions before and after the present ones.
#[derive(Debug, Clone, Default)]
pub(crate) struct ViewHistory {
    back: Vec<Visited>,
    forward: Vec<Visited>,
    latest: Option<(ViewId, Move)>,
}

impl ViewHistory {
    /// Notes that `view` is about to leave `position` by a move; moves that belong together are noted once.
    pub(crate) fn leaving(&mut self, view: ViewId, position: Option<Position>, by: Move) {
        let goes_on = self.latest == Some((view, by)) && by != Move::Jump;
        self.latest = Some((view, by));
        if goes_on {
            return;
        }
        self.forward.clear();
        if self.back.len() == LONGEST {
            self.back.remove(0);
        }
        self.back.push(Visited { view, position });
    }

    /// The view and the position to go back to; `present` says where that view is now, none for a view that was closed.
    pub(crate) fn back(
        &mut self,
        present: impl Fn(ViewId) -> Option<Option<Position>>,
    ) -> Option<(ViewId, Option<Position>)> {
        self.latest = None;
        step(&mut self.back, &mut self.forward, present)
    }

    /// The view and the position to go forward to.
    pub(crate) fn forward(
        &mut self,
        present: impl Fn(ViewId) -> Option<Option<Position>>,
    ) -> Option<(ViewId, Option<Position>)> {
        self.latest = None;
        step(&mut self.forward, &mut self.back, present)
    }
}

/// Takes the newest position that is of an open view and another one than the present, and puts the present one on the other side.
fn step(
    from: &mut Vec<Visited>,
    to: &mut Vec<Visited>,
    present: impl Fn(ViewId) -> Option<Option<Position>>,
) -> Option<(ViewId, Option<Position>)> {
    while let Some(visited) = from.pop() {
        let Some(now) = present(visited.view) else { continue };
        if now != visited.position {
            to.push(Visited { view: visited.view, position: now });
            return Some((visited.view, visited.position));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const VIEW: ViewId = ViewId(1);

    #[expect(clippy::unnecessary_wraps, reason = "the position of a view may be none")]
    fn at(line: f64) -> Option<Position> {
        Some(Position { line, column: 0.0, zoom: 1.0 })
    }

    #[test]
    fn back_and_forward_return_where_the_view_was() {
        let mut history = ViewHistory::default();
        history.leaving(VIEW, at(0.0), Move::Jump);
        history.leaving(VIEW, at(1.0), Move::Jump);
        assert_eq!(history.back(|_| Some(at(2.0))), Some((VIEW, at(1.0))));
        assert_eq!(history.back(|_| Some(at(1.0))), Some((VIEW, at(0.0))));
        assert_eq!(history.back(|_| Some(at(0.0))), None);
        assert_eq!(history.forward(|_| Some(at(0.0))), Some((VIEW, at(1.0))));
        assert_eq!(history.forward(|_| Some(at(1.0))), Some((VIEW, at(2.0))));
        assert!(history.forward.is_empty() && !history.back.is_empty());
    }

    #[test]
    fn one_drag_is_one_step_and_the_next_drag_another() {
        let mut history = ViewHistory::default();
        for (line, drag) in [(0.0, 1), (1.0, 1), (2.0, 1), (3.0, 2), (4.0, 2)] {
            history.leaving(VIEW, at(line), Move::Drag(drag));
        }
        assert_eq!(history.back(|_| Some(at(5.0))), Some((VIEW, at(3.0))));
        assert_eq!(history.back(|_| Some(at(3.0))), Some((VIEW, at(0.0))));
    }

    #[test]
    fn a_new_move_ends_the_way_forward_and_closed_views_are_passed_over() {
        let mut history = ViewHistory::default();
        history.leaving(VIEW, at(0.0), Move::Jump);
        history.leaving(ViewId(2), at(7.0), Move::Jump);
        assert_eq!(history.back(|view| (view == VIEW).then_some(at(1.0))), Some((VIEW, at(0.0))));
        history.leaving(VIEW, at(0.0), Move::Jump);
        assert!(history.forward.is_empty());
    }

    #[test]
    fn the_memory_of_positions_is_bounded() {
        let mut history = ViewHistory::default();
        for line in 0..1000 {
            history.leaving(VIEW, at(f64::from(line)), Move::Jump);
        }
        assert_eq!(history.back.len(), LONGEST);
    }
}
