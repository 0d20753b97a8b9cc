//! The window by the accessible names of its widgets.

mod catalog;
mod commands;
mod jobs;
mod keyboard;
mod opening;
pub(super) mod placed_images;
mod promises;
pub(in crate::workbench) mod sample_images;
mod session;
mod shell;
pub(in crate::workbench) mod waiting;
pub(in crate::workbench) mod window;
