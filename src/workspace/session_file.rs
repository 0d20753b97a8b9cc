//! The file of the window's session: written so that a kill at any moment leaves the last good one.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::folder::{Workspace, WorkspaceError};

/// How long a temporary file may lie before it is taken for one that a killed program left.
const LEFT_OVER: Duration = Duration::from_hours(1);
/// How many damaged sessions are kept beside the good one.
const SET_ASIDE: usize = 20;

/// The file of the window's session; text in, text out.
#[derive(Debug, Clone)]
pub struct SessionFile {
    workspace: Workspace,
    path: PathBuf,
}

/// A session that cannot be read or kept.
#[derive(Debug, thiserror::Error)]
pub enum SessionFileError {
    /// The workspace folder.
    #[error(transparent)]
    Workspace(#[from] WorkspaceError),
    /// The file.
    #[error("the session could not be {doing}: {source}: {}", .path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What was attempted.
        doing: &'static str,
        /// The system's reason.
        source: io::Error,
    },
}

/// A moment of saving, between two of which the program may be killed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Moment {
    Begun,
    HalfWritten,
    Written,
    Flushed,
    Renamed,
}

impl SessionFile {
    /// The session of `workspace`.
    pub fn of(workspace: &Workspace) -> Self {
        Self { workspace: workspace.clone(), path: workspace.session_file() }
    }

    /// Where it lies.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The text kept last; none where none was kept.
    ///
    /// # Errors
    /// [`SessionFileError::Io`] when there is a file that cannot be read as text.
    pub fn load(&self) -> Result<Option<String>, SessionFileError> {
        match std::fs::read_to_string(&self.path) {
            Ok(text) => Ok(Some(text)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(source) => Err(self.failed("read", source)),
        }
    }

    /// Keeps `text`. Either all of it is the session afterwards, or the one before still is.
    ///
    /// # Errors
    /// [`SessionFileError`] when the folder or the file cannot be written.
    pub fn save(&self, text: &str) -> Result<(), SessionFileError> {
        self.save_watched(text, &mut |_| {})
    }

    /// Gives the file another name, so that what was in it is not lost; the new path.
    ///
    /// # Errors
    /// [`SessionFileError::Io`] when it cannot be renamed.
    pub fn set_aside(&self) -> Result<PathBuf, SessionFileError> {
        let names = (1..=SET_ASIDE).map(|number| self.path.with_file_name(format!("session.damaged-{number}.json")));
        // Where so many lie, the last one makes room.
        let last = self.path.with_file_name(format!("session.damaged-{SET_ASIDE}.json"));
        let free = names.into_iter().find(|name| !name.exists()).unwrap_or(last);
        std::fs::rename(&self.path, &free).map_err(|source| self.failed("set aside", source))?;
        Ok(free)
    }

    fn save_watched(&self, text: &str, passed: &mut dyn FnMut(Moment)) -> Result<(), SessionFileError> {
        self.workspace.make()?;
        let folder = self.workspace.root();
        remove_left_overs(folder);
        let written = |source| self.failed("kept", source);
        let mut temporary =
            tempfile::Builder::new().prefix(PREFIX).suffix(SUFFIX).tempfile_in(folder).map_err(written)?;
        passed(Moment::Begun);
        let (first, second) = text.as_bytes().split_at(text.len() / 2);
        temporary.write_all(first).map_err(written)?;
        passed(Moment::HalfWritten);
        temporary.write_all(second).map_err(written)?;
        passed(Moment::Written);
        temporary.as_file().sync_all().map_err(written)?;
        passed(Moment::Flushed);
        temporary.persist(&self.path).map_err(|error| written(error.error))?;
        passed(Moment::Renamed);
        // The new name itself is on the disk only when its folder is.
        File::open(folder).and_then(|folder| folder.sync_all()).map_err(written)
    }

    fn failed(&self, doing: &'static str, source: io::Error) -> SessionFileError {
        SessionFileError::Io { path: self.path.clone(), doing, source }
    }
}

/// Removes temporary files that a killed program left. What cannot be removed does no harm.
fn remove_left_overs(folder: &Path) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let is_ours = is_temporary(&entry.file_name());
        let age = entry.metadata().and_then(|facts| facts.modified()).ok().and_then(|time| time.elapsed().ok());
        if is_ours && age.is_some_and(|age| age > LEFT_OVER) {
            let _still_there = std::fs::remove_file(entry.path());
        }
    }
}

const PREFIX: &str = ".session.json.";
const SUFFIX: &str = ".part";

fn is_temporary(name: &OsStr) -> bool {
    name.to_str().is_some_and(|name| name.starts_with(PREFIX) && name.ends_with(SUFFIX))
}

#[cfg(test)]
mod tests;
