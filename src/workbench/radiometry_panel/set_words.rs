//! A parameter set in words.

use std::path::Path;

use crate::parameter_sets::{Manifest, ParameterSet, SetState};
use crate::workbench::desk::Desk;

/// Name and version: `nominal v3`.
pub(super) fn title(set: &ParameterSet) -> String {
    format!("{} v{}", set.manifest.name, set.manifest.version)
}

/// The name of a set that is not read.
pub(super) fn name_of(path: &Path) -> String {
    let folder = if path.file_name().is_some_and(|name| name == "set.toml") { path.parent() } else { Some(path) };
    let name = folder.and_then(Path::file_name);
    name.map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
}

/// The name of an open set: its title, with its folder where another one has the same.
pub(super) fn open_name(desk: &Desk, path: &Path) -> String {
    let sets = &desk.radiometry.sets;
    let Some(set) = sets.ready(path) else { return name_of(path) };
    let (title, others) = (title(set), &desk.session.radiometry.sets);
    let is_shared = others.iter().filter(|other| *other != path).filter_map(|other| sets.ready(other));
    let is_shared = is_shared.map(|set| self::title(set)).any(|other| other == title);
    if is_shared { format!("{title} ({})", name_of(path)) } else { title }
}

/// Where it stands in its life.
pub(super) const fn state(state: SetState) -> &'static str {
    match state {
        SetState::Draft => "draft",
        SetState::Candidate => "candidate",
        SetState::Approved => "approved",
    }
}

/// From when to when it holds.
pub(super) fn validity(manifest: &Manifest) -> String {
    let day = |moment: &Option<crate::units::UtcInstant>| {
        moment.map(|moment| moment.to_string().chars().take(10).collect::<String>())
    };
    match [day(&manifest.validity[0]), day(&manifest.validity[1])] {
        [None, None] => "holds always".to_owned(),
        [Some(first), None] => format!("holds from {first}"),
        [None, Some(last)] => format!("holds until {last}"),
        [Some(first), Some(last)] => format!("holds {first} to {last}"),
    }
}
