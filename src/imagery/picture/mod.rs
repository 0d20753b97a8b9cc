//! The picture that the window, its export and the reports share: which channels, stretched how, drawn to eight bits.

mod colour_map;
mod composition;
mod levels;
mod no_data_look;
mod png;
pub mod presets;
mod render;
mod stretch;
mod stretch_text;

pub use colour_map::ColourMap;
pub use composition::{ChannelSource, Colouring, Composition, CompositionError};
pub use no_data_look::{Hatch, NoDataLook, NoDataPalette, OverlayLook};
pub use png::encode_png;
pub use render::{Channel, Drawing, Picture, PictureError, render};
pub use stretch::{Bounds, ChannelStretch, Curve, StatisticsExtent, Stretch, StretchRule};
pub use stretch_text::StretchError;
