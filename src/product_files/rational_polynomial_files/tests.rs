//! Small files of each format: their conventions, what is missing or wrong in them, and anything at all in their place.

use std::fmt::Write as _;
use std::path::Path;

use proptest::prelude::*;

use super::reader::{from_text, from_xml, read_rational_polynomials};
use crate::earth::GroundPoint;
use crate::instrument::location::{ImagePoint, ImageSize, LocationModel};
use crate::instrument::rational_polynomials::RationalPolynomialModel;
use crate::product_files::error::ProductError;
use crate::product_files::xml_tree::XmlDocument;

const PATH: &str = "scene";

/// Coefficients that give the normalised variable itself: the second (longitude, column) or third (latitude, line) term.
fn coefficient(name: &str, index: usize) -> u8 {
    let is_numerator = name.contains("NUM");
    let term = if name.starts_with("SAMP") { 1 } else { 2 };
    u8::from(if is_numerator { index == term } else { index == 0 })
}

const NAMES: [&str; 4] = ["LINE_NUM", "LINE_DEN", "SAMP_NUM", "SAMP_DEN"];

fn list(name: &str, between: &str) -> String {
    (0..20).map(|index| coefficient(name, index).to_string()).collect::<Vec<_>>().join(between)
}

fn geom() -> String {
    let mut text = "type:  ossimPleiadesModel\npolynomial_format:  B\nadjustment_0.adj_param_0.parameter:  0\nnumber_lines:  2001\n\
                    number_samples:  3001\nline_off:  1000\nline_scale:  1000\nsamp_off:  1500\nsamp_scale:  1500\nlat_off:  44\n\
                    lat_scale:  0.1\nlong_off:  5\nlong_scale:  0.2\nheight_off:  500\nheight_scale:  500\n"
        .to_owned();
    for name in NAMES {
        for index in 0..20 {
            writeln!(text, "{}_coeff_{index:02}:  {}", name.to_lowercase(), coefficient(name, index)).unwrap();
        }
    }
    text
}

fn rpc_text() -> String {
    let mut text = "LINE_OFF: +001000.00 pixels\nSAMP_OFF: +001500.00 pixels\nLAT_OFF: +44.00000000 degrees\nLONG_OFF: +005.00 degrees\n\
                    HEIGHT_OFF: +0500.000 meters\nLINE_SCALE: +001000.00 pixels\nSAMP_SCALE: +001500.00 pixels\nLAT_SCALE: +00.1 degrees\n\
                    LONG_SCALE: +000.2 degrees\nHEIGHT_SCALE: +0500.000 meters\n"
        .to_owned();
    for name in NAMES {
        for index in 0..20 {
            writeln!(text, "{name}_COEFF_{}: {}.0E+00", index + 1, coefficient(name, index)).unwrap();
        }
    }
    text
}

fn rpb() -> String {
    let coefficients = [("lineNum", 0), ("lineDen", 1), ("sampNum", 2), ("sampDen", 3)]
        .map(|(name, index)| format!("\t{name}Coef = (\n\t\t{});\n", list(NAMES[index], ",\n\t\t")))
        .concat();
    format!(
        "satId = \"QB02\";\nbandId = \"P\";\nSpecId = \"RPC00B\";\nBEGIN_GROUP = IMAGE\n\terrBias = 0.02;\n\tlineOffset = 1000;\n\
         \tsampOffset = 1500;\n\tlatOffset = 44;\n\tlongOffset = 5;\n\theightOffset = 500;\n\tlineScale = 1000;\n\tsampScale = 1500;\n\
         \tlatScale = 0.1;\n\tlongScale = 0.2;\n\theightScale = 500;\n{coefficients}END_GROUP = IMAGE\nEND;\n"
    )
}

fn digital_globe_xml() -> String {
    let lists = [("LINENUM", 0), ("LINEDEN", 1), ("SAMPNUM", 2), ("SAMPDEN", 3)]
        .map(|(name, index)| {
            format!("<{name}COEFList><{name}COEF>{}</{name}COEF></{name}COEFList>", list(NAMES[index], " "))
        })
        .concat();
    format!(
        "<isd><IMD><NUMROWS>2001</NUMROWS><NUMCOLUMNS>3001</NUMCOLUMNS></IMD><RPB><SPECID>RPC00B</SPECID><IMAGE>\
         <LINEOFFSET>1000</LINEOFFSET><SAMPOFFSET>1500</SAMPOFFSET><LATOFFSET>44</LATOFFSET><LONGOFFSET>5</LONGOFFSET>\
         <HEIGHTOFFSET>500</HEIGHTOFFSET><LINESCALE>1000</LINESCALE><SAMPSCALE>1500</SAMPSCALE><LATSCALE>0.1</LATSCALE>\
         <LONGSCALE>0.2</LONGSCALE><HEIGHTSCALE>500</HEIGHTSCALE>{lists}</IMAGE></RPB></isd>"
    )
}

