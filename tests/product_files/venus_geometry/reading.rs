//! What is read is what was written, in the frames and senses that the conventions name.

use nalgebra::{Matrix3, Vector3};
use viq::instrument::location::ImageSize;
use viq::instrument::pushbroom::{
    Acquisition, AttitudeData, AttitudeSample, LineDating, ReferenceFrame, StretchOrder, TurnOrder,
};
use viq::product_files::venus_geometry::{
    AberrationState, AttitudeSource, CountScale, InertialFrame, LineMoment, QuaternionSense, TransformationSense,
    TurnReading, VelocitySense, VenusConventions, VenusOptions, ViewAxes, venus_acquisition,
};

use super::synthetic_files::{
    LINE_US, LINES, RADIUS_M, RATE_RAD_S, UNITS, acquisition_with, attitude_text, first_line_us, itrf_from_gcrs,
    line_dates_text, mean_of_date_from_body, mean_of_date_from_gcrs, position_in_itrf, positions_text, replaced,
    sensor_model_text, tangents, viewing_directions_text, without_records, written_folder, zenith_in_itrf,
};

const ALTITUDE_M: f64 = 720_000.0;

fn under(conventions: VenusConventions) -> VenusOptions {
    VenusOptions { conventions, ..VenusOptions::default() }
}

fn samples(acquisition: &Acquisition) -> (ReferenceFrame, &[AttitudeSample]) {
    match &acquisition.attitude {
        AttitudeData::Samples { frame, samples, .. } => (*frame, samples),
        AttitudeData::Polynomials { .. } => unreachable!("VENµS has samples"),
    }
}

/// The body's z axis at the reference, in ITRF, by matrices of ERFA alone.
fn nadir_in_itrf(acquisition: &Acquisition) -> Vector3<f64> {
    let (frame, samples) = samples(acquisition);
    let sample = samples.iter().find(|sample| sample.time_s.abs() < 1e-5).unwrap();
    let gcrs_from_frame = match frame {
        ReferenceFrame::MeanOfDate => mean_of_date_from_gcrs().transpose(),
        // The 0.02″ between GCRS and the mean equator of J2000.0 is 0.08 m on the ground.
        ReferenceFrame::Eme2000 | ReferenceFrame::Gcrs => Matrix3::identity(),
        other => unreachable!("{other:?} is not asked for"),
    };
    itrf_from_gcrs(0.0) * gcrs_from_frame * (sample.frame_from_body * Vector3::z())
}

/// How far on the ground, 720 km below, a pointing is from the Earth's centre, metres.
fn miss_m(acquisition: &Acquisition) -> f64 {
    (nadir_in_itrf(acquisition) + zenith_in_itrf()).norm() * ALTITUDE_M
}

#[test]
fn a_folder_of_files_is_read_into_twelve_arrays() {
    let acquisition = venus_acquisition(&[written_folder()], &VenusOptions::default()).unwrap();
    assert_eq!(acquisition.reference.to_time_scale(hifitime::TimeScale::UTC).to_string(), "2019-02-04T08:34:37 UTC");
    assert_eq!(acquisition.arrays.len(), 12);
    for (index, array) in acquisition.arrays.iter().enumerate() {
        let band = index + 1;
        assert_eq!((&array.name, &array.band), (&format!("B{band:02}"), &format!("B{band:02}")));
        assert_eq!(array.size, ImageSize { lines: LINES, columns: 5200 });
        let steps: Vec<&str> = array.mounting.iter().map(|step| step.name.as_str()).collect();
        let unit = UNITS[index];
        assert_eq!(steps, ["instrument", &format!("detector unit {unit}"), &format!("array B{band:02}")]);
        let start = (first_line_us(band) - first_line_us(1)) as f64 * 1e-6;
        for line in [0, 1, LINES - 1] {
            let expected = start + (line as u64 * LINE_US) as f64 * 1e-6;
            assert!((array.dating.time_s(line as f64).unwrap() - expected).abs() < 1e-9);
        }
        assert_eq!(array.directions.len(), 5200);
        let [x, y] = tangents(band, 17);
        assert!((Vector3::from(array.directions[17]) - Vector3::new(y, -x, 1.0)).norm() < 1e-11);
    }
    assert!(
        acquisition.corrections.aberration && acquisition.corrections.light_time && acquisition.corrections.refraction
    );
    let (frame, attitudes) = samples(&acquisition);
    assert_eq!((frame, attitudes.len()), (ReferenceFrame::MeanOfDate, 101));
    assert_eq!((acquisition.orbit.frame, acquisition.orbit.interpolation_samples), (ReferenceFrame::Itrf, 8));
    assert_eq!(acquisition.orbit.samples.len(), 41);
    for statement in VenusConventions::default().statements() {
        assert!(acquisition.remarks.contains(&statement), "{statement}");
    }
    assert!(
        acquisition
            .remarks
            .iter()
            .any(|remark| remark.contains("VE_TEST_GIP_VIEDIR_L_ALLSITES_00004_20171021_99991231_B07_111101"))
    );
}

