//! Query: what is wrong with a set.

use std::path::PathBuf;

use serde::Serialize;

use super::open_set::needs;
use crate::operations::error::OperationError;
use crate::operations::path_text;
use crate::parameter_sets::{Finding, InstrumentSettings, Needs, findings};
use crate::product_files::ProductError;
use crate::product_files::parameter_set_folder::examine_parameter_set;
use crate::supervision::Supervision;
use crate::units::UtcInstant;

/// A set to look at, and what it must be good for.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ValidateSetRequest {
    /// Its folder.
    pub folder: PathBuf,
    /// A moment at which it must hold.
    pub moment: Option<UtcInstant>,
    /// The line time for which it must have been made, microseconds.
    pub line_time_us: Option<f64>,
    /// Lines of the image that it must be able to correct.
    pub lines: Option<usize>,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SetValidation {
    /// The folder.
    #[serde(serialize_with = "path_text::path")]
    pub folder: PathBuf,
    /// Name of the set.
    pub name: String,
    /// Version of the set.
    pub version: u32,
    /// Files that its manifest lists.
    pub n_files: usize,
    /// Whether every file could be read, so that every rule was tried.
    pub is_complete: bool,
    /// What is wrong; empty for a good set.
    pub findings: Vec<Finding>,
}

/// Looks for everything that is wrong with a set: in its files, and, where all of these can be read, in its figures.
///
/// # Errors
/// [`OperationError`] for a manifest that cannot be read, or when the user cancels.
pub fn validate_set(request: &ValidateSetRequest, supervision: &Supervision) -> Result<SetValidation, OperationError> {
    let examination = examine_parameter_set(&request.folder, supervision)?;
    let manifest = &examination.record.manifest;
    let mut found: Vec<Finding> = examination.errors.iter().map(in_file).collect();
    if let Some(set) = &examination.set {
        let needs = Needs {
            moment: request.moment,
            settings: request
                .line_time_us
                .map(|line_time_us| InstrumentSettings { line_time_us, ..manifest.settings.clone() }),
            lines: request.lines,
            ..needs(set, &examination.record.layout)?
        };
        found.extend(findings(set, &needs));
    }
    Ok(SetValidation {
        folder: request.folder.clone(),
        name: manifest.name.clone(),
        version: manifest.version,
        n_files: manifest.files.len(),
        is_complete: examination.set.is_some(),
        findings: found,
    })
}

/// A file that cannot be read, as a finding.
fn in_file(error: &ProductError) -> Finding {
    let text = |path: &std::path::Path| path.display().to_string();
    let finding = |path: &std::path::Path, element: &str, needed: &str, found: &str| Finding {
        file: text(path),
        element: element.to_owned(),
        needed: needed.to_owned(),
        found: found.to_owned(),
    };
    match error {
        ProductError::Element { path, element, needed, found } => finding(path, element, needed, found),
        ProductError::Missing { path, needed } => finding(path, "file", needed, "no such file"),
        ProductError::Empty { path, needed } => finding(path, "file", needed, "an empty file"),
        ProductError::Raster { path, needed, found } => finding(path, "raster", needed, found),
        ProductError::Xml { path, line, column, found } => {
            let needed = "well-formed XML without a document type";
            finding(path, &format!("line {line}, column {column}"), needed, found)
        }
        ProductError::TooLarge { path, limit, found } => {
            finding(path, "file", &format!("at most {limit} bytes"), &format!("{found} bytes"))
        }
        ProductError::UnsafeName { path, element, name, why } => {
            finding(path, element, "the name of a file inside the folder", &format!("\"{name}\" ({why})"))
        }
        ProductError::NoRegularFile { path, needed, found } => finding(path, "file", needed, found),
        ProductError::Io { path, doing, source } => {
            finding(path, "file", &format!("a file that can be {doing}"), &source.to_string())
        }
        // Whatever else can go wrong says it in one sentence.
        other => Finding {
            file: String::new(),
            element: "file".to_owned(),
            needed: "a file that can be read".to_owned(),
            found: other.to_string(),
        },
    }
}
