//! What a report's folder holds, and what a report says of how it was made.

use std::path::Path;

use viq::product_files::fingerprint;
use viq::supervision::Supervision;

use crate::products::{archive, small};
use crate::recording::json_of;
use crate::running::{files_below, run, run_in, text, viq};

fn names(report: &Path) -> Vec<String> {
    let path = |file: String| Path::new(&file).file_name().unwrap().to_str().unwrap().to_owned();
    files_below(report).into_iter().map(path).collect()
}

#[test]
fn the_command_of_a_report_makes_it_again_from_another_folder_and_surrounding() {
    let folder = tempfile::tempdir().unwrap();
    let (first, elsewhere) = (folder.path().join("first place"), folder.path().join("elsewhere"));
    std::fs::create_dir_all(first.join("own/calibration-models/venus")).unwrap();
    std::fs::create_dir_all(&elsewhere).unwrap();
    let models = Path::new(env!("CARGO_MANIFEST_DIR")).join("calibration-models/venus");
    let own = first.join("own/calibration-models/venus/instrument.toml");
    std::fs::copy(models.join("instrument.toml"), &own).unwrap();
    archive(&first, 1);
    let header = "VE_TEST_VSC_L1VALD_SITE0000_20200301.HDR";
    let mut command = viq(&elsewhere);
    command.args(["verify", header, "--report", "report", "--workspace", "own"]).current_dir(&first);
    assert!([0, 1].contains(&run(command).code));
    let report = first.join("report");
    let written = json_of(&report);
    let source = written["settings"]["instrument model"].as_str().unwrap();
    let sha256 = fingerprint(&own, &Supervision::unattended()).unwrap().sha256;
    assert_eq!(source, format!("{}, SHA-256 {sha256}", text(&own)));

    let files = names(&report);
    let table = std::fs::read(report.join("measurements.csv")).unwrap();
    std::fs::remove_dir_all(&report).unwrap();
    let again = written["command"].as_str().unwrap();
    let mut command = std::process::Command::new("sh");
    command.args(["-c", &format!("viq() {{ \"$0\" \"$@\"; }}; {again}"), env!("CARGO_BIN_EXE_viq")]);
    command.env_remove("VIQ_CATALOG").env("VIQ_WORKSPACE", &elsewhere).env("HOME", &elsewhere).current_dir(&elsewhere);
    assert!([0, 1].contains(&run(command).code), "{again}");
    assert_eq!(names(&report), files);
    assert!(std::fs::read(report.join("measurements.csv")).unwrap() == table, "the tables differ");
    assert_eq!(json_of(&report)["settings"], written["settings"]);
    assert_eq!(json_of(&report)["command"], again);
}

#[test]
fn a_report_names_the_models_that_the_program_carries() {
    let folder = tempfile::tempdir().unwrap();
    let report = folder.path().join("report");
    run_in(folder.path(), ["verify", text(&small().header), "--report", text(&report)]).with(1);
    let written = json_of(&report);
    assert_eq!(
        (&written["settings"]["instrument model"], &written["requirements_source"]),
        (&"built in".into(), &"built in".into())
    );
}

#[test]
fn several_products_have_a_table_each_and_a_later_report_takes_their_place() {
    let folder = tempfile::tempdir().unwrap();
    let report = folder.path().join("report");
    let headers = archive(folder.path(), 2);
    let of_site = |place: usize, site: &str| format!("measurements-{place:03}-VE_TEST_VSC_L1VALD_{site}_20200301.csv");
    std::fs::create_dir(&report).unwrap();
    std::fs::write(report.join("notes.csv"), "mine").unwrap();
    let verify = |headers: &[&str]| {
        run_in(folder.path(), [&["verify", "--quiet", "--report", text(&report)], headers].concat()).with(1);
        names(&report)
    };
    let (first, second) = (text(&headers[0]), text(&headers[1]));
    let both = [of_site(1, "SITE0000"), of_site(2, "SITE0001")];
    assert_eq!(verify(&[first, second]), [&both[0], &both[1], "notes.csv", "report.html", "report.json"]);
    let turned = [of_site(1, "SITE0001"), of_site(2, "SITE0000")];
    assert_eq!(verify(&[second, first]), [&turned[0], &turned[1], "notes.csv", "report.html", "report.json"]);
    assert_eq!(verify(&[first]), ["measurements.csv", "notes.csv", "report.html", "report.json"]);
}
