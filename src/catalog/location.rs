//! Where a catalog is, and opening it.

use std::fmt;
use std::path::PathBuf;

use crate::supervision::Supervision;

use super::contract::Catalog;
use super::error::CatalogError;
use super::geopackage::GeoPackage;
use super::postgis::{ConnectionSettings, Postgis};

/// Where a catalog is.
#[derive(Clone)]
pub enum Location {
    /// A GeoPackage file; made when it is missing (its folder must exist).
    GeoPackage(PathBuf),
    /// A PostgreSQL database; the catalog is made in it when it has none.
    Postgis(ConnectionSettings),
}

impl fmt::Display for Location {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::GeoPackage(path) => path.display().fmt(formatter),
            Self::Postgis(settings) => settings.fmt(formatter),
        }
    }
}

/// Opens a catalog, making it or bringing it to this program's schema version first.
///
/// Reaching a server stops within 200 ms of a cancel and ends after 10 s, or after the address's own `connect_timeout`.
///
/// # Errors
/// [`CatalogError`] when it cannot be reached, is not a catalog, or was written by a newer version.
pub fn open(location: &Location, supervision: &Supervision) -> Result<Box<dyn Catalog>, CatalogError> {
    Ok(match location {
        Location::GeoPackage(path) => Box::new(GeoPackage::open(path, supervision)?),
        Location::Postgis(settings) => Box::new(Postgis::open(settings, supervision)?),
    })
}

/// Opens a catalog for whoever only looks: where there is none, none is made. One of an older version is brought forward.
///
/// A GeoPackage that may not be written, in a folder that may not be written either, is read as it stands.
///
/// # Errors
/// As [`open`]; [`CatalogError::NoCatalog`] when there is none.
pub fn open_existing(location: &Location, supervision: &Supervision) -> Result<Box<dyn Catalog>, CatalogError> {
    Ok(match location {
        Location::GeoPackage(path) => Box::new(GeoPackage::open_existing(path, supervision)?),
        Location::Postgis(settings) => Box::new(Postgis::open_existing(settings, supervision)?),
    })
}
