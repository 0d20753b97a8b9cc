//! Sentinel-2 L1B datastrips: a real one is read with its ground parameters, and each kind of damage to them is named.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use proptest::prelude::*;
use viq::earth::{TimeScale, epoch_from_text, seconds_between, utc_text};
use viq::instrument::pushbroom::{Acquisition, AttitudeData, ReferenceFrame};
use viq::product_files::XmlDocument;
use viq::product_files::sentinel2_l1b::{
    Sentinel2Choices, earth_orientation_note, is_sentinel2_datastrip, read_sentinel2_acquisition, sentinel2_acquisition,
};

use crate::shared_data::shared;

const DATASTRIP: &str = "sen2vm_s2l1b/S2A_OPER_MTD_L1B_DS_DPRM_20140630T140000_S20200816T120220.xml";

fn between<'a>(text: &'a str, from: &str, to: &str) -> &'a str {
    let start = text.find(from).unwrap();
    let end = start + text[start..].find(to).unwrap() + to.len();
    &text[start..end]
}

/// The real datastrip without the bulk that the reader does not look at; none, with a line, where it is absent.
fn short_datastrip() -> Option<&'static str> {
    static SHORT: OnceLock<Option<String>> = OnceLock::new();
    let make = || {
        let text = std::fs::read_to_string(shared(DATASTRIP)?).unwrap();
        let part = |name: &str| between(&text, &format!("<{name}"), &format!("</{name}>")).to_owned();
        let time_stamp = between(&text, "<Time_Stamp ", "</Time_Stamp>");
        Some(format!(
            "<Level-1B_DataStrip_ID><General_Info>{}</General_Info><Image_Data_Info>{}<Sensor_Configuration>\
             <Acquisition_Configuration>{}</Acquisition_Configuration>{}</Sensor_Configuration><Geometric_Info>\
             <Image_Refining flag=\"REFINED\"/>{}</Geometric_Info></Image_Data_Info><Satellite_Ancillary_Data_Info><Ephemeris>{}</Ephemeris>\
             <Attitudes>{}</Attitudes></Satellite_Ancillary_Data_Info><Auxiliary_Data_Info>{}{}</Auxiliary_Data_Info></Level-1B_DataStrip_ID>",
            part("Datastrip_Time_Info"),
            part("Granules_Information"),
            part("TDI_Configuration_List"),
            time_stamp,
            part("Refined_Corrections_List"),
            part("GPS_Points_List"),
            part("Corrected_Attitudes"),
            part("IERS_Bulletin"),
            part("GIPP_List"),
        ))
    };
    SHORT.get_or_init(make).as_deref()
}

fn parse(text: &str, choices: &Sentinel2Choices) -> Result<Acquisition, String> {
    let document = XmlDocument::parse(Path::new("some.xml"), text).map_err(|error| error.to_string())?;
    sentinel2_acquisition(&document, choices).map_err(|error| error.to_string())
}

fn with_folder(folder: PathBuf) -> Sentinel2Choices {
    Sentinel2Choices { ground_parameters: Some(folder), ..Sentinel2Choices::default() }
}

fn without_parameters() -> Sentinel2Choices {
    with_folder(PathBuf::from("/nowhere"))
}

fn assert_says(complaint: &str, words: &[&str]) {
    for word in words {
        assert!(complaint.contains(word), "needed \"{word}\" in: {complaint}");
    }
}

