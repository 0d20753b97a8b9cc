//! Attitude, positions, line dates and telemetry that the program writes: read back as they were, valid by the schemas, and the same places on the
//! ground.

use std::path::PathBuf;
use std::process::Command;

use hifitime::{Duration, Epoch};
use nalgebra::{Rotation3, UnitQuaternion, Vector3};
use viq::instrument::pushbroom::AttitudeData;
use viq::product_files::ProductError;
use viq::product_files::venus_geometry::{
    AcquisitionIdentity, AttitudeFile, AttitudeRecord, CountScale, CycleMoment, DayOrigin, FileOrigin,
    InstrumentTelemetry, LineDateFile, LineMoment, PositionFile, PositionRecord, QuaternionSense, VelocitySense,
    VenusConventions, VenusFileHeader, VenusGeometryFiles, VenusOptions, line_microseconds, venus_acquisition,
};
use viq::units::UtcInstant;

use super::synthetic_files::{
    LINE_US, LINES, START_SECOND, START_WEEK, mean_of_date_from_body, position_in_itrf, write, written_folder,
};
use crate::shared_data::shared;
use crate::skipping::skipped;

fn origin() -> FileOrigin {
    FileOrigin { created: UtcInstant::parse("2019-02-05T00:00:00").unwrap(), notes: "synthetic <test>".to_owned() }
}

fn telemetry() -> InstrumentTelemetry {
    InstrumentTelemetry {
        identifier: "VE_TEST_AUX_VSCDTA_S_ISRAEL03_07993_S_VEN_KRN_07993_00001_0".to_owned(),
        validity: [Some(UtcInstant::parse("2019-02-04T08:34:32").unwrap()), None],
        version: 3,
        identity: AcquisitionIdentity { site: "VE_VM01_MPL_SITDEF_S_ISRAEL03".to_owned(), orbit: 7993 },
        format: Some("bytes of a test".to_owned()),
        block: (0..=255).collect(),
    }
}

#[test]
fn files_read_and_written_anew_say_the_same_and_show_the_same_ground() {
    let original = VenusGeometryFiles::read(&[written_folder()]).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mut paths: Vec<PathBuf> = std::fs::read_dir(written_folder())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.to_string_lossy().contains("_GIP_"))
        .collect();
    paths.extend(original.attitude.iter().map(|file| write(folder.path(), &file.to_text(&origin()))));
    paths.extend(original.positions.iter().map(|file| write(folder.path(), &file.to_text(&origin()))));
    paths.extend(original.line_dates.values().map(|file| write(folder.path(), &file.to_text(&origin()))));
    let read = VenusGeometryFiles::read(&paths).unwrap();
    assert_eq!(read.attitude[0].records.len(), original.attitude[0].records.len());
    for (read, written) in read.attitude[0].records.iter().zip(&original.attitude[0].records) {
        let variances = (read.star_tracker_variance_rad2, written.star_tracker_variance_rad2);
        assert!((variances.0 / variances.1 - 1.0).abs() < 1e-15);
        assert_eq!(*read, AttitudeRecord { star_tracker_variance_rad2: variances.0, ..written.clone() });
    }
    assert_eq!(read.positions[0].records, original.positions[0].records);
    assert_eq!(read.positions[0].identity, original.positions[0].identity);
    for (band, file) in &read.line_dates {
        assert_eq!(
            (&file.microseconds, &file.product),
            (&original.line_dates[band].microseconds, &original.line_dates[band].product)
        );
    }
    for (read, written) in [
        (&read.attitude[0].header, &original.attitude[0].header),
        (&read.positions[0].header, &original.positions[0].header),
    ] {
        assert_eq!(
            (&read.identifier, read.validity, read.version),
            (&written.identifier, written.validity, written.version)
        );
    }
    // The model's input is the same to the last bit, so every place is.
    let (before, after) =
        (original.acquisition(&VenusOptions::default()).unwrap(), read.acquisition(&VenusOptions::default()).unwrap());
    assert_eq!(before.reference, after.reference);
    assert_eq!(before.orbit, after.orbit);
    assert_eq!(before.attitude, after.attitude);
    assert_eq!(before.arrays, after.arrays);
}

