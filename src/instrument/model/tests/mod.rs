//! The instrument as data, held against its sources, and what is refused.

mod another_instrument;
mod band_integrals;
mod figures;
mod mistakes;