#[test]
fn a_real_datastrip_is_described_in_the_conventions_of_the_model() {
    let Some(path) = shared(DATASTRIP) else { return };
    let document = XmlDocument::read(&path).unwrap();
    assert!(is_sentinel2_datastrip(&document));
    assert!(!is_sentinel2_datastrip(&XmlDocument::parse(&path, "<Level-1C_User_Product/>").unwrap()));
    let acquisition = read_sentinel2_acquisition(&path, &Sentinel2Choices::default()).unwrap();
    // The middle of 12:02:20.458 and 12:02:45.712 UTC.
    assert_eq!(utc_text(acquisition.reference), "2020-08-16T12:02:33.085Z");
    assert_eq!((acquisition.orbit.frame, acquisition.orbit.samples.len()), (ReferenceFrame::Itrf, 97));
    // 12:02:08 in the scale of GPS is 12:01:50 UTC.
    assert!((acquisition.orbit.samples[0].time_s + 43.085).abs() < 1e-9);
    assert_eq!(acquisition.orbit.samples[0].position_m.x, 5_592_938.4);
    assert_eq!(acquisition.orbit.samples[0].velocity_m_s.z, -5_974.98);
    let AttitudeData::Samples { frame, samples, .. } = &acquisition.attitude else { panic!("needed samples") };
    assert_eq!((*frame, samples.len()), (ReferenceFrame::Eme2000, 950));
    assert!((samples[0].frame_from_body.w + 0.434491027202845).abs() < 1e-9);
    assert!((samples[0].frame_from_body.i + 0.47671519231492).abs() < 1e-9);
    let names: Vec<_> = acquisition.arrays.iter().map(|array| array.name.as_str()).collect();
    assert_eq!((names.len(), names[0], names[11], names[155]), (156, "B01/D01", "B01/D12", "B12/D12"));
    let array = &acquisition.arrays[0];
    assert_eq!((array.size.lines, array.size.columns), (2304, 425));
    // sen2vm: line 0.5 of its own numbers, the beginning of the first line, was taken at 12:02:45.812731 in the scale of GPS.
    let begins =
        seconds_between(acquisition.reference, epoch_from_text("2020-08-16T12:02:45.812731", TimeScale::GPST).unwrap());
    assert!((array.dating.time_s(-0.5).unwrap() - begins).abs() < 1e-9);
    assert!((array.dating.period_s(0.0).unwrap() - 6.0 * 1.565873622e-3).abs() < 1e-15);
    let direction = array.directions[0];
    assert!((direction[1] / direction[2] - 0.185011686164).abs() < 1e-12);
    let b03 = acquisition.arrays.iter().find(|array| array.name == "B03/D07").unwrap();
    assert_eq!((b03.size.lines, b03.size.columns), (13824, 2552));
    assert_eq!(array.mounting[0].name, "instrument");
    // −(−0.0292 mrad + 2.95053743505789e-06) outwards, and the scale with the refining's.
    assert!((array.mounting[0].turns[0].at(0.0) - (0.0292e-3 - 2.95053743505789e-06)).abs() < 1e-18);
    assert!((array.mounting[0].stretch_z.at(0.0) - (1.0 - 2.53929601479642e-06)).abs() < 1e-15);
    assert!(array.mounting[0].varies());
    let said = acquisition.remarks.join("\n");
    assert_says(&said, &["refining are used", "5 of the 950 attitudes", "GIP_SPAMOD", "applies from 2021-04-21"]);

    let choices = Sentinel2Choices { with_refining: false, ..Sentinel2Choices::default() };
    let plain = sentinel2_acquisition(&document, &choices).unwrap();
    assert!(!plain.arrays[0].mounting[0].varies());
    assert!((plain.arrays[0].mounting[0].turns[0].at(3.0) - 0.0292e-3).abs() < 1e-18);
    assert_says(&plain.remarks.join("\n"), &["were not asked for"]);

    let note = earth_orientation_note(&document).unwrap();
    assert_eq!((note.ut1_minus_utc_s, note.pole_x_arcsec, note.pole_y_arcsec), (-0.27381, 0.2393, 0.362));

    // What the tests below damage is the same acquisition.
    let short = short_datastrip().unwrap();
    let of_short = parse(short, &with_folder(path.parent().unwrap().join("GIPP"))).unwrap();
    assert_eq!(
        (of_short.orbit, of_short.attitude, of_short.arrays),
        (acquisition.orbit, acquisition.attitude, acquisition.arrays)
    );
}

