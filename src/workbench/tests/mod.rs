//! The window by the accessible names of its widgets.

mod shell;
mod window;
