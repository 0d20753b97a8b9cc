//! What of the catalog's workspace is restored.

use serde::{Deserialize, Serialize};

/// What of the catalog's workspace is restored.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct CatalogSession {}
