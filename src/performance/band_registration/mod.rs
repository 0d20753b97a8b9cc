//! Band registration: how far the twelve bands of a product lie from one another.
//!
//! The shift of a pair A-B is the position of a feature in B minus its position in A, + towards increasing line and column, in pixels of the
//! product. Each window of 64 × 64 pixels is measured by a plane through the phase of the cross-spectrum; windows are combined robustly.

mod adjustment;
mod figures;
mod gap_filling;
mod network;
mod pair_shift;
mod registration;
mod window_shifts;
mod windows;

pub use registration::{BandRegistration, RegistrationOutcome, RegistrationSample, WindowVector};
