//! How a product was made: what stands in `…_processing.json` beside its header.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::instrument::TdiStages;
use crate::level1::{ChainSettings, ScenePolarisation, Steps};
use crate::operations::path_text;
use crate::parameter_sets::{FileEntry, InstrumentSettings, SetState};

/// Everything that the same values can be made from again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProcessingRecord {
    /// Version of this record.
    pub version: u32,
    /// Program and version.
    pub made_by: String,
    /// The raw product's identifier.
    pub raw: String,
    /// Where it stood.
    #[serde(serialize_with = "path_text::path")]
    pub raw_path: PathBuf,
    /// The parameter set.
    pub set: SetUsed,
    /// What the chain was asked for; its steps are those that were asked for.
    pub settings: ChainSettings,
    /// The steps that were run.
    pub done: Steps,
    /// Steps that were asked for among all and left out, and why.
    pub left_out: Vec<String>,
    /// TDI stages of each band.
    pub tdi: BTreeMap<String, TdiStages>,
    /// Polarisation of the scene's light, by band.
    pub polarisation: BTreeMap<String, ScenePolarisation>,
    /// Distance from the Earth to the Sun, astronomical units; none where no reflectance was made.
    pub distance_au: Option<f64>,
    /// What the values are.
    pub unit: String,
    /// Stray light: whether in preview quality, and the greatest error of a filter as it was applied.
    pub stray_light: Option<StrayLightUsed>,
}

/// The parameter set that made a product.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SetUsed {
    /// Where it stood.
    #[serde(serialize_with = "path_text::path")]
    pub folder: PathBuf,
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: u32,
    /// Where it stood in its life.
    pub state: SetState,
    /// Its files with their SHA-256.
    pub files: Vec<FileEntry>,
    /// The settings that it was scaled to, where it was made for others.
    pub scaled_to: Option<InstrumentSettings>,
}

/// How stray light was corrected.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StrayLightUsed {
    /// Whether in preview quality.
    pub preview: bool,
    /// The greatest difference between a filter and what was applied for it.
    pub filter_error: f64,
    /// Lines and columns that a pixel's correction sees on each side.
    pub reach: (usize, usize),
}

impl ProcessingRecord {
    /// The version that is written and read.
    pub const VERSION: u32 = 1;
}
