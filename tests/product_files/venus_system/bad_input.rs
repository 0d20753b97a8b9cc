//! Products spoilt in every way: each error names file, element, what was needed and what was found.

use std::path::{Path, PathBuf};

use viq::product_files::venus_system::{SystemLevel, SystemMask, SystemProductReader};

use super::samples::{LINES, counts, product, written};

struct Spoilt {
    _folder: tempfile::TempDir,
    header: PathBuf,
    data: PathBuf,
}

fn spoilt(level: SystemLevel) -> Spoilt {
    let folder = tempfile::tempdir().unwrap();
    let header = written(&folder.path().join("product"), &product(level), 8);
    let data = header.with_extension("DBL.DIR");
    Spoilt { _folder: folder, header, data }
}

fn replace(path: &Path, before: &str, after: &str) {
    let text = std::fs::read_to_string(path).unwrap();
    assert!(text.contains(before), "{before}");
    std::fs::write(path, text.replacen(before, after, 1)).unwrap();
}

fn error(header: &Path) -> String {
    SystemProductReader::open(header).err().unwrap().to_string()
}

fn assert_names(error: &str, parts: &[&str]) {
    for part in parts {
        assert!(error.contains(part), "\"{error}\" does not name {part}");
    }
}

/// Writes an uncompressed TIFF of one channel.
fn tiff<T: gdal::raster::GdalType + Copy>(path: &Path, lines: usize, columns: usize, samples: Vec<T>) {
    let driver = gdal::DriverManager::get_driver_by_name("GTiff").unwrap();
    let dataset = driver.create_with_band_type::<T, _>(path, columns, lines, 1).unwrap();
    let mut buffer = gdal::raster::Buffer::new((columns, lines), samples);
    dataset.rasterband(1).unwrap().write((0, 0), (columns, lines), &mut buffer).unwrap();
    dataset.close().unwrap();
}

fn image(spoilt: &Spoilt, channel: &str, level: SystemLevel) -> PathBuf {
    spoilt.data.join(format!("{}.DBL.TIF", product(level).identifier.image(channel)))
}

#[test]
fn an_image_with_missing_lines_is_refused_with_both_sizes() {
    let level = SystemLevel::L0Extended;
    let spoilt = spoilt(level);
    let path = image(&spoilt, "B04", level);
    let columns = product(level).columns();
    tiff(&path, LINES - 5, columns, vec![7_u16; (LINES - 5) * columns]);
    assert_names(&error(&spoilt.header), &["_B04.DBL.TIF", "37 lines × 29 columns as its header says", "32 × 29"]);
}

#[test]
fn an_image_that_leaves_strips_out_is_refused_with_the_lines_that_it_lacks() {
    let level = SystemLevel::L0Extended;
    let spoilt = spoilt(level);
    let path = image(&spoilt, "B04", level);
    // Written as a sparse file: what is never written is left out.
    let driver = gdal::DriverManager::get_driver_by_name("GTiff").unwrap();
    let options = gdal::raster::RasterCreationOptions::from_iter(["SPARSE_OK=YES", "BLOCKYSIZE=10"]);
    let columns = product(level).columns();
    let dataset = driver.create_with_band_type_with_options::<u16, _>(&path, columns, LINES, 1, &options).unwrap();
    let mut buffer = gdal::raster::Buffer::new((columns, 10), vec![7_u16; 10 * columns]);
    dataset.rasterband(1).unwrap().write((0, 0), (columns, 10), &mut buffer).unwrap();
    dataset.close().unwrap();
    assert_names(&error(&spoilt.header), &["_B04.DBL.TIF", "lines 10 to 19", "none in the file"]);
}

#[test]
fn a_truncated_image_is_refused_when_it_is_opened() {
    let level = SystemLevel::L0;
    let spoilt = spoilt(level);
    let path = image(&spoilt, "B12", level);
    let length = std::fs::metadata(&path).unwrap().len();
    std::fs::OpenOptions::new().write(true).open(&path).unwrap().set_len(length - 1).unwrap();
    assert_names(&error(&spoilt.header), &["_B12.DBL.TIF", "lines 0 to 36", &format!("ends at byte {}", length - 1)]);
}

#[test]
fn a_wrong_bit_depth_is_refused_in_image_and_in_header() {
    let level = SystemLevel::L0;
    let spoilt = spoilt(level);
    let columns = product(level).columns();
    tiff(&image(&spoilt, "B02", level), LINES, columns, vec![7_u8; LINES * columns]);
    assert_names(&error(&spoilt.header), &["_B02.DBL.TIF", "unsigned 16-bit samples", "Byte"]);
    let header = image(&spoilt, "B01", level).with_file_name(format!("{}.HDR", product(level).identifier.image("B01")));
    replace(&header, ">10</Number_of_Significant_Bits>", ">12</Number_of_Significant_Bits>");
    assert_names(&error(&spoilt.header), &["_B01.HDR", "Number_of_Significant_Bits", "significant_bits: 10", "\"12\""]);
    replace(&spoilt.header, "UNSIGNED_SHORT", "SIGNED_SHORT");
    assert_names(&error(&spoilt.header), &["Image_Information/Data_Type", "UNSIGNED_SHORT", "\"SIGNED_SHORT\""]);
}

#[test]
fn a_count_beyond_the_significant_bits_is_found_with_its_line_and_column() {
    let level = SystemLevel::L0Extended;
    let spoilt = spoilt(level);
    let product = product(level);
    let mut samples = counts(&product, 3);
    samples[20 * product.columns() + 11] = 1024;
    tiff(&image(&spoilt, "B04", level), LINES, product.columns(), samples);
    let reader = SystemProductReader::open(&spoilt.header).unwrap();
    let mut read = vec![0; 10 * product.columns()];
    reader.read_counts(3, 10..20, &mut read).unwrap();
    let error = reader.read_counts(3, 15..25, &mut read).unwrap_err().to_string();
    assert_names(&error, &["_B04.DBL.TIF", "line 20, column 11", "at most 1023", "found 1024"]);
}