#[test]
fn each_kind_of_damage_to_the_datastrip_is_named_with_its_element() {
    let Some(good) = short_datastrip() else { return };
    let quaternion = "-0.47671519231492 -0.749609618869837 0.14847758077967 -0.434491027202845";
    let cases: [(&str, &str, &[&str]); 24] = [
        ("<LINE_PERIOD unit=\"ms\">1.565873622</LINE_PERIOD>", "", &["Time_Stamp/LINE_PERIOD", "an element", "none"]),
        ("<LINE_PERIOD unit=\"ms\">", "<LINE_PERIOD unit=\"s\">", &["LINE_PERIOD@unit", "\"ms\"", "\"s\""]),
        ("<LINE_PERIOD unit=\"ms\">1.565873622", "<LINE_PERIOD unit=\"ms\">0", &["LINE_PERIOD", "above zero"]),
        ("<REFERENCE_LINE>1<", "<REFERENCE_LINE>7<", &["REFERENCE_LINE", "needed 1", "\"7\""]),
        (
            "<GPS_TIME>2020-08-16T12:02:45.812731<",
            "<GPS_TIME>16 August<",
            &["Detector[1]/GPS_TIME", "a date", "16 August"],
        ),
        (
            "<GPS_TIME>2020-08-16T12:02:45.812731<",
            "<GPS_TIME>2020-08-16T12:05:45<",
            &["GPS_Points_List", "an ephemeris from"],
        ),
        ("bandId=\"4\"", "bandId=\"44\"", &["Band_Time_Stamp with bandId=\"4\"", "none"]),
        ("<POSITION>2305<", "<POSITION>2304<", &["POSITION", "a multiple of 6", "\"2304\""]),
        (
            "<DATASTRIP_SENSING_STOP>2020",
            "<DATASTRIP_SENSING_STOP>2019",
            &["DATASTRIP_SENSING_STOP", "after the start"],
        ),
        (">2020-08-16T12:02:20.458Z<", "><", &["DATASTRIP_SENSING_START", "a date", "\"\""]),
        (
            "<POSITION_VALUES unit=\"mm\">5592938400 ",
            "<POSITION_VALUES unit=\"mm\">",
            &["GPS_Point[1]/POSITION_VALUES", "3 numbers", "2"],
        ),
        (
            "<POSITION_VALUES unit=\"mm\">5592938400 ",
            "<POSITION_VALUES unit=\"mm\">NaN ",
            &["POSITION_VALUES", "finite", "\"NaN\""],
        ),
        (
            "<POSITION_VALUES unit=\"mm\">5592938400 ",
            "<POSITION_VALUES unit=\"mm\">5692938400 ",
            &["GPS_Points_List", "sample 1 to 2"],
        ),
        ("<POSITION_VALUES unit=\"mm\">", "<POSITION_VALUES unit=\"m\">", &["POSITION_VALUES@unit", "\"mm\"", "\"m\""]),
        (
            "<GPS_TIME>2020-08-16T12:02:09</",
            "<GPS_TIME>2020-08-16T12:02:08</",
            &["GPS_Point[2]/GPS_TIME", "the same time again"],
        ),
        (
            "<GPS_TIME>2020-08-16T12:02:09</",
            "<GPS_TIME>2020-08-16T12:02:07</",
            &["GPS_Point[2]/GPS_TIME", "an earlier one"],
        ),
        (
            "<GPS_TIME>2020-08-16T12:02:10.1<",
            "<GPS_TIME>2020-08-16T12:02:10<",
            &["Values[3]/GPS_TIME", "the same time again"],
        ),
        (
            quaternion,
            "-0.47671519231492 -0.749609618869837 0.14847758077967",
            &["Values[1]/QUATERNION_VALUES", "4 numbers", "3"],
        ),
        (
            quaternion,
            "-0.48671519231492 -0.749609618869837 0.14847758077967 -0.434491",
            &["Values[1]/QUATERNION_VALUES", "norm 1"],
        ),
        (
            ">true</QUATERNION_VALIDITY>",
            ">perhaps</QUATERNION_VALIDITY>",
            &["Values[1]/QUATERNION_VALIDITY", "true or false"],
        ),
        ("<GPS_TIME_UTC unit=\"s\">18<", "<GPS_TIME_UTC unit=\"s\">17<", &["GPS_TIME_UTC", "18", "\"17\""]),
        (
            "<DEGREE>1</DEGREE>",
            "<DEGREE>2</DEGREE>",
            &["MSI_State/Rotation/X/COEFFICIENTS", "the degree, 2", "2 numbers"],
        ),
        ("focalPlaneId=\"SWIR\"", "focalPlaneId=\"UV\"", &["Focal_Plane_State[2]@focalPlaneId", "VNIR or SWIR", "UV"]),
        (
            "</Refined_Corrections>",
            "</Refined_Corrections><Refined_Corrections/>",
            &["one element Refined_Corrections", "2"],
        ),
    ];
    for (from, to, words) in cases {
        assert!(good.contains(from), "{from}");
        let complaint = parse(&good.replacen(from, to, 1), &without_parameters()).unwrap_err();
        assert_says(&complaint, &[&["some.xml: ", "needed ", "found "], words].concat());
    }
}