const DOMAIN: &str = "<Direct_Model_Validity_Domain><FIRST_ROW>1</FIRST_ROW><FIRST_COL>1</FIRST_COL><LAST_ROW>2001</LAST_ROW>\
                      <LAST_COL>3001</LAST_COL></Direct_Model_Validity_Domain>";

fn dimap_2() -> String {
    let mut functions = String::new();
    for name in NAMES {
        for index in 0..20 {
            write!(functions, "<{name}_COEFF_{0}>{1}</{name}_COEFF_{0}>", index + 1, coefficient(name, index)).unwrap();
        }
    }
    format!(
        "<Dimap_Document><Metadata_Identification><METADATA_FORMAT version=\"2.15\">DIMAP</METADATA_FORMAT></Metadata_Identification>\
         <Rational_Function_Model><Resource_Reference><RESOURCE_ID>RPC00B</RESOURCE_ID></Resource_Reference><Global_RFM>\
         <Direct_Model>{functions}</Direct_Model><Inverse_Model>{functions}</Inverse_Model><RFM_Validity>{DOMAIN}\
         <LONG_SCALE>0.2</LONG_SCALE><LONG_OFF>5</LONG_OFF><LAT_SCALE>0.1</LAT_SCALE><LAT_OFF>44</LAT_OFF>\
         <HEIGHT_SCALE>500</HEIGHT_SCALE><HEIGHT_OFF>500</HEIGHT_OFF><SAMP_SCALE>1500</SAMP_SCALE><SAMP_OFF>1501</SAMP_OFF>\
         <LINE_SCALE>1000</LINE_SCALE><LINE_OFF>1001</LINE_OFF></RFM_Validity></Global_RFM></Rational_Function_Model></Dimap_Document>"
    )
}

fn dimap_1() -> String {
    let of =
        |first: &str, second: &str, tag: &str| format!("<{tag}>{} {}</{tag}>", list(first, " "), list(second, " "));
    let axes = [
        ("Lon", "0.2", "5"),
        ("Lat", "0.1", "44"),
        ("Alt", "500", "500"),
        ("Col", "1500", "1501"),
        ("Row", "1000", "1001"),
    ]
    .map(|(name, a, b)| format!("<{name}><A>{a}</A><B>{b}</B></{name}>"))
    .concat();
    format!(
        "<PHR_Dimap_Document><Geoposition><Rational_Sensor_Model><Global_RFM><Direct_Model>{}{}</Direct_Model><Inverse_Model>{}{}\
         </Inverse_Model><RFM_Validity>{DOMAIN}{axes}</RFM_Validity></Global_RFM></Rational_Sensor_Model></Geoposition></PHR_Dimap_Document>",
        of("SAMP_NUM", "SAMP_DEN", "F_LON"),
        of("LINE_NUM", "LINE_DEN", "F_LAT"),
        of("SAMP_NUM", "SAMP_DEN", "F_COL"),
        of("LINE_NUM", "LINE_DEN", "F_ROW"),
    )
}

fn read(text: &str) -> Result<RationalPolynomialModel, ProductError> {
    if text.starts_with('<') {
        from_xml(&XmlDocument::parse(Path::new(PATH), text)?)
    } else {
        from_text(Path::new(PATH), text)
    }
}

fn all_texts() -> [String; 6] {
    [geom(), rpc_text(), rpb(), digital_globe_xml(), dimap_2(), dimap_1()]
}

