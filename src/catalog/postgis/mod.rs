//! The catalog in a PostgreSQL database with PostGIS: a team's.

mod passfile;
mod settings;

pub use passfile::password_in;
pub use settings::ConnectionSettings;
pub const MIGRATIONS: [crate::catalog::migration::Migration; 0] = [];
pub struct Postgis;
impl Postgis {
    pub fn open_with_migrations(
        _: &ConnectionSettings,
        _: &[crate::catalog::migration::Migration],
        _: &crate::supervision::Supervision,
    ) -> Result<crate::catalog::geopackage::GeoPackage, crate::catalog::CatalogError> {
        Err(crate::catalog::CatalogError::BadAddress { found: String::new() })
    }
}
