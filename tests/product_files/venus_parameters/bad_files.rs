//! Parameter files with a fault: the complaint names the file, the element, what was needed and what was found.

use std::fmt::Debug;
use std::path::Path;

use viq::instrument::TdiStages;
use viq::instrument::radiometry::{
    DarkSignal, PolarisationSensitivity, ProcessingParameters, ReflectanceParameters, StrayLight, TwoSlopes,
};
use viq::product_files::parameter_set_folder::{SetWriting, write_parameter_set};
use viq::product_files::venus_parameters::{
    OutOfOrder, ParameterContent, ParameterFileSettings, PhysicalGains, RemanenceFunctions, SpectralSensitivities,
    SpikePositions, VenusParameterFile,
};
use viq::supervision::Supervision;

use super::sample_set::Sample;

/// The files of a small set under the names of their kinds.
struct Files {
    folder: tempfile::TempDir,
}

/// As the mission has them, with fewer columns.
const SAMPLE: Sample<'static> = Sample { columns: 64, ..Sample::ONE_LENGTH };

fn settings() -> ParameterFileSettings {
    ParameterFileSettings { columns: Some(SAMPLE.columns), ..ParameterFileSettings::default() }
}

impl Files {
    fn write() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let writing = SetWriting { created: None, replace: false, carried: &[] };
        write_parameter_set(&folder.path().join("set"), &SAMPLE.set(), &writing, &Supervision::unattended()).unwrap();
        Self { folder }
    }

    /// The text of a kind, of B01 where there is one for each band.
    fn text(&self, kind: &str) -> String {
        let entries = std::fs::read_dir(self.folder.path().join("set")).unwrap().map(|entry| entry.unwrap().path());
        let mut paths: Vec<_> = entries
            .filter(|path| path.is_file() && path.to_string_lossy().contains(&format!("_GIP_{kind}_")))
            .collect();
        paths.sort();
        std::fs::read_to_string(&paths[0]).unwrap()
    }

    /// The complaint about a file in which one text is replaced by another.
    fn spoilt<T: ParameterContent + Debug>(&self, kind: &str, good: &str, bad: &str) -> String {
        let text = self.text(kind);
        assert!(text.contains(good), "{good} in {text}");
        // the filters of stray light lie beside the real file
        let path = self.folder.path().join("set").join("file.EEF");
        let error = VenusParameterFile::<T>::parse(&path, &text.replacen(good, bad, 1), &settings());
        let error = error.unwrap_err().to_string();
        assert!(error.contains("file.EEF"), "{error}");
        error.split_once("file.EEF: ").unwrap().1.to_owned()
    }
}

fn assert_says(error: &str, words: &[&str]) {
    for word in words {
        assert!(error.contains(word), "needed \"{word}\" in: {error}");
    }
}

