//! `viq simulate`: a raw product of a known scene, and its truth.

use std::path::Path;

use serde_json::Value;
use viq::product_files::venus_system::SystemProductReader;

use crate::running::{files_below, run_in, text};
use crate::small_filters::set;

fn truth_of(folder: &Path) -> Value {
    serde_json::from_str(&std::fs::read_to_string(folder.join("truth/truth.json")).unwrap()).unwrap()
}

#[test]
fn uniform_fields_are_read_as_their_truth_says() {
    let folder = tempfile::tempdir().unwrap();
    let (set, out) = (set(), folder.path().join("out"));
    let arguments = ["simulate", "uniform", "--set", text(set), "--lines", "40", "--level", "0.1,0.5"];
    let quiet = ["--no-noise", "--no-stray-light", "--truth", "10,100,20,30", "--seed", "9", "--out", text(&out)];
    let made = run_in(folder.path(), arguments.into_iter().chain(quiet)).with(0);
    assert!(made.out.contains("SYNTHETIC"), "{}", made.out);
    let reader = SystemProductReader::open(Path::new(made.last_line())).unwrap();
    assert!(reader.product().synthetic && reader.product().notes.contains("seed 9"));
    let truth = truth_of(&out);
    assert_eq!((truth["synthetic"].as_bool(), truth["seed"].as_u64()), (Some(true), Some(9)));
    assert_eq!(truth["set"]["manifest_sha256"].as_str().unwrap().len(), 64);
    let raster = gdal::Dataset::open(out.join("truth/radiance.tif")).unwrap();
    assert_eq!(raster.raster_size(), (30, 20));
    let columns = reader.product().columns();
    for (band, described) in truth["bands"].as_array().unwrap().iter().enumerate() {
        let gain = described["gain_counts_per_w_m2_sr_um"].as_f64().unwrap();
        let values: Vec<f32> =
            raster.rasterband(band + 1).unwrap().read_as((0, 0), (30, 20), (30, 20), None).unwrap().data().to_vec();
        for (level, expected) in [(0, values[0]), (1, values[19 * 30])] {
            let radiance = truth["scene"]["levels"][level]["radiance_w_m2_sr_um"][band].as_f64().unwrap();
            assert!((f64::from(expected) / radiance - 1.0).abs() < 1e-6);
            // 0.1 and 0.5 of 1023 counts above the dark signal, of a mean detector
            assert!((radiance * gain - [102.3, 511.5][level]).abs() < 1e-6);
        }
        let mut counts = vec![0; columns];
        reader.read_counts(band, 5..6, &mut counts).unwrap();
        let dark = described["scan_levels_counts"][0].as_f64().unwrap();
        assert!((f64::from(counts[0]) - dark).abs() <= 0.5);
        let mut useful: Vec<u16> = counts[16..columns - 16].to_vec();
        useful.sort_unstable();
        let middle = f64::from(useful[useful.len() / 2]) - dark;
        assert!((middle - 102.3).abs() < 8.0, "band {band}: {middle} counts above the dark signal");
    }
}

#[test]
fn the_same_request_gives_the_same_bytes_and_another_seed_other_counts() {
    let folder = tempfile::tempdir().unwrap();
    let set = set();
    let made = |name: &str, seed: &str| {
        let out = folder.path().join(name);
        let arguments =
            ["simulate", "cloud-edge", "--set", text(set), "--lines", "30", "--seed", seed, "--out", text(&out)];
        run_in(folder.path(), arguments).with(0);
        let files = files_below(&out)
            .into_iter()
            .map(|path| (path[text(&out).len()..].to_owned(), std::fs::read(&path).unwrap()));
        files.collect::<Vec<_>>()
    };
    let first = made("first", "3");
    assert!(first == made("again", "3"), "the same request gave other bytes");
    let other = made("other", "4");
    assert!(first.iter().zip(&other).any(|(one, other)| one.0.contains("_PDTIMG_") && one != other));
}

#[test]
fn a_series_is_a_product_for_each_number_of_stages() {
    let folder = tempfile::tempdir().unwrap();
    let (set, out) = (set(), folder.path().join("series"));
    let arguments = ["simulate", "dark", "--set", text(set), "--lines", "8", "--tdi", "1,32", "--truth", "none"];
    let made = run_in(folder.path(), arguments.into_iter().chain(["--json", "--out", text(&out)])).with(0).json();
    for (product, stages) in made["products"].as_array().unwrap().iter().zip([1, 32]) {
        let reader = SystemProductReader::open(Path::new(product["header"].as_str().unwrap())).unwrap();
        assert!(reader.product().bands.iter().all(|band| band.tdi.0 == stages));
    }
    assert!(out.join("tdi_01/truth/truth.json").is_file() && !out.join("tdi_32/truth/radiance.tif").exists());
}

#[test]
fn a_natural_scene_has_its_orbit_and_attitude_beside_it() {
    let folder = tempfile::tempdir().unwrap();
    let (set, out) = (set(), folder.path().join("natural"));
    let arguments =
        ["simulate", "natural", "--set", text(set), "--lines", "32", "--no-stray-light", "--out", text(&out)];
    let made = run_in(folder.path(), arguments).with(0);
    let reader = SystemProductReader::open(Path::new(made.last_line())).unwrap();
    assert_eq!(reader.product().geometry.views.len(), 4);
    let flight: Value = serde_json::from_str(&std::fs::read_to_string(out.join("truth/flight.json")).unwrap()).unwrap();
    assert!(flight["true"]["orbit"]["samples"].as_array().unwrap().len() > 1);
    assert!(flight["measured"]["attitude"]["samples"].as_array().unwrap().len() > 1);
}

#[test]
fn what_makes_no_product_is_refused_by_name_and_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (set, out) = (set(), folder.path().join("out"));
    let refused = |kind: &str, more: &[&str], code: i32, words: &[&str]| {
        let arguments = ["simulate", kind, "--set", text(set), "--out", text(&out)];
        run_in(folder.path(), arguments.into_iter().chain(more.iter().copied())).with(code).says(words);
        assert!(files_below(&out).is_empty(), "{more:?}");
    };
    refused("sunset", &["--lines", "8"], 2, &["dark, uniform", "sunset"]);
    refused("edge", &["--lines", "8", "--level", "0.5"], 2, &["--level needs a uniform scene", "edge"]);
    refused("dark", &["--lines", "0"], 2, &["--lines needs 1"]);
    refused("dark", &["--lines", "8", "--truth", "0,0,9,1"], 2, &["--truth needs a part of 8 lines", "9 × 1"]);
    refused("dark", &["--lines", "8", "--tdi", "7"], 3, &["B01", "needs a response at 07 TDI stages"]);
    let scene = folder.path().join("scene.toml");
    std::fs::write(&scene, "[edge]\nangle_deg = 100\n").unwrap();
    refused("edge", &["--lines", "8", "--scene", text(&scene)], 2, &["angle_deg", "−90 to 90", "100"]);
    std::fs::write(&scene, "[edges]\n").unwrap();
    refused("edge", &["--lines", "8", "--scene", text(&scene)], 3, &["scene.toml", "edges"]);
    std::fs::create_dir_all(out.join("truth")).unwrap();
    std::fs::write(out.join("truth/mine"), "x").unwrap();
    let arguments = ["simulate", "dark", "--set", text(set), "--lines", "8", "--out", text(&out)];
    run_in(folder.path(), arguments).with(2).says(&["needed a folder that does not exist or is empty"]);
    assert_eq!(files_below(&out).len(), 1);
}
