//! Everything that is found again after a close or a crash.

mod appearance;
mod keeper;
mod reading;
mod state;
mod text;

pub(crate) use appearance::{Appearance, Sides, Tab, WindowSize};
pub(in crate::workbench) use keeper::SessionKeeper;
pub(in crate::workbench) use reading::{Restored, restore};
pub(crate) use state::{OpenProduct, ProductId, Session};
