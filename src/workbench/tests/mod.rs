//! The window by the accessible names of its widgets.

mod commands;
mod session;
mod shell;
pub(in crate::workbench) mod window;
