//! Bad input: an error that names the file, the element, what was needed and what was found.

use viq::product_files::venus_geometry::{VenusOptions, venus_acquisition};

use super::synthetic_files::{
    acquisition_with, attitude_text, first_line_us, line_dates_text, mean_of_date_from_body, positions_text, replaced,
    sensor_model_text, tangents, viewing_directions_text, without_records, write,
};

/// What is said of the acquisition with one file changed.
fn complaint(key: &str, text: &str) -> String {
    acquisition_with(&[(key, text.to_owned())], &VenusOptions::default()).unwrap_err().to_string()
}

fn assert_says(error: &str, words: &[&str]) {
    for word in words {
        assert!(error.contains(word), "needed \"{word}\" in: {error}");
    }
}

#[test]
fn a_gap_in_the_attitude_is_named_with_its_ends_and_its_length() {
    // Records 60 to 64 are 0.9 s to 1.3 s after the first line.
    let error = complaint("attitude", &without_records(&attitude_text(), "AOCS_Data", 60, 64));
    assert_says(
        &error,
        &[
            "AUX_AOCDTA",
            "AOCS_Data[60]",
            "at most 0.35 s apart",
            "08:34:37.8",
            "(0.800 s)",
            "(1.400 s)",
            "which is 0.600 s",
        ],
    );
}

#[test]
fn attitude_or_positions_that_end_before_the_image_are_named_with_the_seconds_missing() {
    let error = complaint("attitude", &without_records(&attitude_text(), "AOCS_Data", 61, 101));
    assert_says(&error, &["AUX_AOCDTA", "attitudes for the image's lines", "2.116 s missing at the end"]);
    let error = complaint("positions", &without_records(&positions_text(), "GPS_Data", 1, 23));
    assert_says(&error, &["AUX_GPSDTA", "positions for the image's lines", "3.002 s missing at the beginning"]);
    let error = complaint("positions", &without_records(&positions_text(), "GPS_Data", 22, 23));
    assert_says(&error, &["AUX_GPSDTA", "at most 2 s apart", "which is 3.000 s"]);
}

#[test]
fn a_quaternion_that_is_no_rotation_is_named() {
    let q = mean_of_date_from_body(0.0);
    let written = format!("<Estimated_Attitudes>{:.15} {:.15} {:.15} {:.15}<", q.i, q.j, q.k, q.w);
    let long = format!("<Estimated_Attitudes>{} {} {} {}<", q.i * 1.002, q.j * 1.002, q.k * 1.002, q.w * 1.002);
    let error = complaint("attitude", &attitude_text().replace(&written, &long));
    assert_says(
        &error,
        &["AUX_AOCDTA", "AOCS_Data[51]/Estimated_Attitudes", "norm 1 to within 0.001", "norm 1.002000"],
    );
    for (nothing, needed) in
        [("0 0 0 0", "norm 0.000000"), ("NaN 0 0 1", "4 finite numbers"), ("0 0 1", "4 finite numbers")]
    {
        let error =
            complaint("attitude", &attitude_text().replace(&written, &format!("<Estimated_Attitudes>{nothing}<")));
        assert_says(&error, &["AOCS_Data[51]/Estimated_Attitudes", needed]);
    }
}

#[test]
fn too_long_without_a_star_tracker_is_refused_and_an_unknown_flag_too() {
    let blind = attitude_text().replace("<Str_Valid_Flag>3<", "<Str_Valid_Flag>0<");
    let options = VenusOptions { longest_without_star_tracker_s: 1.0, ..VenusOptions::default() };
    let error = acquisition_with(&[("attitude", blind)], &options).unwrap_err().to_string();
    assert_says(&error, &["Str_Valid_Flag", "no more than 1 s without a valid star tracker", "none valid from"]);
    let error = complaint("attitude", &replaced(&attitude_text(), 7, "<Str_Valid_Flag>3<", "<Str_Valid_Flag>4<"));
    assert_says(&error, &["AOCS_Data[7]/Str_Valid_Flag", "needed 0, 1, 2 or 3", "found \"4\""]);
}