#[test]
fn every_format_puts_the_centre_of_the_first_pixel_at_zero() {
    for text in all_texts() {
        let model = read(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
        let first = GroundPoint::from_degrees(4.8, 43.9, 300.0);
        let image = model.image_of(first).unwrap();
        assert!(image.line.abs() < 1e-6 && image.column.abs() < 1e-6, "{image:?}: {text}");
        let place = model.ground_at_height(ImagePoint { line: 1000.0, column: 3000.0 }, 700.0).unwrap();
        assert!((place.longitude_deg() - 5.2).abs() < 1e-12 && (place.latitude_deg() - 44.0).abs() < 1e-12, "{text}");
        assert_eq!(model.has_direct_functions(), text.contains("Global_RFM"));
        let says_its_size = ["number_lines", "NUMROWS", "LAST_ROW"].into_iter().any(|mark| text.contains(mark));
        assert_eq!(model.image_size(), says_its_size.then_some(ImageSize { lines: 2001, columns: 3001 }), "{text}");
    }
}

#[test]
fn what_is_missing_or_wrong_is_named() {
    for (text, from, to, named) in [
        (geom(), "line_off:  1000", "", "line_off: needed a line \"key: value\", found none"),
        (
            geom(),
            "samp_den_coeff_07:  0",
            "samp_den_coeff_07:  nan",
            "samp_den_coeff_07: needed a finite number, found \"nan\"",
        ),
        (geom(), "polynomial_format:  B", "polynomial_format:  C", "polynomial_format: needed A or B"),
        (
            geom(),
            "param_0.parameter:  0",
            "param_0.parameter:  0.4",
            "adjustment_0.adj_param_0.parameter: needed polynomials without",
        ),
        (geom(), "long_scale:  0.2", "long_scale:  0", "a scale of 0"),
        (rpc_text(), "HEIGHT_OFF: +0500.000 meters", "HEIGHT_OFF:", "height_off: needed a finite number, found \"\""),
        (rpb(), "latScale = 0.1;", "", "latScale: needed a statement"),
        (rpb(), "lineNumCoef = (\n\t\t0,", "lineNumCoef = (", "lineNumCoef: needed 20 coefficients, found 19"),
        (rpb(), "RPC00B", "POLY", "SpecId: needed RPC00A or RPC00B, found \"POLY\""),
        (digital_globe_xml(), "<SAMPSCALE>1500</SAMPSCALE>", "", "IMAGE"),
        (digital_globe_xml(), "<LATSCALE>0.1", "<LATSCALE>1e999", "/isd/RPB/IMAGE/LATSCALE: needed a finite number"),
        (
            dimap_2(),
            "<LINE_NUM_COEFF_5>0<",
            "<LINE_NUM_COEFF_5>zero<",
            "Direct_Model/LINE_NUM_COEFF_5: needed a number, found \"zero\"",
        ),
        (dimap_2(), "version=\"2.15\"", "version=\"3.0\"", "METADATA_FORMAT@version: needed DIMAP 2, found \"3.0\""),
        (dimap_2(), "RPC00B", "RPC00A", "RESOURCE_ID: needed RPC00B"),
        (dimap_1(), "<F_LON>0", "<F_LON>", "F_LON: needed 20 coefficients above and 20 below the line, found 39"),
        ("<a/>".to_owned(), "", "", "needed rational polynomials"),
        ("line: 1".to_owned(), "", "", "needed rational polynomials"),
    ] {
        let error = read(&text.replacen(from, to, 1)).unwrap_err().to_string();
        assert!(error.starts_with("scene: ") && error.contains(named), "{named}: {error}");
    }
    let error = read_rational_polynomials(Path::new("no such file")).unwrap_err().to_string();
    assert!(error.contains("no such file: needed rational polynomials"), "{error}");
}

#[test]
fn files_are_known_by_their_content() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("anything.dat");
    for text in all_texts() {
        std::fs::write(&path, format!("\u{feff}{text}")).unwrap();
        assert!(read_rational_polynomials(&path).is_ok(), "{text}");
    }
    for (bytes, named) in [(vec![0_u8; 100], "raster"), (vec![b'x'; 2_000_000], "2000000"), (Vec::new(), "empty")] {
        std::fs::write(&path, bytes).unwrap();
        let error = read_rational_polynomials(&path).unwrap_err().to_string();
        assert!(error.contains("anything.dat") && error.contains(named), "{error}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn no_mutation_makes_a_reader_panic_or_a_model_give_what_is_no_number(
        which in 0..6_usize,
        cuts in prop::collection::vec((0.0..1.0_f64, 0..40_usize, "[-0-9eE.<>/=;:,() \\n\u{e9}nai]{0,6}"), 1..6),
    ) {
        let mut text = all_texts()[which].clone();
        for (share, length, insert) in cuts {
            let start = (0..=(share * text.len() as f64) as usize).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
            let end = (start + length..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len());
            text.replace_range(start..end, &insert);
        }
        if let Ok(model) = read(&text) {
            for (line, column, height_m) in [(0.0, 0.0, 0.0), (2000.5, 3000.5, 1000.0), (700.0, 1e9, 500.0)] {
                if let Ok(ground) = model.ground_at_height(ImagePoint { line, column }, height_m) {
                    prop_assert!(ground.longitude.is_finite() && ground.latitude.is_finite());
                    if let Ok(image) = model.image_of(ground) {
                        prop_assert!(image.line.is_finite() && image.column.is_finite());
                    }
                }
            }
        }
    }
}
