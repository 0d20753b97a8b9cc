//! The window by the accessible names of its widgets.

mod catalog;
mod commands;
mod jobs;
mod keyboard;
mod opening;
pub(super) mod placed_images;
mod promises;
mod sample_images;
mod session;
mod shell;
mod waiting;
pub(in crate::workbench) mod window;
