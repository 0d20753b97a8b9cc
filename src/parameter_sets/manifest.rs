//! What a set says of itself: `set.toml`.

use serde::{Deserialize, Serialize};

use super::InstrumentSettings;
use crate::units::UtcInstant;

/// Where a set stands in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SetState {
    /// Being worked on.
    Draft,
    /// Proposed.
    Candidate,
    /// In force; never modified, a change is a new version.
    Approved,
}

/// Where a set comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Provenance {
    /// Program that wrote it, with its version.
    pub made_by: String,
    /// How: the command, or the method.
    pub method: String,
    /// From what: earlier sets, acquisitions, models.
    pub sources: Vec<String>,
    /// Whether it is synthetic: nominal or simulated, not measured.
    pub synthetic: bool,
}

/// A file of the set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileEntry {
    /// Path inside the folder, with forward slashes.
    pub path: String,
    /// SHA-256, hexadecimal.
    pub sha256: String,
}

/// The manifest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// Version of the manifest's own format; newer ones are refused.
    pub manifest_version: u32,
    /// Name of the set.
    pub name: String,
    /// Version of the set.
    pub version: u32,
    /// Where it stands in its life.
    pub state: SetState,
    /// Instrument by its folder in `calibration-models`, `venus`.
    pub instrument: String,
    /// First and last moment for which it holds; none for always.
    pub validity: [Option<UtcInstant>; 2],
    /// Settings of the instrument for which dark signal and gain hold.
    pub settings: InstrumentSettings,
    /// Where it comes from.
    pub provenance: Provenance,
    /// Its files.
    pub files: Vec<FileEntry>,
}

impl Manifest {
    /// The version of the format that this program writes, and the newest that it reads.
    pub const FORMAT: u32 = 1;

    /// Whether the set holds at a moment.
    pub fn holds_at(&self, moment: UtcInstant) -> bool {
        self.validity[0].is_none_or(|first| first <= moment) && self.validity[1].is_none_or(|last| moment <= last)
    }
}
