//! The description of an instrument by its name or folder.

use std::collections::BTreeMap;
use std::path::Path;

use crate::instrument::{InstrumentDescription, InstrumentModel};
use crate::operations::error::OperationError;
use crate::simulation::NominalResponse;
use crate::workspace::Workspace;

/// The instrument that the program carries.
const BUILT_IN: &str = "venus";

/// The file of nominal responses, beside those of the description.
const NOMINAL: &str = "nominal_response.toml";

/// No file of an instrument is larger.
const LARGEST_BYTES: u64 = 16 << 20;

/// An instrument, and how it would answer to light if it were as it should be.
pub(super) struct InstrumentFolder {
    pub(super) description: InstrumentDescription,
    pub(super) nominal: NominalResponse,
}

impl InstrumentFolder {
    /// A folder of that path, else one of that name in the workspace's models, else the one that the program carries.
    ///
    /// # Errors
    /// [`OperationError::Usage`] for an instrument that is none of these, [`OperationError::Model`] for a file of it that is missing or malformed.
    pub(super) fn find(instrument: &str, workspace: &Workspace) -> Result<Self, OperationError> {
        let path = Path::new(instrument);
        if path.is_dir() {
            return Self::read(path);
        }
        let own = |file: &str| workspace.model_override(&format!("{instrument}/{file}"));
        let files = InstrumentDescription::FILES;
        if let Some(folder) = files.iter().find_map(|file| own(file)?.parent().map(Path::to_path_buf)) {
            return Self::read(&folder);
        }
        if instrument == BUILT_IN {
            let wrong = |error: &dyn std::fmt::Display| OperationError::Model { message: error.to_string() };
            return Ok(Self {
                description: InstrumentDescription::built_in().map_err(|error| wrong(&error))?,
                nominal: NominalResponse::built_in().map_err(|error| wrong(&error))?,
            });
        }
        Err(OperationError::Usage(format!(
            "INSTRUMENT needs {BUILT_IN} or a folder with {} and {NOMINAL}, found \"{instrument}\"",
            files.join(", ")
        )))
    }

    fn read(folder: &Path) -> Result<Self, OperationError> {
        let mut texts = BTreeMap::new();
        for file in InstrumentDescription::FILES.into_iter().chain([NOMINAL]) {
            texts.insert(file, text_of(&folder.join(file))?);
        }
        let name = folder.canonicalize().unwrap_or_else(|_| folder.to_path_buf());
        let name = name.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let place = folder.display().to_string();
        let description = InstrumentDescription::parse(&name, &place, |file| texts.get(file).cloned())
            .map_err(|error| OperationError::Model { message: error.to_string() })?;
        let nominal_place = folder.join(NOMINAL).display().to_string();
        let nominal = NominalResponse::parse(&nominal_place, texts.get(NOMINAL).map_or("", String::as_str))
            .map_err(|error| OperationError::Model { message: error.to_string() })?;
        Ok(Self { description, nominal })
    }
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

/// The model of an instrument, as [`InstrumentFolder::find`] finds it.
///
/// # Errors
/// As [`InstrumentFolder::find`].
pub(in crate::operations) fn model_of(
    instrument: &str,
    workspace: &Workspace,
) -> Result<InstrumentModel, OperationError> {
    Ok(InstrumentFolder::find(instrument, workspace)?.description.model)
}
