//! The ground segment's auxiliary files of a simulated pass: valid by the schemas, and by them alone the places on the ground are found that the true
//! flight saw.

use std::path::{Path, PathBuf};

use viq::earth::{EarthOrientationTable, PrecessionModel, cartesian_from_geodetic};
use viq::instrument::InstrumentModel;
use viq::instrument::pushbroom::{Acquisition, AcquisitionModel};
use viq::product_files::parameter_set_folder::read_set_manifest;
use viq::product_files::venus_geometry::{InstrumentTelemetry, VenusOptions, venus_acquisition};
use viq::product_files::venus_system::SystemProductReader;
use viq::simulation::flight::{Flight, FlightSettings, PointingSettings};

use crate::running::{files_below, run_in, text};
use crate::schemas::assert_headers_valid;
use crate::small_filters::set;

const LINES: usize = 33;
const SEED: u64 = 5;

/// Attitude as planned, measured without error, at the moments of the formats.
const PERFECT: &str = "[natural.flight]
middle_utc = \"2019-07-04T10:45:00\"
[natural.flight.pointing]
offset_urad = [0.0, 0.0, 0.0]
drift_urad_s = [0.0, 0.0, 0.0]
lines = []
broadband = { rms_urad = 0.0 }
[natural.flight.measurement]
attitude_noise_urad = 0.0
attitude_bias_urad = [0.0, 0.0, 0.0]
position_noise_m = 0.0
velocity_noise_m_s = 0.0
";

struct Pass {
    folder: tempfile::TempDir,
    header: PathBuf,
}

fn pass(scene: &str) -> Pass {
    let folder = tempfile::tempdir().unwrap();
    let (out, file) = (folder.path().join("out"), folder.path().join("scene.toml"));
    std::fs::write(&file, scene).unwrap();
    let (lines, seed) = (LINES.to_string(), SEED.to_string());
    let arguments = ["simulate", "natural", "--set", text(set()), "--lines", &lines, "--seed", &seed];
    let rest = ["--no-stray-light", "--no-noise", "--truth", "none", "--scene", text(&file), "--out", text(&out)];
    let made = run_in(folder.path(), arguments.into_iter().chain(rest)).with(0);
    Pass { header: PathBuf::from(made.last_line()), folder }
}

/// The true flight of such a pass.
fn flight(middle_utc: &str, pointing: PointingSettings) -> Flight {
    let line_time_us = read_set_manifest(set()).unwrap().manifest.settings.line_time_us;
    let settings = FlightSettings {
        line_time_us: Some(line_time_us),
        middle_utc: middle_utc.to_owned(),
        pointing,
        ..FlightSettings::default()
    };
    let instrument = InstrumentModel::built_in().unwrap();
    Flight::new(&instrument, &settings, LINES, None, &EarthOrientationTable::shipped().unwrap(), SEED).unwrap()
}

/// The greatest distance between places by the files and by the true flight, metres.
fn greatest_departure_m(pass: &Pass, flight: &Flight) -> f64 {
    let reader = SystemProductReader::open(&pass.header).unwrap();
    let model = model(&reader);
    let mut greatest = 0.0_f64;
    for band in 0..reader.product().bands.len() {
        for line in [0.0, 7.25, 16.0, 32.0] {
            for (column, height_m) in [(0.0, 0.0), (2600.5, 300.0), (5199.0, -50.0)] {
                let array = &model.arrays[band];
                let found = array.sighted_line(line).and_then(|line| line.at_height(column, height_m)).unwrap();
                let truth = flight.place(band, line, column, height_m).unwrap();
                greatest = greatest.max((cartesian_from_geodetic(found) - cartesian_from_geodetic(truth)).norm());
            }
        }
    }
    greatest
}

fn acquisition(reader: &SystemProductReader) -> Acquisition {
    let tdi = reader.product().bands.iter().map(|band| (band.name.clone(), band.tdi.0)).collect();
    let options = VenusOptions { tdi, ..VenusOptions::default() };
    venus_acquisition(&[reader.private_folder().to_path_buf(), set().to_path_buf()], &options).unwrap()
}

fn model(reader: &SystemProductReader) -> AcquisitionModel {
    let (acquisition, table) = (acquisition(reader), EarthOrientationTable::shipped().unwrap());
    AcquisitionModel::build(&acquisition, &table, PrecessionModel::Iau2006, acquisition.corrections).unwrap()
}

