//! Figures: each makes one scene from the bundle, and the scene is drawn the same on the page, on paper and in an export.

mod axis;
mod band_bars;
mod base64;
mod colour_map;
mod no_data_rates;
pub mod plot;
mod quick_look;
mod registration_map;
mod registration_matrix;
mod requirement_lines;
mod scene;
mod svg;
mod twin_scatter;

pub use band_bars::{noise_bars, snr_bars};
pub(in crate::reports) use base64::base64;
pub use no_data_rates::no_data_rates;
pub use quick_look::quick_look;
pub use registration_map::registration_map;
pub use registration_matrix::registration_matrix;
pub(in crate::reports) use requirement_lines::bound_words;
pub use scene::{Anchor, Face, Fill, Label, Mark, Scene, Shape, Stroke};
pub use svg::svg;
pub use twin_scatter::twin_scatter;

#[cfg(test)]
mod tests;

/// Width of a figure in points: the column of the page less the margins of its card.
pub const FIGURE_WIDTH: f64 = 812.0;

/// A figure with what must be read with it.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// Unique in a report of one product, for example `registration-matrix`.
    pub name: &'static str,
    /// Its title.
    pub title: String,
    /// Its drawing.
    pub scene: Scene,
    /// How to read it.
    pub caption: String,
    /// Number of samples and the population they were taken from.
    pub population: String,
}
