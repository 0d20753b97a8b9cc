//! The instrument that a parameter set was made for: the workspace's own description, else the built-in one.

use crate::instrument::InstrumentModel;
use crate::operations::error::OperationError;
use crate::parameter_sets::ParameterSet;
use crate::workspace::Workspace;

/// Folder of the instrument that the program carries.
const BUILT_IN: &str = "venus";

/// The model of a set's instrument.
///
/// # Errors
/// [`OperationError::Model`] for an instrument that neither the program nor the workspace knows, or a file of the workspace that is none.
pub(super) fn instrument_of(set: &ParameterSet, workspace: &Workspace) -> Result<InstrumentModel, OperationError> {
    let folder = set.manifest.instrument.as_str();
    let name = format!("{folder}/instrument.toml");
    let is_plain = !folder.is_empty() && folder.chars().all(|sign| sign.is_ascii_alphanumeric() || "_-".contains(sign));
    let own = if is_plain { workspace.model_override(&name) } else { None };
    let model = match own {
        Some(path) => {
            let text = std::fs::read_to_string(&path).map_err(|source| OperationError::Io {
                path: path.clone(),
                doing: "read",
                source,
            })?;
            InstrumentModel::parse(&path.display().to_string(), &text)
        }
        None if folder == BUILT_IN => InstrumentModel::built_in(),
        None => {
            let set = &set.manifest.name;
            let message = format!(
                "parameter set {set}: needed the instrument {BUILT_IN}, or {name} among the workspace's models, found \"{folder}\""
            );
            return Err(OperationError::Model { message });
        }
    };
    model.map_err(|error| OperationError::Model { message: error.to_string() })
}
