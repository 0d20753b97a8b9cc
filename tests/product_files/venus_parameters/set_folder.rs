//! A set as a folder: it comes back as it was, stands whole or not at all, and gives way only where it may.

use std::path::{Path, PathBuf};

use viq::instrument::TdiStages;
use viq::parameter_sets::{Needs, ParameterSet, SetState, findings};
use viq::product_files::ProductError;
use viq::product_files::parameter_set_folder::{
    CarriedFile, SetWriting, WrittenSet, read_carried_files, read_parameter_set, read_set_manifest, write_parameter_set,
};
use viq::product_files::venus_parameters::FileForm;
use viq::supervision::{Observer, Progress, Supervision, Warning};

use super::sample_set::Sample;
use super::schemas::carried;

pub(super) fn write(place: &Path, set: &ParameterSet, replace: bool) -> Result<WrittenSet, ProductError> {
    let writing = SetWriting { created: None, replace, carried: &[] };
    write_parameter_set(place, set, &writing, &Supervision::unattended())
}

pub(super) fn read(place: &Path) -> Result<ParameterSet, ProductError> {
    read_parameter_set(place, &Supervision::unattended())
}

/// Every file below a folder with its bytes.
fn contents(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut files = Vec::new();
    let mut waiting = vec![folder.to_path_buf()];
    while let Some(place) = waiting.pop() {
        for entry in std::fs::read_dir(&place).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else {
                files.push((path.strip_prefix(folder).unwrap().to_path_buf(), std::fs::read(&path).unwrap()));
            }
        }
    }
    files.sort();
    files
}

#[test]
fn a_set_comes_back_as_it_was_and_knows_its_files() {
    let folder = tempfile::tempdir().unwrap();
    for (name, sample) in [("venus", Sample { tdi: &[1, 32], ..Sample::VENUS }), ("small", Sample::SMALL)] {
        let place = folder.path().join(name);
        let set = sample.set();
        assert_eq!(findings(&set, &Needs::of(&set)), []);
        let written = write(&place, &set, false).unwrap();
        let back = read(&place).unwrap();
        assert_eq!(back.bands, set.bands);
        assert_eq!((back.reflectance, &back.processing), (set.reflectance, &set.processing));
        assert_eq!((&back.manifest, &back.files), (&written.manifest, &written.files));
        assert_eq!(back.manifest.provenance, set.manifest.provenance);
        assert_eq!(back.manifest.settings, set.manifest.settings);
        // one file a band and number of TDI stages of three kinds, one a band of three, one of six, and two filters of type 1 and one of type 2
        let n_bands = sample.bands.len();
        assert_eq!(back.files.len(), n_bands * (3 * sample.tdi.len() + 3) + 6);
        assert_eq!(back.manifest.files.len(), back.files.len() + 3 * n_bands + 1);
        let (band, tdi) = (sample.bands[1], TdiStages(sample.tdi[1]));
        let of = back.file_of("RELSEN", band, tdi).unwrap();
        assert!(of.identifier.contains(&format!("_GIP_RELSEN_L_ALLSITES_00008_20171021_99999999_{band}_")), "{of:?}");
        assert_eq!(back.file_of("PHGAIN", band, tdi).unwrap().band, None);
    }
    let forms = ["venus", "small"].map(|name| read_set_manifest(&folder.path().join(name)).unwrap().layout.form);
    assert_eq!(forms, [FileForm::InterfaceDocument, FileForm::AnyInstrument]);
}

#[test]
fn the_same_set_gives_the_same_bytes_on_any_number_of_threads() {
    let folder = tempfile::tempdir().unwrap();
    let set = Sample::SMALL.set();
    for n_threads in [1, 3] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(n_threads).build().unwrap();
        pool.install(|| write(&folder.path().join(n_threads.to_string()), &set, false)).unwrap();
    }
    assert_eq!(contents(&folder.path().join("1")), contents(&folder.path().join("3")));
}

#[test]
fn equal_filters_stand_in_one_file() {
    let folder = tempfile::tempdir().unwrap();
    let mut set = Sample::SMALL.set();
    let local = &mut set.bands[0].stray_light.local;
    local[1].filter = local[0].filter.clone();
    write(&folder.path().join("set"), &set, false).unwrap();
    let back = read(&folder.path().join("set")).unwrap();
    assert_eq!(back.bands, set.bands);
    let filters =
        |band: &str| back.manifest.files.iter().filter(|file| file.path.contains(&format!("_{band}.DBL.DIR/"))).count();
    assert_eq!((filters("green"), filters("red")), (2, 3));
}

#[test]
fn carried_files_stay_with_the_set() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("set");
    let writing = SetWriting { created: None, replace: false, carried: &carried() };
    let watched = Supervision::unattended();
    write_parameter_set(&place, &Sample::SMALL.set(), &writing, &watched).unwrap();
    assert_eq!(read_carried_files(&place, &watched).unwrap(), carried());
    let kinds: Vec<String> = read(&place).unwrap().files.into_iter().map(|file| file.kind).collect();
    assert_eq!(kinds[kinds.len() - 3..], ["SENGEO", "PARREF", "GEOVEN"]);
}

