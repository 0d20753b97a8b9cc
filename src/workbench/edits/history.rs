//! The history of a state: panels change the state freely, and the history takes a step when the hand is off it.
//!
//! A step is taken where the state differs from the last step and no interaction is under way: a drag of a slider is one step, and
//! frames in which nothing changes add none.

/// How many steps can be undone.
const DEPTH: usize = 200;

/// The steps of a state, with names.
#[derive(Debug)]
pub(crate) struct EditHistory<State> {
    current: State,
    undone: Vec<(String, State)>,
    done: Vec<(String, State)>,
    name: Option<String>,
}

impl<State: Clone + PartialEq> EditHistory<State> {
    /// A history that begins with `state`.
    pub(crate) fn new(state: State) -> Self {
        Self { current: state, undone: Vec::new(), done: Vec::new(), name: None }
    }

    /// What the edit under way is called in the menu ("move region"); otherwise it is just an edit.
    pub(crate) fn name(&mut self, name: impl Into<String>) {
        self.name = Some(name.into());
    }

    /// Looks at the state at the end of a frame; `is_interacting` while a button is held or a field is typed in.
    pub(crate) fn observe(&mut self, state: &State, is_interacting: bool) {
        if is_interacting {
            return;
        }
        let name = self.name.take();
        if *state == self.current {
            return;
        }
        if self.done.len() == DEPTH {
            self.done.remove(0);
        }
        let before = std::mem::replace(&mut self.current, state.clone());
        self.done.push((name.unwrap_or_else(|| "edit".to_owned()), before));
        self.undone.clear();
    }

    /// Takes the last step back; the step's name, none when there is none.
    pub(crate) fn undo(&mut self, state: &mut State) -> Option<String> {
        // What was changed since the last step goes with it, as a step of its own.
        self.observe(state, false);
        let (name, before) = self.done.pop()?;
        let after = std::mem::replace(&mut self.current, before);
        self.undone.push((name.clone(), after));
        *state = self.current.clone();
        Some(name)
    }

    /// Takes the step last undone again; the step's name, none when there is none.
    pub(crate) fn redo(&mut self, state: &mut State) -> Option<String> {
        self.observe(state, false);
        let (name, after) = self.undone.pop()?;
        let before = std::mem::replace(&mut self.current, after);
        self.done.push((name.clone(), before));
        *state = self.current.clone();
        Some(name)
    }

    /// The name of the step that would be undone.
    pub(crate) fn undoable(&self) -> Option<&str> {
        self.done.last().map(|(name, _)| name.as_str())
    }

    /// The name of the step that would be done again.
    pub(crate) fn redoable(&self) -> Option<&str> {
        self.undone.last().map(|(name, _)| name.as_str())
    }

    /// How many steps can be undone.
    #[cfg(test)]
    pub(crate) fn depth(&self) -> usize {
        self.done.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drag_is_one_step() {
        let (mut state, mut history) = (0, EditHistory::new(0));
        for value in 1..=50 {
            state = value;
            history.observe(&state, true);
        }
        history.observe(&state, false);
        assert_eq!(history.depth(), 1);
        history.undo(&mut state);
        assert_eq!(state, 0);
        history.redo(&mut state);
        assert_eq!(state, 50);
    }

    #[test]
    fn frames_without_a_change_add_no_step() {
        let mut history = EditHistory::new(7);
        for _ in 0..100 {
            history.observe(&7, false);
        }
        assert_eq!((history.depth(), history.undoable()), (0, None));
    }

    #[test]
    fn steps_are_undone_by_name_and_a_new_one_ends_redoing() {
        let (mut state, mut history) = ("none", EditHistory::new("none"));
        for (name, next) in [("pin", "pinned"), ("region", "drawn")] {
            state = next;
            history.name(name);
            history.observe(&state, false);
        }
        assert_eq!((history.undoable(), history.redoable()), (Some("region"), None));
        assert_eq!(history.undo(&mut state).as_deref(), Some("region"));
        assert_eq!((state, history.redoable()), ("pinned", Some("region")));
        state = "stretched";
        history.observe(&state, false);
        assert_eq!((history.redo(&mut state), state), (None, "stretched"));
        assert_eq!(history.undo(&mut state).as_deref(), Some("edit"));
        assert_eq!(history.undo(&mut state).as_deref(), Some("pin"));
        assert_eq!((history.undo(&mut state), state), (None, "none"));
    }

    #[test]
    fn undo_in_the_middle_of_a_change_takes_the_change_back() {
        let (mut state, mut history) = (0, EditHistory::new(0));
        state += 5;
        history.observe(&state, true);
        assert!(history.undo(&mut state).is_some());
        assert_eq!(state, 0);
    }

    #[test]
    fn the_depth_is_bounded() {
        let (mut state, mut history) = (0, EditHistory::new(0));
        for value in 1..=DEPTH + 5 {
            state = value;
            history.observe(&state, false);
        }
        assert_eq!(history.depth(), DEPTH);
        while history.undo(&mut state).is_some() {}
        assert_eq!(state, 5);
    }
}