#[test]
fn lists_of_columns_must_be_whole_numbered_and_finite() {
    let files = Files::write();
    let text = files.text("RELSEN");
    let last = text.lines().find(|line| line.contains("sn=\"64\"")).unwrap();
    let error = files.spoilt::<TwoSlopes>("RELSEN", last, "");
    assert_says(&error, &["Data_Block/List_of_Relative_Sensitivities", "needed 64 elements", "found 63"]);
    // a count that agrees with its list, and not with the array
    let whole = text.replacen(last, "", 1).replacen("count=\"64\"", "count=\"63\"", 1);
    let error = VenusParameterFile::<TwoSlopes>::parse(Path::new("file"), &whole, &settings()).unwrap_err().to_string();
    assert_says(&error, &["file: ", "needed 64 elements Relative_Sensitivity, one a column, found 63"]);

    let row = text.lines().find(|line| line.contains("sn=\"5\"")).unwrap().trim();
    for (bad, needed) in [
        (
            r#"<Relative_Sensitivity sn="5">1 NaN 400</Relative_Sensitivity>"#,
            "needed 3 finite numbers, found \"1 NaN 400\"",
        ),
        (r#"<Relative_Sensitivity sn="5">1 1</Relative_Sensitivity>"#, "needed 3 finite numbers, found \"1 1\""),
        (r#"<Relative_Sensitivity sn="5">1 1 1 1</Relative_Sensitivity>"#, "needed 3 finite numbers"),
        (r#"<Relative_Sensitivity sn="6">1 1 1</Relative_Sensitivity>"#, "@sn: needed 5, found \"6\""),
    ] {
        let error = files.spoilt::<TwoSlopes>("RELSEN", row, bad);
        assert_says(&error, &["Relative_Sensitivity[5]", needed]);
    }
    let text = files.text("DARKCU");
    let row = text.lines().find(|line| line.contains("sn=\"9\"")).unwrap().trim();
    let error = files.spoilt::<DarkSignal>("DARKCU", row, r#"<Dark_Current sn="9">-0.5</Dark_Current>"#);
    assert_says(&error, &["Dark_Current[9]", "needed a number, zero or above, found -0.5"]);
}

#[test]
fn spikes_count_from_where_the_settings_say() {
    let files = Files::write();
    let good = "<Pixel_Position>11</Pixel_Position>";
    for (bad, found) in [("64", "\"64\""), ("-1", "\"-1\""), ("5200", "\"5200\""), ("x", "\"x\"")] {
        let error = files.spoilt::<DarkSignal>("DARKCU", good, &good.replace("11", bad));
        assert_says(&error, &["Spike_Coefficients[1]/Pixel_Position", "needed a column, 0 to 63", found]);
    }
    let text = files.text("DARKCU");
    let from_one = ParameterFileSettings { spike_positions: SpikePositions::FromOne, ..settings() };
    let read = |text: &str| VenusParameterFile::<DarkSignal>::parse(Path::new("file"), text, &from_one);
    assert_eq!(read(&text).unwrap().content.spikes[0].column, 10);
    let last = read(&text.replace(good, &good.replace("11", "64"))).unwrap();
    assert_eq!(last.content.spikes[0].column, 63);
    let error = read(&text.replace(good, &good.replace("11", "0"))).unwrap_err().to_string();
    assert_says(&error, &["needed a column, 1 to 64, found \"0\""]);
    let error = files.spoilt::<DarkSignal>("DARKCU", "<Pixel_Threshold>100<", "<Pixel_Threshold>-100<");
    assert_says(&error, &["Pixel_Threshold", "zero or above", "\"-100\""]);
    let error = files.spoilt::<DarkSignal>("DARKCU", ">0 1 -0.01 0<", ">0 1 -0.01<");
    assert_says(&error, &["Polynomial_Coefficients", "needed 4 finite numbers"]);
}

#[test]
fn ranges_of_columns_count_from_one_or_zero_as_their_files_do() {
    let files = Files::write();
    let text = files.text("OUTORD");
    // the first defect is column 0 inside
    assert!(text.contains("<First>1</First>"), "{text}");
    let error = files.spoilt::<OutOfOrder>("OUTORD", "<First>1</First>", "<First>0</First>");
    assert_says(&error, &["Defect[1]/Col_Range/First", "needed a column, 1 to 64, found \"0\""]);
    let error = files.spoilt::<OutOfOrder>("OUTORD", "<Last>20</Last>", "<Last>17</Last>");
    assert_says(&error, &["Defect[2]/Col_Range/Last", "needed a column not before 18, found \"17\""]);
    let error = files.spoilt::<OutOfOrder>("OUTORD", "FILTER_HOLE", "HOLE");
    assert_says(&error, &["Defect_Type", "needed BLIND, NOISY, FILTER_HOLE, found \"HOLE\""]);
    let error = files.spoilt::<OutOfOrder>("OUTORD", "Code>08<", "Code>02<");
    assert_says(&error, &["TDI_Configuration_Code", "01, 04, 08, 16 and 32", "\"02\""]);

    let error = files.spoilt::<RemanenceFunctions>("REMANE", "<Last_Column>64<", "<Last_Column>65<");
    assert_says(&error, &["H_Function[2]/Last_Column", "needed a column, 1 to 64, found \"65\""]);
    let error = files.spoilt::<RemanenceFunctions>("REMANE", "sk=\"512\"", "sk=\"0\"");
    assert_says(&error, &["List_of_Remanence_Values", "not listed twice, found 0"]);

    // 0-based: the last column of 64 is 63
    let error = files.spoilt::<StrayLight>("STRLGT", "<Last>63</Last>", "<Last>64</Last>");
    assert_says(&error, &["Type1_Filter[2]/Col_Range/Last", "needed a column, 0 to 63, found \"64\""]);
}

#[test]
fn filters_must_be_there_of_the_size_that_the_header_says_and_inside_the_folder() {
    let files = Files::write();
    // the complaint is about the filter's own file
    let text = files.text("STRLGT").replacen("<Nb_of_Rows>9<", "<Nb_of_Rows>8<", 1);
    let path = files.folder.path().join("set").join("file.HDR");
    let error = VenusParameterFile::<StrayLight>::parse(&path, &text, &settings()).unwrap_err().to_string();
    assert_says(&error, &["FILTER_0001.TIF: needed a filter of 8 rows × 9 columns", "found: 9 rows × 9 columns"]);
    let elsewhere = files.folder.path().join("file.HDR");
    let error = VenusParameterFile::<StrayLight>::parse(&elsewhere, &text, &settings()).unwrap_err().to_string();
    assert_says(&error, &["FILTER_0001.TIF: needed the filter FILTER_0001, which", "names, found no such file"]);
}

#[test]
fn a_filter_that_is_nowhere_or_outside_is_refused() {
    let files = Files::write();
    let text = files.text("STRLGT");
    let use_of_it = text.split("<Filter_Array>").nth(1).unwrap().split("</Filter_Array>").next().unwrap().to_owned();
    let error = files.spoilt::<StrayLight>("STRLGT", &use_of_it, &use_of_it.replace("FILTER_0001", "NONE"));
    assert_says(&error, &["Filter_Array/File_Definition", "a file that DBL_Organization defines", "\"NONE\""]);
    for (bad, words) in [("../FILTER_0001.TIF", "\"..\""), ("/FILTER_0001.TIF", "absolute")] {
        let text = files.text("STRLGT");
        let good = text.split("<Relative_File_Path>").nth(1).unwrap().split('<').next().unwrap().to_owned();
        let error = files.spoilt::<StrayLight>("STRLGT", &good, bad);
        assert_says(&error, &["Relative_File_Path", words]);
    }
}

#[test]
fn figures_of_bands_are_within_their_bounds() {
    let files = Files::write();
    let error = files.spoilt::<PhysicalGains>("PHGAIN", "<Band_Code>B02<", "<Band_Code>B01<");
    assert_says(&error, &["Band_Physical_Gain[2]/Band_Code", "not listed twice", "\"B01\""]);
    let error = files.spoilt::<PhysicalGains>("PHGAIN", "<Physical_Gain>", "<Physical_Gain>-");
    assert_says(&error, &["Physical_Gain", "zero or above"]);
    let ratio = "<Polarization_Sensitivity_Ratio>";
    let error = files.spoilt::<PolarisationSensitivity>("POLART", ratio, &format!("{ratio}1"));
    assert_says(&error, &["Polarization_Sensitivity_Ratio", "needed a number, 0 to 1"]);
    let error = files.spoilt::<PolarisationSensitivity>("POLART", "unit=\"deg\"", "unit=\"rad\"");
    assert_says(&error, &["@unit", "needed deg, found \"rad\""]);
    let error = files.spoilt::<SpectralSensitivities>("SPECSE", ">0.1 1 ", ">0.1 NaN ");
    assert_says(&error, &["Spectral_Sensitivities_List, number 2", "finite numbers", "\"NaN\""]);
    let error = files.spoilt::<ReflectanceParameters>("REFLEC", "rad/day", "deg/day");
    assert_says(&error, &["Mean_Rotation_Speed@unit", "rad/day"]);
    let error = files.spoilt::<ProcessingParameters>("RADIOV", "TYPE1_TYPE2", "TYPE3");
    assert_says(&error, &["Correction_Scenario", "TYPE1, TYPE2, TYPE1_TYPE2, TYPE2_TYPE1", "\"TYPE3\""]);
    let error =
        files.spoilt::<ProcessingParameters>("RADIOV", "Interpolation_Threshold>2<", "Interpolation_Threshold>-2<");
    assert_says(&error, &["Interpolation_Threshold", "a whole number"]);
}

#[test]
fn headers_must_agree_with_each_other_and_with_the_name() {
    let files = Files::write();
    let cases = [
        ("<Serial_Key>00008<", "<Serial_Key>00009<", "File_Name", "_00009_"),
        ("<File_Class>TEST<", "<File_Class>OPER<", "File_Name", "VE_OPER_"),
        ("<Band_Code>B01<", "<Band_Code>B02<", "File_Name", "_B02_"),
        ("<Band_Code>B01<", "<Band_Code>B13<", "Band_Code", "a band, B01 to B12"),
        ("Values>08<", "Values>16<", "File_Name", "_010000"),
        ("Values>08<", "Values>8<", "TDI_Configuration_Values", "01, 04, 08, 16 and 32"),
        ("L_LIST", "X_LIST", "Applicability_NickName_Type", "S_SITE or L_LIST"),
        ("ALLSITES</Applicability", "NOTNAMED</Applicability", "Applicability_NickName", "0 sites listed"),
        ("GIP_DARKCU</File_Type>", "GIP_RELSEN</File_Type>", "File_Type", "GIP_DARKCU"),
        ("DARKCU_File_Type", "RELSEN_File_Type", "@type", "DARKCU_File_Type"),
        (
            "2017-10-21T00:00:00</Validity_Start>",
            "2017-10-22T00:00:00</Validity_Start>",
            "Validity_Period",
            "the validity of the fixed header",
        ),
        ("<Mission>VENuS<", "<Mission>OTHER<", "Mission", "VENuS"),
    ];
    for (good, bad, element, needed) in cases {
        assert_says(&files.spoilt::<DarkSignal>("DARKCU", good, bad), &[element, needed]);
    }
}

/// A change after which a file cannot be written.
type Spoil = fn(&mut VenusParameterFile<DarkSignal>);

#[test]
fn what_no_file_can_carry_is_not_written() {
    let files = Files::write();
    let file = VenusParameterFile::<DarkSignal>::parse(Path::new("f"), &files.text("DARKCU"), &settings()).unwrap();
    let cases: [(Spoil, &str); 6] = [
        (|file| file.header.serial = 100_000, "Serial_Key: needed at most 99999, found 100000"),
        (|file| file.header.version = 10_000, "File_Version: needed at most 9999"),
        (|file| file.header.applies_to.nick_name = "ISRAEL".to_owned(), "Applicability_NickName: needed eight"),
        (|file| file.header.band = None, "Band_Code: needed a band"),
        (|file| file.header.tdi = vec![TdiStages(2)], "TDI_Configuration_Values: needed 01, 04, 08, 16 and 32"),
        (|file| file.header.class = "oper".to_owned(), "File_Class: needed four capital letters"),
    ];
    for (spoil, words) in cases {
        let mut spoilt = file.clone();
        spoil(&mut spoilt);
        assert_says(&spoilt.to_text(&settings()).unwrap_err().to_string(), &[words]);
    }
}
