//! The window by the accessible names of its widgets.

mod shell;
pub(in crate::workbench) mod window;