#[test]
fn positions_are_dated_by_gps_week_and_second() {
    let acquisition = acquisition_with(&[], &VenusOptions::default()).unwrap();
    for sample in &acquisition.orbit.samples {
        assert!((sample.position_m - position_in_itrf(sample.time_s)).norm() < 1e-3, "{}", sample.time_s);
        assert!((sample.position_m.norm() - RADIUS_M).abs() < 1e-3);
    }
    assert!((acquisition.orbit.samples[20].time_s).abs() < 1e-9);
}

#[test]
fn the_body_looks_where_a_calculation_without_this_program_says() {
    let acquisition = acquisition_with(&[], &VenusOptions::default()).unwrap();
    assert!(miss_m(&acquisition) < 0.01, "{} m", miss_m(&acquisition));
    for sample in samples(&acquisition).1 {
        assert!(sample.frame_from_body.angle_to(&mean_of_date_from_body(sample.time_s)) < 1e-8);
    }
}

#[test]
fn the_wrong_inertial_frame_is_kilometres_beside_by_the_precession_since_2000() {
    let wrong = VenusConventions { attitude_frame: InertialFrame::Eme2000, ..VenusConventions::default() };
    let miss = miss_m(&acquisition_with(&[], &under(wrong)).unwrap());
    // 19.09 years of precession, 50.29″ each, about the pole of the ecliptic: 3.35 km at this altitude, less by the cosine of the ecliptic latitude.
    let precession = (19.09 * 50.29 / 3600.0_f64).to_radians();
    assert!((precession * ALTITUDE_M - 3_350.0).abs() < 10.0);
    let obliquity = 23.44_f64.to_radians();
    let pole_of_ecliptic = Vector3::new(0.0, -obliquity.sin(), obliquity.cos());
    let zenith = itrf_from_gcrs(0.0).transpose() * zenith_in_itrf();
    let expected = precession * ALTITUDE_M * zenith.cross(&pole_of_ecliptic).norm();
    assert!(
        (2_000.0..3_350.0).contains(&miss) && (miss - expected).abs() < 0.01 * expected,
        "{miss} m, {expected} m expected"
    );
}

#[test]
fn the_wrong_sense_of_the_quaternions_is_seen_by_the_files_own_angular_velocities() {
    let wrong = VenusConventions { quaternion_sense: QuaternionSense::InertialToBody, ..VenusConventions::default() };
    let error = acquisition_with(&[], &under(wrong)).unwrap_err().to_string();
    assert!(error.contains("quaternion_sense") && error.contains("AOCDTA"), "{error}");
    // A file that is written the other way is read with the other setting, to the same attitude.
    let mut turned = attitude_text();
    for record in 0..=100 {
        let q = mean_of_date_from_body(f64::from(record) / 10.0 - 5.0);
        let written = format!("{:.15} {:.15} {:.15} {:.15}", q.i, q.j, q.k, q.w);
        turned = turned.replace(&written, &format!("{:.15} {:.15} {:.15} {:.15}", -q.i, -q.j, -q.k, q.w));
    }
    let acquisition = acquisition_with(&[("attitude", turned.clone())], &under(wrong)).unwrap();
    assert!(miss_m(&acquisition) < 0.01);
    assert!(acquisition_with(&[("attitude", turned)], &VenusOptions::default()).is_err());
}

