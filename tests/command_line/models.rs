//! `viq models`: a nominal set is made, shown and checked; a spoilt one is told from a good one.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::running::{files_below, run_in, text};

/// A small instrument, which is described beside these tests.
const SMALL: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/instruments/two_units");

/// A set of the small instrument in a folder of its own.
struct Made {
    workspace: tempfile::TempDir,
    set: PathBuf,
}

fn made(further: &[&str]) -> Made {
    let workspace = tempfile::tempdir().unwrap();
    let set = workspace.path().join("set");
    let arguments = [&["models", "init", SMALL, "--out", text(&set), "--seed", "7"], further].concat();
    let ended = run_in(workspace.path(), arguments).with(0);
    assert_eq!(ended.last_line(), text(&set));
    assert!(ended.out.contains("SYNTHETIC"), "{}", ended.out);
    Made { workspace, set }
}

impl Made {
    fn file(&self, kind: &str) -> PathBuf {
        let mut found: Vec<PathBuf> = std::fs::read_dir(&self.set)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.is_file() && path.to_string_lossy().contains(kind))
            .collect();
        found.sort();
        found.remove(0)
    }

    /// Replaces a text in a file, and the file's checksum in the manifest.
    fn spoil(&self, kind: &str, good: &str, bad: &str) {
        let path = self.file(kind);
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let before = std::fs::read_to_string(&path).unwrap();
        assert!(before.contains(good), "{good} in {before}");
        std::fs::write(&path, before.replacen(good, bad, 1)).unwrap();
        let sum = sha256(&path);
        let manifest = self.set.join("set.toml");
        let old = std::fs::read_to_string(&manifest).unwrap();
        let place = old.find(&name).unwrap();
        let start = place + old[place..].find("sha256 = \"").unwrap() + 10;
        std::fs::write(&manifest, format!("{}{sum}{}", &old[..start], &old[start + 64..])).unwrap();
    }

    fn validate(&self, code: i32, further: &[&str]) -> Value {
        let arguments = [&["models", "validate", text(&self.set), "--json"], further].concat();
        run_in(self.workspace.path(), arguments).with(code).json()
    }
}

/// By the system's own tool.
fn sha256(path: &Path) -> String {
    let output = std::process::Command::new("sha256sum").arg(path).output().unwrap();
    String::from_utf8(output.stdout).unwrap()[..64].to_owned()
}

