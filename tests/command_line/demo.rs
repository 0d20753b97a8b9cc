//! `viq demo`: a product whose truth is known, found again by `viq verify`.

use serde_json::Value;

use crate::products::{image_of, large};
use crate::running::{files_below, run_in, text};
use crate::table::Table;

#[test]
fn its_truth_is_found_again() {
    let folder = tempfile::tempdir().unwrap();
    let report = folder.path().join("report");
    let header = &large().header;
    run_in(folder.path(), ["verify", text(header), "--report", text(&report)]).with(1);
    let truth: Value =
        serde_json::from_str(&std::fs::read_to_string(header.with_file_name("truth.json")).unwrap()).unwrap();
    let table = Table::of_report(&report);
    let unit_of = |band: usize| truth["detector_unit_of_band"][band - 1].as_u64().unwrap() as usize - 1;
    // One pair for each pair of detector units, and bands of like spectra.
    for (a, b) in [(5, 6), (5, 7), (6, 7), (9, 10), (2, 10), (4, 11)] {
        let pair = format!("B{a:02}-B{b:02}");
        for (axis, metric) in ["registration_line", "registration_column"].into_iter().enumerate() {
            let shift = |band| truth["unit_shifts_px"][unit_of(band)][axis].as_f64().unwrap();
            let (found, uncertainty) = table.figure(metric, &pair);
            let expected = shift(b) - shift(a);
            let within = 3.0 * uncertainty + 0.005;
            assert!((found - expected).abs() <= within, "{metric} of {pair}: {found}, not {expected} ± {within}");
            assert!(uncertainty < 0.05, "{metric} of {pair}: an uncertainty of {uncertainty} says nothing");
        }
    }
    let (ratio, uncertainty) = table.figure("twin_ratio", "B05-B06");
    let within = 3.0 * uncertainty + 0.005;
    assert!((ratio - truth["twin_ratio"].as_f64().unwrap()).abs() <= within, "{ratio}, within {within}");
    assert!(uncertainty < 0.005, "{uncertainty}");
}

#[test]
fn it_is_called_synthetic_wherever_it_shows() {
    let folder = tempfile::tempdir().unwrap();
    let workspace = folder.path();
    let report = workspace.join("report");
    let made = run_in(workspace, ["demo", text(workspace), "--side", "64"]).with(0);
    assert!(made.out.contains("SYNTHETIC"), "{}", made.out);
    let verified = run_in(workspace, ["verify", made.last_line(), "--report", text(&report)]);
    assert!(verified.out.contains("SYNTHETIC"), "{}", verified.out);
    let found = run_in(workspace, ["find"]).with(0);
    assert!(found.out.contains("synthetic"), "{}", found.out);
    assert_eq!(run_in(workspace, ["find", "--json"]).with(0).json()[0]["synthetic"], true);
    let json: Value = serde_json::from_str(&std::fs::read_to_string(report.join("report.json")).unwrap()).unwrap();
    assert_eq!(json["products"][0]["facts"]["synthetic"], true);
    let page = std::fs::read_to_string(report.join("report.html")).unwrap();
    assert!(page.contains("Synthetic product"));
}

#[test]
fn the_same_seed_gives_the_same_image_and_another_seed_another() {
    let folder = tempfile::tempdir().unwrap();
    let image = |name: &str, seed: &str| {
        let workspace = folder.path().join(name);
        let made = run_in(&workspace, ["demo", text(&workspace), "--side", "64", "--seed", seed]).with(0);
        std::fs::read(image_of(made.last_line().as_ref())).unwrap()
    };
    let first = image("first", "3");
    assert!(first == image("again", "3"), "the same seed gave other bytes");
    assert!(first != image("other", "4"), "another seed gave the same bytes");
}

#[test]
fn the_last_line_is_the_header_and_quiet_leaves_only_it() {
    let folder = tempfile::tempdir().unwrap();
    let workspace = folder.path();
    let header = run_in(workspace, ["demo", text(workspace), "--side", "64"]).with(0).last_line().to_owned();
    let path = std::path::Path::new(&header);
    assert!(path.is_file() && path.extension().is_some_and(|extension| extension == "HDR"), "{header}");
    let quiet = run_in(workspace, ["demo", text(workspace), "--side", "64", "--quiet"]).with(0);
    assert_eq!(quiet.out, format!("{header}\n"));
    let json = run_in(workspace, ["demo", text(workspace), "--side", "64", "--json"]).with(0).json();
    assert_eq!((json["header"].as_str(), json["synthetic"].as_bool()), (Some(header.as_str()), Some(true)));
}

#[test]
fn a_side_out_of_bounds_is_a_mistake_of_usage_and_makes_no_product() {
    let folder = tempfile::tempdir().unwrap();
    for side in ["63", "2049", "18446744073709551615"] {
        run_in(folder.path(), ["demo", text(folder.path()), "--side", side])
            .with(2)
            .says(&["--side needs 64 to 2048", side]);
    }
    assert!(files_below(&folder.path().join("product")).is_empty());
}
