//! What is refused, and that file, place, key, need and found are named.

use crate::instrument::{InstrumentModel, Sites, SpectralResponses};

const VENUS: &str = include_str!("../../../../calibration-models/venus/instrument.toml");

fn refusal_of(from: &str, to: &str) -> String {
    assert!(VENUS.contains(from), "the file has no {from}");
    InstrumentModel::parse("other.toml", &VENUS.replacen(from, to, 1)).unwrap_err().to_string()
}

#[test]
fn a_mistake_is_refused_with_its_line_or_its_band() {
    let message = refusal_of("detector_unit = 1\n", "detector_units = 1\n");
    assert!(message.starts_with("other.toml: ") && message.contains("line") && message.contains("detector_units"));
    assert!(refusal_of("name = \"B02\"", "name = \"B01\"").contains("twice"));
    let message = refusal_of("thuillier_2003 = 1948.53", "thuillier_2003 = 0.0");
    assert!(message.contains("B02") && message.contains("above zero"), "{message}");
}

#[test]
fn every_impossible_figure_is_refused_with_file_place_key_need_and_found() {
    let cases = [
        ("focal_length_m = { value = 1.75", "focal_length_m = { value = -1.75", "focal_length_m", "-1.75"),
        ("pitch_um = { value = 13.0", "pitch_um = { value = nan", "pitch_um", "NaN"),
        ("columns = { value = 5200", "columns = { value = 0", "columns", "0"),
        ("significant_bits = { value = 10", "significant_bits = { value = 17", "significant_bits", "17"),
        ("value = [1, 4, 8, 16, 32]", "value = [1, 8, 4, 16, 32]", "tdi_stages", "[1, 8, 4, 16, 32]"),
        ("split_column = { value = 2600", "split_column = { value = 5201", "split_column", "5201"),
        ("[\"B07\", \"B08\"", "[\"B77\", \"B08\"", "swapped_bands", "B77"),
        ("nominal_offset_code = { value = 64", "nominal_offset_code = { value = 128", "nominal_offset_code", "128"),
        ("gain_ratio_per_code = { value = 1.005", "gain_ratio_per_code = { value = 0.0", "gain_ratio_per_code", "0"),
        (
            "longest_line_time_us = { value = 10000.0",
            "longest_line_time_us = { value = 10.0",
            "longest_line_time_us",
            "10",
        ),
        ("value = [[\"B05\", \"B02\"", "value = [[\"B05\", \"B05\"", "array_order", "in units []"),
        ("unit_order = { value = [1, 2", "unit_order = { value = [1, 1", "unit_order", "unit 1 twice"),
        (
            "central_obscuration_ratio = { value = 0.35",
            "central_obscuration_ratio = { value = 1.0",
            "central_obscuration",
            "1",
        ),
        ("nominal_tdi_stages = 16", "nominal_tdi_stages = 2", "nominal_tdi_stages", "2"),
        ("sixs_table = 1661.634", "sixth_table = 1661.634", "solar_irradiance_w_m2_um", "none"),
        ("solar_spectrum = \"thuillier_2003\"", "solar_spectrum = \"thuillier\"", "solar_spectrum", "thuillier"),
        ("nominal_phase = \"VM1\"", "nominal_phase = \"VM9\"", "nominal_phase", "VM9"),
        ("first_month = \"2017-11\"", "first_month = \"2017-13\"", "first_month", "2017-13"),
        ("altitude_km = 720.0", "altitude_km = 0.0", "altitude_km", "0"),
    ];
    for (from, to, key, found) in cases {
        let message = refusal_of(from, to);
        assert!(message.starts_with("other.toml, "), "{message}");
        assert!(message.contains(key) && message.contains("needs") && message.contains(found), "{message}");
    }
}

#[test]
fn an_assumption_needs_a_source_and_a_known_word() {
    assert!(refusal_of("sureness = \"assumed\"", "sureness = \"certain\"").contains("certain"));
    let message = refusal_of(", sureness = \"assumed\" }", " }");
    assert!(message.contains("sureness") && message.contains("line"), "{message}");
}

#[test]
fn a_table_of_responses_is_refused_with_its_line() {
    let head = "# source: s\n# sureness: assumed\nwavelength_nm,a,b\n";
    let refusal = |rows: &str| SpectralResponses::parse("r.csv", rows).unwrap_err().to_string();
    for (rows, place, found) in [
        ("500,1,1\n500,1,1\n", "line 5", "500"),
        ("500,1\n", "line 4", "2 fields"),
        ("500,1,-1\n", "line 4", "\"-1\""),
        ("500,1,x\n", "line 4", "\"x\""),
        ("500,1,0\n", "b needs", "none"),
        ("", "a needs", "none"),
    ] {
        let message = refusal(&format!("{head}{rows}"));
        assert!(message.starts_with("r.csv, ") && message.contains(place) && message.contains(found), "{message}");
    }
    assert!(refusal("wavelength_nm,a\n500,1\n").contains("source"));
    assert!(refusal("# source: s\nwavelength_nm,a\n500,1\n").contains("sureness"));
    assert!(refusal("# source: s\n# sureness: assumed\nnanometres,a\n500,1\n").contains("wavelength_nm"));
    assert!(refusal("").contains("source"));
}

#[test]
fn a_response_is_linear_between_its_samples_and_nothing_beyond() {
    let text = "# source: s\n# sureness: assumed\nwavelength_nm,a\n500,1\n510,3\n";
    let table = SpectralResponses::parse("r.csv", text).unwrap();
    let response = table.band("a").unwrap();
    let found = [499.9, 500.0, 505.0, 510.0, 510.1].map(|wavelength| response.at(wavelength));
    assert!(found.iter().zip([0.0, 1.0, 2.0, 3.0, 0.0]).all(|(a, b): (&f64, f64)| (a - b).abs() < 1e-12), "{found:?}");
}

#[test]
fn a_place_that_is_none_is_refused_with_its_site() {
    let site = |lines: &str| format!("[[site]]\nname = \"X\"\nsource = \"s\"\nsureness = \"assumed\"\n{lines}");
    for (lines, key) in [
        ("kind = \"scientific\"\nlatitude_deg = 91\nlongitude_deg = 0\n", "latitude_deg"),
        ("kind = \"scientific\"\nlatitude_deg = 9\n", "longitude_deg"),
        ("kind = \"moon\"\nlatitude_deg = 9\nlongitude_deg = 0\n", "Moon"),
    ] {
        let message = Sites::parse("sites.toml", &site(lines)).unwrap_err().to_string();
        assert!(message.contains("site X") && message.contains(key), "{message}");
    }
    let twice = site("kind = \"moon\"\n").repeat(2);
    assert!(Sites::parse("sites.toml", &twice).unwrap_err().to_string().contains("name of its own"));
}
