//! What the pixels say: values at the cursor, spectra, profiles, scatter, regions, histograms.

mod band_table;
mod commands;
mod coordinates;
mod exports;
mod highlight;
mod histogram_panel;
mod inspection;
mod number_table;
mod numbers_csv;
mod panel;
mod pins;
mod plot_tile;
mod profile_panel;
mod region_table;
mod regions_panel;
mod scatter_panel;
mod shown_plots;
mod spectrum_panel;
#[cfg(test)]
mod tests;

pub(crate) use commands::{
    as_command, copy_active_plot, copy_inspection_command, copy_pixel_numbers, copy_region_statistics, copy_spectrum,
    freeze, has_pixel, has_plot, has_region, has_spectrum,
};
pub(crate) use exports::{ExportForm, ask_for_export};
pub(crate) use highlight::HighlightCells;
pub(crate) use histogram_panel::HistogramPanel;
#[cfg(test)]
pub(crate) use inspection::KnownRegion;
pub(crate) use inspection::{Inspection, follow, product_of};
pub(crate) use number_table::{Cell, Column, Row, show_number_table};
pub(crate) use panel::Inspector;
pub(crate) use pins::pin_style;
pub(crate) use plot_tile::show_switches;
pub(crate) use profile_panel::ProfilePanel;
pub(crate) use regions_panel::RegionsPanel;
pub(crate) use scatter_panel::ScatterPanel;
pub(crate) use spectrum_panel::SpectrumPanel;
