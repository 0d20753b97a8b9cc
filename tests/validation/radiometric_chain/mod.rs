//! The simulator and the chain against each other: what was simulated with a known truth comes back within what is stated.
//!
//! - `closed_loop`: noise as stated, no bias, nothing lost without noise, and sets drawn from their own uncertainty
//! - `natural_scene`: the same from disk to disk by the program, with stray light and polarisation, of a natural scene
//! - `cloud_edge`: stray light beside a bright cloud, with the kernels that made it

mod closed_loop;
mod cloud_edge;
mod figures;
mod moments;
mod natural_scene;
mod texture;
mod twin;
