//! What only a server can suffer.

mod addresses;
mod extension;
mod outages;
mod silence;
mod waiting;

use crate::postgres_server::{self, Server};

/// The run's server, or a word that the test is skipped.
fn server() -> Option<&'static Server> {
    let server = postgres_server::shared();
    if server.is_none() {
        crate::skipping::skipped("no PostgreSQL with PostGIS on this machine");
    }
    server
}
