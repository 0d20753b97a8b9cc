//! `viq explain`: what became of a pixel, and which pixels used a coefficient.

use viq::product_files::venus_system::SystemProductReader;

use crate::corrected::corrected;
use crate::running::{Ended, run_in, text};

fn explain(more: &[&str]) -> Ended {
    let made = corrected();
    run_in(made.workspace(), ["explain", text(&made.header)].into_iter().chain(more.iter().copied()))
}

#[test]
fn a_pixel_is_explained_from_its_code_to_the_value_that_the_product_holds() {
    let explained = explain(&["--band", "B04", "--at", "10,1234", "--json"]).with(0).json();
    let made = corrected();
    let (raw, product) =
        (SystemProductReader::open(&made.raw).unwrap(), SystemProductReader::open(&made.header).unwrap());
    let mut codes = vec![0; raw.product().columns()];
    raw.read_counts(3, 10..11, &mut codes).unwrap();
    assert_eq!(explained["code"], codes[raw.product().pre_scan + 1234]);
    let mut values = vec![0.0; 5200];
    product.read_values(3, 10..11, &mut values).unwrap();
    assert_eq!(explained["product_value"].as_f64().unwrap() as f32, values[1234]);
    assert_eq!((&explained["set_version"], &explained["unit"]), (&1.into(), &"W/(m²·sr·µm)".into()));
    let stages = explained["stages"].as_array().unwrap();
    let stage = |name: &str| stages.iter().find(|stage| stage["name"] == name).unwrap();
    assert_eq!((&stage("dark signal")["is_done"], &stage("polarisation")["is_done"]), (&true.into(), &false.into()));
    let dark = &stage("dark signal")["coefficients"][0];
    assert!(dark["file"].as_str().unwrap().contains("_GIP_DARKCU_L_ALLSITES_00001_"), "{dark}");
    assert!(explained["total_sigma"].as_f64().unwrap() > 0.0, "{explained}");
    let words = explain(&["--band", "B04", "--at", "10,1234"]).with(0).out;
    for part in ["line 10, column 1234", "code as read: ", "dark", "Ak = ", "standard uncertainty (k = 1):", "in all: "]
    {
        assert!(words.contains(part), "{part}: {words}");
    }
}

#[test]
fn the_pixels_that_used_a_coefficient_are_listed() {
    let usage = explain(&["--used-by", "DARKCU B04 column 1234", "--json"]).with(0).json();
    assert_eq!((&usage["coefficient"]["band"], &usage["lines"]), (&"B04".into(), &"all".into()));
    let directly = &usage["pixels"][0];
    assert_eq!((&directly["band"], &directly["way"]), (&"B04".into(), &"directly".into()));
    assert_eq!((&directly["columns"]["first"], &directly["columns"]["last"]), (&1234.into(), &1234.into()));
    let words = explain(&["--used-by", "DARKCU B04 column 1234"]).with(0).out;
    assert!(words.contains("B04, columns 1234 to 1234: directly"), "{words}");
    // filters of 17 columns reach 8 to each side
    assert!(words.contains("B04, columns 1226 to 1242: through the band's own stray light"), "{words}");
    let unused = explain(&["--used-by", "POLART B04"]).with(0).out;
    assert!(unused.contains("no step of this chain uses it"), "{unused}");
}

#[test]
fn questions_that_have_no_answer_are_refused_by_name() {
    explain(&["--band", "B13", "--at", "1,1"]).with(2).says(&["--band needs one of B01, B02", "found B13"]);
    explain(&["--band", "B04", "--at", "24,0"]).with(2).says(&["--at needs a line below 24", "5200", "found 24,0"]);
    explain(&["--band", "B04", "--at", "middle"]).with(2).says(&["--at needs LINE,COLUMN", "\"middle\""]);
    explain(&["--used-by", "DARKCU B04 column 5200"]).with(2).says(&["--used-by", "one below 5200", "5200"]);
    explain(&["--used-by", "GAIN B04"]).with(2).says(&["--used-by", "DARKCU, RELSEN", "\"GAIN B04\""]);
    explain(&[]).with(2).says(&["--at"]);
    let made = corrected();
    run_in(made.workspace(), ["explain", text(&made.raw), "--band", "B04", "--at", "1,1"]).with(3).says(&[
        "needed a product of viq level1",
        "_processing.json",
        "found none",
    ]);
}
