//! What SQLite says, in the words of the catalog's errors.

use rusqlite::ErrorCode;

use crate::catalog::error::CatalogError;
use crate::catalog::failure;
use crate::supervision::Cancelled;

/// An error of SQLite under way.
pub(super) type Failure = failure::Failure<rusqlite::Error>;

impl From<rusqlite::Error> for Failure {
    fn from(error: rusqlite::Error) -> Self {
        Self::Store(error)
    }
}

/// Whether another connection is in the way, so that waiting may help.
pub(super) fn is_busy(failure: &Failure) -> bool {
    let Failure::Store(error) = failure else { return false };
    matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked))
}

/// The error with the catalog and the work it belongs to.
pub(super) fn explain(failure: Failure, catalog: &str, doing: &'static str, waited_s: u64) -> CatalogError {
    failure.of_catalog(catalog.to_owned(), |catalog, error| {
        let reason = error.to_string();
        match error.sqlite_error_code() {
            Some(ErrorCode::OperationInterrupted) => CatalogError::Cancelled(Cancelled),
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
                CatalogError::Busy { catalog, doing, waited_s }
            }
            Some(ErrorCode::DiskFull) => CatalogError::Full { catalog, doing, reason },
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => CatalogError::ReadOnly { catalog, reason },
            Some(ErrorCode::CannotOpen) => CatalogError::Unreachable { catalog, reason },
            Some(ErrorCode::NotADatabase) => {
                CatalogError::NotADatabase { catalog, found: format!("a file of another kind ({reason})") }
            }
            Some(ErrorCode::DatabaseCorrupt) => {
                CatalogError::NotADatabase { catalog, found: format!("a damaged file ({reason})") }
            }
            _ => CatalogError::Store { catalog, doing, reason },
        }
    })
}
