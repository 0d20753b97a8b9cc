//! Files of a small acquisition: a satellite on a circle, its body's z axis to the Earth's centre, its x axis along the flight.
//!
//! Frames are turned by ERFA's matrices alone, without any of the program's own.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use nalgebra::{Matrix3, Rotation3, UnitQuaternion, Vector3};
use viq::instrument::pushbroom::Acquisition;
use viq::product_files::ProductError;
use viq::product_files::venus_geometry::{VenusGeometryFiles, VenusOptions};

/// 2019-02-04T08:34:37 UTC as days since noon on 1 January 2000.
pub(crate) const START_DAYS: f64 = 6973.5 + (8.0 * 3600.0 + 34.0 * 60.0 + 37.0) / 86_400.0;

/// The same as seconds of GPS week 2039: Monday, 18 s later than in UTC.
pub(crate) const START_SECOND: u32 = 86_400 + 8 * 3600 + 34 * 60 + 37 + 18;
pub(crate) const START_WEEK: u16 = 2039;

/// Orbit's radius, metres, and its angular rate by Kepler's law, rad/s.
pub(crate) const RADIUS_M: f64 = 7_093_000.0;
pub(crate) const RATE_RAD_S: f64 = 1.056_9e-3;

/// Place below the satellite at the start: geocentric latitude and longitude.
const LATITUDE_DEG: f64 = 31.3;
const LONGITUDE_DEG: f64 = 34.8;

pub(crate) const LINES: usize = 400;
pub(crate) const LINE_US: u64 = 788;
pub(crate) const UNITS: [u8; 12] = [1, 1, 4, 4, 1, 4, 3, 3, 3, 2, 2, 2];
const SITE: &str = "VE_VM01_MPL_SITDEF_S_ISRAEL03";

/// ITRF from GCRS, seconds after the start; UT1 is taken as UTC, the pole as its mean.
pub(crate) fn itrf_from_gcrs(seconds: f64) -> Matrix3<f64> {
    let days = START_DAYS + seconds / 86_400.0;
    let mut matrix = [0.0; 9];
    erfars::precnutpolar::C2t06a(2_451_545.0, days + 69.184 / 86_400.0, 2_451_545.0, days, 0.0, 0.0, &mut matrix);
    Matrix3::from_row_slice(&matrix)
}

/// Mean equator and equinox of date from GCRS.
pub(crate) fn mean_of_date_from_gcrs() -> Matrix3<f64> {
    let mut matrix = [0.0; 9];
    erfars::precnutpolar::Pmat06(2_451_545.0, START_DAYS + 69.184 / 86_400.0, &mut matrix);
    Matrix3::from_row_slice(&matrix)
}

/// Direction from the Earth's centre to the satellite at the start, in ITRF.
pub(crate) fn zenith_in_itrf() -> Vector3<f64> {
    let (latitude, longitude) = (LATITUDE_DEG.to_radians(), LONGITUDE_DEG.to_radians());
    Vector3::new(latitude.cos() * longitude.cos(), latitude.cos() * longitude.sin(), latitude.sin())
}

/// Axes of the body in GCRS as columns: x along the flight (southwards), z to the Earth's centre.
fn gcrs_from_body(seconds: f64) -> Matrix3<f64> {
    let start = itrf_from_gcrs(0.0).transpose() * zenith_in_itrf();
    let south = (start * start.z - Vector3::z()).normalize();
    let angle = RATE_RAD_S * seconds;
    let up = start * angle.cos() + south * angle.sin();
    let forward = south * angle.cos() - start * angle.sin();
    Matrix3::from_columns(&[forward, up.cross(&forward) * -1.0, -up])
}

pub(crate) fn position_in_itrf(seconds: f64) -> Vector3<f64> {
    itrf_from_gcrs(seconds) * gcrs_from_body(seconds).column(2) * -RADIUS_M
}

fn velocity_in_itrf(seconds: f64) -> Vector3<f64> {
    position_in_itrf(seconds + 0.05) / 0.1 - position_in_itrf(seconds - 0.05) / 0.1
}

