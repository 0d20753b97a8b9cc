//! The catalog in a PostgreSQL database with PostGIS: a team's.
//!
//! Everything lies in the schema `viq` of the database. Whoever opens an empty database makes the catalog in it and owns
//! it; the others need the usual grants on that schema. The connection is not encrypted.

mod back_end;
mod connecting;
mod connection;
mod failure;
mod journal;
mod passfile;
mod products;
mod search;
mod settings;
mod values;
mod verifications;

pub use back_end::{MIGRATIONS, Postgis};
pub use passfile::password_in;
pub use settings::ConnectionSettings;
