//! Undo and redo of what the user edits: pins, regions, composition, stretch, overlays. Positions of views are not edits.

mod history;

pub(crate) use history::EditHistory;
