//! A second instrument, described by a folder of its own, needs no change of the program.

use crate::instrument::{InstrumentDescription, ReadOutHalf, TdiStages};

/// The test camera of `tests/instruments/two_units`.
fn two_units() -> InstrumentDescription {
    InstrumentDescription::parse("two_units", "tests/instruments/two_units", |name| {
        let text = match name {
            "instrument.toml" => include_str!("../../../../tests/instruments/two_units/instrument.toml"),
            "spectral_responses.csv" => include_str!("../../../../tests/instruments/two_units/spectral_responses.csv"),
            _ => include_str!("../../../../tests/instruments/two_units/sites.toml"),
        };
        Some(text.to_owned())
    })
    .unwrap()
}

#[test]
fn another_instrument_has_its_own_columns_stages_bits_and_halves() {
    let instrument = two_units();
    let model = &instrument.model;
    assert_eq!((model.bands.len(), model.camera.columns.value, model.camera.greatest_code()), (3, 96, 4095));
    assert_eq!(model.camera.tdi_stages.value, [TdiStages(1), TdiStages(2)]);
    assert_eq!(model.read_out.half_of("near_infrared", 39), ReadOutHalf::Right);
    assert_eq!(model.read_out.half_of("red", 39), ReadOutHalf::Left);
    assert_eq!(model.code_model, None);
}

#[test]
fn an_array_that_is_listed_first_may_image_last() {
    // Unit 7 with one array at +2 mm as listed, unit 3 at −2 mm with arrays ±0.5 mm; the sense turns all signs.
    let model = two_units().model;
    let of = |band: &str| model.focal_plane.forward_mm(band).unwrap();
    assert!((of("near_infrared") + 2.0).abs() < 1e-12 && (of("red") - 1.5).abs() < 1e-12, "{}", of("red"));
    assert!((of("green") - 2.5).abs() < 1e-12);
    assert!((model.focal_plane.delay_lines("near_infrared", &model.camera).unwrap() - 450.0).abs() < 1e-9);
    // The last column lies to the right.
    let [_, left] = model.focal_plane.direction("red", 95.0, &model.camera).unwrap();
    assert!((left + 47.5 * 10e-6 / 0.5).abs() < 1e-12);
}

#[test]
fn a_folder_that_lacks_a_file_or_a_response_is_refused_by_name() {
    let missing = InstrumentDescription::parse("x", "models/x", |_| None).unwrap_err().to_string();
    assert!(missing.contains("models/x/instrument.toml"), "{missing}");
    let without = InstrumentDescription::parse("x", "models/x", |name| {
        let text = match name {
            "instrument.toml" => include_str!("../../../../tests/instruments/two_units/instrument.toml"),
            "spectral_responses.csv" => "# source: s\n# sureness: assumed\nwavelength_nm,green,red\n500,1,1\n",
            _ => "",
        };
        Some(text.to_owned())
    });
    let message = without.unwrap_err().to_string();
    assert!(message.contains("models/x/spectral_responses.csv") && message.contains("near_infrared"), "{message}");
}
