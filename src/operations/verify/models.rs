//! The instrument's model and requirement lines that hold: the workspace's own, else the built-in ones.

use std::path::Path;

use crate::instrument::InstrumentModel;
use crate::measurement::{Requirement, built_in_requirements, parse_requirements};
use crate::operations::error::OperationError;
use crate::product_files::fingerprint;
use crate::supervision::Supervision;
use crate::workspace::Workspace;

const INSTRUMENT: &str = "venus/instrument.toml";
const REQUIREMENTS: &str = "venus/requirements.toml";

/// No model file of an instrument is larger.
const LARGEST_BYTES: u64 = 16 << 20;

/// What products are measured and judged with.
pub(super) struct Models {
    /// The instrument.
    pub instrument: InstrumentModel,
    /// Where the instrument comes from: the file with its SHA-256, or "built in".
    pub instrument_source: String,
    /// Requirement lines, in the order of their file.
    pub requirements: Vec<Requirement>,
    /// Where the requirement lines come from: the file with its SHA-256, or "built in".
    pub requirements_source: String,
}

impl Models {
    /// # Errors
    /// [`OperationError::Model`] when a file of the workspace cannot be read or is malformed.
    pub(super) fn load(workspace: &Workspace, supervision: &Supervision) -> Result<Self, OperationError> {
        let built_in = || "built in".to_owned();
        let (instrument, instrument_source) = match workspace.model_override(INSTRUMENT) {
            None => (InstrumentModel::built_in(), built_in()),
            Some(path) => {
                let source = source_of(&path, supervision)?;
                (InstrumentModel::parse(&path.display().to_string(), &text_of(&path)?), source)
            }
        };
        let instrument = instrument.map_err(|error| OperationError::Model { message: error.to_string() })?;
        let (requirements, requirements_source) = match workspace.model_override(REQUIREMENTS) {
            None => (built_in_requirements(), built_in()),
            Some(path) => {
                let source = source_of(&path, supervision)?;
                (parse_requirements(&path.display().to_string(), &text_of(&path)?), source)
            }
        };
        let requirements = requirements.map_err(|error| OperationError::Model { message: error.to_string() })?;
        Ok(Self { instrument, instrument_source, requirements, requirements_source })
    }
}

/// A file with its SHA-256, for whoever asks later which one it was.
fn source_of(path: &Path, supervision: &Supervision) -> Result<String, OperationError> {
    Ok(format!("{}, SHA-256 {}", path.display(), fingerprint(path, supervision)?.sha256))
}

fn text_of(path: &Path) -> Result<String, OperationError> {
    let unreadable = |source| OperationError::Io { path: path.to_path_buf(), doing: "read", source };
    let found = std::fs::metadata(path).map_err(unreadable)?.len();
    if found > LARGEST_BYTES {
        let path = path.display();
        let message = format!("{path}: needed a model file of at most {LARGEST_BYTES} bytes, found {found} bytes");
        return Err(OperationError::Model { message });
    }
    std::fs::read_to_string(path).map_err(unreadable)
}