#[test]
fn carried_files_outlive_the_replacing_of_their_set_unless_new_ones_or_another_instrument_come() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("set");
    let watched = Supervision::unattended();
    let old = carried();
    let replacing = |set: &ParameterSet, carried: &[CarriedFile]| {
        let writing = SetWriting { created: None, replace: true, carried };
        write_parameter_set(&place, set, &writing, &watched).unwrap();
        read_carried_files(&place, &watched).unwrap()
    };
    let mut set = Sample::SMALL.set();
    assert_eq!(replacing(&set, &old), old);
    set.manifest.version = 9;
    assert_eq!(replacing(&set, &[]), old);
    assert_eq!(read(&place).unwrap().file_of("SENGEO", "", TdiStages(1)).map(|file| file.serial), Some(9));
    let CarriedFile::SensorMounting(mut mounting) = old[0].clone() else { panic!() };
    mounting.instrument.homothety_z = 1.5;
    let new = CarriedFile::SensorMounting(mounting);
    assert_eq!(replacing(&set, std::slice::from_ref(&new)), [new.clone(), old[1].clone(), old[2].clone()]);
    // one that cannot be read stops the replacing: what it says would be lost
    let spoilt = std::fs::read_dir(&place).unwrap().map(|entry| entry.unwrap().path());
    let spoilt = spoilt.into_iter().find(|path| path.to_string_lossy().contains("PARREF")).unwrap();
    let bytes = std::fs::read(&spoilt).unwrap();
    std::fs::write(&spoilt, "<x/>").unwrap();
    let error = write(&place, &set, true).unwrap_err().to_string();
    assert!(error.contains("PARREF") && error.contains("SHA-256"), "{error}");
    std::fs::write(&spoilt, bytes).unwrap();
    set.manifest.instrument = "another".to_owned();
    assert_eq!(replacing(&set, &[]), []);
}

#[test]
fn the_bytes_of_a_filter_that_are_used_are_those_that_were_checked() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("set");
    write(&place, &Sample::SMALL.set(), false).unwrap();
    // The header still lists the filter, and the manifest does not: nothing would hold its bytes.
    let manifest = place.join("set.toml");
    let text = std::fs::read_to_string(&manifest).unwrap();
    let blocks: Vec<&str> = text.split("[[file]]").collect();
    let kept: Vec<&str> =
        blocks.iter().copied().filter(|block| !block.contains("_green.DBL.DIR/FILTER_0002")).collect();
    assert_eq!(kept.len() + 1, blocks.len());
    std::fs::write(&manifest, kept.join("[[file]]")).unwrap();
    let error = read(&place).unwrap_err().to_string();
    let words = ["FILTER_0002.TIF", "needed a filter whose checksum the set lists", "found one that it does not list"];
    assert!(words.iter().all(|word| error.contains(word)), "{error}");
}

#[test]
fn an_approved_set_is_never_modified_and_others_only_when_told() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("set");
    let mut set = Sample::SMALL.set();
    write(&place, &set, false).unwrap();
    set.manifest.version = 9;
    let error = write(&place, &set, false).unwrap_err().to_string();
    assert!(
        error.contains("needed a new or empty folder, found sample, version 8, which is not to be replaced"),
        "{error}"
    );
    set.manifest.state = SetState::Approved;
    write(&place, &set, true).unwrap();
    let before = contents(&place);
    assert_eq!(read(&place).unwrap().manifest.version, 9);
    let error = write(&place, &Sample::SMALL.set(), true).unwrap_err().to_string();
    assert!(error.contains("an approved set is never modified, found sample, version 9"), "{error}");
    assert_eq!(contents(&place), before);
    // nothing is left beside it
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);

    let other = folder.path().join("other");
    std::fs::create_dir(&other).unwrap();
    std::fs::write(other.join("letter.txt"), "mine").unwrap();
    let error = write(&other, &set, true).unwrap_err().to_string();
    assert!(error.contains("needed a new or empty folder, found other files"), "{error}");
    assert_eq!(contents(&other), [(PathBuf::from("letter.txt"), b"mine".to_vec())]);
    let empty = folder.path().join("empty");
    std::fs::create_dir(&empty).unwrap();
    write(&empty, &set, false).unwrap();
    assert_eq!(contents(&empty), before);
}

/// Cancels after some files.
struct After(u64, std::sync::Arc<std::sync::atomic::AtomicBool>);

impl Observer for After {
    fn progress(&self, progress: &Progress) {
        if progress.done >= self.0 {
            self.1.store(true, std::sync::atomic::Ordering::Relaxed);
        }
    }
    fn warning(&self, _warning: &Warning) {}
}

#[test]
fn a_cancelled_writing_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let flag = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
    let observer = std::sync::Arc::new(After(4, flag.clone()));
    let watched = Supervision::new(observer, flag, 1 << 30);
    let writing = SetWriting { created: None, replace: false, carried: &[] };
    let ended = write_parameter_set(&folder.path().join("set"), &Sample::SMALL.set(), &writing, &watched);
    assert!(matches!(ended, Err(ProductError::Cancelled(_))), "{ended:?}");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn a_folder_that_cannot_be_made_names_its_final_place() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    std::fs::write(&file, "x").unwrap();
    let error = write(&file.join("set"), &Sample::SMALL.set(), false).unwrap_err().to_string();
    assert!(error.contains(&file.display().to_string()), "{error}");
}
