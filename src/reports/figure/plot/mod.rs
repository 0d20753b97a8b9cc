//! Plots of measured curves: one description from which the window's plot, the drawing and the table are all made.

mod content;
mod density;
mod drawing;
mod key;
mod ranges;
mod table;
#[cfg(test)]
mod tests;

pub use content::{Drawing, PlotAxis, PlotContent, PlotMark, PlotPoint, PlotSeries, Spread};
pub use density::Density;
pub use drawing::{axis_ticks, draw_plot};
pub use ranges::{PlotRanges, held_range, logarithmic_place};
pub use table::plot_csv;
