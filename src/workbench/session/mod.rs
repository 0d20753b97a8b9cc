//! Everything that is found again after a close or a crash.

mod appearance;
mod state;

pub(crate) use appearance::{Appearance, Sides, Tab};
pub(crate) use state::{OpenProduct, ProductId, Session};