#[test]
fn a_unit_that_is_not_the_schemas_is_named_and_an_empty_one_is_the_default() {
    for (key, text, element, unit) in [
        ("attitude", attitude_text(), "MJD_Time_Unit", "days"),
        ("attitude", attitude_text(), "Str_Attitude_Variance_Unit", "10-8rad"),
        ("attitude", attitude_text(), "Velocity_Unit", "rad/s"),
        ("positions", positions_text(), "GPS_Coordinate_System", "ECEF"),
        ("positions", positions_text(), "Position_Unit", "m"),
        ("positions", positions_text(), "Velocity_Unit", "m/s"),
        ("positions", positions_text(), "Clock_Drift_Unit", "m/s"),
        ("positions", positions_text(), "GPS_Time_Unit", "s"),
        ("positions", positions_text(), "UTC_Offset_Unit", "s"),
    ] {
        let written = format!("<{element}>{unit}</{element}>");
        assert!(text.contains(&written));
        let error = complaint(key, &text.replace(&written, &format!("<{element}>km</{element}>")));
        assert_says(&error, &[element, &format!("needed {unit}"), "found \"km\""]);
    }
    let empty = attitude_text().replace("<Velocity_Unit>rad/s</Velocity_Unit>", "<Velocity_Unit/>");
    assert!(acquisition_with(&[("attitude", empty)], &VenusOptions::default()).is_ok());
    let error = complaint("model", &replaced(&sensor_model_text(), 4, "unit=\"rad\"", "unit=\"deg\""));
    assert_says(&error, &["GIP_SENGEO", "X_Rotation@unit", "needed rad", "found \"deg\""]);
    let error = complaint("lines B02", &replaced(&line_dates_text(2), 9, "unit=\"10-6s\"", "unit=\"s\""));
    assert_says(&error, &["TEC_LINDAT", "Time_Tag[9]@unit", "needed 10-6s"]);
}

#[test]
fn lines_that_are_out_of_their_order_are_named() {
    let error = complaint("lines B04", &replaced(&line_dates_text(4), 1, "sk=\"31\"", "sk=\"32\""));
    assert_says(&error, &["B04", "Time_Tag[32]@sk", "needed line 31", "found line \"32\""]);
    let date = |line: u64| format!("MJD={}<", first_line_us(4) + line * 788);
    let error = complaint("lines B04", &line_dates_text(4).replace(&date(31), &date(30)));
    assert_says(
        &error,
        &["B04", "Time_Tag[32]", "a date of line 31 after that of line 30", &date(30)[..date(30).len() - 1]],
    );
    let error = complaint("lines B04", &replaced(&line_dates_text(4), 1, "count=\"400\"", "count=\"401\""));
    assert_says(&error, &["List_of_Time_Tags", "401 elements Time_Tag", "found 400"]);
}

#[test]
fn a_band_that_is_none_or_another_than_the_name_says_is_named() {
    for wrong in ["B13", "B1", "B+1", "b01", ""] {
        let error =
            complaint("lines B01", &line_dates_text(1).replace("<Band_Code>B01<", &format!("<Band_Code>{wrong}<")));
        assert_says(&error, &["Band_Code", "a band, B01 to B12"]);
    }
    let error = complaint("lines B01", &line_dates_text(1).replace("<Band_Code>B01<", "<Band_Code>B02<"));
    assert_says(&error, &["Band_Code", "the band of the file's name", "_B01", "found \"B02\""]);
    let error = complaint("views B07", &viewing_directions_text(7).replace("<Band_Code>B07<", "<Band_Code>B08<"));
    assert_says(&error, &["Band_Code", "_B07_111101", "found \"B08\""]);
    let error = complaint("views B07", &viewing_directions_text(7).replace(">01 04 08 16 32<", ">01 04<"));
    assert_says(&error, &["TDI_Configuration_Values", "the integration lengths of the file's name"]);
}

