//! The window by the accessible names of its widgets.

mod catalog;
mod commands;
mod jobs;
mod opening;
mod session;
mod shell;
mod waiting;
pub(in crate::workbench) mod window;
