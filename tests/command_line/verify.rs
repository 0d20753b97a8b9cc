//! `viq verify`: the real crop against figures found by other means, and the three files of a report against each other.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::products::small;
use crate::running::{Ended, files_below, run, run_in, text, viq};
use crate::shared_data::shared;
use crate::table::Table;

/// Bands of the same detector unit.
const UNITS: [&[&str]; 4] =
    [&["B01", "B02", "B05"], &["B10", "B11", "B12"], &["B07", "B08", "B09"], &["B03", "B04", "B06"]];

fn real_crop() -> Option<(PathBuf, PathBuf)> {
    Some((shared("venus_l1/VE_VM01_VSC_L1VALD_ISRAEL03_20190204.HDR")?, shared("venus_l1/venus1.tif")?))
}

fn verify_real(folder: &Path, report: &Path, threads: &str) -> Option<Ended> {
    let (header, crop) = real_crop()?;
    let mut command = viq(folder);
    command.args(["verify", text(&header), "--image", text(&crop), "--report", text(report)]);
    command.env("RAYON_NUM_THREADS", threads);
    Some(run(command))
}

#[track_caller]
fn assert_near(found: f64, expected: f64, within: f64) {
    assert!((found - expected).abs() <= within, "{found} is not {expected} ± {within}");
}

#[test]
fn the_real_crop_measures_as_found_by_other_means() {
    let folder = tempfile::tempdir().unwrap();
    let report = folder.path().join("report");
    let Some(ended) = verify_real(folder.path(), &report, "2") else { return };
    // Bands of different detector units are not registered in L1: the requirement fails, and the program says so.
    assert_eq!(ended.with(1).last_line(), text(&report.join("report.html")));
    let table = Table::of_report(&report);
    for (pair, line, column, within) in [("B05-B06", 0.435, 0.351, 0.05), ("B06-B07", -0.405, -0.499, 0.06)] {
        assert_near(table.figure("registration_line", pair).0, line, within);
        assert_near(table.figure("registration_column", pair).0, column, within);
    }
    for unit in UNITS {
        for (index, first) in unit.iter().enumerate() {
            for second in &unit[index + 1..] {
                let (length, _) = table.figure("registration_length", &format!("{first}-{second}"));
                assert!(length <= 0.20, "{first}-{second}: {length}");
            }
        }
    }
    assert_near(table.figure("twin_ratio", "B05-B06").0, 1.0226, 0.0010);
}

#[test]
fn the_same_inputs_give_the_same_table_whatever_the_number_of_threads() {
    let folder = tempfile::tempdir().unwrap();
    let reports = ["1", "2"].map(|threads| (threads, folder.path().join(threads)));
    for (threads, report) in &reports {
        if verify_real(folder.path(), report, threads).is_none() {
            return;
        }
    }
    let bytes = |report: &Path| std::fs::read(report.join("measurements.csv")).unwrap();
    assert!(bytes(&reports[0].1) == bytes(&reports[1].1), "the tables differ");
}

#[test]
fn table_and_json_of_a_report_hold_the_same_figures() {
    let folder = tempfile::tempdir().unwrap();
    let report = folder.path().join("report");
    let said = run_in(folder.path(), ["verify", "--json", text(&small().header), "--report", text(&report)]);
    let names: Vec<String> =
        ["measurements.csv", "report.html", "report.json"].map(|name| text(&report.join(name)).to_owned()).into();
    assert_eq!(files_below(&report), names);
    let written: Value = serde_json::from_str(&std::fs::read_to_string(report.join("report.json")).unwrap()).unwrap();
    assert_eq!(said.json(), written);
    let records = written["products"][0]["measurements"].as_array().unwrap();
    let table = Table::of_report(&report);
    assert!(table.rows.len() > 66 * 5, "{} rows", table.rows.len());
    assert_eq!(records.len(), table.rows.len());
    for (record, row) in records.iter().zip(&table.rows) {
        assert_eq!(record["metric"], row.metric.as_str());
        assert_eq!(record["value"].as_f64(), row.value, "{} of {}", row.metric, row.band);
        assert_eq!(record["uncertainty"].as_f64(), row.uncertainty, "{} of {}", row.metric, row.band);
        assert_eq!(record["status"] == "measured", row.status == "measured");
    }
}

