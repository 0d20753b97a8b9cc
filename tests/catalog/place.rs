//! Where a test's catalog is, and its end.

use tempfile::TempDir;
use viq::catalog::geopackage::GeoPackage;
use viq::catalog::migration::Migration;
use viq::catalog::postgis::ConnectionSettings;
use viq::catalog::{Catalog, CatalogError, Location, open, open_existing};
use viq::supervision::Supervision;

use crate::postgres_server;

/// A catalog of one test.
pub(crate) struct Place {
    address: String,
    // dropped, hence removed, with the test
    _folder: Option<TempDir>,
}

impl Place {
    /// A GeoPackage that does not exist yet, in a folder of its own.
    pub(crate) fn geopackage() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let address = folder.path().join("catalog.gpkg").display().to_string();
        Self { address, _folder: Some(folder) }
    }

    /// A database of its own on this run's server; none where no PostGIS is installed.
    pub(crate) fn postgis() -> Option<Self> {
        Some(Self::at(postgres_server::shared()?.new_database_with_postgis()))
    }

    /// A catalog that is somewhere already.
    pub(crate) fn at(address: String) -> Self {
        Self { address, _folder: None }
    }

    /// File or address, for another process.
    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    /// Opens the catalog.
    pub(crate) fn open(&self) -> Box<dyn Catalog> {
        self.try_open().unwrap()
    }

    /// Opens the catalog, or says why not.
    pub(crate) fn try_open(&self) -> Result<Box<dyn Catalog>, CatalogError> {
        open(&location(&self.address), &Supervision::unattended())
    }

    /// Opens the catalog as whoever only looks.
    pub(crate) fn open_existing(&self) -> Result<Box<dyn Catalog>, CatalogError> {
        open_existing(&location(&self.address), &Supervision::unattended())
    }

    /// The schema history of this back-end.
    pub(crate) fn migrations(&self) -> &'static [Migration] {
        match location(&self.address) {
            Location::GeoPackage(_) => &viq::catalog::geopackage::MIGRATIONS,
            Location::Postgis(_) => &viq::catalog::postgis::MIGRATIONS,
        }
    }

    /// Opens the catalog as another version of the program would.
    pub(crate) fn open_with_migrations(&self, migrations: &[Migration]) -> Result<Box<dyn Catalog>, CatalogError> {
        let supervision = Supervision::unattended();
        Ok(match location(&self.address) {
            Location::GeoPackage(path) => Box::new(GeoPackage::open_with_migrations(&path, migrations, &supervision)?),
            Location::Postgis(settings) => {
                Box::new(viq::catalog::postgis::Postgis::open_with_migrations(&settings, migrations, &supervision)?)
            }
        })
    }
}

/// What a file name or an address stands for.
pub(crate) fn location(address: &str) -> Location {
    if address.starts_with("postgresql://") {
        Location::Postgis(ConnectionSettings::from_url(address).unwrap())
    } else {
        Location::GeoPackage(address.into())
    }
}
