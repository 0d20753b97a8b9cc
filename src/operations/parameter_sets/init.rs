//! Operation: the nominal set of an instrument, which no one measured.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::instrument_folder::InstrumentFolder;
use crate::instrument::InstrumentModel;
use crate::operations::command_words::{quoted, quoted_path};
use crate::operations::context::Context;
use crate::operations::error::OperationError;
use crate::operations::jobs::CommandPlace;
use crate::operations::journal::journalled;
use crate::operations::path_text;
use crate::parameter_sets::{Needs, findings};
use crate::product_files::parameter_set_folder::{
    CarriedFile, SetWriting, standing_carried_files, write_parameter_set,
};
use crate::product_files::venus_geometry::VenusFileKind;
use crate::product_files::venus_parameters::SensorMounting;
use crate::simulation::{NominalSetError, NominalSetSettings, nominal_set};
use crate::supervision::Supervision;

/// A nominal set to make.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct InitSetRequest {
    /// `venus`, or a folder like `calibration-models/venus`.
    pub instrument: String,
    /// The folder that the set goes into.
    #[serde(serialize_with = "path_text::path")]
    pub out: PathBuf,
    /// Decides what differs from detector to detector.
    pub seed: u64,
    /// Line time for which it is made, microseconds; none for the instrument's nominal one.
    pub line_time_us: Option<f64>,
    /// Whether a draft or candidate that stands there gives way.
    pub replace: bool,
}

/// What was made.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct InitSetOutcome {
    /// The set's folder.
    #[serde(serialize_with = "path_text::path")]
    pub folder: PathBuf,
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: u32,
    /// Files that its manifest lists.
    pub n_files: usize,
    /// Always: it is nominal, not measured.
    pub synthetic: bool,
}

impl InitSetRequest {
    /// The exact line that does the same from any folder, quoted for a shell.
    pub fn as_command(&self, place: &CommandPlace) -> String {
        let mut words = vec!["viq models init".to_owned()];
        let folder = std::path::Path::new(&self.instrument);
        words.push(if folder.is_dir() { quoted_path(folder) } else { quoted(self.instrument.as_ref()) });
        words.push(format!("--out {} --seed {}", quoted_path(&self.out), self.seed));
        words.extend(self.line_time_us.map(|line_time_us| format!("--line-time {line_time_us}")));
        words.extend(self.replace.then(|| "--replace".to_owned()));
        words.join(" ") + &place.flags()
    }
}

/// Makes the nominal set of an instrument in a folder. The same request gives the same bytes in a new folder, whenever it is run; the files of
/// the geometry that a set of the same instrument carries stay when it gives way.
///
/// # Errors
/// [`OperationError`] for an instrument that is not known, a set that is not to be replaced, a file that cannot be written, or when the user
/// cancels.
pub fn init_set(request: &InitSetRequest, context: &Context) -> Result<InitSetOutcome, OperationError> {
    if let Some(line_time_us) =
        request.line_time_us.filter(|line_time_us| line_time_us.is_nan() || *line_time_us <= 0.0)
    {
        return Err(OperationError::Usage(format!("--line-time needs microseconds above zero, found {line_time_us}")));
    }
    let mut catalog = context.open_catalog()?;
    let (outcome, ended) = journalled(context, catalog.as_mut(), "models init", request, |_| {
        let outcome = make(request, context)?;
        let details = json!({ "folder": outcome.folder.to_string_lossy(), "files": outcome.n_files });
        Ok((outcome, details))
    })?;
    ended?;
    Ok(outcome)
}

fn make(request: &InitSetRequest, context: &Context) -> Result<InitSetOutcome, OperationError> {
    let supervision = context.supervision();
    let InstrumentFolder { description, nominal } = InstrumentFolder::find(&request.instrument, context.workspace())?;
    let mut settings = NominalSetSettings::of(&description.model, request.seed).map_err(refused)?;
    if let Some(line_time_us) = request.line_time_us {
        settings.settings.line_time_us = line_time_us;
    }
    let set = nominal_set(&description, &nominal, &settings, supervision).map_err(refused)?;
    let found = findings(&set, &Needs::of(&set));
    if !found.is_empty() {
        // What would be refused when it is opened is not written.
        return Err(OperationError::FaultySet { folder: request.out.clone(), findings: found });
    }
    let carried = mounting_where_none_stands(request, &description.model, &set.manifest.instrument, supervision)?;
    let writing = SetWriting { created: None, replace: request.replace, carried: &carried };
    let written = write_parameter_set(&request.out, &set, &writing, supervision)?;
    Ok(InitSetOutcome {
        folder: request.out.clone(),
        name: written.manifest.name,
        version: written.manifest.version,
        n_files: written.manifest.files.len(),
        synthetic: written.manifest.provenance.synthetic,
    })
}

/// The mounting that belongs to the nominal viewing directions, unless the set that gives way carries one, which stays.
fn mounting_where_none_stands(
    request: &InitSetRequest,
    model: &InstrumentModel,
    instrument: &str,
    supervision: &Supervision,
) -> Result<Vec<CarriedFile>, OperationError> {
    let standing =
        if request.replace { standing_carried_files(&request.out, instrument, supervision)? } else { Vec::new() };
    if standing.iter().any(|file| file.kind() == VenusFileKind::SensorModel) {
        return Ok(Vec::new());
    }
    let mounting = SensorMounting::without_turns(model);
    Ok(mounting.map(|mounting| CarriedFile::SensorMounting(Box::new(mounting))).into_iter().collect())
}

fn refused(error: NominalSetError) -> OperationError {
    match error {
        NominalSetError::Cancelled(cancelled) => OperationError::Cancelled(cancelled),
        error => OperationError::Model { message: error.to_string() },
    }
}
