//! An error of a store under way, before it is known which catalog and which work it belongs to.

use crate::supervision::Cancelled;

use super::error::CatalogError;
use super::records::{OperationId, ProductKey};

/// What ended the work; `StoreError` is the store's own kind of error.
#[derive(Debug)]
pub(super) enum Failure<StoreError> {
    Store(StoreError),
    Cancelled,
    UnknownProduct(ProductKey),
    OperationNotOpen(OperationId),
    Damaged { record: String, needed: &'static str, found: String },
    Newer { found: i64, supported: i64 },
    NotACatalog { found: String },
    NoPostgis { reason: String },
}

impl<StoreError> From<Cancelled> for Failure<StoreError> {
    fn from(_: Cancelled) -> Self {
        Self::Cancelled
    }
}

impl<StoreError> Failure<StoreError> {
    /// The error with the catalog it belongs to; `explain` words the store's own.
    pub(super) fn of_catalog(
        self,
        catalog: String,
        explain: impl FnOnce(String, StoreError) -> CatalogError,
    ) -> CatalogError {
        match self {
            Self::Store(error) => explain(catalog, error),
            Self::Cancelled => CatalogError::Cancelled(Cancelled),
            Self::UnknownProduct(product) => CatalogError::UnknownProduct { catalog, product },
            Self::OperationNotOpen(operation) => CatalogError::OperationNotOpen { catalog, operation },
            Self::Damaged { record, needed, found } => CatalogError::Damaged { catalog, record, needed, found },
            Self::Newer { found, supported } => CatalogError::Newer { catalog, found, supported },
            Self::NotACatalog { found } => CatalogError::NotACatalog { catalog, found },
            Self::NoPostgis { reason } => CatalogError::NoPostgis { catalog, reason },
        }
    }

    /// A stored text that is not the JSON it should be.
    pub(super) fn no_json(record: String, text: &str, error: &serde_json::Error) -> Self {
        let start: String = text.chars().take(60).collect();
        Self::Damaged { record, needed: "a JSON text", found: format!("{start:?} ({error})") }
    }
}

/// A JSON value read back.
pub(super) fn json<Value: serde::de::DeserializeOwned, StoreError>(
    text: &str,
    record: impl FnOnce() -> String,
) -> Result<Value, Failure<StoreError>> {
    serde_json::from_str(text).map_err(|error| Failure::no_json(record(), text, &error))
}

/// A record as a JSON text.
pub(super) fn to_json<StoreError>(value: &impl serde::Serialize, record: &str) -> Result<String, Failure<StoreError>> {
    serde_json::to_string(value).map_err(|error| Failure::Damaged {
        record: record.to_owned(),
        needed: "a record that JSON can hold",
        found: error.to_string(),
    })
}
