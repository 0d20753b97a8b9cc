//! VENµS's attitude, positions, line dates, sensor model and viewing directions, and the acquisition made of them. No real file of these kinds is
//! public: those read here are written by the tests after the schemas, and held against them where `xmllint` and the schemas are at hand.

mod any_input;
mod bad_input;
mod reading;
mod schemas;
pub(crate) mod synthetic_files;
mod writing;
