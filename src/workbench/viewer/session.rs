//! What of the viewer is restored.

use serde::{Deserialize, Serialize};

use crate::workbench::session::ProductId;

/// What of the viewer is restored.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct ViewerSession {
    /// The product that commands without a product mean.
    pub(crate) active: Option<ProductId>,
    /// What undo and redo know: the part of the session that the user edits.
    pub(crate) edits: ViewerEdits,
}

/// What undo and redo know: pins, regions, composition, stretch, overlays. Not the positions of views.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct ViewerEdits {}
