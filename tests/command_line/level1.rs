//! `viq level1`: from a raw product to an L1A product, or a refusal that says what was needed.

use std::path::Path;

use viq::product_files::venus_system::{SystemLevel, SystemProductReader};

use crate::corrected::{LINES, corrected};
use crate::running::{files_below, run_in, text};
use crate::schemas::assert_headers_valid;
use crate::small_filters::{set, set_in};

/// A small instrument, which is described beside these tests.
const SMALL: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/instruments/two_units");

#[test]
fn a_raw_product_becomes_radiances_and_says_how() {
    let made = corrected();
    let printed = &made.printed;
    for words in
        ["SYNTHETIC", "radiance, W/(m²·sr·µm)", "steps: remanence, dark, spikes, slopes, defects, stray_light_1"]
    {
        assert!(printed.contains(words), "{words}: {printed}");
    }
    assert!(printed.contains("B12: ") && printed.contains(&format!(" of {} pixels good", LINES * 5200)), "{printed}");
    let (raw, product) =
        (SystemProductReader::open(&made.raw).unwrap(), SystemProductReader::open(&made.header).unwrap());
    let description = product.product();
    assert_eq!((description.level(), description.lines, description.columns()), (SystemLevel::L1A, LINES, 5200));
    assert!(description.flags["Equalization"] && !description.flags["Polarization"], "{:?}", description.flags);
    assert!(product.processing_file().is_some() && product.uncertainty_file().is_some());
    // The dark signal is some tens of counts and a radiance at full scale some hundreds of units: nothing of the codes is left in the values.
    let mut values = vec![0.0; 5200];
    product.read_values(3, 10..11, &mut values).unwrap();
    let good: Vec<f32> = values.into_iter().filter(|value| value.is_finite()).collect();
    assert!(good.len() > 5000 && good.iter().all(|value| (-5.0..1000.0).contains(value)), "{:?}", &good[..9]);
    // What the raw product's private data refer to goes with it.
    for (_, reference) in &raw.product().private.auxiliary {
        let (own, copied) = (raw.private_file(reference).unwrap(), product.private_file(reference).unwrap());
        assert!(own.is_some() && own == copied, "{reference:?}");
    }
    assert_eq!(description.private, raw.product().private);
    assert_headers_valid(product.folder());
}

#[test]
fn chosen_steps_and_quantity_are_what_is_done() {
    let made = corrected();
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("counts");
    let arguments = ["level1", text(&made.raw), "--set", text(set()), "--out", text(&out)];
    let outcome = run_in(folder.path(), arguments.into_iter().chain(["--steps=dark,slopes", "--counts", "--json"]))
        .with(0)
        .json();
    assert_eq!(outcome["done"], serde_json::json!(["dark", "slopes"]));
    assert_eq!((&outcome["quantity"], &outcome["synthetic"]), (&"counts".into(), &true.into()));
    assert_eq!(outcome["left_behind"], serde_json::json!([]));
    let product = SystemProductReader::open(Path::new(outcome["header"].as_str().unwrap())).unwrap();
    assert!(product.product().flags["Equalization"] && !product.product().flags["Straylight_T1"]);
}

#[test]
fn what_the_new_header_cannot_say_is_said_on_the_way() {
    let made = corrected();
    let folder = tempfile::tempdir().unwrap();
    let (raw, out) = (made.raw_in(folder.path()), folder.path().join("l1a"));
    let header = raw.join(made.header.file_name().unwrap().to_str().unwrap().replace("1ASYNT", "0ESYNT"));
    let before = std::fs::read_to_string(&header).unwrap();
    let image = "VE_TEST_AUX_REFIMG_E00000N4500_E00100N4400_0001";
    let after = before.replace("<Used_Reference_Image>NONE<", &format!("<Used_Reference_Image>{image}<"));
    assert_ne!(before, after);
    std::fs::write(&header, after).unwrap();
    let attitude = files_below(&raw).into_iter().find(|file| file.contains("_AUX_AOCDTA_")).unwrap();
    std::fs::remove_file(&attitude).unwrap();
    let arguments = ["level1", text(&raw), "--set", text(set()), "--out", text(&out), "--steps=dark"];
    let made = run_in(folder.path(), arguments).with(0);
    made.says(&[&format!("not carried over from the raw product's header: reference image {image}")]);
    made.says(&["needed the auxiliary file ./VE_TEST_AUX_AOCDTA_", "found none"]);
    let product = SystemProductReader::open(&out).unwrap();
    let locations =
        product.product().private.auxiliary.iter().map(|(code, file)| (code.as_str(), file.location.is_some()));
    assert_eq!(locations.collect::<Vec<_>>(), [("AOCS", false), ("GPS", true)]);
}

#[test]
fn what_cannot_be_corrected_is_refused_by_name_and_leaves_nothing() {
    let made = corrected();
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("l1a");
    let refused = |raw: &Path, set: &Path, more: &[&str], code: i32, words: &[&str]| {
        let arguments = ["level1", text(raw), "--set", text(set), "--out", text(&out)];
        run_in(folder.path(), arguments.into_iter().chain(more.iter().copied())).with(code).says(words);
        assert!(!out.exists(), "{more:?}");
    };
    refused(
        &made.raw,
        set(),
        &["--steps=polish"],
        2,
        &["steps: needed all, none, or names", "stray_light_1", "\"polish\""],
    );
    let l1a = made.header.parent().unwrap();
    refused(l1a, set(), &[], 3, &["needed a raw product, whose images hold counts", "found one that holds values"]);
    refused(&made.raw, &folder.path().join("none"), &[], 3, &["needed the folder of a parameter set"]);

    // the same product, as if its lines had lasted longer
    let raw = made.raw_in(folder.path());
    let private = files_below(&raw).into_iter().find(|file| file.contains("_TEC_0ESYNT_")).unwrap();
    let before = std::fs::read_to_string(&private).unwrap();
    let start = before.find("<Te unit=\"s\">").unwrap() + 13;
    let written = &before[start..start + before[start..].find('<').unwrap()];
    std::fs::write(&private, before.replace(&format!(">{written}</Te>"), ">0.0009</Te>")).unwrap();
    let line_time_us = written.parse::<f64>().unwrap() * 1e6;
    refused(&raw, set(), &[], 3, &["line time: needed 900 µs, found 786.49", "--rescale scales it"]);

    // a set without one of the product's bands, and one of an instrument that has not got any of them
    let lacking = set_in(folder.path(), Some("B12"));
    refused(&made.raw, &lacking, &[], 3, &["needed a parameter set without faults", "B12"]);
    let small = folder.path().join("small");
    let line_time = ((line_time_us * 1e6).round() / 1e6).to_string();
    let init = ["models", "init", SMALL, "--out", text(&small), "--seed", "1", "--line-time", &line_time];
    run_in(folder.path(), init).with(0);
    refused(&made.raw, &small, &[], 3, &["Two-unit test camera", "codes of band green: needed none, found left gain"]);
    refused(&made.raw, set(), &["--polarisation", "B01=2@3"], 2, &["BAND=DEGREE@ANGLE", "B01=2@3"]);
}
