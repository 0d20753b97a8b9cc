//! Help, mistakes of typing, and an output that cannot be written to.

use std::fs::OpenOptions;
use std::io::Read as _;
use std::process::Stdio;

use crate::products::small;
use crate::running::{Ended, run, run_in, text, viq};

#[test]
fn every_verb_explains_itself_with_an_example() {
    let folder = tempfile::tempdir().unwrap();
    for verb in [None, Some("open"), Some("info"), Some("ingest"), Some("find"), Some("verify"), Some("demo")] {
        let ended = run_in(folder.path(), verb.into_iter().chain(["--help"])).with(0);
        assert!(ended.out.contains("Usage:") && ended.out.contains("Examples:\n  viq "), "{}", ended.out);
    }
    let all = run_in(folder.path(), ["--help"]).out;
    for word in ["Exit codes: 0 done", "VIQ_WORKSPACE", "VIQ_CATALOG", "PGPASSFILE"] {
        assert!(all.contains(word), "{word} in: {all}");
    }
}

#[test]
fn mistakes_of_typing_give_2_and_leave_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let workspace = folder.path().join("workspace");
    let cases: [&[&str]; 7] = [
        &[],
        &["inf"],
        &["info"],
        &["verify"],
        &["info", "a", "--colour"],
        &["demo", "d", "--seed", "-1"],
        &["find", "x"],
    ];
    for arguments in cases {
        let ended = run_in(&workspace, arguments.iter().copied()).with(2);
        assert!(!ended.err.is_empty() && ended.out.is_empty(), "{arguments:?}: {}", ended.out);
    }
    assert!(!workspace.exists());
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_behind_standard_output_gives_3_and_a_message() {
    let folder = tempfile::tempdir().unwrap();
    let header = text(&small().header);
    for arguments in
        [["info", "--json", header], ["info", "--", header], ["ingest", "--json", header], ["ingest", "--", header]]
    {
        let full = OpenOptions::new().write(true).open("/dev/full").unwrap();
        let mut command = viq(folder.path());
        command.args(arguments).stdout(full).stderr(Stdio::piped());
        let ended = Ended::of(&command.spawn().unwrap().wait_with_output().unwrap());
        ended.with(3).says(&["standard output: could not be written"]);
    }
    // What was read is recorded all the same.
    assert_eq!(run_in(folder.path(), ["find", "--json"]).json().as_array().unwrap().len(), 1);
}

#[test]
fn a_reader_that_has_seen_enough_is_no_error() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = viq(folder.path());
    command.args(["info", "--json", text(&small().header)]).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut process = command.spawn().unwrap();
    drop(process.stdout.take());
    let mut message = String::new();
    process.stderr.take().unwrap().read_to_string(&mut message).unwrap();
    assert_eq!((process.wait().unwrap().code(), message.as_str()), (Some(0), ""));
}

#[test]
fn no_place_for_a_workspace_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = viq(folder.path());
    command.arg("find").env_remove("HOME").env_remove("VIQ_WORKSPACE");
    run(command).with(3).says(&["--workspace", "VIQ_WORKSPACE", "HOME"]);
}
