//! The files of a report: written each at once, the page last.

use std::path::{Path, PathBuf};

use crate::operations::OperationError;
use crate::product_files::write_atomically;
use crate::reports::{VerificationReport, measurements_csv, report_html, report_json};
use crate::supervision::Supervision;

/// Writes `measurements.csv` (one a product where there are several), `report.json` and `report.html` into `folder`; gives the page's path.
///
/// # Errors
/// [`OperationError`] when the folder or a file cannot be written, or the user cancels.
pub(super) fn write_report(
    report: &VerificationReport,
    folder: &Path,
    supervision: &Supervision,
) -> Result<PathBuf, OperationError> {
    let unwritable = |source| OperationError::Io { path: folder.to_path_buf(), doing: "made", source };
    std::fs::create_dir_all(folder).map_err(unwritable)?;
    let json_failed = |error: crate::reports::JsonError| OperationError::Usage(error.to_string());
    for (index, product) in report.products.iter().enumerate() {
        let name = match report.products.len() {
            1 => "measurements.csv".to_owned(),
            _ => format!("measurements-{:03}-{}.csv", index + 1, file_name(&product.facts.identifier)),
        };
        write(&folder.join(name), &measurements_csv(&product.measurements), supervision)?;
    }
    write(&folder.join("report.json"), &report_json(report).map_err(json_failed)?, supervision)?;
    let page = folder.join("report.html");
    write(&page, &report_html(report).map_err(json_failed)?, supervision)?;
    Ok(page)
}

fn write(path: &Path, text: &str, supervision: &Supervision) -> Result<(), OperationError> {
    supervision.check()?;
    Ok(write_atomically(path, |file| file.write_all(text.as_bytes()))?)
}

/// An identifier as part of a file name.
fn file_name(identifier: &str) -> String {
    let safe =
        |character: char| if character.is_ascii_alphanumeric() || "-_.".contains(character) { character } else { '_' };
    identifier.chars().take(100).map(safe).collect()
}
