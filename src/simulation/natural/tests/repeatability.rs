//! The same scene whatever is asked of it, on any number of threads, by any instrument.

use std::sync::atomic::Ordering;

use super::*;

fn bits(image: &[f32]) -> Vec<u32> {
    image.iter().map(|value| value.to_bits()).collect()
}

#[test]
fn lines_do_not_depend_on_the_lines_asked_for_with_them() {
    let scene = scene_of(&two_units(), &everything(), 300, 5);
    for band in 0..3 {
        let whole = bits(&image(&scene, band, -20..140));
        for (first, count) in [(-20, 7), (-3, 40), (31, 33), (139, 1), (60, 64)] {
            let part = bits(&image(&scene, band, first..first + count));
            let at = (first + 20) as usize * 96;
            assert!(part[..] == whole[at..at + part.len()], "band {band}, {first}, {count}");
        }
        assert!(whole.iter().all(|bits| f32::from_bits(*bits) > 0.0));
    }
}

#[test]
fn the_seed_decides_the_scene_on_any_number_of_threads() {
    let instrument = venus();
    let settings = everything();
    let on_threads = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| bits(&image(&scene_of(&instrument, &settings, 100, 3), 6, 0..70)))
    };
    let one = on_threads(1);
    assert!(one == on_threads(2));
    assert!(one != bits(&image(&scene_of(&instrument, &settings, 100, 4), 6, 0..70)));
}

#[test]
fn lines_beyond_what_the_pass_knows_repeat_the_outermost_view() {
    let scene = scene_of(&two_units(), &NaturalSettings::default(), 20, 5);
    let far = REACH_LINES as i64 + 500;
    let row = |line: i64| image(&scene, 0, line..line + 1);
    assert_eq!(row(-far), row(-far - 7));
    assert_ne!(row(-(REACH_LINES as i64) / 2), row(-(REACH_LINES as i64) / 2 - 7));
}

#[test]
fn another_instrument_needs_no_change_of_the_program() {
    let instrument = two_units();
    let scene = scene_of(&instrument, &everything(), 200, 1);
    assert_eq!((scene.bands(), scene.lines(), scene.columns()), (3, 200, 96));
    // Its detectors see 10 m: 500 km times 10 µm over 0.5 m.
    let [a, b] = [40.0, 41.0].map(|column| scene.flight().place(0, 100.0, column, 0.0).unwrap());
    let metres = (cartesian_from_geodetic(a) - cartesian_from_geodetic(b)).norm();
    assert!((metres - 10.0).abs() < 0.1, "{metres}");
    // The infrared array is listed first and images last: later than the others by some 400 to 500 lines of 10 µm in 4 mm and more.
    let truth = scene.truth(16, 48).unwrap();
    let node = truth.registration.node(0.0, 48.0).unwrap();
    let [line, _] = node.seen_at[2].unwrap();
    assert!((350.0..600.0).contains(&(line - node.line)), "{line} {}", node.line);
    let text = serde_json::to_string(&truth).unwrap();
    assert!(text.contains("SYNTHETIC") && !text.contains("null,null"));
}

#[test]
fn a_cancel_stops_the_scene() {
    let scene = scene_of(&venus(), &everything(), 500, 1);
    let supervision = Supervision::unattended();
    supervision.cancellation().store(true, Ordering::Relaxed);
    let mut radiance = vec![0.0; 64 * 5200];
    assert_eq!(scene.radiance(0, 0..64, &mut radiance, &supervision), Err(RadianceError::Cancelled(Cancelled)));
}

#[test]
fn settings_that_no_scene_can_have_are_refused_by_name() {
    let instrument = venus();
    let members = EndMembers::built_in().unwrap();
    let refused = |settings: &NaturalSettings| {
        NaturalScene::new(&instrument, &members, settings, 10, &CalibratedBands::default(), &table(), 1)
            .err()
            .unwrap()
            .to_string()
    };
    let mut night = NaturalSettings::default();
    night.flight.middle_utc = "2019-07-04T23:45:00".to_owned();
    assert!(refused(&night).contains("85 degrees from the zenith"), "{}", refused(&night));
    let mut stages = NaturalSettings::default();
    stages.tdi_stages.insert("B04".to_owned(), TdiStages(5));
    assert_eq!(refused(&stages), "tdi_stages, B04: needed one of [1, 4, 8, 16, 32] stages, found 5");
    stages.tdi_stages = [("B13".to_owned(), TdiStages(4))].into();
    assert!(refused(&stages).contains("B13"));
    let mut thick = NaturalSettings::default();
    thick.atmosphere.aerosol_optical_depth_550 = 7.0;
    assert!(refused(&thick).contains("aerosol_optical_depth_550"));
    thick = NaturalSettings::default();
    thick.scene.fields.share = f64::NAN;
    assert!(refused(&thick).contains("fields.share"));
}

#[test]
fn a_file_of_settings_names_only_what_it_changes() {
    let text = "tdi_stages = { B01 = 32 }\n[scene.clouds]\ncover = 0.3\n[flight]\nroll_deg = 12.5\n[atmosphere]\nrelative_pressure = 0.9\n";
    let settings: NaturalSettings = toml::from_str(text).unwrap();
    assert_eq!(settings.tdi_stages["B01"], TdiStages(32));
    assert!((settings.flight.roll_deg - 12.5).abs() < 1e-12 && settings.scene.clouds.is_some());
    let written = toml::to_string(&settings).unwrap();
    assert_eq!(toml::from_str::<NaturalSettings>(&written).unwrap(), settings);
    assert!(toml::from_str::<NaturalSettings>("[flight]\nrol_deg = 1\n").is_err());
}