/// i, j, k and scalar of the turn from the body to the mean of date.
pub(crate) fn mean_of_date_from_body(seconds: f64) -> UnitQuaternion<f64> {
    let matrix = mean_of_date_from_gcrs() * gcrs_from_body(seconds);
    UnitQuaternion::from_rotation_matrix(&Rotation3::from_matrix_unchecked(matrix))
}

/// A file with the headers of its kind around `instance` and `block`.
fn file(kind: &str, code: &str, description: &str, name: &str, specific: &str, block: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<Earth_Explorer_File xmlns="http://eop-cfi.esa.int/CFI" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="{kind}_File_Type" schema_version="1.6">
<Earth_Explorer_Header>
<Fixed_Header>
<File_Name>{name}</File_Name>
<File_Description>{description}</File_Description>
<Notes>synthetic</Notes>
<Mission>VENuS</Mission>
<File_Class>TEST</File_Class>
<File_Type>{code}_{kind}</File_Type>
<Validity_Period>
<Validity_Start>UTC=2017-10-21T00:00:00</Validity_Start>
<Validity_Stop>UTC=9999-99-99T99:99:99</Validity_Stop>
</Validity_Period>
<File_Version>0001</File_Version>
<Source>
<System>VIQ</System>
<Creator>test</Creator>
<Creator_Version>1</Creator_Version>
<Creation_Date>UTC=2019-02-05T00:00:00</Creation_Date>
</Source>
</Fixed_Header>
<Variable_Header>
<Main_Product_Header>
<List_of_Consumers count="0"/>
<List_of_Extensions count="0"/>
</Main_Product_Header>
<Specific_Product_Header>
{specific}</Specific_Product_Header>
</Variable_Header>
</Earth_Explorer_Header>
<Data_Block>
{block}</Data_Block>
</Earth_Explorer_File>
"#
    )
}

fn auxiliary_header() -> String {
    format!(
        r#"<Instance_Id>
<Site_Type>S_SCIENTIFIC</Site_Type>
<Nick_Name>ISRAEL03</Nick_Name>
<Acquisition_Orbit_Number unit="abs">7993</Acquisition_Orbit_Number>
<Auxiliary_Data_Type>S_SITE</Auxiliary_Data_Type>
<Data_Element>VEN_KRN_07993_00001_0</Data_Element>
</Instance_Id>
<Related_SiteDefinition_Id>{SITE}</Related_SiteDefinition_Id>
"#
    )
}

fn parameter_header(rest: &str) -> String {
    format!(
        r#"<Instance_Id>
<Applicability_NickName_Type>L_LIST</Applicability_NickName_Type>
<Applicability_NickName>ALLSITES</Applicability_NickName>
<Serial_Key>00004</Serial_Key>
<Validity_Period>
<Validity_Start>UTC=2017-10-21T00:00:00</Validity_Start>
<Validity_Stop>UTC=9999-99-99T99:99:99</Validity_Stop>
</Validity_Period>
{rest}</Instance_Id>
<List_of_Applicable_SiteDefinition_Ids count="0"/>
"#
    )
}

/// 101 records of attitude, from 5 s before the start on.
pub(crate) fn attitude_text() -> String {
    let mut block =
        "<MJD_Time_Unit>days</MJD_Time_Unit>\n<Str_Attitude_Variance_Unit>10-8rad</Str_Attitude_Variance_Unit>\n\
                     <Velocity_Unit>rad/s</Velocity_Unit>\n<List_of_AOCS_Data count=\"101\">\n"
            .to_owned();
    for record in 0..=100 {
        let seconds = f64::from(record) / 10.0 - 5.0;
        let q = mean_of_date_from_body(seconds);
        let quaternion = format!("{:.15} {:.15} {:.15} {:.15}", q.i, q.j, q.k, q.w);
        writeln!(
            block,
            r#"<AOCS_Data sn="{}">
<MJD_Time>{:.12}</MJD_Time>
<Str_Attitude_Variance>0.04</Str_Attitude_Variance>
<Str_Valid_Flag>3</Str_Valid_Flag>
<Str_Measured_Attitudes>{quaternion}</Str_Measured_Attitudes>
<Estimated_Attitudes>{quaternion}</Estimated_Attitudes>
<Estimated_Velocity_XYZ>0 {:.9} 0</Estimated_Velocity_XYZ>
<Thermistor_Values>1000 1001 1002 1003</Thermistor_Values>
<Reference_Voltage>4000</Reference_Voltage>
</AOCS_Data>"#,
            record + 1,
            START_DAYS + seconds / 86_400.0,
            -RATE_RAD_S
        )
        .unwrap();
    }
    block += "</List_of_AOCS_Data>\n";
    let name = "VE_TEST_AUX_AOCDTA_S_ISRAEL03_07993_S_VEN_KRN_07993_00001_0";
    file("AOCDTA", "AUX", "AOCSData", name, &auxiliary_header(), &block)
}