#[test]
fn a_nominal_set_is_made_shown_and_found_good() {
    let made = made(&[]);
    let shown = run_in(made.workspace.path(), ["models", "show", text(&made.set), "--json"]).with(0).json();
    assert_eq!((&shown["columns"], &shown["form"]), (&96.into(), &"any_instrument".into()));
    assert_eq!(shown["provenance"]["synthetic"], true);
    let bands: Vec<&str> =
        shown["bands"].as_array().unwrap().iter().map(|band| band["band"].as_str().unwrap()).collect();
    assert_eq!(bands, ["green", "red", "near_infrared"]);
    let responses = shown["bands"][0]["responses"].as_array().unwrap();
    assert_eq!(responses.iter().map(|response| &response["tdi"]).collect::<Vec<_>>(), [&1, &2]);
    for response in responses {
        let range = |name: &str| ["least", "median", "greatest"].map(|end| response[name][end].as_f64().unwrap());
        for name in ["dark_counts", "a1", "a2", "knee_counts"] {
            let [least, median, greatest] = range(name);
            assert!(0.0 < least && least <= median && median <= greatest, "{name}: {response}");
        }
    }
    // every checksum is the one that another program finds
    for file in shown["files"].as_array().unwrap() {
        let path = made.set.join(file["path"].as_str().unwrap());
        assert_eq!(file["sha256"].as_str().unwrap(), sha256(&path));
    }
    let words = run_in(made.workspace.path(), ["models", "show", text(&made.set)]).with(0);
    for word in ["draft", "SYNTHETIC", "96 columns", "near_infrared", "µs", "stray light"] {
        assert!(words.out.contains(word), "{word}: {}", words.out);
    }
    let validation = made.validate(0, &[]);
    assert_eq!((&validation["findings"], &validation["is_complete"]), (&Value::Array(Vec::new()), &true.into()));
    let words = run_in(made.workspace.path(), ["models", "validate", text(&made.set)]).with(0);
    assert!(words.out.contains("nothing found wrong"), "{}", words.out);
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_another_one_others() {
    let (one, other) = (made(&[]), made(&[]));
    let bytes =
        |made: &Made| files_below(&made.set).iter().map(|path| std::fs::read(path).unwrap()).collect::<Vec<_>>();
    assert!(bytes(&one) == bytes(&other), "the same request gave other bytes");
    let third = other.workspace.path().join("third");
    run_in(other.workspace.path(), ["models", "init", SMALL, "--out", text(&third), "--seed", "8"]).with(0);
    let dark = |folder: &Path| {
        let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        let mut files: Vec<PathBuf> = files.filter(|path| path.to_string_lossy().contains("DARKCU")).collect();
        files.sort();
        std::fs::read(&files[0]).unwrap()
    };
    assert_ne!(dark(&third), dark(&one.set));
}

#[test]
fn a_line_time_is_carried_and_a_set_for_another_one_is_found() {
    let made = made(&["--line-time", "1234.5"]);
    let shown = run_in(made.workspace.path(), ["models", "show", text(&made.set), "--json"]).with(0).json();
    assert_eq!(shown["settings"]["line_time_us"], 1234.5);
    made.validate(0, &["--line-time", "1234.5", "--at", "2019-02-04", "--lines", "1000"]);
    let found = made.validate(3, &["--line-time", "788"]);
    assert_eq!(found["findings"][0]["element"], "settings.line_time_us");
    assert_eq!(found["findings"][0]["needed"], "a set for a line time of 788 µs");
    assert_eq!(found["findings"][0]["found"], "one for 1234.5 µs");
    let found = made.validate(3, &["--lines", "2"]);
    assert!(found["findings"][0]["needed"].as_str().unwrap().contains("the image of 2 lines"), "{found}");
}

#[test]
fn faults_name_file_element_need_and_find_and_end_with_code_3() {
    let made = made(&[]);
    let slopes = std::fs::read_to_string(made.file("RELSEN")).unwrap();
    let row = slopes.lines().find(|line| line.contains("sn=\"4\"")).unwrap().trim();
    made.spoil("RELSEN", row, r#"<Relative_Sensitivity sn="4">1 1 -5</Relative_Sensitivity>"#);
    let ended = run_in(made.workspace.path(), ["models", "validate", text(&made.set)]).with(3);
    let identifier = made.file("RELSEN").file_stem().unwrap().to_string_lossy().into_owned();
    let line = ended.out.lines().find(|line| line.contains("Zs")).unwrap_or_default();
    assert_eq!(line, format!("{identifier}: Zs: needed a knee, zero or above, found -5 at column 3"));
    ended.says(&["needed a parameter set without faults, found 1 of them"]);

    // a set whose files cannot be read is not shown, and validated as far as it goes
    std::fs::write(made.file("DARKCU"), "<x/>").unwrap();
    let ended = run_in(made.workspace.path(), ["models", "show", text(&made.set)]).with(3);
    ended.says(&["_GIP_DARKCU_", "SHA-256: needed", "found"]);
    let found = made.validate(3, &[]);
    assert_eq!((&found["is_complete"], &found["findings"][0]["element"]), (&false.into(), &"SHA-256".into()));
}

#[test]
fn what_stands_there_is_replaced_only_when_told_and_never_when_approved() {
    let made = made(&[]);
    let init = ["models", "init", SMALL, "--out", text(&made.set), "--seed", "9"];
    run_in(made.workspace.path(), init).with(3).says(&["needed a new or empty folder", "not to be replaced"]);
    run_in(made.workspace.path(), [&init[..], &["--replace"]].concat()).with(0);
    let manifest = made.set.join("set.toml");
    let text = std::fs::read_to_string(&manifest).unwrap();
    std::fs::write(&manifest, text.replace("state = \"draft\"", "state = \"approved\"")).unwrap();
    let ended = run_in(made.workspace.path(), [&init[..], &["--replace"]].concat()).with(3);
    ended.says(&["an approved set is never modified"]);
}

#[test]
fn what_cannot_be_served_says_what_was_needed() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("set");
    let init = |instrument: &str, further: &[&str]| {
        run_in(folder.path(), [&["models", "init", instrument, "--out", text(&out), "--seed", "1"], further].concat())
    };
    init("nowhere", &[]).with(2).says(&["INSTRUMENT needs venus or a folder with", "found \"nowhere\""]);
    init(SMALL, &["--line-time", "0"]).with(2).says(&["--line-time needs microseconds above zero, found 0"]);
    init(text(folder.path()), &[]).with(3).says(&["instrument.toml"]);
    assert!(!out.exists());
    for verb in ["show", "validate"] {
        let ended = run_in(folder.path(), ["models", verb, text(&out)]).with(3);
        ended.says(&["needed the folder of a parameter set, found no such file"]);
    }
    run_in(folder.path(), ["models", "validate", text(&out), "--at", "yesterday"])
        .with(2)
        .says(&["--at needs a UTC date"]);
}
