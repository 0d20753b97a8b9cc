//! Figures of VENµS that others rely on, by hand.

use crate::instrument::{DETECTOR_UNITS, InstrumentDescription, InstrumentModel, ReadOutHalf, SiteKind, Sureness};

#[test]
fn the_instrument_that_the_program_carries_has_twelve_bands_in_four_units() {
    let model = InstrumentModel::built_in().unwrap();
    assert_eq!(model.bands.len(), 12);
    for unit in 1..=4 {
        assert_eq!(model.bands.iter().filter(|band| band.detector_unit == unit).count(), 3);
    }
    for (band, unit) in model.bands.iter().zip(DETECTOR_UNITS) {
        assert_eq!(band.detector_unit, unit, "{}", band.name);
    }
    assert!((model.band("B11").unwrap().solar_irradiance_w_m2_um - 960.464).abs() < 1e-9);
    assert!((model.band("B11").unwrap().rayleigh_optical_depth - 0.0158216).abs() < 1e-12);
    assert_eq!(model.bands_source.solar_irradiance_w_m2_um.sureness, Sureness::Derived);
    assert_eq!(model.camera.greatest_code(), 1023);
    assert!((model.camera.f_number() - 7.0).abs() < 1e-12);
}

#[test]
fn pixels_on_the_ground_and_line_times_are_those_of_the_mission() {
    // Mission figures: 5.35 m, 6.73 km/s in VM1; 3.05 m and a line of 423 µs that cannot be read in VM3; 4.16 m in VM5.
    let model = InstrumentModel::built_in().unwrap();
    let of = |name: &str| model.orbit_phase(name).unwrap();
    let pixel = |name: &str| of(name).ground_sampling_m(&model.camera);
    let line = |name: &str| of(name).nominal_line_time_us(&model.camera, &model.timing);
    assert!((pixel("VM1") - 5.349).abs() < 5e-4 && (pixel("VM3") - 3.046).abs() < 5e-4, "{}", pixel("VM1"));
    assert!((pixel("VM5") - 4.16).abs() < 5e-3);
    assert!((of("VM1").ground_speed_m_s() - 6733.0).abs() < 3.0, "{}", of("VM1").ground_speed_m_s());
    // The Earth turns against it: 465.1 m/s at the equator times cos 98.27°, −0.1438, by hand.
    assert!((line("VM1") - 5.3486e6 / (6733.5 + 465.1 * 0.1438)).abs() < 0.5, "{}", line("VM1"));
    assert!((line("VM3") - 588.0).abs() < 1e-12 && line("VM5") > 588.0);
    assert!((model.nominal_line_time_us().unwrap() - line("VM1")).abs() < 1e-12);
}

#[test]
fn twin_bands_lie_as_far_apart_as_the_ground_sees_them() {
    // B05 to B06: 40.0 mm between units 1 and 4, and twice 2 mm of their triplets; 2.7 s.
    let model = InstrumentModel::built_in().unwrap();
    let (camera, plane) = (&model.camera, &model.focal_plane);
    let apart = plane.forward_mm("B05").unwrap() - plane.forward_mm("B06").unwrap();
    assert!((apart - (3.0 * 13.33 + 4.0)).abs() < 1e-9, "{apart}");
    let lines = plane.delay_lines("B06", camera).unwrap();
    assert!((lines - apart * 1e3 / 13.0).abs() < 1e-9 && plane.delay_lines("B05", camera) == Some(0.0));
    let seconds = lines * model.nominal_line_time_us().unwrap() * 1e-6;
    assert!((2.6..3.0).contains(&seconds), "{seconds}");
    assert_eq!(plane.forward_mm("B13"), None);
    let [forward, left] = plane.direction("B05", 5199.0, camera).unwrap();
    assert!((forward - plane.forward_mm("B05").unwrap() / 1750.0).abs() < 1e-12);
    assert!((left - 2599.5 * 13e-6 / 1.75).abs() < 1e-12);
}

#[test]
fn codes_are_swapped_for_the_bands_that_the_interface_document_names() {
    let halves = InstrumentModel::built_in().unwrap().read_out;
    assert_eq!((halves.half_of("B01", 0), halves.half_of("B01", 2600)), (ReadOutHalf::Left, ReadOutHalf::Right));
    assert_eq!((halves.half_of("B12", 2599), halves.half_of("B12", 5199)), (ReadOutHalf::Right, ReadOutHalf::Left));
}

#[test]
fn what_nobody_knows_is_called_an_assumption() {
    let model = InstrumentModel::built_in().unwrap();
    let assumed = [
        model.camera.pre_scan_columns.sureness,
        model.focal_plane.array_spacing_mm.sureness,
        model.focal_plane.first_listed.sureness,
        model.bands_source.nominal_tdi_stages.sureness,
        model.optics.residual_mtf_at_nyquist_along.sureness,
        model.code_model.as_ref().unwrap().gain_ratio_per_code.sureness,
        model.code_model.as_ref().unwrap().offset_counts_per_code.sureness,
    ];
    assert!(assumed.iter().all(|sureness| *sureness == Sureness::Assumed), "{assumed:?}");
}

#[test]
fn the_list_of_sites_has_the_moon_and_places_on_the_earth() {
    let sites = InstrumentDescription::built_in().unwrap().sites;
    assert_eq!(sites.site("THE_MOON").unwrap().kind, SiteKind::Moon);
    let khumbu = sites.site("KHUMBU").unwrap();
    assert!(
        (khumbu.latitude_deg.unwrap() - 27.88).abs() < 0.01 && (khumbu.longitude_deg.unwrap() - 86.87).abs() < 0.01
    );
    assert!(sites.site("SHANGHAI").is_none());
}