#[test]
fn lists_that_are_empty_or_end_too_early_are_named() {
    let Some(good) = short_datastrip() else { return };
    let without = |from: &str, to: &str| {
        let start = good.find(from).unwrap();
        let end = start + good[start..].find(to).unwrap();
        parse(&format!("{}{}", &good[..start], &good[end..]), &without_parameters()).unwrap_err()
    };
    assert_says(
        &without("<GPS_Point>", "</GPS_Points_List>"),
        &["GPS_Points_List", "two elements GPS_Point or more", "0"],
    );
    assert_says(
        &without("<Values>", "</Corrected_Attitudes>"),
        &["Corrected_Attitudes", "two valid elements Values or more", "0"],
    );
    assert_says(&without("<Granule ", "</Granule_List>"), &["Detector[1]/Granule_List", "an element Granule or more"]);
    let point = &good[..good.find("<GPS_TIME>2020-08-16T12:02:50</").unwrap()];
    let start = point.rfind("<GPS_Point>").unwrap();
    let end = start + good[start..].find("</GPS_Points_List>").unwrap();
    let complaint = parse(&format!("{}{}", &good[..start], &good[end..]), &without_parameters()).unwrap_err();
    assert_says(&complaint, &["GPS_Points_List", "needed an ephemeris from 2020-08-16T12:02:", "2020-08-16T12:02:31"]);
}

#[test]
fn attitudes_that_are_not_valid_are_left_out_and_a_sample_given_twice_counts_once() {
    let Some(good) = short_datastrip() else { return };
    let folder = shared("sen2vm_s2l1b/GIPP").unwrap();
    let start = good.find("<Values>").unwrap();
    let end = start + good[start..].find("</Values>").unwrap() + "</Values>".len();
    let first = &good[start..end];
    let doubled = good.replacen(first, &format!("{first}{first}"), 1);
    let acquisition = parse(&doubled, &with_folder(folder.clone())).unwrap();
    let AttitudeData::Samples { samples, .. } = &acquisition.attitude else { panic!("needed samples") };
    assert_eq!(samples.len(), 950);
    assert_says(&acquisition.remarks.join("\n"), &["1 of the 951 attitudes stand twice"]);

    let middle = good.find("<GPS_TIME>2020-08-16T12:02:50.3<").unwrap();
    let before = good[..middle].rfind(">true</QUATERNION_VALIDITY>").unwrap();
    let marked = format!("{}{}", &good[..before], good[before..].replacen(">true<", ">false<", 4));
    let acquisition = parse(&marked, &with_folder(folder)).unwrap();
    let AttitudeData::Samples { samples, greatest_gap_s, .. } = &acquisition.attitude else { panic!("needed samples") };
    assert!(samples.windows(2).any(|pair| pair[1].time_s - pair[0].time_s > *greatest_gap_s));
    assert_says(
        &acquisition.remarks.join("\n"),
        &["marked as not valid and were left out", "1 gaps of more than 0.35 s"],
    );
}

#[test]
fn a_change_of_sign_of_a_quaternion_is_the_same_attitude() {
    let Some(good) = short_datastrip() else { return };
    let quaternion = "-0.47671519231492 -0.749609618869837 0.14847758077967 -0.434491027202845";
    let flipped =
        good.replacen(quaternion, "0.47671519231492 0.749609618869837 -0.14847758077967 0.434491027202845", 1);
    assert!(parse(&flipped, &with_folder(shared("sen2vm_s2l1b/GIPP").unwrap())).is_ok());
}

/// A copy of the ground parameters in which one text of one file is replaced; an empty `from` removes the file.
fn damaged_parameters(file: &str, from: &str, to: &str) -> Result<Acquisition, String> {
    let folder = tempfile::tempdir().unwrap();
    for entry in std::fs::read_dir(shared("sen2vm_s2l1b/GIPP").unwrap()).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if !name.contains(file) {
            std::fs::write(folder.path().join(name), std::fs::read(&path).unwrap()).unwrap();
        } else if !from.is_empty() {
            let text = std::fs::read_to_string(&path).unwrap();
            assert!(text.contains(from), "{from}");
            std::fs::write(folder.path().join(name), text.replacen(from, to, 1)).unwrap();
        }
    }
    parse(short_datastrip().unwrap(), &with_folder(folder.path().to_path_buf()))
}

