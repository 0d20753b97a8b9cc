//! The pass is as planned, and each band sees the ground at its own time and angle.

use super::*;
use crate::earth::{EarthOrientationTable, GroundPoint, cartesian_from_geodetic};
use crate::instrument::InstrumentModel;
use crate::instrument::location::{ImagePoint, LocationModel as _};
use crate::instrument::pushbroom::AttitudeData;

fn table() -> EarthOrientationTable {
    EarthOrientationTable::shipped().unwrap()
}

fn perfect() -> FlightSettings {
    FlightSettings { pointing: PointingSettings::perfect(), ..FlightSettings::default() }
}

fn flight(settings: &FlightSettings, lines: usize) -> Flight {
    let instrument = InstrumentModel::built_in().unwrap();
    Flight::new(&instrument, settings, lines, None, &table(), 1).unwrap()
}

fn metres(a: GroundPoint, b: GroundPoint) -> f64 {
    (cartesian_from_geodetic(a) - cartesian_from_geodetic(b)).norm()
}

fn place_of_band(name: &str) -> usize {
    InstrumentModel::built_in().unwrap().bands.iter().position(|band| band.name == name).unwrap()
}

#[test]
fn the_middle_of_the_image_sees_the_place_asked_for() {
    for (roll_deg, pitch_deg, yaw_steering) in [(0.0, 0.0, true), (20.0, -15.0, true), (-25.0, 10.0, false)] {
        let settings = FlightSettings { roll_deg, pitch_deg, yaw_steering, ..perfect() };
        let flight = flight(&settings, 101);
        // Between the foremost and the hindmost array lies the axis.
        let [first, last] = ["B05", "B06"].map(|name| flight.place(place_of_band(name), 50.0, 2599.5, 0.0).unwrap());
        let middle = GroundPoint::from_degrees(
            0.5 * (first.longitude_deg() + last.longitude_deg()),
            0.5 * (first.latitude_deg() + last.latitude_deg()),
            0.0,
        );
        let asked = GroundPoint::from_degrees(settings.longitude_deg, settings.latitude_deg, 0.0);
        let off = metres(middle, asked);
        println!("roll {roll_deg}, pitch {pitch_deg}: {off:.1} m off");
        // Aberration and light time move the view by some 20 m, and the middle of two feet is not the foot of the middle.
        assert!(off < 80.0, "{off}");
    }
}

#[test]
fn a_detector_sees_five_metres_and_the_ground_goes_along_the_columns() {
    let flight = flight(&perfect(), 2001);
    let band = place_of_band("B04");
    let at = |line: f64, column: f64| flight.place(band, line, column, 0.0).unwrap();
    let (across, along) =
        (metres(at(1000.0, 2500.0), at(1000.0, 2700.0)) / 200.0, metres(at(900.0, 2600.0), at(1100.0, 2600.0)) / 200.0);
    println!("{across:.3} m across, {along:.3} m along, line time {:.2} µs", flight.line_time_s * 1e6);
    // 720 km times 13 µm over 1.75 m is 5.349 m; a Sun-synchronous line time makes the pixels square.
    assert!((across - 5.349).abs() < 0.03 && (along / across - 1.0).abs() < 2e-3);
    assert!((flight.mismatch()).abs() < 1e-12);
    // Where the axis' ground goes: the same column some lines later, by the twin bands.
    let place = at(1000.0, 2600.0);
    for name in ["B05", "B06"] {
        let seen = flight.registration(band, [1000, 2600], |line, column| flight.place(band, line, column, 0.0).ok());
        let seen = seen.unwrap();
        let node = seen.node(1000.0, 2600.0).unwrap();
        let [_, column] = node.seen_at[place_of_band(name)].unwrap();
        assert!((column - 2600.0).abs() < 2.0, "{name}: {column} at {place:?}");
    }
}

#[test]
fn the_twin_bands_are_two_point_seven_seconds_apart_with_the_published_base_to_height_ratio() {
    let flight = flight(&perfect(), 1000);
    let (fifth, sixth) = (place_of_band("B05"), place_of_band("B06"));
    let at = |band: usize, height_m: f64| {
        let seen =
            flight.registration(fifth, [500, 2600], |line, column| flight.place(fifth, line, column, height_m).ok());
        let seen = seen.unwrap();
        let node = seen.node(500.0, 2600.0).unwrap();
        node.seen_at[band].unwrap()
    };
    let level = at(sixth, 0.0);
    let lag_s = (level[0] - 500.0) * flight.line_time_s;
    println!("B06 sees it {:.1} lines, {lag_s:.3} s after B05", level[0] - 500.0);
    // 43.99 mm of 1.75 m at 720 km and 6.8 km/s, or lines of 13 µm at the line time: 2.66 s.
    assert!((2.6..3.0).contains(&lag_s), "{lag_s}");
    let high = at(sixth, 1000.0);
    let parallax_m = (high[0] - level[0]).abs() * 5.349;
    let plane = InstrumentModel::built_in().unwrap().focal_plane;
    let distance_m = (plane.forward_mm("B05").unwrap() - plane.forward_mm("B06").unwrap()) * 1e-3;
    // At nadir B/H is the distance of the arrays over the focal length; over the curved Earth verticals lean apart by the ground angle, H/R of it.
    let expected = distance_m / 1.75 * (1.0 + 720.0 / 6371.0);
    println!("parallax of 1000 m: {parallax_m:.2} m, B/H by hand {expected:.5}");
    assert!((parallax_m / 1000.0 / expected - 1.0).abs() < 0.01, "{parallax_m}");
    assert!((parallax_m / 1000.0 - 0.027).abs() < 0.004, "{parallax_m}");
}

