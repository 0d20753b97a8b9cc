//! Pléiades products in their own format: a real document is read, and each kind of damage to it is named.

use std::path::{Path, PathBuf};

use proptest::prelude::*;
use viq::earth::utc_text;
use viq::instrument::pushbroom::{Acquisition, AttitudeData, LineDating, ReferenceFrame};
use viq::product_files::XmlDocument;
use viq::product_files::pleiades_dimap::{is_pleiades_dimap, pleiades_acquisition, read_pleiades_acquisition};

use crate::shared_data::shared;

const DOCUMENT: &str = "phr_dimap_physical/PHRDIMAP_P1BP--2018122638935449CP.XML";

fn document() -> Option<(PathBuf, String)> {
    let path = shared(DOCUMENT)?;
    let text = std::fs::read_to_string(&path).unwrap();
    Some((path, text))
}

/// The real document without the bulk that the reader does not look at.
fn short_document(text: &str) -> String {
    let model = between(text, "<Geometric_Data>", "</Geometric_Data>");
    let stamp = between(text, "<TAI_UTC", "</TAI_UTC>");
    format!(
        "<PHR_Dimap_Document><Raster_Dimensions><NROWS>38248</NROWS><NCOLS>40000</NCOLS></Raster_Dimensions>\
         <Product_Characteristics><Product_Image_Characteristics><SPECTRAL_PROCESSING>PA</SPECTRAL_PROCESSING>\
         </Product_Image_Characteristics></Product_Characteristics>\
         <Data_Strip><Sensor_Configuration><Time_Stamp>{stamp}</Time_Stamp></Sensor_Configuration></Data_Strip>{model}</PHR_Dimap_Document>"
    )
}

fn between<'a>(text: &'a str, from: &str, to: &str) -> &'a str {
    let start = text.rfind(from).unwrap();
    let end = start + text[start..].find(to).unwrap() + to.len();
    &text[start..end]
}

fn parse(text: &str) -> Result<Acquisition, String> {
    let document = XmlDocument::parse(Path::new("some.XML"), text).map_err(|error| error.to_string())?;
    pleiades_acquisition(&document).map_err(|error| error.to_string())
}

#[test]
fn a_real_document_is_described_in_the_conventions_of_the_model() {
    let Some((path, text)) = document() else { return };
    assert!(is_pleiades_dimap(&XmlDocument::read(&path).unwrap()));
    assert!(!is_pleiades_dimap(&XmlDocument::parse(&path, "<Dimap_Document/>").unwrap()));
    let acquisition = read_pleiades_acquisition(&path).unwrap();
    assert_eq!(utc_text(acquisition.reference), "2018-12-26T10:48:55.449Z");
    assert_eq!(acquisition.orbit.frame, ReferenceFrame::Itrf);
    assert_eq!((acquisition.orbit.samples.len(), acquisition.orbit.interpolation_samples), (10, 8));
    // 10:46:53 is 122.449 s before the first line.
    assert!((acquisition.orbit.samples[0].time_s + 122.449).abs() < 1e-9);
    assert_eq!(acquisition.orbit.samples[0].position_m.y, 277_507.888);
    // Inertial on Earth-fixed axes in the file; relative to the Earth it is v − ω × r.
    let velocity = acquisition.orbit.samples[0].velocity_m_s;
    assert!((velocity.x - (4_769.729_354_531_5 + 7.292_115e-5 * 277_507.888)).abs() < 1e-5);
    assert!((velocity.y - (-1_144.965_673_157_6 - 7.292_115e-5 * 5_447_304.949)).abs() < 1e-5);
    let AttitudeData::Polynomials { frame, centre_s, scale_s, frame_from_body, valid_s } = &acquisition.attitude else {
        panic!("needed polynomials");
    };
    assert_eq!((*frame, *scale_s), (ReferenceFrame::Itrf, 1.625));
    // 38936.90625 s of the day is 10:48:56.90625.
    assert!((centre_s - 1.45725).abs() < 1e-9);
    assert!((valid_s[0] + 0.16775).abs() < 1e-9 && (valid_s[1] - 3.08225).abs() < 1e-9);
    assert_eq!(frame_from_body[1][0], -0.913856337861918);
    let array = &acquisition.arrays[0];
    assert_eq!((array.name.as_str(), array.size.lines, array.size.columns), ("PA", 38248, 40000));
    assert_eq!(array.dating, LineDating::Regular { line: 0.0, time_s: 0.0, period_s: 7.35e-5 });
    assert_eq!(array.directions[0], [8e-5, 0.01422, 1.0]);
    assert!((array.directions[39999][1] - (0.01422 - 7.11e-7 * 39999.0)).abs() < 1e-15);
    assert!(acquisition.remarks.iter().any(|remark| remark.contains("light time and aberration are off")));
    // What the tests below damage is the same acquisition.
    let short = parse(&short_document(&text)).unwrap();
    assert_eq!((short.orbit, short.arrays), (acquisition.orbit, acquisition.arrays));
}

