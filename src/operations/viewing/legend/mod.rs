//! The strip under an exported picture that says what it shows: product, channels, stretch, no-data, scale and north.

mod canvas;
mod facts;
mod ground;
mod strip;
mod typeface;

pub(super) use facts::{LegendFacts, channel_words, stretch_words};
pub use ground::GroundScale;
pub(super) use strip::with_legend;