#[test]
fn a_viewing_direction_too_few_or_not_a_number_is_named() {
    let [x, y] = tangents(9, 5199);
    let last = format!("<View_Dir sn=\"5200\">{x:.12} {y:.12}</View_Dir>\n");
    let text = viewing_directions_text(9);
    let error = complaint("views B09", &text.replace(&last, ""));
    assert_says(&error, &["B09_111101", "List_of_View_Dirs", "5200 elements View_Dir", "found 5199"]);
    let short = text.replace(&last, "").replace("count=\"5200\"", "count=\"5199\"");
    assert_says(
        &complaint("views B09", &short),
        &["B09_111101", "List_of_View_Dirs", "5200 viewing directions", "found 5199"],
    );
    for wrong in ["NaN 0", "inf 0", "0.1", "0.1 0.2 0.3", ""] {
        let error =
            complaint("views B09", &text.replace(&last, &format!("<View_Dir sn=\"5200\">{wrong}</View_Dir>\n")));
        assert_says(&error, &["View_Dir[5200]", "2 finite numbers"]);
    }
}

#[test]
fn a_detector_unit_that_is_missing_is_named() {
    let twice = replaced(&sensor_model_text(), 1, "<Tridetector_Code>3<", "<Tridetector_Code>2<");
    assert_says(&complaint("model", &twice), &["GIP_SENGEO", "Tridetector_Code", "not listed twice", "found \"2\""]);
    let text = sensor_model_text();
    let begin = text.find("<Instrument_To_Tridetector_Transformation sn=\"4\">").unwrap();
    let end = text.find("</List_of_Instrument_To_Tridetector_Transformations>").unwrap();
    let without = format!("{}{}", &text[..begin], &text[end..])
        .replace("Transformations count=\"4\"", "Transformations count=\"3\"");
    assert_says(
        &complaint("model", &without),
        &["List_of_Instrument_To_Tridetector_Transformations", "detector unit 4", "found none"],
    );
    let error = complaint("model", &replaced(&text, 1, "<Rotation_Order>XYZ<", "<Rotation_Order>XYX<"));
    assert_says(&error, &["Rotation_Order", "XYZ, XZY, YXZ, YZX, ZXY or ZYX", "found \"XYX\""]);
    let error = complaint("model", &text.replace("<Z_Homothety>1.001<", "<Z_Homothety>0<"));
    assert_says(&error, &["Spacecraft_To_Instrument_Transformation/Z_Homothety", "a number above zero"]);
}

#[test]
fn a_week_or_an_offset_that_cannot_be_is_named() {
    let error = complaint("positions", &positions_text().replace("<GPS_Week>2039<", "<GPS_Week>500<"));
    assert_says(&error, &["AUX_GPSDTA", "GPS_Data[1]/GPS_Week", "a week of the mission's life", "found 500"]);
    let error = complaint("positions", &replaced(&positions_text(), 3, "<UTC_Offset>18<", "<UTC_Offset>17<"));
    assert_says(&error, &["GPS_Data[3]/UTC_Offset", "needed 18 s, GPS time less UTC", "found 17"]);
    for wrong in ["604800", "-1", "1.5", "NaN"] {
        let text = positions_text();
        let begin = text.find("<GPS_Time>").unwrap() + "<GPS_Time>".len();
        let end = begin + text[begin..].find('<').unwrap();
        let error = complaint("positions", &format!("{}{wrong}{}", &text[..begin], &text[end..]));
        assert_says(&error, &["GPS_Data[1]/GPS_Time"]);
    }
    let twice = replaced(&positions_text(), 1, "<GPS_Time>117296.0<", "<GPS_Time>117295.0<");
    assert_says(
        &complaint("positions", &twice),
        &["GPS_Data[22]/GPS_Time", "a moment after that of the record before it"],
    );
}

#[test]
fn a_file_without_records_is_named() {
    let error = complaint("attitude", &without_records(&attitude_text(), "AOCS_Data", 1, 101));
    assert_says(&error, &["AUX_AOCDTA", "List_of_AOCS_Data", "found none"]);
    let error = complaint("positions", &without_records(&positions_text(), "GPS_Data", 1, 41));
    assert_says(&error, &["AUX_GPSDTA", "List_of_GPS_Data", "needed positions, found none"]);
}

