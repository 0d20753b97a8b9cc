//! System products (raw, L0, L1A). No real one is public: those read here are written by the program, held against the mission's schemas where
//! `xmllint` and the schemas are at hand, and spoilt in every way that the readers must name.

mod bad_input;
mod bad_writing;
mod full_disk;
mod opening;
mod round_trip;
pub(crate) mod samples;
mod schemas;