#[test]
fn the_nominal_line_time_is_that_in_which_the_ground_goes_on_by_a_detector() {
    let instrument = InstrumentModel::built_in().unwrap();
    let nominal_us = instrument.nominal_line_time_us().unwrap();
    for latitude_deg in [0.0, 43.56, -60.0] {
        let flight = flight(&FlightSettings { latitude_deg, ..perfect() }, 101);
        let matched_us = flight.matched_line_time_s * 1e6;
        println!("{latitude_deg}°: {matched_us:.2} µs, nominal {nominal_us:.2} µs");
        // What the nominal one leaves out: the Earth's turn across the flight (0.25 % at the equator), its flattening (0.1 % at the poles).
        assert!((nominal_us / matched_us - 1.0).abs() < 3e-3, "{matched_us}");
    }
}

#[test]
fn a_side_slither_shows_every_detector_the_same_ground() {
    let flight = flight(&FlightSettings { yaw_deg: 90.0, ..perfect() }, 4001);
    let band = place_of_band("B04");
    // Turned to the right, the array lies along the track: another column sees the same place some lines later.
    let model = &flight.model().arrays[band];
    let place = flight.place(band, 2000.0, 2600.0, 0.0).unwrap();
    let near = [500.0, -500.0].map(|columns| {
        let mut best = f64::INFINITY;
        for line in 1000..3000 {
            let other = model.ground_at_height(ImagePoint { line: f64::from(line), column: 2600.0 + columns }, 0.0);
            best = best.min(metres(other.unwrap(), place));
        }
        best
    });
    // Within a few pixels: the arrays do not lie on the axis.
    assert!(near.iter().all(|distance| *distance < 40.0), "{near:?}");
}

#[test]
fn what_is_measured_is_sampled_and_wrong_as_the_settings_say() {
    let settings = FlightSettings::default();
    let flight = flight(&settings, 20_000);
    let AttitudeData::Samples { samples: measured, .. } = &flight.measured.attitude else { panic!("samples") };
    let rate = (measured.len() - 1) as f64 / (measured[measured.len() - 1].time_s - measured[0].time_s);
    assert!((rate - 10.0).abs() < 1e-9);
    let truth = crate::instrument::pushbroom::Attitude::new(&flight.truth.attitude).unwrap();
    let errors: Vec<_> = measured
        .iter()
        .map(|sample| {
            let true_matrix = truth.at(sample.time_s).unwrap();
            let error = true_matrix.transpose() * sample.frame_from_body.to_rotation_matrix().into_inner();
            nalgebra::Vector3::new(error.m32, error.m13, error.m21) * 1e6
        })
        .collect();
    let n = errors.len() as f64;
    let mean = errors.iter().sum::<nalgebra::Vector3<f64>>() / n;
    let sigma = (errors.iter().map(|error| (error - mean).norm_squared()).sum::<f64>() / (3.0 * n)).sqrt();
    println!("{n} attitudes, mean error {mean:?} µrad, noise {sigma:.2} µrad");
    for axis in 0..3 {
        // Five standard deviations of the mean.
        assert!((mean[axis] - settings.measurement.attitude_bias_urad[axis]).abs() < 5.0 * 25.0 / n.sqrt());
    }
    assert!((sigma / 25.0 - 1.0).abs() < 5.0 / (6.0 * n).sqrt(), "{sigma}");
    let orbit = &flight.measured.orbit.samples;
    assert!(orbit.windows(2).all(|pair| (pair[1].time_s - pair[0].time_s - 1.0).abs() < 1e-9));
    let again = Flight::new(&InstrumentModel::built_in().unwrap(), &settings, 20_000, None, &table(), 1).unwrap();
    assert_eq!(again.measured, flight.measured);
    let other = Flight::new(&InstrumentModel::built_in().unwrap(), &settings, 20_000, None, &table(), 2).unwrap();
    assert_ne!(other.truth.attitude, flight.truth.attitude);
}

#[test]
fn nonsense_is_refused_by_name() {
    let instrument = InstrumentModel::built_in().unwrap();
    let refused = |settings: FlightSettings, lines: usize| {
        Flight::new(&instrument, &settings, lines, None, &table(), 1).err().unwrap().to_string()
    };
    assert!(refused(FlightSettings { latitude_deg: 89.0, ..perfect() }, 10).contains("latitude_deg"));
    assert!(refused(FlightSettings { roll_deg: 80.0, ..perfect() }, 10).contains("roll_deg"));
    assert!(refused(FlightSettings { phase: Some("VM9".to_owned()), ..perfect() }, 10).contains("VM5"));
    assert!(refused(FlightSettings { line_time_us: Some(100.0), ..perfect() }, 10).contains("588"));
    assert!(refused(FlightSettings { middle_utc: "yesterday".to_owned(), ..perfect() }, 10).contains("middle_utc"));
    assert!(refused(perfect(), 0).contains("lines"));
    let short = vec![vec![[0.0, 0.0]; 5199]; 12];
    let refused = Flight::new(&instrument, &perfect(), 10, Some(&short), &table(), 1).err().unwrap().to_string();
    assert!(refused.contains("5200 columns"), "{refused}");
}