/// 41 records of positions, from 20 s before the start on.
pub(crate) fn positions_text() -> String {
    let mut block = "<GPS_Coordinate_System>ECEF</GPS_Coordinate_System>\n<Position_Unit>m</Position_Unit>\n<Velocity_Unit>m/s</Velocity_Unit>\n\
                     <Clock_Drift_Unit>m/s</Clock_Drift_Unit>\n<GPS_Time_Unit>s</GPS_Time_Unit>\n<UTC_Offset_Unit>s</UTC_Offset_Unit>\n\
                     <List_of_GPS_Data count=\"41\">\n"
        .to_owned();
    for record in 0..=40_u32 {
        let seconds = f64::from(record) - 20.0;
        let (p, v) = (position_in_itrf(seconds), velocity_in_itrf(seconds));
        writeln!(
            block,
            r#"<GPS_Data sn="{}">
<PositionXYZ>{:.4} {:.4} {:.4}</PositionXYZ>
<VelocityXYZ>{:.6} {:.6} {:.6}</VelocityXYZ>
<Clock_Drift>0.5</Clock_Drift>
<GPS_Time>{}.0</GPS_Time>
<GPS_Week>{START_WEEK}</GPS_Week>
<Position_Combined_Src mask="0x01">0</Position_Combined_Src>
<Velocity_Combined_Src mask="0x02">3</Velocity_Combined_Src>
<Sv_Map>255</Sv_Map>
<Position_Quality>3.5</Position_Quality>
<Velocity_Quality>0.02</Velocity_Quality>
<Clock_Drift_Quality>0.01</Clock_Drift_Quality>
<UTC_Offset>18</UTC_Offset>
<PDOP>1.8</PDOP>
<GPS_Hardware_Status>0</GPS_Hardware_Status>
</GPS_Data>"#,
            record + 1,
            p.x,
            p.y,
            p.z,
            v.x,
            v.y,
            v.z,
            START_SECOND - 20 + record
        )
        .unwrap();
    }
    block += "</List_of_GPS_Data>\n";
    let name = "VE_TEST_AUX_GPSDTA_S_ISRAEL03_07993_S_VEN_KRN_07993_00001_0";
    file("GPSDTA", "AUX", "GPSData", name, &auxiliary_header(), &block)
}

/// Microseconds of the first line of a band: the units see a place 0.9 s after each other.
pub(crate) fn first_line_us(band: usize) -> u64 {
    let start = (START_DAYS * 86_400.0).round() as u64 * 1_000_000;
    start + u64::from(UNITS[band - 1] - 1) * 900_000
}

