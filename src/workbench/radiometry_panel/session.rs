//! What of the radiometry's workspace is restored. What is thought to be otherwise stands with the viewer's edits: it is undone like them.

use std::collections::BTreeSet;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::operations::radiometry::{Coefficient, Comparison};

/// What of the radiometry's workspace is restored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct RadiometrySession {
    /// The parameter sets that are open, by the path they were opened with.
    pub(crate) sets: Vec<PathBuf>,
    /// The set that is looked at.
    pub(crate) shown: Option<PathBuf>,
    /// The set that it is compared with.
    pub(crate) compared: Option<PathBuf>,
    /// How.
    pub(crate) comparison: Comparison,
    /// The coefficient that the curves show.
    pub(crate) coefficient: Coefficient,
    /// The bands whose curves are shown; none: the first one.
    pub(crate) bands: BTreeSet<String>,
    /// The numbers of TDI stages whose curves are shown; none: the lowest one.
    pub(crate) stages: BTreeSet<u8>,
    /// Share of the height that the curves have.
    pub(crate) curves_share: f32,
    /// Whether the views show raw products through the chain, with the set that is looked at.
    pub(crate) through_chain: bool,
}

impl Default for RadiometrySession {
    fn default() -> Self {
        Self {
            sets: Vec::new(),
            shown: None,
            compared: None,
            comparison: Comparison::default(),
            coefficient: Coefficient::default(),
            bands: BTreeSet::new(),
            stages: BTreeSet::new(),
            curves_share: 0.5,
            through_chain: false,
        }
    }
}