#[test]
fn quiet_says_nothing_and_still_judges() {
    let folder = tempfile::tempdir().unwrap();
    let ended = run_in(folder.path(), ["verify", "--quiet", text(&small().header)]);
    assert_eq!((ended.code, ended.out.as_str(), ended.err.as_str()), (1, "", ""));
    let files = files_below(&folder.path().join("reports"));
    assert_eq!(files.iter().filter(|file| file.ends_with("report.html")).count(), 1, "{files:?}");
}

/// Lays a single requirement into the workspace, on the twin bands.
fn require_of_twin_ratio(workspace: &Path, bound: &str) {
    require(workspace, "B05-B06", bound);
}

/// Lays a single requirement into the workspace, on the ratio of a pair.
fn require(workspace: &Path, pair: &str, bound: &str) {
    let folder = workspace.join("calibration-models/venus");
    std::fs::create_dir_all(&folder).unwrap();
    let line = format!(
        "[[requirement]]\nid = \"twin\"\ntitle = \"Twins\"\nmetric = \"twin_ratio\"\nstatistic = \"each\"\nsubjects = [\"{pair}\"]\nbound = {bound}\n\
         unit = \"1\"\nsource = \"the test\"\nsureness = \"remembered\"\n"
    );
    std::fs::write(folder.join("requirements.toml"), line).unwrap();
}

#[test]
fn the_exit_code_says_how_the_requirements_came_out() {
    let folder = tempfile::tempdir().unwrap();
    let report = folder.path().join("report");
    let code = |bound: &str, strict: bool| {
        require_of_twin_ratio(folder.path(), bound);
        let arguments = ["verify", text(&small().header), "--report", text(&report), "--strict"];
        run_in(folder.path(), arguments.into_iter().filter(|word| strict || *word != "--strict")).code
    };
    assert_eq!(code("{ between = [0.9, 1.1] }", true), 0);
    assert_eq!(code("{ at_most = 0.5 }", false), 1);
    // A bound at the figure itself: as probably met as not.
    let (ratio, _) = Table::of_report(&report).figure("twin_ratio", "B05-B06");
    let bound = format!("{{ at_most = {ratio} }}");
    assert_eq!((code(&bound, false), code(&bound, true)), (0, 1));
}

#[test]
fn strict_does_not_pass_what_could_not_be_measured() {
    let folder = tempfile::tempdir().unwrap();
    require(folder.path(), "B05-B99", "{ between = [0.9, 1.1] }");
    let header = text(&small().header);
    let ended = run_in(folder.path(), ["verify", header]).with(0);
    assert!(ended.out.contains("not measured"), "{}", ended.out);
    run_in(folder.path(), ["verify", header, "--strict"]).with(1);
}

#[test]
fn a_malformed_requirements_file_is_named_with_its_line() {
    let folder = tempfile::tempdir().unwrap();
    require_of_twin_ratio(folder.path(), "{ at_most = \"little\" }");
    run_in(folder.path(), ["verify", text(&small().header)]).with(3).says(&["requirements.toml", "line 7"]);
}

#[test]
fn a_product_that_cannot_be_read_does_not_stop_the_others_and_gives_3() {
    let folder = tempfile::tempdir().unwrap();
    let (missing, report) = (folder.path().join("none.HDR"), folder.path().join("report"));
    let ended = run_in(folder.path(), ["verify", text(&missing), text(&small().header), "--report", text(&report)]);
    ended.with(3).says(&["not verified", "none.HDR"]);
    assert!(Table::of_report(&report).rows.len() > 1);
    let page = std::fs::read_to_string(report.join("report.html")).unwrap();
    assert!(page.contains("none.HDR"), "the page does not name what is missing from it");
}

#[test]
fn an_image_for_more_than_one_header_is_a_mistake_of_usage() {
    let folder = tempfile::tempdir().unwrap();
    for paths in [["a.HDR", "b.HDR"].as_slice(), &[text(folder.path())]] {
        for verb in ["verify", "ingest"] {
            let ended = run_in(folder.path(), [&[verb, "--image", "c.tif"], paths].concat());
            ended.with(2).says(&["--image needs just one header"]);
        }
    }
}
