//! The files of a report: made sure of before the work, written each at once after it, the page last.

use std::path::{Path, PathBuf};

use crate::operations::OperationError;
use crate::product_files::write_atomically;
use crate::reports::{VerificationReport, measurements_csv, report_html, report_json};
use crate::supervision::Supervision;

/// The folder of a report, there and writable. One that was made for it and stayed empty goes with the value.
pub(super) struct ReportFolder {
    path: PathBuf,
    is_new: bool,
}

impl ReportFolder {
    /// Makes the folder where there is none and tries it: a long measurement must not end at a report that cannot be written.
    ///
    /// # Errors
    /// [`OperationError::Io`] naming the folder.
    pub(super) fn prepare(path: &Path) -> Result<Self, OperationError> {
        let refused = |doing| move |source| OperationError::Io { path: path.to_path_buf(), doing, source };
        let is_new = !path.exists();
        std::fs::create_dir_all(path).map_err(refused("made a folder for the report"))?;
        let folder = Self { path: path.to_path_buf(), is_new };
        tempfile::tempfile_in(path).map_err(refused("written into"))?;
        Ok(folder)
    }

    /// Writes `measurements.csv` (one a product where there are several), `report.json` and `report.html`; gives the page's path.
    ///
    /// # Errors
    /// [`OperationError`] when a file cannot be written, or the user cancels; a cancel leaves none of them.
    pub(super) fn write(
        &self,
        report: &VerificationReport,
        supervision: &Supervision,
    ) -> Result<PathBuf, OperationError> {
        let failed = |error: crate::reports::JsonError| OperationError::Usage(error.to_string());
        let mut files = Vec::new();
        for (index, product) in report.products.iter().enumerate() {
            let name = match report.products.len() {
                1 => "measurements.csv".to_owned(),
                _ => format!("measurements-{:03}-{}.csv", index + 1, file_name(&product.facts.identifier)),
            };
            files.push((name, measurements_csv(&product.measurements)));
        }
        files.push(("report.json".to_owned(), report_json(report).map_err(failed)?));
        files.push(("report.html".to_owned(), report_html(report).map_err(failed)?));
        // The last look: from here on all of them are written.
        supervision.check()?;
        for (name, text) in &files {
            write_atomically(&self.path.join(name), |file| file.write_all(text.as_bytes()))?;
        }
        Ok(self.path.join("report.html"))
    }
}

impl Drop for ReportFolder {
    fn drop(&mut self) {
        if self.is_new {
            // A folder with a file in it is not removed, and one that cannot be removed does no harm.
            std::fs::remove_dir(&self.path).unwrap_or_default();
        }
    }
}

/// An identifier as part of a file name.
fn file_name(identifier: &str) -> String {
    let safe =
        |character: char| if character.is_ascii_alphanumeric() || "-_.".contains(character) { character } else { '_' };
    identifier.chars().take(100).map(safe).collect()
}
