//! The session: what is open and how it is looked at.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::appearance::{Appearance, Tab};
use crate::workbench::catalog_panel::CatalogSession;
use crate::workbench::jobs_panel::JobsSession;
use crate::workbench::radiometry_panel::RadiometrySession;
use crate::workbench::viewer::ViewerSession;

/// A product of the session; never used again for another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(crate) struct ProductId(pub(crate) u32);

impl ProductId {
    /// The next one.
    pub(crate) const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

/// A product that is open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct OpenProduct {
    /// How the session speaks of it.
    pub(crate) id: ProductId,
    /// Header, metadata file, product folder or raster.
    pub(crate) path: PathBuf,
    /// A raster that replaces the header's image.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) image: Option<PathBuf>,
}

/// Everything that is found again after a close or a crash.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Session {
    /// How the window looks.
    pub(crate) appearance: Appearance,
    /// The workspace that shows.
    pub(crate) tab: Tab,
    /// The products that are open.
    pub(crate) products: Vec<OpenProduct>,
    /// Views, pins, regions.
    pub(crate) viewer: ViewerSession,
    /// Parameter sets and the curves that are shown.
    pub(crate) radiometry: RadiometrySession,
    /// Filters and selection of the catalog.
    pub(crate) catalog: CatalogSession,
    /// The queue of operations.
    pub(crate) jobs: JobsSession,
}