#[test]
fn headers_that_disagree_with_each_other_are_refused() {
    let cases: [(&str, &str, &str, &[&str]); 6] = [
        ("main", ">37</Lines>", ">38</Lines>", &["_B01.HDR", "Size/Lines", "38 as in the product's header", "\"37\""]),
        (
            "main",
            ">29</Columns>",
            ">30</Columns>",
            &["Size/Columns", "29 as Pre_Post_Scan_Pixels has (3 + 24 + 2)", "\"30\""],
        ),
        (
            "main",
            "count=\"12\">\n          <Band sn",
            "count=\"11\">\n          <Band sn",
            &["List_of_Bands", "11 elements Band", "12"],
        ),
        (
            "main",
            "<Band sn=\"4\">B04",
            "<Band sn=\"4\">B05",
            &["List_of_Bands/Band[4]", "B04 as the private data have", "\"B05\""],
        ),
        ("main", "L0-EXTENDED", "L0", &["Product_Level", "L0-EXTENDED as the product's name says", "\"L0\""]),
        (
            "private",
            "_0EVALD_SITE0001_20200301</Reference",
            "_0EVALD_SITE0002_20200301</Reference",
            &["_TEC_0EVALD_", "Reference_Product_Header_Id", "SITE0001", "SITE0002"],
        ),
    ];
    for (file, before, after, parts) in cases {
        let level = SystemLevel::L0Extended;
        let spoilt = spoilt(level);
        let private = spoilt.data.join("PRIVATE").join(format!("{}.EEF", product(level).identifier.private()));
        replace(if file == "main" { &spoilt.header } else { &private }, before, after);
        assert_names(&error(&spoilt.header), parts);
    }
}

#[test]
fn private_data_that_make_no_sense_are_named() {
    let cases: [(&str, &str, &[&str]); 7] = [
        (
            "<TDI_Configuration_Values>01 04",
            "<TDI_Configuration_Values>01",
            &["TDI_Configuration_Values", "12 whole numbers", "one a band"],
        ),
        ("<TDI_Configuration_Values>01", "<TDI_Configuration_Values>00", &["TDI_Configuration_Values", "not 0"]),
        ("<Left_Gain_Values>10", "<Left_Gain_Values>256", &["Left_Gain_Values", "0 to 255", "256"]),
        ("<Te unit=\"s\">0.000788125", "<Te unit=\"s\">0", &["Te", "above zero", "\"0\""]),
        (
            "0.000788125</Te>\n            </Datation_Line_Model>\n            <Datation_Line_Model sk=\"B12",
            "0.0008</Te>\n            </Datation_Line_Model>\n            <Datation_Line_Model sk=\"B12",
            &["Te", "the bands before it", "0.0008"],
        ),
        ("MJD=7365", "7365", &["Time_Ref", "MJD=", "7365"]),
        ("<First>100", "<First>1000", &["Line_Interval", "a line from 1000 on", "\"136\""]),
    ];
    for (before, after, parts) in cases {
        let level = SystemLevel::L1A;
        let spoilt = spoilt(level);
        let private = spoilt.data.join("PRIVATE").join(format!("{}.EEF", product(level).identifier.private()));
        replace(&private, before, after);
        assert_names(&error(&spoilt.header), parts);
    }
}

#[test]
fn files_that_are_missing_or_lead_out_of_the_product_are_named() {
    let level = SystemLevel::L1A;
    let spoilt = spoilt(level);
    let identifier = product(level).identifier;
    std::fs::remove_file(image(&spoilt, "PIX", level)).unwrap();
    assert_names(&error(&spoilt.header), &["_PIX.HDR", "found no", "_PIX.DBL.TIF"]);
    std::fs::remove_file(spoilt.data.join(format!("{}.HDR", identifier.image("B07")))).unwrap();
    assert_names(&error(&spoilt.header), &["_B07.HDR", "found no such file"]);
    let private = spoilt.data.join("PRIVATE").join(format!("{}.EEF", identifier.private()));
    std::fs::remove_file(&private).unwrap();
    assert_names(&error(&spoilt.header), &["_TEC_1AVALD_", "found no such file"]);
    replace(&spoilt.header, "/PRIVATE/", "/../../PRIVATE/");
    assert_names(&error(&spoilt.header), &["Private_Data_File/File_Location", "climbs out"]);
    assert_names(&error(spoilt.header.parent().unwrap().parent().unwrap()), &["raw, L0 or L1A product"]);
}

#[test]
fn reading_asks_for_what_the_product_has() {
    let level = SystemLevel::L0;
    let spoilt = spoilt(level);
    let reader = SystemProductReader::open(&spoilt.header).unwrap();
    let columns = product(level).columns();
    let mut counts = vec![0; 2 * columns];
    let said = |error: viq::product_files::ProductError| error.to_string();
    assert_names(&said(reader.read_counts(0, 36..38, &mut counts).unwrap_err()), &["lines of 37", "36 to 38"]);
    assert_names(&said(reader.read_counts(0, 0..3, &mut counts).unwrap_err()), &["3 × 24 samples", "buffer of 48"]);
    assert_names(&said(reader.read_counts(12, 0..2, &mut counts).unwrap_err()), &["a band below 12", "12"]);
    assert_names(&said(reader.read_values(0, 0..2, &mut [0.0; 48]).unwrap_err()), &["values of an L1A", "counts"]);
    assert_names(&said(reader.read_mask(SystemMask::Saturated, 0..2, &mut counts).unwrap_err()), &["masks", "counts"]);
}