/// The dates of a band's lines.
pub(crate) fn line_dates_text(band: usize) -> String {
    let mut block = format!("<List_of_Time_Tags count=\"{LINES}\">\n");
    for line in 0..LINES {
        let date = first_line_us(band) + line as u64 * LINE_US;
        writeln!(block, r#"<Time_Tag sk="{line}" unit="10-6s">MJD={date}</Time_Tag>"#).unwrap();
    }
    block += "</List_of_Time_Tags>\n";
    let specific = format!(
        "<Instance_Id>\n<Reference_Product_Semantic>L1VALD</Reference_Product_Semantic>\n\
         <Reference_Product_Instance>ISRAEL03_20190204</Reference_Product_Instance>\n<Band_Code>B{band:02}</Band_Code>\n</Instance_Id>\n\
         <Reference_Product_Header_Id>VE_TEST_VSC_L1VALD_ISRAEL03_20190204</Reference_Product_Header_Id>\n"
    );
    let name = format!("VE_TEST_TEC_LINDAT_L1VALD_ISRAEL03_20190204_B{band:02}");
    file("LINDAT", "TEC", "DatationLine", &name, &specific, &block)
}

fn rotation(order: &str, [x, y, z]: [f64; 3]) -> String {
    format!(
        "<Rotation>\n<Rotation_Order>{order}</Rotation_Order>\n<X_Rotation unit=\"rad\">{x}</X_Rotation>\n<Y_Rotation unit=\"rad\">{y}</Y_Rotation>\n\
         <Z_Rotation unit=\"rad\">{z}</Z_Rotation>\n</Rotation>\n"
    )
}

/// The sensor model: unit n is turned by n·10⁻³ rad about y, band b by b·10⁻⁵ rad about z.
pub(crate) fn sensor_model_text() -> String {
    let mut block = format!(
        "<Spacecraft_To_Instrument_Transformation>\n{}<Z_Homothety>1.001</Z_Homothety>\n</Spacecraft_To_Instrument_Transformation>\n\
         <List_of_Instrument_To_Tridetector_Transformations count=\"4\">\n",
        rotation("XYZ", [0.002, -0.001, 0.003])
    );
    for unit in 1..=4 {
        write!(
            block,
            "<Instrument_To_Tridetector_Transformation sn=\"{unit}\">\n<Tridetector_Code>{unit}</Tridetector_Code>\n{}<Z_Homothety>1</Z_Homothety>\n\
             </Instrument_To_Tridetector_Transformation>\n",
            rotation("YZX", [0.0001, f64::from(unit) * 1e-3, 0.0002])
        )
        .unwrap();
    }
    block += "</List_of_Instrument_To_Tridetector_Transformations>\n<List_of_Tridetector_To_Array_Transformations count=\"12\">\n";
    for band in 1..=12 {
        write!(
            block,
            "<Tridetector_To_Array_Transformation sn=\"{band}\">\n<Tridetector_Code>{}</Tridetector_Code>\n<Band_Code>B{band:02}</Band_Code>\n{}\
             </Tridetector_To_Array_Transformation>\n",
            UNITS[band - 1],
            rotation("ZYX", [0.0, 0.0, band as f64 / 100_000.0])
        )
        .unwrap();
    }
    block += "</List_of_Tridetector_To_Array_Transformations>\n";
    let name = "VE_TEST_GIP_SENGEO_L_ALLSITES_00004_20171021_99991231";
    file("SENGEO", "GIP", "SensorGeometricalModel", name, &parameter_header(""), &block)
}

/// tan ψX across the swath and a small tan ψY for a column of a band.
pub(crate) fn tangents(band: usize, column: usize) -> [f64; 2] {
    [(column as f64 - 2599.5) * 7.43e-6, 1e-4 * band as f64]
}

/// The viewing directions of a band for all integration lengths.
pub(crate) fn viewing_directions_text(band: usize) -> String {
    let mut block = "<List_of_View_Dirs count=\"5200\">\n".to_owned();
    for column in 0..5200 {
        let [x, y] = tangents(band, column);
        writeln!(block, r#"<View_Dir sn="{}">{x:.12} {y:.12}</View_Dir>"#, column + 1).unwrap();
    }
    block += "</List_of_View_Dirs>\n";
    let name = format!("VE_TEST_GIP_VIEDIR_L_ALLSITES_00004_20171021_99991231_B{band:02}_111101");
    let rest = format!(
        "<Band_Code>B{band:02}</Band_Code>\n<TDI_Configuration_Values>01 04 08 16 32</TDI_Configuration_Values>\n"
    );
    file("VIEDIR", "GIP", "ViewingDirections", &name, &parameter_header(&rest), &block)
}

/// All files of the acquisition by short names: `attitude`, `positions`, `model`, `lines B01`, `views B01` and so on.
pub(crate) fn all_files() -> BTreeMap<String, String> {
    let mut files = BTreeMap::from([
        ("attitude".to_owned(), attitude_text()),
        ("positions".to_owned(), positions_text()),
        ("model".to_owned(), sensor_model_text()),
    ]);
    for band in 1..=12 {
        files.insert(format!("lines B{band:02}"), line_dates_text(band));
        files.insert(format!("views B{band:02}"), viewing_directions_text(band));
    }
    files
}

/// Writes a file under the name that it gives itself; returns its path.
pub(crate) fn write(folder: &Path, text: &str) -> PathBuf {
    let name = text.split_once("<File_Name>").unwrap().1.split_once("</").unwrap().0;
    let path = folder.join(format!("{name}.EEF"));
    std::fs::write(&path, text).unwrap();
    path
}

/// The whole acquisition, written once for all tests of a run.
static WRITTEN: LazyLock<(tempfile::TempDir, BTreeMap<String, PathBuf>)> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let paths = all_files().into_iter().map(|(key, text)| (key, write(folder.path(), &text))).collect();
    (folder, paths)
});