#[test]
fn quaternions_that_change_sign_say_the_same_attitude() {
    let mut flipped = attitude_text();
    for record in (0..=100).step_by(3) {
        let q = mean_of_date_from_body(f64::from(record) / 10.0 - 5.0);
        let written = format!("{:.15} {:.15} {:.15} {:.15}", q.i, q.j, q.k, q.w);
        flipped = flipped.replace(&written, &format!("{:.15} {:.15} {:.15} {:.15}", -q.i, -q.j, -q.k, -q.w));
    }
    let plain = acquisition_with(&[], &VenusOptions::default()).unwrap();
    let with_flips = acquisition_with(&[("attitude", flipped)], &VenusOptions::default()).unwrap();
    assert!((miss_m(&with_flips) - miss_m(&plain)).abs() < 1e-6);
    for (one, other) in samples(&plain).1.iter().zip(samples(&with_flips).1) {
        assert!(
            (one.frame_from_body.to_rotation_matrix().matrix() - other.frame_from_body.to_rotation_matrix().matrix())
                .norm()
                < 1e-14
        );
    }
    assert_eq!(plain.remarks, with_flips.remarks);
}

#[test]
fn a_count_in_another_scale_moves_dates_by_what_lies_between_the_scales() {
    let conventions = VenusConventions::default();
    for (scale, earlier_s) in [(CountScale::Gps, 18.0), (CountScale::UtcWithLeapSeconds, 5.0)] {
        let both = VenusConventions { attitude_scale: scale, line_scale: scale, ..conventions };
        let acquisition = acquisition_with(&[], &under(both)).unwrap();
        assert!((acquisition.orbit.samples[20].time_s - earlier_s).abs() < 1e-9, "{scale:?}");
        // The lines alone leave the five seconds of attitude before them.
        let lines = VenusConventions { line_scale: scale, ..conventions };
        let error = acquisition_with(&[], &under(lines)).unwrap_err().to_string();
        assert!(error.contains("AUX_AOCDTA") && error.contains("missing at the beginning"), "{error}");
    }
}

#[test]
fn dates_of_a_lines_beginning_are_moved_to_its_middle() {
    let conventions = VenusConventions { line_moment: LineMoment::Beginning, ..VenusConventions::default() };
    let acquisition = acquisition_with(&[], &under(conventions)).unwrap();
    assert!((acquisition.arrays[0].dating.time_s(0.0).unwrap() - 394e-6).abs() < 1e-9);
    assert!(matches!(acquisition.arrays[0].dating, LineDating::Table { .. }));
}

#[test]
fn the_mounting_keeps_angles_homotheties_and_their_sense() {
    let acquisition = acquisition_with(&[], &VenusOptions::default()).unwrap();
    let [instrument, unit, array] = acquisition.arrays[4].mounting.as_slice() else { unreachable!() };
    assert_eq!(instrument.turns.clone().map(|turn| turn.at(0.0)), [0.002, -0.001, 0.003]);
    assert_eq!((instrument.turn_order, instrument.given_inwards), (TurnOrder::Xyz, true));
    assert_eq!((instrument.stretch_z.at(0.0), instrument.stretch_order), (1.001, StretchOrder::AfterTurns));
    // T = stretch · Rx Ry Rz takes a vector of the body into the instrument: a small turn about x by +a moves y towards z.
    let inner = instrument.parent_from_child(0.0).unwrap().try_inverse().unwrap() * Vector3::y();
    assert!((inner.z - 0.002 * 1.001).abs() < 1e-5, "{inner}");
    // "YZX" is rewritten as the same turn in the order that the model has.
    assert_eq!(unit.turn_order, TurnOrder::Xyz);
    assert!((unit.turns[1].at(0.0) - 1e-3).abs() < 1e-6);
    assert_eq!((array.turn_order, array.turns[2].at(0.0)), (TurnOrder::Zyx, 5e-5));
    let other = VenusConventions {
        transformation_sense: TransformationSense::InnerToOuter,
        turn_reading: TurnReading::Sequence,
        view_axes: ViewAxes::AlongAxes,
        aberration: AberrationState::InTheAttitude,
        ..VenusConventions::default()
    };
    let acquisition = acquisition_with(&[], &under(other)).unwrap();
    let instrument = &acquisition.arrays[4].mounting[0];
    assert_eq!((instrument.turn_order, instrument.given_inwards), (TurnOrder::Zyx, false));
    assert_eq!(instrument.stretch_order, StretchOrder::BeforeTurns);
    let [x, y] = tangents(5, 0);
    assert!((Vector3::from(acquisition.arrays[4].directions[0]) - Vector3::new(x, y, 1.0)).norm() < 1e-11);
    assert!(!acquisition.corrections.aberration);
}