#[test]
fn each_kind_of_damage_to_the_parameters_is_named() {
    if short_datastrip().is_none() {
        return;
    }
    let (spamod, b10) = ("SPAMOD_MPC__20210419", "20160208T132500");
    let cases: [(&str, &str, &str, &[&str]); 12] = [
        (
            b10,
            "",
            "",
            &["20160208T132500", "B10.xml: needed the parameters that some.xml names", "GIPP_FILENAME", "no such file"],
        ),
        (
            spamod,
            "<VERSION_NUMBER>0024",
            "<VERSION_NUMBER>0025",
            &["SPAMOD", "VERSION_NUMBER", "version 0024", "\"0025\""],
        ),
        (
            spamod,
            "<PILOTING_TO_MSI_FRAME>",
            "<PILOTING_TO_MSI_FRAME><R1 axis=\"W\" unit=\"mrad\">0</R1>",
            &["R1@axis", "X, Y or Z", "\"W\""],
        ),
        (spamod, "<R2 axis=\"Y\"", "<R2 axis=\"X\"", &["R2@axis", "one turn about each", "two about the same"]),
        (spamod, "unit=\"mrad\"", "unit=\"gon\"", &["R1@unit", "mrad, rad or deg", "\"gon\""]),
        (spamod, ">-0.9626<", ">-962.6<", &["R2", "an angle of at most 0.2 rad", "\"-962.6\""]),
        (spamod, "ROTATION_THEN_SCALE", "SOMEHOW", &["COMBINATION_ORDER", "ROTATION_THEN_SCALE or", "\"SOMEHOW\""]),
        (
            spamod,
            "VNIR detector_id=\"03\"",
            "VNIR detector_id=\"30\"",
            &["FOCAL_PLANE_TO_DETECTOR_VNIR with detector_id=\"03\"", "none"],
        ),
        (b10, "<BAND_ID>10<", "<BAND_ID>9<", &["BAND_ID", "10, which is B10", "\"9\""]),
        (
            b10,
            "tdi_config=\"NO_TDI\"",
            "tdi_config=\"LINE_A\"",
            &["VIEWING_DIRECTIONS_LIST with tdi_config=\"NO_TDI\"", "none"],
        ),
        (
            b10,
            "<NB_OF_PIXELS>425<",
            "<NB_OF_PIXELS>426<",
            &["VIEWING_DIRECTIONS[1]", "TAN_PSI_X_LIST", "426 numbers", "425"],
        ),
        (
            b10,
            "<TAN_PSI_X_LIST>-0.",
            "<TAN_PSI_X_LIST>-7.",
            &["TAN_PSI_X_LIST", "tangents of at most 1", "as number 1"],
        ),
    ];
    for (file, from, to, words) in cases {
        let complaint = damaged_parameters(file, from, to).unwrap_err();
        assert_says(&complaint, &[&["needed ", "found "], words].concat());
    }
}

#[test]
fn a_name_that_leads_out_of_the_folder_of_parameters_is_refused() {
    let Some(good) = short_datastrip() else { return };
    let bad = good.replacen(">S2A_OPER_GIP_SPAMOD_", ">../../S2A_OPER_GIP_SPAMOD_", 1);
    assert_says(&parse(&bad, &without_parameters()).unwrap_err(), &["inside the product's folder", "../../S2A_OPER"]);
}

#[test]
fn parameters_that_end_in_the_middle_are_refused() {
    if short_datastrip().is_none() {
        return;
    }
    for (file, from) in [
        ("SPAMOD_MPC__20210419", "<MSI_TO_FOCAL_PLANE>"),
        ("20160208T132500", "<NB_OF_PIXELS>"),
        ("SPAMOD_MPC__20210419", "<DATA>"),
    ] {
        assert_says(&damaged_parameters(file, from, "").unwrap_err(), &[file, "well-formed XML"]);
    }
}

#[test]
fn an_attitude_that_does_not_reach_over_the_lines_says_from_when_to_when() {
    let Some(good) = short_datastrip() else { return };
    let point = &good[..good.find("<GPS_TIME>2020-08-16T12:02:50.3<").unwrap()];
    let start = point.rfind("<Values>").unwrap();
    let end = start + good[start..].find("</Corrected_Attitudes>").unwrap();
    let complaint = parse(&format!("{}{}", &good[..start], &good[end..]), &without_parameters()).unwrap_err();
    assert_says(
        &complaint,
        &["Corrected_Attitudes", "needed an attitude from 2020-08-16T12:02:", "2020-08-16T12:02:32.2"],
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn no_damage_makes_the_reader_panic(cut in 0.0_f64..1.0, place in 0.0_f64..1.0, with in "[0-9a-zA-Z<>/. -]{0,6}") {
        let Some(good) = short_datastrip() else { return Ok(()) };
        let boundary = |at: f64| (0..=(good.len() as f64 * at) as usize).rev().find(|index| good.is_char_boundary(*index)).unwrap();
        prop_assert!(parse(&good[..boundary(cut)], &without_parameters()).is_err());
        let at = boundary(place);
        let rest: String = good[at..].chars().skip(with.len()).collect();
        let _outcome = parse(&format!("{}{with}{rest}", &good[..at]), &without_parameters());
    }
}
