//! Files that are something else, damaged, or where nothing may be written.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::Path;

use viq::catalog::geopackage::GeoPackage;
use viq::catalog::{Catalog, CatalogError, Query};
use viq::supervision::Supervision;

use crate::other_process;
use crate::samples::{products, time};

fn refused(path: &Path) -> CatalogError {
    let error = GeoPackage::open(path, &Supervision::unattended()).map(|_| ()).unwrap_err();
    assert!(error.to_string().contains(path.file_name().unwrap().to_str().unwrap()), "{error}");
    error
}

#[test]
fn a_file_that_is_no_database_is_refused_and_stays_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    for (name, content) in [
        ("text.gpkg", b"this is a text, and a long enough one to be taken for a page of something".as_slice()),
        ("short.gpkg", b"SQLite"),
        ("tiff.gpkg", b"II*\0\x08\0\0\0 and so on, a raster"),
    ] {
        let path = folder.path().join(name);
        fs::write(&path, content).unwrap();
        let error = refused(&path);
        assert!(matches!(error, CatalogError::NotADatabase { .. }), "{error}");
        assert!(error.to_string().contains("a file of another kind"), "{error}");
        assert_eq!(fs::read(&path).unwrap(), content);
    }
}

#[test]
fn a_database_with_broken_pages_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("catalog.gpkg");
    drop(GeoPackage::open(&path, &Supervision::unattended()).unwrap());
    let mut bytes = fs::read(&path).unwrap();
    bytes[100..4096].fill(0xA5);
    fs::write(&path, &bytes).unwrap();
    let error = refused(&path);
    assert!(matches!(error, CatalogError::NotADatabase { .. }), "{error}");
}

#[test]
fn a_truncated_database_is_refused_and_never_a_crash() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("catalog.gpkg");
    drop(GeoPackage::open(&path, &Supervision::unattended()).unwrap());
    let whole = fs::read(&path).unwrap();
    for length in [17, 100, 1000, 4096, whole.len() / 2] {
        fs::write(&path, &whole[..length]).unwrap();
        let refused_or_failing = GeoPackage::open(&path, &Supervision::unattended())
            .and_then(|catalog| catalog.find(&Query::default(), &Supervision::unattended()));
        assert!(refused_or_failing.is_err(), "{length} bytes");
    }
}

#[test]
fn an_empty_file_becomes_a_catalog() {
    // a process that was killed while it made the catalog leaves one
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("catalog.gpkg");
    fs::write(&path, b"").unwrap();
    let mut catalog = GeoPackage::open(&path, &Supervision::unattended()).unwrap();
    catalog.ingest(&products(1), time("2024-01-01"), &Supervision::unattended()).unwrap();
}

#[test]
fn a_folder_and_a_missing_folder_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    assert!(matches!(refused(folder.path()), CatalogError::Unreachable { .. }));
    let error = refused(&folder.path().join("nowhere/catalog.gpkg"));
    assert!(error.to_string().contains("there is no folder"), "{error}");
}

/// Uses the catalog in a process without rights of its own (tests may run as root, who may write everywhere).
fn done_by_nobody(what_to_do: &str, path: &Path) -> String {
    let mut command = other_process::command(what_to_do, path.to_str().unwrap());
    if fs::metadata("/proc/self").is_ok_and(|me| std::os::unix::fs::MetadataExt::uid(&me) == 0) {
        command.uid(65534).gid(65534);
    }
    let Ok(mut process) = command.spawn() else {
        crate::skipping::skipped("the test binary cannot be started by another user");
        return String::new();
    };
    let report = other_process::reports(&mut process).last().unwrap_or_default();
    process.wait().unwrap();
    report
}

#[test]
fn a_folder_that_may_not_be_written_is_named() {
    let folder = tempfile::tempdir().unwrap();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o555)).unwrap();
    let path = folder.path().join("catalog.gpkg");
    let report = done_by_nobody("open", &path);
    assert!(report.is_empty() || report.contains("catalog.gpkg: cannot be opened"), "{report}");
    assert!(!path.exists());
}

#[test]
fn a_file_that_may_not_be_written_is_named() {
    let folder = tempfile::tempdir().unwrap();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
    let path = folder.path().join("catalog.gpkg");
    drop(GeoPackage::open(&path, &Supervision::unattended()).unwrap());
    fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).unwrap();
    let report = done_by_nobody("open", &path);
    assert!(report.is_empty() || (report.contains("catalog.gpkg: cannot be")), "{report}");
}

#[test]
fn whoever_may_write_nothing_may_still_look() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a ?#%41 catalog.gpkg");
    let mut catalog = GeoPackage::open(&path, &Supervision::unattended()).unwrap();
    catalog.ingest(&products(3), time("2024-01-01"), &Supervision::unattended()).unwrap();
    drop(catalog);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).unwrap();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o555)).unwrap();
    let report = done_by_nobody("count", &path);
    assert!(report.is_empty() || report == "3", "{report}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing was made beside it");
}

#[test]
fn a_second_opening_leaves_the_locks_of_the_first() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("catalog.gpkg");
    let supervision = Supervision::unattended();
    let mut first = GeoPackage::open(&path, &supervision).unwrap();
    first.ingest(&products(1), time("2024-01-01"), &supervision).unwrap();
    drop(GeoPackage::open(&path, &supervision).unwrap());
    // another process that took itself for the last one would remove the log from under the first
    let mut process = other_process::start("open", path.to_str().unwrap());
    assert_eq!(other_process::reports(&mut process).collect::<Vec<_>>(), ["opened"]);
    process.wait().unwrap();
    assert!(folder.path().join("catalog.gpkg-wal").exists());
    first.ingest(&products(2), time("2024-01-01"), &supervision).unwrap();
    drop(first);
    let catalog = GeoPackage::open(&path, &supervision).unwrap();
    assert_eq!(catalog.count(&Query::default(), &supervision).unwrap(), 2);
}
