//! `viq info` on the real header.

use serde_json::Value;

use crate::products::small;
use crate::running::{run_in, text};
use crate::shared_data::shared;

fn real(more: &[&str]) -> Option<Value> {
    let header = shared("venus_l1/VE_VM01_VSC_L1VALD_ISRAEL03_20190204.HDR")?;
    let folder = tempfile::tempdir().unwrap();
    Some(run_in(folder.path(), [&["info", "--json", text(&header)], more].concat()).with(0).json())
}

#[test]
fn the_real_header_has_every_key_of_the_contract() {
    let Some(product) = real(&[]) else { return };
    let keys = [
        "/level",
        "/site",
        "/acquisition_utc",
        "/orbit",
        "/sun/zenith_deg",
        "/sun/azimuth_deg",
        "/views/0/detector_unit",
        "/views/3/zenith_deg",
        "/views/3/azimuth_deg",
        "/bands/0/name",
        "/bands/11/centre_nm",
        "/bands/11/ak",
        "/bands/11/detector_unit",
        "/flags/Equalization",
        "/quality_indexes/0",
        "/parameter_files/0",
        "/crs",
        "/geotransform/5",
        "/base_to_height_b05_b06",
    ];
    for key in keys {
        let found = product.pointer(key);
        assert!(found.is_some_and(|value| !value.is_null()), "{key}: {found:?}");
    }
}

#[test]
fn the_real_header_says_what_the_mission_says() {
    let Some(product) = real(&[]) else { return };
    assert_eq!(product["level"], "L1");
    assert_eq!(product["site"], "ISRAEL03");
    assert_eq!(product["acquisition_utc"], "2019-02-04T08:34:37Z");
    assert_eq!(product["bands"].as_array().unwrap().len(), 12);
    assert_eq!(product["bands"][0]["ak"], 0.204);
    assert_eq!(product["bands"][11]["ak"], 1.880);
    assert_eq!(product["parameter_files"].as_array().unwrap().len(), 93);
    assert_eq!(product["crs"], "EPSG:32636");
    let ratio = product["base_to_height_b05_b06"].as_f64().unwrap();
    assert!((ratio - 0.0252).abs() < 0.0002, "{ratio}");
}

#[test]
fn a_crop_brings_its_own_size_and_place() {
    let Some(crop) = shared("venus_l1/venus1.tif") else { return };
    let Some(product) = real(&["--image", text(&crop)]) else { return };
    assert_eq!((product["lines"].as_u64(), product["columns"].as_u64()), (Some(121), Some(121)));
    assert_eq!(product["geotransform"][0], 736830.5);
}

#[test]
fn a_band_has_just_these_keys() {
    let folder = tempfile::tempdir().unwrap();
    let product = run_in(folder.path(), ["info", "--json", text(&small().header)]).with(0).json();
    let mut keys: Vec<&String> = product["bands"][4].as_object().unwrap().keys().collect();
    keys.sort();
    let expected = ["ak", "centre_nm", "detector_unit", "name", "polarisation_coefficient", "reflectance_per_code"];
    assert_eq!(keys, expected);
    assert_eq!((&product["bands"][4]["name"], &product["bands"][4]["detector_unit"]), (&"B05".into(), &1.into()));
}

#[test]
fn a_synthetic_product_is_called_so_in_text_and_in_json() {
    let folder = tempfile::tempdir().unwrap();
    let said = run_in(folder.path(), ["info", text(&small().header)]).with(0);
    assert!(said.out.contains("SYNTHETIC"), "{}", said.out);
    assert_eq!(run_in(folder.path(), ["info", "--json", text(&small().header)]).with(0).json()["synthetic"], true);
}