/// The folder of the whole acquisition.
pub(crate) fn written_folder() -> PathBuf {
    WRITTEN.0.path().to_path_buf()
}

/// Its files as read, once for all tests of a run.
static READ: LazyLock<VenusGeometryFiles> =
    LazyLock::new(|| VenusGeometryFiles::read(&WRITTEN.1.values().cloned().collect::<Vec<_>>()).unwrap());

/// The acquisition with some files put in place of its own or, under a name that it does not have, added; an empty text takes one away.
pub(crate) fn acquisition_with(
    changes: &[(&str, String)],
    options: &VenusOptions,
) -> Result<Acquisition, ProductError> {
    let folder = tempfile::tempdir().unwrap();
    let mut files = READ.clone();
    for (key, text) in changes {
        if let Some(replaced) = WRITTEN.1.get(*key) {
            files.attitude.retain(|file| file.header.file != *replaced);
            files.positions.retain(|file| file.header.file != *replaced);
            files.line_dates.retain(|_, file| file.header.file != *replaced);
            files.sensor_models.retain(|file| file.header.file != *replaced);
            files.viewing_directions.retain(|file| file.header.file != *replaced);
        }
        if !text.is_empty() {
            let added = VenusGeometryFiles::read(&[write(folder.path(), text)])?;
            files.attitude.extend(added.attitude);
            files.positions.extend(added.positions);
            files.line_dates.extend(added.line_dates);
            files.sensor_models.extend(added.sensor_models);
            files.viewing_directions.extend(added.viewing_directions);
        }
    }
    files.acquisition(options)
}

/// A text with the n-th (from 1) of `before` put as `after`.
pub(crate) fn replaced(text: &str, n: usize, before: &str, after: &str) -> String {
    let (at, _) = text.match_indices(before).nth(n - 1).unwrap();
    format!("{}{after}{}", &text[..at], &text[at + before.len()..])
}

/// A list without the records from `first` to `last` (numbers from 1), renumbered.
pub(crate) fn without_records(text: &str, element: &str, first: usize, last: usize) -> String {
    let (open, close) = (format!("<{element} sn=\""), format!("</{element}>\n"));
    let begin = text.find(&open).unwrap();
    let end = text.rfind(&close).unwrap() + close.len();
    let kept: Vec<&str> = text[begin..end]
        .split_inclusive(&close)
        .enumerate()
        .filter(|(index, _)| !(first..=last).contains(&(index + 1)))
        .map(|(_, record)| record.split_once("\">").unwrap().1)
        .collect();
    let mut renumbered = String::new();
    for (index, record) in kept.iter().enumerate() {
        write!(renumbered, "{open}{}\">{record}", index + 1).unwrap();
    }
    let before = &text[..begin];
    let count = before.rfind("count=\"").unwrap();
    format!("{}count=\"{}\">\n{renumbered}{}", &before[..count], kept.len(), &text[end..])
}
