//! The window by the accessible names of its widgets.

mod commands;
mod session;
mod catalog;
mod jobs;
mod shell;
mod waiting;
pub(in crate::workbench) mod window;
