//! Views of products: image tiles, layers, links.

mod panel;
mod session;

pub(crate) use panel::{Layers, Views};
pub(crate) use session::{ViewerEdits, ViewerSession};