/// An acquisition made of moments, attitudes and positions alone, written under conventions and read under the same.
fn read_back(conventions: VenusConventions) -> Result<viq::instrument::pushbroom::Acquisition, ProductError> {
    let start = Epoch::from_gregorian_utc(2019, 2, 4, 8, 34, 37, 0);
    let at = |seconds: f64| start + Duration::from_seconds(seconds);
    let header = |identifier: &str| VenusFileHeader::new(identifier, [None, None], 1).unwrap();
    let identity = AcquisitionIdentity { site: "VE_VM01_MPL_SITDEF_S_ISRAEL03".to_owned(), orbit: 7993 };
    let rate = |seconds: f64| {
        let (before, now) = (mean_of_date_from_body(seconds - 0.1), mean_of_date_from_body(seconds));
        ((before.inverse() * now).scaled_axis() / 0.1).into()
    };
    let attitude = AttitudeFile {
        header: header("VE_TEST_AUX_AOCDTA_S_ISRAEL03_07993_S_VEN_KRN_07993_00001_0"),
        identity: identity.clone(),
        records: (-50..=50)
            .map(|tenth| f64::from(tenth) / 10.0)
            .map(|s| AttitudeRecord::at(at(s), mean_of_date_from_body(s), rate(s), &conventions).unwrap())
            .collect(),
    };
    let velocity = |s: f64| ((position_in_itrf(s + 0.05) - position_in_itrf(s - 0.05)) / 0.1).into();
    let positions = PositionFile {
        header: header("VE_TEST_AUX_GPSDTA_S_ISRAEL03_07993_S_VEN_KRN_07993_00001_0"),
        identity,
        records: (-20..=20)
            .map(f64::from)
            .map(|s| PositionRecord::at(at(s), position_in_itrf(s).into(), velocity(s), &conventions).unwrap())
            .collect(),
    };
    let folder = tempfile::tempdir().unwrap();
    let mut paths: Vec<PathBuf> = std::fs::read_dir(written_folder())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.to_string_lossy().contains("_GIP_"))
        .collect();
    paths.push(write(folder.path(), &attitude.to_text(&origin())));
    paths.push(write(folder.path(), &positions.to_text(&origin())));
    for band in 1..=12_usize {
        let middles: Vec<Epoch> = (0..LINES).map(|line| at(line as f64 * LINE_US as f64 * 1e-6)).collect();
        let dates = LineDateFile {
            header: header(&format!("VE_TEST_TEC_LINDAT_0EVALD_ISRAEL03_20190204_B{band:02}")),
            band: format!("B{band:02}"),
            product: ["0EVALD".to_owned(), "ISRAEL03_20190204".to_owned()],
            microseconds: line_microseconds(&middles, LINE_US as f64, &conventions).unwrap(),
        };
        paths.push(write(folder.path(), &dates.to_text(&origin())));
    }
    venus_acquisition(&paths, &VenusOptions { conventions, ..VenusOptions::default() })
}

#[test]
fn what_is_written_under_conventions_is_read_under_them_as_it_was() {
    let usual = VenusConventions::default();
    let others = VenusConventions {
        attitude_origin: DayOrigin::Midnight1858,
        attitude_scale: CountScale::Gps,
        attitude_moment: CycleMoment::End,
        quaternion_sense: QuaternionSense::InertialToBody,
        velocity_sense: VelocitySense::Inertial,
        line_scale: CountScale::Tai,
        line_moment: LineMoment::Beginning,
        ..usual
    };
    for conventions in [usual, others] {
        let acquisition = read_back(conventions).unwrap();
        let start = Epoch::from_gregorian_utc(2019, 2, 4, 8, 34, 37, 0);
        let offset_s = (acquisition.reference - start).to_seconds();
        let AttitudeData::Samples { samples, .. } = &acquisition.attitude else { panic!("samples") };
        for sample in samples {
            // Days of 1858 keep a moment to 0.32 µs, in which the body turns by 3.4e-10 rad; 720 km below that is 0.25 mm.
            let wanted: UnitQuaternion<f64> = mean_of_date_from_body(sample.time_s + offset_s);
            assert!(sample.frame_from_body.angle_to(&wanted) < 4e-10, "{}", sample.frame_from_body.angle_to(&wanted));
        }
        for sample in &acquisition.orbit.samples {
            let wanted = position_in_itrf((sample.time_s + offset_s).round());
            assert!((sample.position_m - wanted).norm() < 1e-8);
            assert!((sample.velocity_m_s.norm() - 7_500.0).abs() < 500.0);
        }
        for array in &acquisition.arrays {
            for line in [0, 1, LINES - 1] {
                // Whole microseconds, and half of one from a beginning to the middle: 6.7 mm along the track at most.
                let wanted = line as f64 * LINE_US as f64 * 1e-6;
                let found = array.dating.time_s(line as f64).unwrap() + offset_s;
                assert!((found - wanted).abs() <= 1.01e-6, "{found} {wanted}");
            }
        }
    }
}