#[test]
fn a_velocity_in_inertial_space_is_seen_and_brought_to_the_turning_earth() {
    let inertial = VenusConventions { velocity_sense: VelocitySense::Inertial, ..VenusConventions::default() };
    let error = acquisition_with(&[], &under(inertial)).unwrap_err().to_string();
    assert!(error.contains("velocity_sense") && error.contains("VelocityXYZ"), "{error}");
    let acquisition = acquisition_with(&[], &VenusOptions::default()).unwrap();
    let mut text = positions_text();
    for sample in &acquisition.orbit.samples {
        let (p, v) = (sample.position_m, sample.velocity_m_s);
        let turned = v + Vector3::new(0.0, 0.0, 7.292_115e-5).cross(&p);
        let written = format!("{:.6} {:.6} {:.6}", v.x, v.y, v.z);
        assert!(text.contains(&written));
        text = text.replace(&written, &format!("{:.6} {:.6} {:.6}", turned.x, turned.y, turned.z));
        // Kepler's circle: the speed in inertial space is radius times rate.
        assert!((turned.norm() - RADIUS_M * RATE_RAD_S).abs() < 0.05, "{}", turned.norm());
    }
    let again = acquisition_with(&[("positions", text)], &under(inertial)).unwrap();
    for (one, other) in acquisition.orbit.samples.iter().zip(&again.orbit.samples) {
        assert!((one.velocity_m_s - other.velocity_m_s).norm() < 1e-5);
    }
}

#[test]
fn weeks_that_rolled_over_are_completed_and_stated() {
    let text = positions_text().replace("<GPS_Week>2039<", "<GPS_Week>1015<");
    let acquisition = acquisition_with(&[("positions", text)], &VenusOptions::default()).unwrap();
    assert!(acquisition.orbit.samples[20].time_s.abs() < 1e-9);
    assert!(acquisition.remarks.iter().any(|remark| remark.contains("1024 weeks were added")));
}

#[test]
fn a_lost_second_and_two_lost_cycles_are_passed_over_with_a_remark() {
    let positions = without_records(&positions_text(), "GPS_Data", 22, 22);
    let attitude = without_records(&attitude_text(), "AOCS_Data", 60, 61);
    let changes = [("positions", positions), ("attitude", attitude)];
    let acquisition = acquisition_with(&changes, &VenusOptions::default()).unwrap();
    assert_eq!((acquisition.orbit.samples.len(), samples(&acquisition).1.len()), (40, 99));
    for words in
        ["positions: 1 gaps over the image, the longest 2 s", "attitude: 1 gaps over the image, the longest 0.300 s"]
    {
        assert!(acquisition.remarks.iter().any(|remark| remark.contains(words)), "{words}: {:#?}", acquisition.remarks);
    }
}

#[test]
fn two_files_that_overlap_are_one_series() {
    let whole = attitude_text();
    let first = without_records(&whole, "AOCS_Data", 61, 101).replace("_00001_0", "_00001_1");
    let second = without_records(&whole, "AOCS_Data", 1, 50);
    let changes = [("attitude", second.clone()), ("attitude 2", first.clone())];
    let acquisition = acquisition_with(&changes, &VenusOptions::default()).unwrap();
    assert_eq!(samples(&acquisition).1, samples(&acquisition_with(&[], &VenusOptions::default()).unwrap()).1);
    let contradicting = first.replace("<Reference_Voltage>4000<", "<Reference_Voltage>4001<");
    let changes = [("attitude", second), ("attitude 2", contradicting)];
    let error = acquisition_with(&changes, &VenusOptions::default()).unwrap_err().to_string();
    assert!(error.contains("other values"), "{error}");
}

#[test]
fn a_short_blind_stretch_is_stated_and_left_out_of_the_measured_attitude() {
    let mut text = attitude_text();
    for _ in 0..3 {
        // The 51st flag is at the reference; each replacement leaves one flag 3 fewer.
        text = replaced(&text, 51, "<Str_Valid_Flag>3<", "<Str_Valid_Flag>0<");
    }
    let changes = [("attitude", text)];
    let estimated = acquisition_with(&changes, &VenusOptions::default()).unwrap();
    assert_eq!(samples(&estimated).1.len(), 101);
    assert!(
        estimated.remarks.iter().any(|remark| remark.contains("3 on none (at most 0.3 s at a time)")),
        "{:#?}",
        estimated.remarks
    );
    let measured = VenusConventions { attitude_source: AttitudeSource::Measured, ..VenusConventions::default() };
    let wide = VenusOptions { greatest_attitude_gap_s: 0.5, ..under(measured) };
    assert_eq!(samples(&acquisition_with(&changes, &wide).unwrap()).1.len(), 98);
    let error = acquisition_with(&changes, &under(measured)).unwrap_err().to_string();
    assert!(error.contains("at most 0.35 s apart") && error.contains("which is 0.400 s"), "{error}");
}