#[test]
fn positions_in_kilometres_are_refused() {
    let text = positions_text();
    let begin = text.find("<PositionXYZ>").unwrap() + "<PositionXYZ>".len();
    let end = begin + text[begin..].find('<').unwrap();
    let error = complaint("positions", &format!("{}4900.1 3400.2 3600.3{}", &text[..begin], &text[end..]));
    assert_says(&error, &["GPS_Data[1]/PositionXYZ", "between 6500 km and 7500 km", "found 7.0 km"]);
}

#[test]
fn files_of_two_acquisitions_are_not_mixed() {
    let error = complaint(
        "positions",
        &positions_text()
            .replace("<Acquisition_Orbit_Number unit=\"abs\">7993<", "<Acquisition_Orbit_Number unit=\"abs\">7994<"),
    );
    assert_says(&error, &["AUX_GPSDTA", "orbit 7993", "orbit 7994"]);
    let error = complaint("lines B06", &line_dates_text(6).replace(">ISRAEL03_20190204<", ">ISRAEL03_20190206<"));
    assert_says(&error, &["B06", "Reference_Product_Instance", "ISRAEL03_20190204", "ISRAEL03_20190206"]);
}

#[test]
fn a_file_that_is_missing_is_said() {
    for (key, needed) in [
        ("attitude", "attitude (AUX_AOCDTA)"),
        ("positions", "positions (AUX_GPSDTA)"),
        ("model", "a sensor model (GIP_SENGEO)"),
        ("lines B11", "line dates of B11 (TEC_LINDAT)"),
        ("views B12", "viewing directions of B12 (GIP_VIEDIR)"),
    ] {
        assert_says(&complaint(key, ""), &[needed, "found no such file"]);
    }
    let empty = tempfile::tempdir().unwrap();
    let error = venus_acquisition(&[empty.path().to_path_buf()], &VenusOptions::default()).unwrap_err().to_string();
    assert_says(&error, &["attitude (AUX_AOCDTA)", empty.path().to_str().unwrap()]);
    let none = empty.path().join("none.EEF");
    assert_says(
        &venus_acquisition(&[none], &VenusOptions::default()).unwrap_err().to_string(),
        &["none.EEF", "no such file"],
    );
    assert!(venus_acquisition(&[], &VenusOptions::default()).is_err());
}

#[test]
fn a_file_of_another_kind_or_twice_is_named() {
    let error = complaint("model", &sensor_model_text().replace("GIP_SENGEO<", "GIP_DARKCU<"));
    assert_says(
        &error,
        &["File_Type", "AUX_AOCDTA, AUX_GPSDTA, TEC_LINDAT, GIP_SENGEO, GIP_VIEDIR", "found \"GIP_DARKCU\""],
    );
    let error = complaint(
        "model",
        &sensor_model_text().replace("xsi:type=\"SENGEO_File_Type\"", "xsi:type=\"VIEDIR_File_Type\""),
    );
    assert_says(&error, &["@type", "SENGEO_File_Type", "VIEDIR_File_Type"]);
    let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    let twice = folders.each_ref().map(|folder| write(folder.path(), &line_dates_text(1)));
    let error = venus_acquisition(&twice, &VenusOptions::default()).unwrap_err().to_string();
    assert_says(&error, &["Band_Code", "one file of line dates of B01", "as well"]);
    let error = complaint("model again", &sensor_model_text());
    assert_says(&error, &["Serial_Key", "one file for a sensor model (GIP_SENGEO) that applies best"]);
    let late = sensor_model_text().replace("UTC=2017-10-21T00:00:00", "UTC=2020-10-21T00:00:00");
    assert_says(
        &complaint("model", &late),
        &["Validity_Period", "valid at 2019-02-04T08:34:37Z for VE_VM01_MPL_SITDEF_S_ISRAEL03"],
    );
}
