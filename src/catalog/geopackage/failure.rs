//! What SQLite says, in the words of the catalog's errors.

use rusqlite::ErrorCode;

use crate::catalog::error::CatalogError;
use crate::catalog::records::{OperationId, ProductKey};
use crate::supervision::Cancelled;

/// An error under way, before it is known which catalog and which work it belongs to.
#[derive(Debug)]
pub(super) enum Failure {
    Sqlite(rusqlite::Error),
    Cancelled,
    UnknownProduct(ProductKey),
    OperationNotOpen(OperationId),
    Damaged { record: String, needed: &'static str, found: String },
    Newer { found: i64, supported: i64 },
    NotACatalog { found: String },
}

impl From<rusqlite::Error> for Failure {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}

impl From<Cancelled> for Failure {
    fn from(_: Cancelled) -> Self {
        Self::Cancelled
    }
}

impl Failure {
    /// Whether another connection is in the way, so that waiting may help.
    pub(super) fn is_busy(&self) -> bool {
        let Self::Sqlite(error) = self else { return false };
        matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked))
    }

    /// The error with the catalog and the work it belongs to.
    pub(super) fn explain(self, catalog: &str, doing: &'static str, waited_s: u64) -> CatalogError {
        let catalog = catalog.to_owned();
        match self {
            Self::Cancelled => CatalogError::Cancelled(Cancelled),
            Self::UnknownProduct(product) => CatalogError::UnknownProduct { catalog, product },
            Self::OperationNotOpen(operation) => CatalogError::OperationNotOpen { catalog, operation },
            Self::Damaged { record, needed, found } => CatalogError::Damaged { catalog, record, needed, found },
            Self::Newer { found, supported } => CatalogError::Newer { catalog, found, supported },
            Self::NotACatalog { found } => CatalogError::NotACatalog { catalog, found },
            Self::Sqlite(error) => {
                let reason = error.to_string();
                match error.sqlite_error_code() {
                    Some(ErrorCode::OperationInterrupted) => CatalogError::Cancelled(Cancelled),
                    Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
                        CatalogError::Busy { catalog, doing, waited_s }
                    }
                    Some(ErrorCode::DiskFull) => CatalogError::Full { catalog, doing, reason },
                    Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => {
                        CatalogError::ReadOnly { catalog, reason }
                    }
                    Some(ErrorCode::CannotOpen) => CatalogError::Unreachable { catalog, reason },
                    Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => {
                        CatalogError::NotADatabase { catalog, found: format!("a damaged file ({reason})") }
                    }
                    _ => CatalogError::Store { catalog, doing, reason },
                }
            }
        }
    }
}
