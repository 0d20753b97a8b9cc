//! The parameter sets of the session, read in the background.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::operations::parameter_sets::open_set;
use crate::parameter_sets::ParameterSet;
use crate::workbench::desk::Desk;
use crate::workbench::queries::{Pending, Priority};
use crate::workbench::session::Tab;

/// Who asks for a parameter set in a dialog.
const DIALOG: &str = "parameter set";

/// How far a set has come.
pub(crate) enum SetOpening {
    /// It is being read.
    Reading(Pending<ParameterSet>),
    /// It can be looked at.
    Ready(Arc<ParameterSet>),
    /// It cannot be read: file, needed, found.
    Failed(String),
}

/// The parameter sets of the session as far as they are read.
#[derive(Default)]
pub(crate) struct OpenedSets {
    opened: BTreeMap<PathBuf, SetOpening>,
}

impl OpenedSets {
    /// How far a set has come; none for one that is not in the session.
    pub(crate) fn get(&self, path: &Path) -> Option<&SetOpening> {
        self.opened.get(path)
    }

    /// A set that can be looked at.
    pub(crate) fn ready(&self, path: &Path) -> Option<&Arc<ParameterSet>> {
        match self.opened.get(path) {
            Some(SetOpening::Ready(set)) => Some(set),
            _ => None,
        }
    }

    /// Puts a set in place of what its path would give.
    #[cfg(test)]
    pub(crate) fn put(&mut self, path: &Path, set: ParameterSet) {
        self.opened.insert(path.to_path_buf(), SetOpening::Ready(Arc::new(set)));
    }
}

impl Desk {
    /// Opens a parameter set in the background, or finds it open; it becomes the one that is looked at.
    pub(crate) fn open_set(&mut self, path: PathBuf) {
        let path = std::path::absolute(&path).unwrap_or(path);
        // A set is its folder, whichever of the two was named.
        let is_manifest = path.file_name().is_some_and(|name| name == "set.toml");
        let path = path.parent().filter(|_| is_manifest).map_or(path.clone(), Path::to_path_buf);
        let session = &mut self.session.radiometry;
        if !session.sets.contains(&path) {
            session.sets.push(path.clone());
        } else if matches!(self.radiometry.sets.get(&path), Some(SetOpening::Failed(_))) {
            // Asked for again: one that failed is read again.
            self.radiometry.sets.opened.remove(&path);
        }
        let session = &mut self.session.radiometry;
        session.compared = session.compared.take().filter(|compared| *compared != path);
        session.shown = Some(path);
        self.session.tab = Tab::Radiometry;
    }

    /// Closes a parameter set; nothing of it is changed.
    pub(crate) fn close_set(&mut self, path: &Path) {
        let session = &mut self.session.radiometry;
        session.sets.retain(|set| set != path);
        session.compared = session.compared.take().filter(|compared| compared != path);
        if session.shown.as_deref() == Some(path) {
            session.shown = session.sets.first().cloned();
            session.compared = session.compared.take().filter(|compared| Some(compared) != session.shown.as_ref());
        }
    }

    /// The set that is looked at, once it is read.
    pub(crate) fn shown_set(&self) -> Option<&Arc<ParameterSet>> {
        self.radiometry.sets.ready(self.session.radiometry.shown.as_deref()?)
    }

    /// The set that it is compared with, once it is read.
    pub(crate) fn compared_set(&self) -> Option<&Arc<ParameterSet>> {
        self.radiometry.sets.ready(self.session.radiometry.compared.as_deref()?)
    }
}

/// Asks for a parameter set.
pub(crate) fn ask_for_set(desk: &mut Desk) {
    desk.dialogs.ask_for_inputs(DIALOG, true);
}

/// Brings the opened sets in line with the session: begins to read new ones, takes in those that were read, lets closed ones go.
pub(in crate::workbench) fn follow_sets(desk: &mut Desk) {
    for path in desk.dialogs.take_inputs(DIALOG) {
        desk.open_set(path);
    }
    let Desk { radiometry, session, queries, .. } = desk;
    let (sets, session) = (&mut radiometry.sets, &session.radiometry);
    sets.opened.retain(|path, _| session.sets.contains(path));
    for path in &session.sets {
        sets.opened.entry(path.clone()).or_insert_with(|| {
            let path = path.clone();
            SetOpening::Reading(queries.ask(Priority::Opening, move |supervision| open_set(&path, supervision)))
        });
    }
    let mut failures = Vec::new();
    for opening in sets.opened.values_mut() {
        let SetOpening::Reading(pending) = opening else { continue };
        match pending.poll() {
            None => {}
            Some(Ok(set)) => *opening = SetOpening::Ready(Arc::new(set)),
            Some(Err(error)) => {
                failures.push(error.to_string());
                *opening = SetOpening::Failed(error.to_string());
            }
        }
    }
    for failure in failures {
        desk.fail(failure);
    }
}
