//! Where a small window of one image lies in another, to a few thousandths of a pixel.
//!
//! The shift of a pair A-B is the position of a feature in B minus its position in A, + towards increasing line and column.

mod frequency_bins;
mod phase_plane;
mod spectrum_weights;

pub use phase_plane::{Correlator, CorrelatorScratch, Displacement, NoMatch, WindowSpectrum};
