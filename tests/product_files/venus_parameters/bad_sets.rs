//! Sets with a fault: the complaint names file, element, need and find, and nothing of the set is used.

use std::path::{Path, PathBuf};

use viq::parameter_sets::ParameterSet;
use viq::product_files::parameter_set_folder::{examine_parameter_set, read_parameter_set};
use viq::supervision::Supervision;

use super::sample_set::Sample;
use super::set_folder::{read, write};

/// Changes the text of a file.
fn change(path: &Path, change: impl Fn(&str) -> String) {
    let text = std::fs::read_to_string(path).unwrap();
    let changed = change(&text);
    assert_ne!(text, changed);
    std::fs::write(path, changed).unwrap();
}

struct Set {
    folder: tempfile::TempDir,
}

impl Set {
    fn write() -> Self {
        Self::of(&Sample::SMALL.set())
    }

    fn of(set: &ParameterSet) -> Self {
        let folder = tempfile::tempdir().unwrap();
        write(&folder.path().join("set"), set, false).unwrap();
        Self { folder }
    }

    fn place(&self) -> PathBuf {
        self.folder.path().join("set")
    }

    /// The first file of a kind.
    fn file(&self, kind: &str) -> PathBuf {
        let entries = std::fs::read_dir(self.place()).unwrap().map(|entry| entry.unwrap().path());
        let mut paths: Vec<PathBuf> =
            entries.filter(|path| path.is_file() && path.to_string_lossy().contains(kind)).collect();
        paths.sort();
        paths.remove(0)
    }

    fn change_manifest(&self, change: impl Fn(&str) -> String) {
        self::change(&self.place().join("set.toml"), change);
    }

    /// Changes a file and the checksum of it in the manifest.
    fn change_with_checksum(&self, kind: &str, change: impl Fn(&str) -> String) {
        let path = self.file(kind);
        let sum = |path: &Path| viq::product_files::fingerprint(path, &Supervision::unattended()).unwrap().sha256;
        let before = sum(&path);
        self::change(&path, change);
        let after = sum(&path);
        self.change_manifest(|text| text.replace(&before, &after));
    }

    fn error(&self) -> String {
        let error = read(&self.place()).unwrap_err().to_string();
        error.strip_prefix(&format!("{}", self.place().display())).unwrap_or(&error).to_owned()
    }
}

fn assert_says(error: &str, words: &[&str]) {
    for word in words {
        assert!(error.contains(word), "needed \"{word}\" in: {error}");
    }
}

#[test]
fn a_changed_file_is_found_by_its_checksum() {
    let set = Set::write();
    change(&set.file("RELSEN"), |text| text.replacen("VIQ", "viq", 1));
    let error = set.error();
    assert_says(&error, &["_GIP_RELSEN_", "green", "SHA-256: needed ", "as set.toml says, found "]);
    // a filter too
    let set = Set::write();
    let header = set.file("STRLGT");
    let filter = header.with_extension("DBL.DIR").join("FILTER_0002.TIF");
    let mut bytes = std::fs::read(&filter).unwrap();
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    std::fs::write(&filter, bytes).unwrap();
    assert_says(&set.error(), &["FILTER_0002.TIF", "SHA-256"]);
}

#[test]
fn a_missing_file_and_one_that_the_manifest_does_not_know_are_found() {
    let set = Set::write();
    std::fs::remove_file(set.file("DARKCU")).unwrap();
    assert_says(&set.error(), &["_GIP_DARKCU_", "needed a file of the set, which set.toml lists, found no such file"]);

    // a band, or a number of TDI stages, that the manifest does not list either
    let set = Set::write();
    set.change_manifest(|text| {
        let blocks: Vec<&str> = text.split("[[file]]").collect();
        let kept = blocks.iter().filter(|block| !(block.contains("_GIP_RELSEN_") && block.contains("_red_000010")));
        kept.copied().collect::<Vec<_>>().join("[[file]]")
    });
    assert_says(&set.error(), &["needed GIP_RELSEN of red, TDI 02, found no such file"]);

    let set = Set::write();
    let header = set.file("STRLGT");
    let folder = header.with_extension("DBL.DIR");
    std::fs::copy(folder.join("FILTER_0001.TIF"), folder.join("MORE.TIF")).unwrap();
    assert_says(&set.error(), &["MORE.TIF", "needed a file that set.toml lists"]);
}

