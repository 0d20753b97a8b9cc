//! Figures of the metrics against known truth and outside figures.
//!
//! - `location`: models of sensors against the figures of their producers and of peers; direct and inverse close
//! - `known_shifts`: sub-pixel shifts of fractal scenes, their rms error and the coverage of the stated uncertainty
//! - `pairs_of_bands`: all pairs of synthetic products, directly and through the network, against their truth
//! - `radiometric_chain`: what was simulated comes back through the chain, within the stated uncertainty
//! - `real_registration`: band registration of the real crop against an independent fit

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "tests fail by panicking and print their figures")]

mod known_shifts;
mod location;
mod pairs_of_bands;
mod radiometric_chain;
mod real_registration;
#[path = "../command_line/shared_data.rs"]
mod shared_data;
#[path = "../command_line/skipping.rs"]
mod skipping;
