//! Views of products: image tiles, stretch, overlays, links.

mod active_view;
mod band_editor;
mod chips;
mod exporting;
mod following;
mod gestures;
mod ground_editor;
mod histogram;
mod image_view;
mod layers_panel;
mod layout;
mod links;
mod mark_products;
mod marks;
mod number_field;
mod overlay_editor;
mod overlays;
mod panel;
mod panel_commands;
mod placement;
mod presets;
mod session;
mod stretch_editor;
mod stretching;
mod tile_store;
mod tiling;
mod view_history;
mod view_picture;
mod view_runtime;
mod view_state;
mod viewing;
mod wording;

pub(crate) use active_view::ActiveView;
pub(crate) use ground_editor::show_ground;
pub(crate) use image_view::focused_view;
pub(crate) use layers_panel::Layers;
pub(crate) use layout::{PlotKind, Split};
pub(crate) use links::{LinkAspect, LinkKind};
pub(crate) use mark_products::{other_product, profile_product};
pub(crate) use marks::{Pin, ProfileLine, Region, RegionShape, Tool};
pub(crate) use panel::Views;
pub(crate) use panel_commands::{
    change_overlays, has_links, has_two_views, has_view, link_everything, show_preset, split, step_band, toggle_follow,
    toggle_link, toggle_pin, use_exact,
};
pub(crate) use placement::Position;
pub(crate) use session::{ViewerEdits, ViewerSession};
pub(crate) use view_picture::Sharpness;
pub(crate) use view_state::{ProductReference, ViewId};

#[cfg(test)]
mod tests;
