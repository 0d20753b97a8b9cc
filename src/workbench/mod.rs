//! The window: panels over the operations. The only place that knows egui.
//!
//! Every button makes an operation, asks a query, or changes the session. Panels never call each other: they change the [`desk::Desk`]
//! that all of them see, or push a command.

mod app;
mod catalog_panel;
mod commands;
mod desk;
mod edits;
mod fonts;
mod inspector;
mod jobs_panel;
mod notices;
mod opening;
mod palette;
mod panel;
mod places;
mod plots;
mod products;
mod queries;
mod radiometry_panel;
mod rehearsal;
mod session;
mod shell;
mod theme;
mod viewer;
mod waking;

#[cfg(test)]
mod tests;

pub use opening::open;
pub use rehearsal::{Frame, Gauges, Played, Step, rehearse};
