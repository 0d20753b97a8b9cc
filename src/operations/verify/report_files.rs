//! The files of a report: made sure of before the work; after it all of them are written, or none.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::operations::OperationError;
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
        let is_new = !path.exists();
        std::fs::create_dir_all(path).map_err(refused(path, "made a folder for the report"))?;
        let folder = Self { path: path.to_path_buf(), is_new };
        tempfile::tempfile_in(path).map_err(refused(path, "written into"))?;
        Ok(folder)
    }

    /// Writes `measurements.csv` (one a product where there are several: `measurements-001-IDENTIFIER.csv` and so on), `report.json` and
    /// `report.html`, and takes away the tables of an earlier report that this one does not replace; gives the page's path.
    ///
    /// # Errors
    /// [`OperationError`] when a file cannot be written, or the user cancels; neither leaves a file of this report.
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
        self.put(&files)?;
        Ok(self.path.join("report.html"))
    }

    /// Writes every file under another name and to the disk before the first one gets its own: a disk that fills up meets none of them.
    fn put(&self, files: &[(String, String)]) -> Result<(), OperationError> {
        let mut written = Vec::new();
        for (name, text) in files {
            written.push((self.path.join(name), self.written_aside(name, text)?));
        }
        self.remove_earlier_tables(&files.iter().map(|(name, _)| name.as_str()).collect())?;
        let mut named: Vec<PathBuf> = Vec::new();
        for (path, file) in written {
            if let Err(error) = file.persist(&path) {
                for path in &named {
                    // What cannot be removed now could not be replaced either; the error that is told is the first.
                    std::fs::remove_file(path).unwrap_or_default();
                }
                return Err(OperationError::Io { path, doing: "written", source: error.error });
            }
            named.push(path);
        }
        // The new names are on the disk only when their folder is.
        std::fs::File::open(&self.path).and_then(|folder| folder.sync_all()).map_err(refused(&self.path, "written"))
    }

    fn written_aside(&self, name: &str, text: &str) -> Result<NamedTempFile, OperationError> {
        let mut builder = tempfile::Builder::new();
        builder.prefix(".report.").suffix(".part");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            // A report is for others to read, as far as the user's mask allows it.
            builder.permissions(std::fs::Permissions::from_mode(0o666));
        }
        let write = || {
            let mut file = builder.tempfile_in(&self.path)?;
            file.write_all(text.as_bytes())?;
            file.as_file().sync_all()?;
            Ok(file)
        };
        write().map_err(refused(&self.path.join(name), "written"))
    }

    /// Removes tables of measurements that only an earlier report can have left here: beside the new page they would pass for its own.
    fn remove_earlier_tables(&self, kept: &BTreeSet<&str>) -> Result<(), OperationError> {
        for entry in std::fs::read_dir(&self.path).map_err(refused(&self.path, "listed"))? {
            let entry = entry.map_err(refused(&self.path, "listed"))?;
            let name = entry.file_name();
            let is_earlier = name.to_str().is_some_and(|name| is_table(name) && !kept.contains(name));
            if is_earlier && entry.file_type().is_ok_and(|kind| kind.is_file()) {
                std::fs::remove_file(entry.path()).map_err(refused(&entry.path(), "removed"))?;
            }
        }
        Ok(())
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

fn refused(path: &Path, doing: &'static str) -> impl Fn(std::io::Error) -> OperationError {
    let path = path.to_path_buf();
    move |source| OperationError::Io { path: path.clone(), doing, source }
}

/// Whether a file bears a name that only this program gives: `measurements.csv`, `measurements-001-IDENTIFIER.csv`.
fn is_table(name: &str) -> bool {
    let Some(middle) = name.strip_prefix("measurements").and_then(|rest| rest.strip_suffix(".csv")) else {
        return false;
    };
    let numbered = middle.strip_prefix('-').and_then(|rest| rest.split_once('-'));
    let of_product = |(number, identifier): (&str, &str)| {
        let is_number = number.len() >= 3 && number.bytes().all(|digit| digit.is_ascii_digit());
        is_number && identifier == file_name(identifier)
    };
    middle.is_empty() || numbered.is_some_and(of_product)
}

/// An identifier as part of a file name.
fn file_name(identifier: &str) -> String {
    let safe =
        |character: char| if character.is_ascii_alphanumeric() || "-_.".contains(character) { character } else { '_' };
    identifier.chars().take(100).map(safe).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = std::fs::read_dir(folder).unwrap();
        let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    fn files(names: &[&str]) -> Vec<(String, String)> {
        names.iter().map(|name| ((*name).to_owned(), format!("text of {name}"))).collect()
    }

    #[test]
    fn a_file_that_cannot_get_its_name_leaves_none_of_the_report() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("report.html")).unwrap();
        let report = ReportFolder::prepare(folder.path()).unwrap();
        let error = report.put(&files(&["measurements.csv", "report.json", "report.html"])).unwrap_err();
        assert!(error.to_string().contains("report.html: could not be written"), "{error}");
        assert_eq!(names(folder.path()), ["report.html"]);
    }

    #[test]
    fn tables_of_an_earlier_report_go_and_nothing_else_does() {
        let folder = tempfile::tempdir().unwrap();
        let kept = ["measurements of mine.csv", "measurements-1.csv", "notes.txt", "measurements-001-a b.csv"];
        for name in kept.iter().chain(&["measurements.csv", "measurements-002-OLD.csv", "measurements-001-NEW.csv"]) {
            std::fs::write(folder.path().join(name), "before").unwrap();
        }
        let report = ReportFolder::prepare(folder.path()).unwrap();
        report.put(&files(&["measurements-001-NEW.csv", "report.html"])).unwrap();
        let mut expected = kept.map(str::to_owned).to_vec();
        expected.extend(["measurements-001-NEW.csv", "report.html"].map(str::to_owned));
        expected.sort();
        assert_eq!(names(folder.path()), expected);
        let table = std::fs::read_to_string(folder.path().join("measurements-001-NEW.csv")).unwrap();
        assert_eq!(table, "text of measurements-001-NEW.csv");
    }
}
