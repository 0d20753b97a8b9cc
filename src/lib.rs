//! VIQ, the image-quality workbench of the VENµS satellite. The map of these modules is `ARCHITECTURE.md`.

pub mod supervision;

pub mod units;

pub mod estimation;

pub mod earth;

pub mod imagery;

pub mod instrument;

pub mod parameter_sets;

pub mod measurement;

pub mod simulation;

pub mod level1;

pub mod performance;

pub mod catalog;

pub mod product_files;

pub mod reports;

pub mod workspace;

pub mod operations;

pub mod command_line;

#[cfg(feature = "window")]
pub mod workbench;