#[test]
fn too_few_columns_and_a_number_that_is_none_are_found_though_checksum_and_count_agree() {
    let set = Set::write();
    set.change_with_checksum("DARKCU", |text| {
        let last = text.lines().find(|line| line.contains("<Dark_Current sn=\"96\"")).unwrap();
        text.replacen(last, "", 1).replacen("count=\"96\"", "count=\"95\"", 1)
    });
    assert_says(&set.error(), &["_GIP_DARKCU_", "List_of_Dark_Currents", "needed 96 elements", "found 95"]);

    let set = Set::write();
    set.change_with_checksum("VIEDIR", |text| {
        let row = text.lines().find(|line| line.contains("sn=\"3\"")).unwrap();
        text.replacen(row, "<View_Dir sn=\"3\">NaN 0</View_Dir>", 1)
    });
    assert_says(&set.error(), &["_GIP_VIEDIR_", "View_Dir[3]", "needed 2 finite numbers, found \"NaN 0\""]);
}

#[test]
fn a_newer_or_damaged_manifest_is_refused() {
    let cases: [(&str, &str, &[&str]); 7] = [
        (
            "manifest_version = 1",
            "manifest_version = 2",
            &["set.toml: manifest_version: needed 1, the newest", "found 2"],
        ),
        ("manifest_version = 1\n", "", &["manifest_version: needed a whole number, found none"]),
        ("state = \"draft\"", "state = \"done\"", &["set.toml", "unknown variant `done`", "line"]),
        ("columns = 96", "columns = 95", &["needed 95 elements", "found 96"]),
        ("[provenance]", "[[provenance", &["set.toml: the text: needed a manifest in TOML"]),
        ("line_time_us = 788.25", "line_time_us = 788.25\nother = 1", &["unknown field `other`"]),
        ("name = \"red\"", "name = \"blue\"", &["needed GIP_DARKCU of blue, TDI 01"]),
    ];
    for (good, bad, words) in cases {
        let set = Set::write();
        set.change_manifest(|text| text.replacen(good, bad, 1));
        assert_says(&set.error(), words);
    }
    let set = Set::write();
    std::fs::remove_file(set.place().join("set.toml")).unwrap();
    assert_says(&set.error(), &["set.toml: needed the manifest of a parameter set, found no such file"]);
    let error = read(&set.folder.path().join("nowhere")).unwrap_err().to_string();
    assert_says(&error, &["nowhere: needed the folder of a parameter set, found no such file"]);
}

#[test]
fn the_manifest_cannot_lead_out_of_the_folder() {
    for (bad, why) in [("../secret.EEF", "\"..\""), ("/etc/passwd", "absolute")] {
        let set = Set::write();
        set.change_manifest(|text| {
            let start = text.find("path = \"").unwrap() + 8;
            let end = start + text[start..].find('"').unwrap();
            format!("{}{bad}{}", &text[..start], &text[end..])
        });
        assert_says(&set.error(), &["set.toml: file.path", bad, why]);
    }
}

#[test]
fn a_name_that_is_not_that_of_its_headers_is_found() {
    let set = Set::write();
    let path = set.file("PHGAIN");
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    let other = name.replace("_00008_", "_00009_");
    std::fs::rename(&path, path.with_file_name(&other)).unwrap();
    set.change_manifest(|text| text.replace(&name, &other));
    assert_says(&set.error(), &["_00009_", "file name: needed VE_TEST_GIP_PHGAIN_L_ALLSITES_00008_"]);
}

#[test]
fn uncertainties_of_what_the_set_has_not_are_found() {
    let set = Set::write();
    set.change_with_checksum("uncertainty.toml", |text| text.replacen("band = \"green\"", "band = \"blue\"", 1));
    assert_says(&set.error(), &["uncertainty.toml", "only bands and TDI stages that the layout", "blue, TDI 01"]);
    let set = Set::write();
    set.change_with_checksum("uncertainty.toml", |text| {
        text.replacen("gain_relative = 0.02", "gain_relative = nan", 1)
    });
    assert_says(&set.error(), &["uncertainty.toml: response of green, TDI 01, gain_relative: needed a finite number"]);
}

#[test]
fn an_examination_lists_every_fault_of_the_files() {
    let set = Set::write();
    change(&set.file("RELSEN"), |text| text.replacen("VIQ", "viq", 1));
    std::fs::remove_file(set.file("REFLEC")).unwrap();
    std::fs::write(set.place().join("remark.txt"), "x").unwrap();
    let watched = Supervision::unattended();
    let examination = examine_parameter_set(&set.place(), &watched).unwrap();
    assert!(examination.set.is_none());
    let errors: Vec<String> = examination.errors.iter().map(ToString::to_string).collect();
    assert_eq!(errors.len(), 3, "{errors:?}");
    assert_says(&errors.join("\n"), &["RELSEN", "REFLEC", "remark.txt: file: needed a file that set.toml lists"]);
    // a set with a remark beside it can still be read
    let set = Set::write();
    std::fs::write(set.place().join("remark.txt"), "x").unwrap();
    assert!(read_parameter_set(&set.place(), &watched).is_ok());
}
