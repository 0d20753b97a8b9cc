//! What stands around the panels: top bar, status line, side panels, overlays, dialogs for files.

mod about;
mod arrangement;
mod drop_target;
mod empty_state;
mod file_dialogs;
mod keyboard_list;
mod notice_log;
mod overlay;
mod status_line;
mod top_bar;

pub(in crate::workbench) use arrangement::WorkspacePanels;
pub(in crate::workbench) use drop_target::show_drop_target;
pub(crate) use empty_state::EmptyState;
pub(crate) use file_dialogs::FileDialogs;
pub(crate) use overlay::Overlay;
pub(in crate::workbench) use overlay::show_overlay;
pub(in crate::workbench) use status_line::show_status_line;
pub(in crate::workbench) use top_bar::show_top_bar;
