//! What the pixels say: values at the cursor, spectra, profiles, scatter, regions, histograms.

mod exports;
mod highlight;
mod inspection;
mod number_table;
mod panels;
mod shown_plots;

pub(crate) use exports::{ExportForm, ask_for_export};
pub(crate) use highlight::{Highlight, HighlightCells};
pub(crate) use inspection::{Inspection, Known, Place, follow, product_of};
pub(crate) use panels::{HistogramPanel, Inspector, ProfilePanel, RegionsPanel, ScatterPanel, SpectrumPanel};
pub(crate) use shown_plots::{ShownPlot, ShownPlots};