#[test]
fn moments_that_a_file_cannot_hold_are_refused() {
    let conventions = VenusConventions::default();
    let start = Epoch::from_gregorian_utc(2019, 2, 4, 8, 34, 37, 0);
    let whole = PositionRecord::at(start, [7e6, 0.0, 0.0], [0.0; 3], &conventions).unwrap();
    assert_eq!((whole.week, whole.second_of_week, whole.utc_offset_s), (START_WEEK, START_SECOND, 18));
    let between = start + Duration::from_seconds(0.25);
    assert_eq!(PositionRecord::at(between, [7e6, 0.0, 0.0], [0.0; 3], &conventions), None);
    let early = Epoch::from_gregorian_utc(1979, 1, 1, 0, 0, 0, 0);
    let turn = UnitQuaternion::from_rotation_matrix(&Rotation3::from_scaled_axis(Vector3::x()));
    assert_eq!(AttitudeRecord::at(early, turn, [0.0; 3], &conventions), None);
    assert_eq!(line_microseconds(&[early], 788.0, &conventions), None);
}

#[test]
fn the_cameras_telemetry_comes_back_byte_by_byte_and_bad_files_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let telemetry = telemetry();
    let header = folder.path().join(format!("{}.HDR", telemetry.identifier));
    std::fs::write(&header, telemetry.header_text(&origin()).unwrap()).unwrap();
    let error = InstrumentTelemetry::read(&header).unwrap_err().to_string();
    assert!(error.contains("_0.DBL: needed the data block"), "{error}");
    std::fs::write(folder.path().join(telemetry.block_name()), &telemetry.block).unwrap();
    assert_eq!(InstrumentTelemetry::read(&header).unwrap(), telemetry);
    let text = std::fs::read_to_string(&header).unwrap();
    std::fs::write(&header, text.replace(&telemetry.block_name(), "../elsewhere")).unwrap();
    let error = InstrumentTelemetry::read(&header).unwrap_err().to_string();
    assert!(error.contains("Relative_File_Path") && error.contains("climbs out"), "{error}");
    let wrong = InstrumentTelemetry { identifier: "VE_TEST_AUX_VSCDTA".to_owned(), ..telemetry };
    let error = wrong.header_text(&origin()).unwrap_err().to_string();
    assert!(error.contains("File_Name") && error.contains("VE_cccc_AUX_VSCDTA"), "{error}");
}

#[test]
fn written_files_are_valid_by_the_interface_documents_schemas() {
    let Some(schemas) = shared("venus_icd/schemas/Venus") else { return };
    if Command::new("xmllint").arg("--version").output().is_err() {
        skipped("no xmllint");
        return;
    }
    let original = VenusGeometryFiles::read(&[written_folder()]).unwrap();
    let folder = tempfile::tempdir().unwrap();
    for (schema, text) in [
        ("VE_AUX_AOCDTA_AOCSData.xsd", original.attitude[0].to_text(&origin())),
        ("VE_AUX_GPSDTA_GPSData.xsd", original.positions[0].to_text(&origin())),
        ("VE_TEC_LINDAT_DatationLine.xsd", original.line_dates["B05"].to_text(&origin())),
        ("VE_AUX_VSCDTA_VSSCData.xsd", telemetry().header_text(&origin()).unwrap()),
    ] {
        let file = write(folder.path(), &text);
        let mut xmllint = Command::new("xmllint");
        xmllint.args(["--noout", "--nonet", "--noent", "--schema"]).arg(schemas.join(schema)).arg(&file);
        let outcome = xmllint.output().unwrap();
        assert!(outcome.status.success(), "{schema}: {}", String::from_utf8_lossy(&outcome.stderr));
    }
}
