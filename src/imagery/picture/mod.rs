//! The picture that the window, its export and the reports share: which channels, stretched how, drawn to eight bits.

mod composition;
mod png;
mod render;
mod stretch;
mod stretch_text;

pub use composition::{ChannelSource, Colouring, Composition, CompositionError};
pub use png::encode_png;
pub use render::{Channel, Picture, PictureError, render};
pub use stretch::{Bounds, ChannelStretch, Curve, StatisticsExtent, Stretch, StretchRule};
pub use stretch_text::StretchError;
