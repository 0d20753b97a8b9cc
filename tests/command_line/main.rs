//! The program as its user meets it: arguments, results on standard output, messages on standard error, exit codes, files left behind.
#![expect(clippy::unwrap_used, reason = "a test that meets an error fails and says so")]
#![expect(clippy::panic, reason = "a test that waits in vain says for what")]
#![expect(clippy::float_cmp, reason = "shares of nothing and of everything are exact, and so are figures read back")]

/// Missing, empty, malformed and hostile files.
mod bad_input;
/// Ctrl-C and what is left behind it.
mod cancelling;
/// Which catalog is used, and what is never said of it.
mod catalog_address;
/// `viq demo`.
mod demo;
/// `viq explain`.
mod explain;
/// `viq find`.
mod find;
/// `viq info`.
mod info;
/// `viq ingest`.
mod ingest;
/// `viq inspect`.
mod inspect;
/// `viq level1`.
mod level1;
/// `viq locate`.
mod locate;
/// `viq models`.
mod models;
/// `viq open`, where no window can open.
mod open;
/// Rasters without mission metadata, and rasters without anything in them.
mod rasters;
/// The catalog after a run, and measurements that it does not take.
mod recording;
/// What a report's folder holds.
mod report_folder;
/// `viq simulate`.
mod simulate;
/// The ground segment's files of a simulated pass.
mod simulated_pass;
/// Full disks, closed pipes, help and mistakes of typing.
mod terminal;
/// `viq verify`.
mod verify;
/// `viq view`.
mod view;
/// The window on a screen of its own.
#[cfg(feature = "window")]
mod window;

/// A product simulated and corrected once for all tests that look at it.
mod corrected;
/// Archives of small products, and products that hold known truth.
mod products;
/// Running the program.
mod running;
/// Headers held against the mission's schemas.
mod schemas;
/// A screen of the tests' own.
#[cfg(feature = "window")]
mod screen;
/// Data that lies beside the repository.
mod shared_data;
mod skipping;
/// A nominal set with small filters.
mod small_filters;
/// `measurements.csv` as it is read.
mod table;
