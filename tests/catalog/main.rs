//! The catalog: one contract, two back-ends, and everything that may happen to a file or a server.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::assigning_clones,
    clippy::float_cmp,
    reason = "a test that meets an error fails, says so, and what is stored comes back exactly"
)]

/// What a catalog must do, whatever stores it; every test here runs on both back-ends.
mod contract;
/// What only a file can suffer or offer: GDAL, `ogrinfo`, damage, folders that may not be written.
mod geopackage_file;
/// What only a server can suffer: being down, restarted, without PostGIS, asking for a password.
mod postgis_server;

/// A second process that opens the same catalog.
mod other_process;
/// Where a test's catalog is, and its end.
mod place;
/// A private PostgreSQL server.
mod postgres_server;
/// Products and figures, invented.
mod samples;
/// Tests that cannot be made here.
#[path = "../command_line/skipping.rs"]
mod skipping;
