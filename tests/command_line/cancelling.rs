//! Ctrl-C: the program ends by itself with exit code 4 and takes away what it had begun.

use std::path::Path;
use std::process::{Child, Command, Stdio};

use crate::products::large;
use crate::running::{Ended, files_below, run_in, text, viq, wait_until};

/// Sends a signal (`INT`, `KILL`) to a process of this test.
pub(crate) fn send(signal: &str, process: u32) {
    let sent = Command::new("sh").args(["-c", &format!("kill -{signal} {process}")]).status().unwrap();
    assert!(sent.success(), "no signal {signal} could be sent");
}

fn start(workspace: &Path, arguments: &[&str]) -> Child {
    let mut command = viq(workspace);
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

fn cancelled(process: Child) {
    send("INT", process.id());
    let ended = Ended::of(&process.wait_with_output().unwrap()).with(4);
    assert_eq!((ended.out.as_str(), ended.err.as_str()), ("", "viq: cancelled\n"));
}

#[test]
fn a_verification_that_is_cancelled_leaves_no_report() {
    let folder = tempfile::tempdir().unwrap();
    let report = folder.path().join("report");
    let header = text(&large().header);
    let process = start(folder.path(), &["verify", header, header, header, header, "--report", text(&report)]);
    wait_until("the folder of the report", || report.is_dir());
    cancelled(process);
    assert!(!report.exists(), "{:?}", files_below(&report));
    run_in(folder.path(), ["find"]).with(0);
}

#[test]
fn a_folder_that_was_there_before_a_cancelled_verification_is_left_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let report = folder.path().join("report");
    std::fs::create_dir(&report).unwrap();
    std::fs::write(report.join("report.html"), "the report of yesterday").unwrap();
    let header = text(&large().header);
    let catalog = folder.path().join("catalog.gpkg");
    let process = start(folder.path(), &["verify", header, header, header, header, "--report", text(&report)]);
    wait_until("the catalog", || catalog.is_file());
    cancelled(process);
    assert_eq!(files_below(&report), [text(&report.join("report.html"))]);
    assert_eq!(std::fs::read_to_string(report.join("report.html")).unwrap(), "the report of yesterday");
}

#[test]
fn a_demonstration_that_is_cancelled_while_it_is_calculated_leaves_no_product() {
    let folder = tempfile::tempdir().unwrap();
    let process = start(folder.path(), &["demo", text(folder.path()), "--side", "2048"]);
    wait_until("the catalog", || folder.path().join("catalog.gpkg").is_file());
    cancelled(process);
    assert!(files_below(&folder.path().join("product")).is_empty());
}

#[test]
fn a_demonstration_that_is_cancelled_while_it_is_written_leaves_no_half_image() {
    let folder = tempfile::tempdir().unwrap();
    let product = folder.path().join("product");
    let process = start(folder.path(), &["demo", text(folder.path()), "--side", "1024"]);
    wait_until("a file that is being written", || !files_below(&product).is_empty());
    cancelled(process);
    assert!(files_below(&product).is_empty(), "{:?}", files_below(&product));
}
