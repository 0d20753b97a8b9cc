//! `viq ingest`: everything read, each product once, nothing lost.

use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;
use std::process::Stdio;

use crate::products::{archive, image_of};
use crate::running::{Ended, run_in, text, viq};

/// Identifiers in the catalog.
fn recorded(workspace: &Path) -> Vec<String> {
    let found = run_in(workspace, ["find", "--json", "--limit", "1000"]).with(0).json();
    found.as_array().unwrap().iter().map(|product| product["key"]["identifier"].as_str().unwrap().to_owned()).collect()
}

/// Identifiers in lines that begin with `word`.
fn reported(out: &str, word: &str) -> Vec<String> {
    let lines = out.lines().filter_map(|line| line.strip_prefix(word));
    lines.map(|rest| rest.split_whitespace().next().unwrap().to_owned()).collect()
}

#[test]
fn a_folder_is_recorded_once_however_often_it_is_given() {
    let folder = tempfile::tempdir().unwrap();
    let products = folder.path().join("archive/2020/03");
    std::fs::create_dir_all(&products).unwrap();
    archive(&products, 3);
    let given = text(folder.path());
    let first = run_in(folder.path(), ["ingest", given]).with(0);
    assert_eq!(reported(&first.out, "added").len(), 3, "{}", first.out);
    let again = run_in(folder.path(), ["ingest", given, given]).with(0);
    assert_eq!(reported(&again.out, "already there").len(), 6, "{}", again.out);
    assert_eq!(recorded(folder.path()).len(), 3);
    let json = run_in(folder.path(), ["ingest", given, "--json"]).with(0).json();
    assert_eq!(json["items"][2]["status"], "already_there");
    let quiet = run_in(folder.path(), ["ingest", given, "--quiet"]).with(0);
    assert_eq!((quiet.out.as_str(), quiet.err.as_str()), ("", ""));
}

#[test]
fn several_processes_may_ingest_the_same_folder_at_once() {
    let folder = tempfile::tempdir().unwrap();
    archive(folder.path(), 12);
    let processes: Vec<_> = (0..4)
        .map(|_| {
            let mut command = viq(folder.path());
            command.args(["ingest", text(folder.path())]).stdout(Stdio::piped()).stderr(Stdio::piped());
            command.spawn().unwrap()
        })
        .collect();
    let mut added = 0;
    for process in processes {
        let ended = Ended::of(&process.wait_with_output().unwrap()).with(0);
        added += reported(&ended.out, "added").len();
        assert_eq!(ended.out.lines().count(), 12, "{}", ended.out);
    }
    assert_eq!((added, recorded(folder.path()).len()), (12, 12));
}

#[test]
fn a_product_that_fails_does_not_stop_the_others_and_gives_3() {
    let folder = tempfile::tempdir().unwrap();
    let headers = archive(folder.path(), 3);
    std::fs::write(&headers[1], "no header").unwrap();
    let (missing, empty) = (folder.path().join("missing.HDR"), folder.path().join("empty folder"));
    std::fs::create_dir(&empty).unwrap();
    let ended = run_in(folder.path(), ["ingest", text(&missing), text(&empty), text(folder.path())]).with(3);
    assert_eq!(reported(&ended.out, "added").len(), 2, "{}", ended.out);
    ended.says(&["missing.HDR: needed", "empty folder: needed a folder with", "SITE0001", "needed well-formed XML"]);
    assert_eq!(recorded(folder.path()).len(), 2);
}

#[test]
fn a_truncated_image_is_refused_now_and_not_recorded() {
    let folder = tempfile::tempdir().unwrap();
    let header = archive(folder.path(), 1).remove(0);
    let image = image_of(&header);
    let bytes = std::fs::read(&image).unwrap();
    for length in [bytes.len() - 100, bytes.len() / 2, 100, 1] {
        std::fs::write(&image, &bytes[..length]).unwrap();
        run_in(folder.path(), ["ingest", text(&header)]).with(3).says(&["PDTIMG", "needed"]);
        assert!(recorded(folder.path()).is_empty(), "{length} bytes");
    }
    std::fs::write(&image, &bytes).unwrap();
    run_in(folder.path(), ["ingest", text(&header)]).with(0);
    assert_eq!(recorded(folder.path()).len(), 1);
}

/// Ends an ingestion of `n` products by `signal` after its first report; gives what it reported.
fn ended_in_the_middle(workspace: &Path, n: usize, signal: &str) -> (Option<i32>, Vec<String>) {
    archive(workspace, n);
    let mut command = viq(workspace);
    let mut process = command.args(["ingest", text(workspace)]).stdout(Stdio::piped()).spawn().unwrap();
    let mut output = BufReader::new(process.stdout.take().unwrap());
    let mut said = String::new();
    output.read_line(&mut said).unwrap();
    crate::cancelling::send(signal, process.id());
    output.read_to_string(&mut said).unwrap();
    let code = process.wait().unwrap().code();
    // A line that the end cut short reports nothing.
    let whole = said.rfind('\n').map_or("", |end| &said[..end]);
    (code, reported(whole, "added"))
}

#[test]
fn what_was_reported_survives_a_kill() {
    let folder = tempfile::tempdir().unwrap();
    let (code, reported) = ended_in_the_middle(folder.path(), 40, "KILL");
    assert_eq!(code, None, "the process came to its end before it could be killed");
    assert!(!reported.is_empty());
    let held = recorded(folder.path());
    for identifier in &reported {
        assert!(held.contains(identifier), "{identifier} was reported and is not in the catalog");
    }
    run_in(folder.path(), ["ingest", text(folder.path())]).with(0);
    assert_eq!(recorded(folder.path()).len(), 40);
}

#[test]
fn what_was_reported_survives_a_cancel() {
    let folder = tempfile::tempdir().unwrap();
    let (code, reported) = ended_in_the_middle(folder.path(), 40, "INT");
    assert_eq!(code, Some(4));
    let held = recorded(folder.path());
    assert!(!reported.is_empty() && held.len() < 40, "{} of 40", held.len());
    for identifier in &reported {
        assert!(held.contains(identifier), "{identifier} was reported and is not in the catalog");
    }
}
