//! A nominal set of VENµS whose filters of stray light are small, made once for all tests that only look at it.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use tempfile::TempDir;
use viq::instrument::InstrumentDescription;
use viq::product_files::parameter_set_folder::{CarriedFile, SetWriting, write_parameter_set};
use viq::product_files::venus_parameters::SensorMounting;
use viq::simulation::{NominalResponse, NominalSetSettings, nominal_set};
use viq::supervision::Supervision;

/// Writes such a set into a folder, without one of its bands if that is asked for.
pub(crate) fn set_in(folder: &Path, without: Option<&str>) -> PathBuf {
    let (instrument, supervision) = (InstrumentDescription::built_in().unwrap(), Supervision::unattended());
    let mut settings = NominalSetSettings::of(&instrument.model, 4).unwrap();
    (settings.local_filter_size, settings.cross_talk_filter_size) = (17, 9);
    let mut set = nominal_set(&instrument, &NominalResponse::built_in().unwrap(), &settings, &supervision).unwrap();
    set.bands.retain(|band| Some(band.band.as_str()) != without);
    let mounting = SensorMounting::without_turns(&instrument.model).unwrap();
    let carried = [CarriedFile::SensorMounting(Box::new(mounting))];
    let target = folder.join("set");
    let writing = SetWriting { created: None, replace: false, carried: &carried };
    write_parameter_set(&target, &set, &writing, &supervision).unwrap();
    target
}

/// The set's folder.
pub(crate) fn set() -> &'static Path {
    static MADE: OnceLock<(TempDir, PathBuf)> = OnceLock::new();
    let made = MADE.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let set = set_in(folder.path(), None);
        (folder, set)
    });
    &made.1
}
