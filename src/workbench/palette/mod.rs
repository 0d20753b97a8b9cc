//! The command palette: commands found by a few letters.

mod matching;
mod panel;

pub(crate) use panel::Palette;
