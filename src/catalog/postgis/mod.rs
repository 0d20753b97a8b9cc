//! The catalog in a PostgreSQL database with PostGIS: a team's.

mod passfile;
mod settings;

pub use passfile::password_in;
pub use settings::ConnectionSettings;
