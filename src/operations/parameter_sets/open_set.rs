//! A set that others work with: read, checked against its checksums, and sound.

use std::path::Path;

use crate::instrument::InstrumentModel;
use crate::operations::error::OperationError;
use crate::parameter_sets::{Needs, ParameterSet, findings};
use crate::product_files::parameter_set_folder::{SetLayout, read_parameter_set};
use crate::supervision::Supervision;

/// The folder name of the instrument that the program carries.
const BUILT_IN: &str = "venus";

/// Opens the set of a folder for use. Whether it holds at a moment, or was made for a line time, is for the caller to ask
/// ([`crate::parameter_sets::findings`]).
///
/// # Errors
/// [`OperationError::Product`] for a file that cannot be read or has another checksum, [`OperationError::FaultySet`] for figures that cannot be
/// used, [`OperationError::Cancelled`].
pub fn open_set(folder: &Path, supervision: &Supervision) -> Result<ParameterSet, OperationError> {
    let set = read_parameter_set(folder, supervision)?;
    let found = findings(&set, &needs(&set, &SetLayout::of(&set))?);
    if found.is_empty() {
        Ok(set)
    } else {
        Err(OperationError::FaultySet { folder: folder.to_path_buf(), findings: found })
    }
}

/// What a set must have: the bands and TDI stages of its instrument where the program knows it, else what it says of itself.
pub(super) fn needs(set: &ParameterSet, layout: &SetLayout) -> Result<Needs, OperationError> {
    let mut needs = Needs { columns: layout.columns, ..Needs::of(set) };
    if set.manifest.instrument == BUILT_IN {
        let model =
            InstrumentModel::built_in().map_err(|error| OperationError::Model { message: error.to_string() })?;
        needs.bands = model.bands.iter().map(|band| band.name.clone()).collect();
        needs.tdi.clone_from(&model.camera.tdi_stages.value);
        needs.columns = model.camera.columns.value;
    }
    Ok(needs)
}
