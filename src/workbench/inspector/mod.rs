//! What the pixels say: values at the cursor, spectra, profiles, scatter, regions, histograms.

mod band_table;
mod commands;
mod coordinates;
mod exports;
mod highlight;
mod inspection;
mod number_table;
mod numbers_csv;
mod panel;
mod panels;
mod pins;
mod plot_tile;
mod shown_plots;
mod spectrum_panel;
#[cfg(test)]
mod tests;

pub(crate) use commands::{
    as_command, copy_active_plot, copy_inspection_command, copy_pixel_numbers, copy_spectrum, freeze, has_pixel,
    has_plot, has_spectrum,
};
pub(crate) use exports::{ExportForm, ask_for_export};
pub(crate) use highlight::{Highlight, HighlightCells};
pub(crate) use inspection::{Inspection, Known, Place, follow, product_of};
pub(crate) use panel::Inspector;
pub(crate) use panels::{HistogramPanel, ProfilePanel, RegionsPanel, ScatterPanel};
pub(crate) use pins::pin_style;
pub(crate) use shown_plots::{ShownPlot, ShownPlots};
pub(crate) use spectrum_panel::SpectrumPanel;
