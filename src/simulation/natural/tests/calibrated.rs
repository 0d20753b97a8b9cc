//! What a parameter set says of the bands is what the scene is seen with.

use super::*;
use crate::instrument::InstrumentDescription;
use crate::parameter_sets::ParameterSet;
use crate::simulation::{NominalResponse, NominalSetSettings, nominal_set};

/// The nominal set with filters of stray light that nobody looks at.
fn set() -> ParameterSet {
    let description = InstrumentDescription::built_in().unwrap();
    let mut settings = NominalSetSettings::of(&description.model, 4).unwrap();
    (settings.local_filter_size, settings.cross_talk_filter_size) = (9, 9);
    let response = NominalResponse::built_in().unwrap();
    nominal_set(&description, &response, &settings, &Supervision::unattended()).unwrap()
}

/// A scene seen with what a set says.
fn seen_with(set: &ParameterSet) -> NaturalScene {
    let instrument = venus();
    let mut settings = NaturalSettings::default();
    settings.flight.pointing = PointingSettings::perfect();
    let bands: Vec<(String, TdiStages)> =
        instrument.bands.iter().map(|band| (band.name.clone(), band.nominal_tdi_stages)).collect();
    let calibrated = CalibratedBands::of_set(set, &bands).unwrap();
    let members = EndMembers::built_in().unwrap();
    NaturalScene::new(&instrument, &members, &settings, 200, &calibrated, &table(), 5).unwrap()
}

#[test]
fn viewing_directions_of_a_set_turn_the_view_to_the_left_and_forward_as_they_say() {
    let instrument = venus();
    let angle = instrument.camera.detector_angle();
    let usual = set();
    let mut moved = usual.clone();
    for directions in moved.bands.iter_mut().flat_map(|band| band.viewing_directions.values_mut()) {
        for [left, forward] in directions {
            *left += 400.0 * angle;
            *forward += 250.0 * angle;
        }
    }
    let (usual, moved) = (seen_with(&usual), seen_with(&moved));
    for band in [0, 4, 9] {
        let at = |scene: &NaturalScene, line: f64| {
            cartesian_from_geodetic(scene.flight().place(band, line, 2600.0, 0.0).unwrap())
        };
        let from = at(&usual, 100.0);
        let ahead = (at(&usual, 150.0) - at(&usual, 50.0)).normalize();
        let left = from.normalize().cross(&ahead);
        let by = at(&moved, 100.0) - from;
        let (ahead, left) = (by.dot(&ahead), by.dot(&left));
        println!("band {band}: {ahead:.1} m ahead, {left:.1} m to the left");
        // Detectors of 5.349 m at nadir; the view is oblique by a degree.
        assert!((ahead / (250.0 * 5.349) - 1.0).abs() < 0.01, "{ahead}");
        assert!((left / (400.0 * 5.349) - 1.0).abs() < 0.01, "{left}");
    }
}

#[test]
fn the_directions_of_the_nominal_set_are_those_of_the_focal_plane() {
    let by_set = seen_with(&set());
    let mut settings = NaturalSettings::default();
    settings.flight.pointing = PointingSettings::perfect();
    let by_instrument = scene_of(&venus(), &settings, 200, 5);
    for (band, column) in [(0, 0.0), (5, 2600.0), (11, 5199.0)] {
        let [a, b] = [&by_set, &by_instrument]
            .map(|scene| cartesian_from_geodetic(scene.flight().place(band, 30.0, column, 0.0).unwrap()));
        assert!((a - b).norm() < 1e-6, "band {band}: {:.1e} m apart", (a - b).norm());
    }
}

#[test]
fn light_is_in_proportion_to_the_solar_irradiance_of_the_set() {
    let usual = set();
    let mut dimmed = usual.clone();
    dimmed.bands[6].spectral.solar_irradiance_w_m2_um *= 0.5;
    let images = [usual, dimmed].map(|set| image(&seen_with(&set), 6, 90..92));
    for (usual, dimmed) in images[0].iter().zip(&images[1]) {
        assert!((dimmed / usual - 0.5).abs() < 1e-5, "{dimmed} of {usual}");
    }
}

#[test]
fn a_set_without_directions_at_the_stages_is_refused_by_name() {
    let mut set = set();
    set.bands[2].viewing_directions.remove(&TdiStages(8));
    let bands = [("B03".to_owned(), TdiStages(8))];
    let message = CalibratedBands::of_set(&set, &bands).unwrap_err().to_string();
    assert!(message.contains("band B03: needed viewing directions at 08 TDI stages, found those at 01"), "{message}");
    let message = CalibratedBands::of_set(&set, &[("B13".to_owned(), TdiStages(8))]).unwrap_err().to_string();
    assert!(message.contains("band B13: needed its parameters, found those of B01"), "{message}");
}

#[test]
fn a_side_slither_smears_across_the_lines_and_allows_no_second_stage() {
    let instrument = venus();
    let flight = FlightSettings { yaw_deg: 90.0, ..FlightSettings::default() };
    let settings = NaturalSettings { flight, ..NaturalSettings::default() };
    let members = EndMembers::built_in().unwrap();
    let made = |settings: &NaturalSettings| {
        NaturalScene::new(&instrument, &members, settings, 50, &CalibratedBands::default(), &table(), 1)
    };
    let message = made(&settings).err().unwrap().to_string();
    let needed = "tdi_stages, B01: needed stages over which a point is smeared by 3 pixels at most, found";
    assert!(message.starts_with(needed) && message.contains("16 stages"), "{message}");
    let aside = made(&one_stage(&instrument, settings)).unwrap();
    let ahead = made(&one_stage(&instrument, NaturalSettings::default())).unwrap();
    for (aside, ahead) in aside.bands.iter().zip(&ahead.bands) {
        let turned = [(0.5, 0.0), (0.0, 0.5)]
            .map(|(along, across)| (aside.transfer.at(along, across), ahead.transfer.at(across, along)));
        // The residual is alike on both axes, and the ground passes as fast to some thousandths.
        assert!(turned.iter().all(|(aside, ahead)| (aside - ahead).abs() < 2e-3), "{turned:?}");
        assert!(aside.transfer.at(0.5, 0.0) > 1.3 * aside.transfer.at(0.0, 0.5));
    }
}
