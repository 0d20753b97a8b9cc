//! The catalog as a GeoPackage: one file, no server; opens in any program that reads that format.
//!
//! SQLite is the system's own library, the one that GDAL uses too: two copies of it in one process break each other.

mod back_end;
mod connection;
mod failure;
mod geometry;
mod journal;
mod products;
mod search;
mod values;
mod verifications;

pub use back_end::{GeoPackage, MIGRATIONS};

#[cfg(test)]
mod tests;