#[test]
fn the_files_show_the_ground_that_the_true_flight_saw() {
    // Measured at the moments of the formats, and at others: the middle between whole seconds, cycles between measured attitudes.
    let between = PERFECT.replace("10:45:00", "10:45:00.3217") + "attitude_hz = 25.0\norbit_hz = 2.0\n";
    for (scene, middle_utc) in [(PERFECT, "2019-07-04T10:45:00"), (&between, "2019-07-04T10:45:00.3217")] {
        let greatest = greatest_departure_m(&pass(scene), &flight(middle_utc, PointingSettings::perfect()));
        println!("{middle_utc}: greatest departure of a place {:.3} mm", greatest * 1e3);
        // Dates of lines are whole microseconds, in which the ground goes on by 6.7 mm.
        assert!(greatest < 4e-3, "{greatest} m");
    }
}

#[test]
fn what_is_measured_wrongly_moves_the_ground_and_its_errors_stand_in_the_files() {
    let pass = pass("");
    let reader = SystemProductReader::open(&pass.header).unwrap();
    let acquisition = acquisition(&reader);
    // 25 microradians, by the default of the simulation.
    assert!(acquisition.remarks.iter().any(|remark| remark.contains("5.16\" rms")), "{:?}", acquisition.remarks);
    let (model, flight) = (model(&reader), flight("2019-07-04T10:45:00", PointingSettings::default()));
    let found = model.arrays[0].sighted_line(16.0).and_then(|line| line.at_height(2600.0, 0.0)).unwrap();
    let truth = flight.place(0, 16.0, 2600.0, 0.0).unwrap();
    let off_m = (cartesian_from_geodetic(found) - cartesian_from_geodetic(truth)).norm();
    // 228 microradians of bias across the sight at 720 km are 164 m; noise of attitude and positions comes to it.
    assert!((100.0..240.0).contains(&off_m), "{off_m}");
}

#[test]
fn every_header_of_the_product_is_valid_and_names_files_that_are_there() {
    let pass = pass("");
    let product = pass.folder.path().join("out/product");
    let reader = SystemProductReader::open(&pass.header).unwrap();
    let private = &reader.product().private;
    assert_eq!(private.auxiliary.iter().map(|(code, _)| code.as_str()).collect::<Vec<_>>(), ["AOCS", "GPS"]);
    for (_, reference) in &private.auxiliary {
        assert!(reader.private_file(reference).unwrap().is_some(), "{reference:?}");
    }
    // Figures of the pass: southwards, five metres, at right angles, below the satellite what it looks at.
    assert!((180.0..200.0).contains(&private.heading_deg.unwrap()), "{private:?}");
    assert!(private.resolution_m.unwrap().into_iter().all(|metres| (5.2..5.5).contains(&metres)), "{private:?}");
    assert!(private.slide_angle_deg.unwrap().abs() < 1.0 && private.attitude_deg.is_none(), "{private:?}");
    let [longitude, latitude] = private.nadir_deg.unwrap();
    assert!((longitude - 4.86).abs() < 0.1 && (latitude - 43.56).abs() < 0.1, "{private:?}");
    let files = files_below(&product);
    let is_header = |file: &&String| matches!(file.rsplit('.').next(), Some("HDR" | "EEF"));
    let headers: Vec<&String> = files.iter().filter(is_header).collect();
    let count = |part: &str| headers.iter().filter(|file| file.contains(part)).count();
    assert_eq!(["_TEC_LINDAT_", "_PDTIMG_", "_AUX_"].map(count), [12, 12, 3]);
    let telemetry = headers.iter().find(|file| file.contains("_AUX_VSCDTA_")).unwrap();
    let telemetry = InstrumentTelemetry::read(Path::new(telemetry.as_str())).unwrap();
    let block: serde_json::Value = serde_json::from_slice(&telemetry.block).unwrap();
    assert_eq!(
        (&block["synthetic"], &block["tdi_stages"]["B05"]),
        (&true.into(), &reader.product().bands[4].tdi.0.into())
    );
    assert_headers_valid(&product);
}

#[test]
fn a_scene_without_a_pass_has_valid_headers_that_call_its_figures_unknown() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let arguments = ["simulate", "dark", "--set", text(set()), "--lines", "2", "--truth", "none", "--out", text(&out)];
    let made = run_in(folder.path(), arguments.into_iter().chain(["--no-stray-light"])).with(0);
    let reader = SystemProductReader::open(Path::new(made.last_line())).unwrap();
    let private = &reader.product().private;
    assert_eq!((private.heading_deg, private.nadir_deg, private.pole_arcsec), (None, None, None));
    assert_eq!(private.auxiliary, []);
    assert_headers_valid(&out);
}
