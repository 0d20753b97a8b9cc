//! What the pixels say: values at the cursor, spectra, profiles, scatter, regions, histograms.

mod number_table;
mod panels;

pub(crate) use panels::{HistogramPanel, Inspector, ProfilePanel, RegionsPanel, ScatterPanel, SpectrumPanel};