#[test]
fn of_several_parameter_files_the_one_that_applies_is_taken() {
    let newer = sensor_model_text().replace("_00004_", "_00005_").replace("<Z_Homothety>1.001<", "<Z_Homothety>1.005<");
    let homothety = |acquisition: &Acquisition| acquisition.arrays[0].mounting[0].stretch_z.at(0.0);
    let taken = acquisition_with(&[("newer", newer.clone())], &VenusOptions::default()).unwrap();
    assert_eq!(homothety(&taken), 1.005);
    let later = newer.replace("UTC=2017-10-21T00:00:00", "UTC=2019-06-01T00:00:00").replace("20171021", "20190601");
    let taken = acquisition_with(&[("newer", later)], &VenusOptions::default()).unwrap();
    assert_eq!(homothety(&taken), 1.001);
    // A list of other sites does not apply; one with this site goes before all that are for every site.
    let listed = |site: &str| {
        newer.replace("_00005_", "_00001_").replace("L_ALLSITES", "L_NOTNAMED").replace(">ALLSITES<", ">NOTNAMED<").replace(
            "<List_of_Applicable_SiteDefinition_Ids count=\"0\"/>",
            &format!(
                "<List_of_Applicable_SiteDefinition_Ids count=\"1\"><Applicable_SiteDefinition_Id sn=\"1\">VE_OPER_MPL_SITDEF_{site}</Applicable_SiteDefinition_Id>\
                 </List_of_Applicable_SiteDefinition_Ids>"
            ),
        )
    };
    let taken = acquisition_with(&[("listed", listed("S_FR_LUS__"))], &VenusOptions::default()).unwrap();
    assert_eq!(homothety(&taken), 1.001);
    let taken = acquisition_with(&[("listed", listed("S_ISRAEL03"))], &VenusOptions::default()).unwrap();
    assert_eq!(homothety(&taken), 1.005);
}

#[test]
fn the_viewing_directions_of_the_integration_length_in_use_are_taken() {
    let for_lengths = |letters: &str, list: &str| {
        viewing_directions_text(3)
            .replace("_111101", &format!("_{letters}"))
            .replace(">01 04 08 16 32<", &format!(">{list}<"))
    };
    let [x, _] = tangents(3, 0);
    let short = for_lengths("001101", "01 04 08").replace(&format!(">{x:.12} "), ">0.5 ");
    let long = for_lengths("110000", "16 32").replace(&format!(">{x:.12} "), ">0.25 ");
    let changes = [("views B03", short), ("views B03 long", long)];
    let first = |length: u8| {
        let options = VenusOptions { tdi: [("B03".to_owned(), length)].into(), ..VenusOptions::default() };
        acquisition_with(&changes, &options).unwrap().arrays[2].directions[0]
    };
    assert_eq!((first(8)[1], first(32)[1]), (-0.5, -0.25));
    let error = acquisition_with(&changes, &VenusOptions::default()).unwrap_err().to_string();
    assert!(error.contains("a chosen integration length of B03") && error.contains("16 32"), "{error}");
    let options = VenusOptions { tdi: [("B03".to_owned(), 2)].into(), ..VenusOptions::default() };
    assert!(acquisition_with(&changes, &options).unwrap_err().to_string().contains("integration over 2 lines"));
}

#[test]
fn a_line_that_was_lost_is_named_and_keeps_its_date() {
    // From the end, so that no date is moved twice.
    let mut text = line_dates_text(1);
    for line in (200..LINES as u64).rev() {
        let date = first_line_us(1) + line * LINE_US;
        text = text.replace(&format!("MJD={date}<"), &format!("MJD={}<", date + LINE_US));
    }
    let acquisition = acquisition_with(&[("lines B01", text)], &VenusOptions::default()).unwrap();
    assert!((acquisition.arrays[0].dating.time_s(200.0).unwrap() - 201.0 * 788e-6).abs() < 1e-9);
    assert!(
        acquisition
            .remarks
            .iter()
            .any(|remark| remark.contains("B01: 1 lines do not last the usual 788 µs: 199 (1576 µs)"))
    );
}
