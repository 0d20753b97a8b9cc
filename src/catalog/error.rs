//! What can go wrong between the program and its catalog, in the words of whoever must mend it.

use crate::supervision::Cancelled;

use super::records::{OperationId, ProductKey};

/// An error of the catalog. No message ever holds a password.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum CatalogError {
    /// The work was cancelled; nothing of it was recorded.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
    /// The file is no database at all, or a damaged one.
    #[error("{catalog}: needed a GeoPackage (an SQLite database), found {found}")]
    NotADatabase {
        /// The file.
        catalog: String,
        /// What it is instead.
        found: String,
    },
    /// A database of somebody else.
    #[error("{catalog}: needed a catalog made by viq, found {found}; nothing was changed in it")]
    NotACatalog {
        /// Where it is.
        catalog: String,
        /// What it is instead.
        found: String,
    },
    /// The catalog was written by a newer version of the program.
    #[error(
        "{catalog}: this program knows catalogs up to schema version {supported}, found version {found}; \
         use the newer viq that wrote it"
    )]
    Newer {
        /// Where it is.
        catalog: String,
        /// Its schema version.
        found: i64,
        /// The newest version that this program knows.
        supported: i64,
    },
    /// The catalog cannot be reached or opened.
    #[error("{catalog}: cannot be opened: {reason}")]
    Unreachable {
        /// Where it should be.
        catalog: String,
        /// Why.
        reason: String,
    },
    /// There is no catalog yet, and whoever only looks makes none.
    #[error("{catalog}: needed a catalog, found none; `viq ingest` makes it")]
    NoCatalog {
        /// Where it should be.
        catalog: String,
    },
    /// The database has no PostGIS and it could not be added.
    #[error("{catalog}: needed the PostGIS extension, found none, and it could not be added: {reason}")]
    NoPostgis {
        /// Where the database is.
        catalog: String,
        /// Why, and who can help.
        reason: String,
    },
    /// The address asks for an encrypted connection.
    #[error(
        "{catalog}: the address asks for sslmode={mode}, and this build has no TLS; use sslmode=disable over a trusted \
         network, or a tunnel"
    )]
    TlsNotSupported {
        /// Where the database is.
        catalog: String,
        /// What the address asks for.
        mode: String,
    },
    /// The address of a PostGIS catalog cannot be read. It is not repeated, since it may hold a password.
    #[error("address of the PostGIS catalog: needed postgresql://USER@HOST:PORT/DATABASE, {found}")]
    BadAddress {
        /// What is wrong with it.
        found: String,
    },
    /// The catalog may not be written.
    #[error("{catalog}: cannot be written: {reason}")]
    ReadOnly {
        /// Where it is.
        catalog: String,
        /// Why.
        reason: String,
    },
    /// No room is left; the catalog is as it was before.
    #[error("{catalog}: no room left while {doing} ({reason}); the catalog is as it was before")]
    Full {
        /// Where it is.
        catalog: String,
        /// What was under way.
        doing: &'static str,
        /// What the store said.
        reason: String,
    },
    /// Another process holds the catalog.
    #[error("{catalog}: another process has held the catalog for {waited_s} s while {doing}")]
    Busy {
        /// Where it is.
        catalog: String,
        /// What was under way.
        doing: &'static str,
        /// Time waited [s].
        waited_s: u64,
    },
    /// A record that cannot be stored as it is.
    #[error("{subject}: {field}: needed {needed}, found {found}")]
    BadRecord {
        /// Product or entry that it speaks of.
        subject: String,
        /// Field of the record.
        field: &'static str,
        /// What was needed.
        needed: &'static str,
        /// What was found.
        found: String,
    },
    /// A query that means nothing.
    #[error("query: {field}: needed {needed}, found {found}")]
    BadQuery {
        /// Criterion of the query.
        field: &'static str,
        /// What was needed.
        needed: &'static str,
        /// What was found.
        found: String,
    },
    /// The catalog does not know the product.
    #[error("{catalog}: no product {product}; ingest it first")]
    UnknownProduct {
        /// Where it is.
        catalog: String,
        /// The product.
        product: ProductKey,
    },
    /// The journal has no such operation under way.
    #[error("{catalog}: operation {operation} is not under way: it never began, or has already ended")]
    OperationNotOpen {
        /// Where it is.
        catalog: String,
        /// The operation.
        operation: OperationId,
    },
    /// Something stored cannot be read back.
    #[error("{catalog}: {record}: needed {needed}, found {found}")]
    Damaged {
        /// Where it is.
        catalog: String,
        /// Record that it stands in.
        record: String,
        /// What was needed.
        needed: &'static str,
        /// What was found.
        found: String,
    },
    /// The connection broke while a change was being confirmed.
    #[error(
        "{catalog}: the connection broke while {doing} was being confirmed: look whether it was recorded before \
         repeating it ({reason})"
    )]
    OutcomeUnknown {
        /// Where it is.
        catalog: String,
        /// What was under way.
        doing: &'static str,
        /// What the connection said.
        reason: String,
    },
    /// Anything else that the store says.
    #[error("{catalog}: {doing}: {reason}")]
    Store {
        /// Where it is.
        catalog: String,
        /// What was under way.
        doing: &'static str,
        /// What the store said.
        reason: String,
    },
}
