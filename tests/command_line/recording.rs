//! What the catalog holds after a run, and what becomes of a measurement that it does not take.

use std::path::Path;

use serde_json::Value;
use viq::catalog::{Event, Location, open};
use viq::supervision::Supervision;

use crate::products::{archive, small};
use crate::running::{files_below, run_in, text};
use crate::table::Table;

/// The newest event first.
fn events(workspace: &Path) -> Vec<Event> {
    let location = Location::GeoPackage(workspace.join("catalog.gpkg"));
    open(&location, &Supervision::unattended()).unwrap().events(100).unwrap()
}

/// Makes a catalog that refuses new rows of this table.
fn refuse(workspace: &Path, table: &str) {
    assert!(events(workspace).is_empty());
    let database = rusqlite::Connection::open(workspace.join("catalog.gpkg")).unwrap();
    let trigger =
        format!("create trigger refused before insert on {table} begin select raise(abort, 'no more {table}'); end");
    database.execute_batch(&trigger).unwrap();
}

pub(crate) fn json_of(report: &Path) -> Value {
    serde_json::from_str(&std::fs::read_to_string(report.join("report.json")).unwrap()).unwrap()
}

#[test]
fn figures_that_the_catalog_does_not_take_are_reported_and_give_3() {
    for table in ["verification", "event"] {
        let folder = tempfile::tempdir().unwrap();
        let report = folder.path().join("report");
        refuse(folder.path(), table);
        let ended = run_in(folder.path(), ["verify", text(&small().header), "--report", text(&report)]).with(3);
        ended.says(&["viq: not recorded: VE_TEST_VSC_L1VALD_DEMO0001", &format!("no more {table}")]);
        assert_eq!(ended.last_line(), text(&report.join("report.html")));
        assert!(Table::of_report(&report).rows.len() > 66 * 5);
        let warning = json_of(&report)["warnings"][0].as_str().unwrap().to_owned();
        assert!(warning.starts_with("not recorded: ") && warning.contains(table), "{warning}");
    }
}

#[test]
fn a_journal_that_does_not_take_the_end_takes_nothing_away() {
    let folder = tempfile::tempdir().unwrap();
    let report = folder.path().join("report");
    refuse(folder.path(), "journal_end");
    let ended = run_in(folder.path(), ["verify", text(&small().header), "--report", text(&report)]).with(3);
    ended.says(&["viq: not recorded: the end of the operation", "no more journal_end"]);
    assert_eq!(ended.last_line(), text(&report.join("report.html")));
    assert_eq!(run_in(folder.path(), ["find", "--json"]).with(0).json().as_array().unwrap().len(), 1);
}

#[test]
fn what_cannot_be_read_is_an_event() {
    let folder = tempfile::tempdir().unwrap();
    let (missing, empty) = (folder.path().join("missing.HDR"), folder.path().join("empty"));
    std::fs::create_dir(&empty).unwrap();
    for (verb, kind) in [("ingest", "not_ingested"), ("verify", "not_verified")] {
        run_in(folder.path(), [verb, text(&missing), text(&empty)]).with(3);
        let mut newest = events(folder.path());
        newest.truncate(2);
        newest.sort_by(|a, b| a.subject.cmp(&b.subject));
        for (event, (path, why)) in newest.iter().zip([(&empty, "needed a folder"), (&missing, "found no such file")]) {
            assert_eq!((event.kind.as_str(), event.subject.as_str()), (kind, text(path)));
            assert!(event.message.contains(why), "{}", event.message);
        }
    }
}

#[test]
fn a_warning_of_the_reader_stands_in_the_report_of_its_product() {
    let folder = tempfile::tempdir().unwrap();
    let report = folder.path().join("report");
    let headers = archive(folder.path(), 2);
    let whole = std::fs::read_to_string(&headers[1]).unwrap();
    let elsewhere = whole.replace("500002.5", "500102.5");
    assert_ne!(whole, elsewhere, "the header does not say where its image lies");
    std::fs::write(&headers[1], elsewhere).unwrap();
    let ended = run_in(folder.path(), ["verify", text(&headers[0]), text(&headers[1]), "--report", text(&report)]);
    ended.says(&["viq: warning: ", "the image is followed"]);
    let written = json_of(&report);
    let warnings = |index: usize| written["products"][index]["warnings"].as_array().unwrap().clone();
    assert!(warnings(0).is_empty(), "{:?}", warnings(0));
    let own = warnings(1);
    assert!(own.len() == 1 && own[0].as_str().unwrap().contains("the image is followed"), "{own:?}");
    assert!(std::fs::read_to_string(report.join("report.html")).unwrap().contains("the image is followed"));
}

#[cfg(unix)]
#[test]
fn a_path_that_is_no_unicode_is_served_like_any_other() {
    use std::os::unix::ffi::OsStringExt as _;
    let folder = tempfile::tempdir().unwrap();
    let odd = |name: &[u8]| folder.path().join(std::ffi::OsString::from_vec(name.to_vec()));
    let (report, missing) = (odd(b"report \xFF"), odd(b"missing \xFF.HDR"));
    let verified = |words: &[&std::ffi::OsStr]| {
        let mut command = crate::running::viq(folder.path());
        command.args(words);
        crate::running::run(command)
    };
    let (header, flag) = (small().header.as_os_str(), "--report".as_ref());
    verified(&["verify".as_ref(), header, flag, report.as_os_str()]).with(1);
    assert!(report.join("report.html").is_file());
    for verb in ["ingest", "verify"] {
        verified(&[verb.as_ref(), missing.as_os_str()]).with(3).says(&["missing \u{FFFD}.HDR", "found no such file"]);
        assert!(events(folder.path())[0].subject.ends_with("missing \u{FFFD}.HDR"));
    }
    let json = verified(&["ingest".as_ref(), "--json".as_ref(), missing.as_os_str()]).with(3).json();
    assert!(json["items"][0]["path"].as_str().unwrap().ends_with("missing \u{FFFD}.HDR"));
}

/// The process may not make a file longer than this; the catalog, written before, is shorter and the page is longer.
#[cfg(target_os = "linux")]
#[test]
fn a_report_for_which_there_is_no_room_leaves_the_earlier_one_whole() {
    let folder = tempfile::tempdir().unwrap();
    let report = folder.path().join("report");
    let header = text(&small().header);
    run_in(folder.path(), ["verify", header, "--report", text(&report)]).with(1);
    let before: Vec<_> = files_below(&report).into_iter().map(|name| (std::fs::read(&name).unwrap(), name)).collect();
    let longest = before.iter().map(|(bytes, _)| bytes.len()).max().unwrap();
    let workspace = folder.path().join("workspace");
    let mut command = std::process::Command::new("sh");
    command.args(["-c", &format!("trap '' XFSZ; ulimit -f {}; exec \"$0\" \"$@\"", longest / 512 - 8)]);
    command.args([env!("CARGO_BIN_EXE_viq"), "verify", header, "--report", text(&report)]);
    command.env_remove("VIQ_CATALOG").env("VIQ_WORKSPACE", &workspace).env("HOME", &workspace);
    crate::running::run(command).with(3).says(&["report/report.", "could not be written"]);
    let after: Vec<_> = files_below(&report).into_iter().map(|name| (std::fs::read(&name).unwrap(), name)).collect();
    assert!(before == after, "{:?}", files_below(&report));
}
