//! Views of products: image tiles, stretch, overlays, links.

mod layout;
mod links;
mod marks;
mod panel;
mod placement;
mod session;
mod view_history;
mod view_state;

pub(crate) use layout::PlotKind;
pub(crate) use marks::{Marks, Pin, ProfileLine, Region, RegionShape, Tool};
pub(crate) use panel::{Layers, Views};
pub(crate) use placement::Position;
pub(crate) use session::{ViewerEdits, ViewerSession};
pub(crate) use view_state::{ProductReference, ViewId};
