//! The closed list of commands: menu, palette and shortcuts are made from it.

mod button;
mod entry;
mod queue;
mod shortcuts;
mod table;

pub(crate) use button::{command_button, command_face, command_item};
pub(crate) use entry::{Menu, Runs};
pub(crate) use queue::CommandQueue;
pub(crate) use shortcuts::{pressed, shortcut_text};
pub(crate) use table::Command;