#[test]
fn each_kind_of_damage_is_named_with_its_element() {
    let Some((_, text)) = document() else { return };
    let good = short_document(&text);
    let point = "<UTC_TIME>2018-12-26T10:47:23.000000Z</UTC_TIME>";
    let cases: [(&str, &str, &[&str]); 22] = [
        (
            "<PHR_Dimap_Document>",
            "<PHR_Dimap_Document><Raster_Dimensions/>",
            &["Raster_Dimensions/NROWS", "an element"],
        ),
        ("<NROWS>38248</NROWS>", "<NROWS>0</NROWS>", &["NROWS", "a whole number from 1", "\"0\""]),
        ("<NCOLS>40000</NCOLS>", "<NCOLS>99999999999</NCOLS>", &["NCOLS", "a whole number from 1"]),
        ("<NCOLS>40000</NCOLS>", "<NCOLS>30000</NCOLS>", &["LAST_COL", "needed 30000", "\"40000\""]),
        (
            "<NROWS>38248</NROWS>",
            "<NROWS>80000</NROWS>",
            &["UTC_Sensor_Model_Range/END", "START plus 5.8799", "10:48:58.261"],
        ),
        ("SENSOR_LINE_PERIOD>0.0735<", "SENSOR_LINE_PERIOD>-1<", &["SENSOR_LINE_PERIOD", "above zero"]),
        ("<SENSOR_LINE_PERIOD>0.0735</SENSOR_LINE_PERIOD>", "", &["/SENSOR_LINE_PERIOD", "an element", "none"]),
        ("2018-12-26T10:48:55.4490000Z", "2018-02-30T10:48:55Z", &["UTC_Sensor_Model_Range/START", "a date", "02-30"]),
        (">37<", ">36<", &["TAI_UTC", "37", "\"36\""]),
        (
            point,
            "<UTC_TIME>2018-12-26T10:46:53.000000Z</UTC_TIME>",
            &["Point[2]/UTC_TIME", "later", "the same time again"],
        ),
        (point, "<UTC_TIME>2018-12-26T10:46:23.000000Z</UTC_TIME>", &["Point[2]/UTC_TIME", "later", "an earlier one"]),
        (
            ">5447304.949 277507.888 4502106.749<",
            ">5447304.949 277507.888<",
            &["Point[1]/LOCATION_VALUES", "3 numbers", "2"],
        ),
        (">5447304.949 ", ">NaN ", &["Point[1]/LOCATION_VALUES", "finite", "\"NaN\" as number 1"]),
        (">5447304.949 ", ">5547304.949 ", &["Point_List", "sample 1 to 2", "m/s of difference"]),
        ("unit=\"m/s\"", "unit=\"mm/s\"", &["VELOCITY_VALUES@unit", "\"m/s\"", "\"mm/s\""]),
        ("<Sensor_Ephemeris>", "<Sensor_Ephemeris><Point_List/>", &["Point_List", "two elements Point or more", "0"]),
        ("<DEGREE>3</DEGREE>", "<DEGREE>4</DEGREE>", &["COEFFICIENTS", "the degree, 4", "4 numbers"]),
        ("-0.913856337861918", "-0.923856337861918", &["Polynomial_Models", "norm 1 within 0.001", "the norm 1.009"]),
        (
            "<SCALE>1.625</SCALE>",
            "<SCALE>0.5</SCALE>",
            &["Sensor_Attitudes", "an attitude from", "to 2018-12-26T10:48:57.406"],
        ),
        ("<OFFSET>38936.90625</OFFSET>", "<OFFSET>38930</OFFSET>", &["Sensor_Attitudes", "an attitude from"]),
        ("-0.01422 7.11e-07", "-0.01422 7.11e-03", &["Viewing_Directions", "tangents of at most 1 in column 144"]),
        ("<FIRST_COL>1</FIRST_COL>", "<FIRST_COL>2</FIRST_COL>", &["LAST_COL", "40000 columns"]),
    ];
    for (from, to, words) in cases {
        assert!(good.contains(from), "{from}");
        let complaint = parse(&good.replacen(from, to, 1)).unwrap_err();
        for word in [&["some.XML: ", "needed ", "found "], words].concat() {
            assert!(complaint.contains(word), "{from} → {to}: needed \"{word}\" in: {complaint}");
        }
    }
}

#[test]
fn an_ephemeris_that_ends_before_the_lines_says_from_when_to_when() {
    let Some((_, text)) = document() else { return };
    let good = short_document(&text);
    let cut = good.find("<UTC_TIME>2018-12-26T10:48:53").unwrap();
    let from = good[..cut].rfind("<Point>").unwrap();
    let to = cut + good[cut..].find("</Point_List>").unwrap();
    let complaint = parse(&format!("{}{}", &good[..from], &good[to..])).unwrap_err();
    for word in [
        "Sensor_Ephemeris/Point_List",
        "an ephemeris from 2018-12-26T10:48:55.449",
        "2018-12-26T10:46:53",
        "2018-12-26T10:48:23",
    ] {
        assert!(complaint.contains(word), "needed \"{word}\" in: {complaint}");
    }
}

#[test]
fn a_change_of_sign_of_the_quaternion_is_the_same_attitude() {
    let Some((_, text)) = document() else { return };
    let good = short_document(&text);
    let flipped = good
        .replace(
            "0.0802008688090224 0.00104658310343051 -2.04282149495404e-05 3.13065339460377e-06",
            "-0.0802008688090224 -0.001 0 0",
        )
        .replace("-0.913856337861918 ", "0.913856337861918 ")
        .replace("0.0452862748988723 ", "-0.0452862748988723 ")
        .replace("0.395453623972792 ", "-0.395453623972792 ");
    assert!(parse(&flipped).is_ok());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_damage_makes_the_reader_panic(cut in 0.0_f64..1.0, place in 0.0_f64..1.0, with in "[0-9a-zA-Z<>/. -]{0,6}") {
        let Some((_, text)) = document() else { return Ok(()) };
        let good = short_document(&text);
        let boundary = |at: f64| (0..=(good.len() as f64 * at) as usize).rev().find(|index| good.is_char_boundary(*index)).unwrap();
        prop_assert!(parse(&good[..boundary(cut)]).is_err());
        let at = boundary(place);
        let rest: String = good[at..].chars().skip(with.len()).collect();
        let _outcome = parse(&format!("{}{with}{rest}", &good[..at]));
    }
}
