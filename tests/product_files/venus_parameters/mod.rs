//! The ground segment's parameter files, and sets of them.

mod any_input;
mod bad_files;
mod bad_sets;
mod blocks;
mod round_trip;
pub(crate) mod sample_set;
mod schemas;
mod set_folder;
