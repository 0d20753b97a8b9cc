//! What can end an operation.

use std::path::PathBuf;

use crate::catalog::CatalogError;
use crate::imagery::{RasterError, ReadError};
use crate::parameter_sets::Finding;
use crate::product_files::ProductError;
use crate::supervision::Cancelled;
use crate::workspace::{SettingsError, WorkspaceError};

/// An operation that did not come to its end.
///
/// It leaves no half-written file, and of a report either all files or none. What it had done before stays: products, measurements and
/// events that are in the catalog, and folders that it made.
#[derive(Debug, thiserror::Error)]
pub enum OperationError {
    /// The request itself cannot be served.
    #[error("{0}")]
    Usage(String),
    /// A product file.
    #[error(transparent)]
    Product(ProductError),
    /// Samples that cannot be read.
    #[error(transparent)]
    Raster(#[from] RasterError),
    /// The catalog.
    #[error(transparent)]
    Catalog(CatalogError),
    /// None of the products asked for could be read.
    #[error("{reasons}")]
    Unreadable {
        /// One line a product: what was needed and what was found.
        reasons: String,
    },
    /// The workspace folder.
    #[error(transparent)]
    Workspace(#[from] WorkspaceError),
    /// A settings file.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// A model file of the workspace.
    #[error("{message}")]
    Model {
        /// The file, what was needed and what was found.
        message: String,
    },
    /// A parameter set that can be read and not used.
    #[error("{}: needed a parameter set without faults, found {} of them\n{}", .folder.display(), .findings.len(), first_of(.findings))]
    FaultySet {
        /// Its folder.
        folder: PathBuf,
        /// What is wrong with it.
        findings: Vec<Finding>,
    },
    /// A folder or file of the file system.
    #[error("{}: could not be {doing}: {source}", .path.display())]
    Io {
        /// The path.
        path: PathBuf,
        /// What was attempted.
        doing: &'static str,
        /// The system's reason.
        source: std::io::Error,
    },
    /// The user cancelled.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
}

/// Faults that a message names.
const NAMED_FAULTS: usize = 10;

fn first_of(findings: &[Finding]) -> String {
    let mut lines: Vec<String> = findings.iter().take(NAMED_FAULTS).map(ToString::to_string).collect();
    if findings.len() > NAMED_FAULTS {
        lines.push(format!("and {} more", findings.len() - NAMED_FAULTS));
    }
    lines.join("\n")
}

impl From<ProductError> for OperationError {
    fn from(error: ProductError) -> Self {
        match error {
            ProductError::Cancelled(cancelled) => Self::Cancelled(cancelled),
            error => Self::Product(error),
        }
    }
}

impl From<CatalogError> for OperationError {
    fn from(error: CatalogError) -> Self {
        match error {
            CatalogError::Cancelled(cancelled) => Self::Cancelled(cancelled),
            error => Self::Catalog(error),
        }
    }
}

impl From<ReadError> for OperationError {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::Raster(error) => Self::Raster(error),
            ReadError::Cancelled(cancelled) => Self::Cancelled(cancelled),
        }
    }
}
