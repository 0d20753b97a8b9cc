//! What cannot be written is refused before a product stands anywhere.

use std::path::Path;

use viq::imagery::Reasons;
use viq::product_files::venus_system::{SampleKind, SystemLevel, SystemProduct, SystemProductWriter};

use super::samples::{LINES, counts, product};

fn refusal(change: impl FnOnce(&mut SystemProduct), level: SystemLevel) -> String {
    let folder = tempfile::tempdir().unwrap();
    let mut product = product(level);
    change(&mut product);
    let error = SystemProductWriter::create(&folder.path().join("product"), product).unwrap_err().to_string();
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "something is left");
    error
}

fn assert_names(error: &str, parts: &[&str]) {
    for part in parts {
        assert!(error.contains(part), "\"{error}\" does not name {part}");
    }
}

#[test]
fn descriptions_that_nobody_could_read_back_are_refused() {
    let l0 = SystemLevel::L0;
    assert_names(&refusal(|p| p.bands.clear(), l0), &["List_of_Image_Files", "at least one band"]);
    assert_names(&refusal(|p| p.bands[1].name = "B01".into(), l0), &["each band once", "B01"]);
    assert_names(&refusal(|p| p.bands[1].name = "../B1".into(), l0), &["capitals, digits", "../B1"]);
    assert_names(&refusal(|p| p.settings.bands.retain(|name, _| name != "B03"), l0), &["codes of B03", "none"]);
    assert_names(&refusal(|p| p.lines = 0, l0), &["at least one line", "0 lines"]);
    assert_names(&refusal(|p| p.pre_scan = 4, l0), &["Pre_Post_Scan_Pixels", "level L0", "4 and 0"]);
    assert_names(&refusal(|p| p.samples = SampleKind::Values, l0), &["Data_Type", "Values at level L0"]);
    assert_names(&refusal(|p| p.samples = SampleKind::Counts { significant_bits: 17 }, l0), &["1 to 16 bits", "17"]);
    assert_names(&refusal(|p| p.private.raw_product = None, l0), &["Used_InventoriedRaw_Product_Id", "none"]);
    assert_names(&refusal(|p| p.settings.line_time_us = 0.0, l0), &["Te", "above zero", "0"]);
    assert_names(&refusal(|p| p.private.nadir_deg = Some([36.25, f64::NAN]), l0), &["Nadir", "finite", "NaN"]);
    assert_names(&refusal(|p| p.site = "SITE0001".into(), l0), &["Reference_SiteDefinition_Id", "SITE0001"]);
    let many = |p: &mut SystemProduct| {
        for index in 0..5 {
            let mut band = p.bands[0].clone();
            band.name = format!("X{index}");
            p.settings.bands.insert(band.name.clone(), p.settings.bands["B01"]);
            p.bands.push(band);
        }
    };
    assert_names(&refusal(many, SystemLevel::L1A), &["List_of_Mask_Files", "at most 16 bands", "17"]);
}

#[test]
fn a_folder_that_holds_something_is_never_written_over() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("precious"), "data").unwrap();
    let error = SystemProductWriter::create(folder.path(), product(SystemLevel::L0)).unwrap_err().to_string();
    assert_names(&error, &["does not exist or is empty", "a folder with files"]);
    let missing = folder.path().join("missing/product");
    let error = SystemProductWriter::create(&missing, product(SystemLevel::L0)).unwrap_err().to_string();
    assert_names(&error, &["missing/product", "could not be written"]);
}

#[test]
fn blocks_must_follow_each_other_and_hold_whole_lines_of_counts_that_fit() {
    let folder = tempfile::tempdir().unwrap();
    let product = product(SystemLevel::L0);
    let columns = product.columns();
    let mut writer = SystemProductWriter::create(&folder.path().join("product"), product.clone()).unwrap();
    let mut block = vec![5_u16; 4 * columns];
    let said = |result: Result<(), viq::product_files::ProductError>| result.unwrap_err().to_string();
    writer.write_counts(0, &[&block[..]; 12]).unwrap();
    assert_names(&said(writer.write_counts(0, &[&block[..]; 12])), &["a block from line 4 on", "lines 0 to 4"]);
    assert_names(&said(writer.write_counts(8, &[&block[..]; 12])), &["a block from line 4 on", "lines 8 to 12"]);
    assert_names(&said(writer.write_counts(4, &[&block[..]; 11])), &["12 slices"]);
    assert_names(&said(writer.write_counts(4, &[&block[1..]; 12])), &["whole lines of 24 samples", "95"]);
    let values = vec![0.0; 4 * columns];
    let reasons = vec![Reasons::VALID; 4 * columns];
    assert_names(&said(writer.write_values(4, &[&values[..]; 12], &[&reasons[..]; 12])), &["counts", "values"]);
    block[2 * columns + 7] = 1024;
    let error = said(writer.write_counts(4, &[&block[..]; 12]));
    assert_names(&error, &["_B01.DBL.TIF", "line 6, column 7", "at most 1023", "1024"]);
    assert_names(&said(writer.write_file(Path::new("../out"), b"")), &["inside the product's folder", "../out"]);
    let all = counts(&product, 0);
    writer.write_counts(4, &[&all[..(LINES - 5) * columns]; 12]).unwrap();
    let error = writer.finish().unwrap_err().to_string();
    assert_names(&error, &["37 lines as its header says", "36 lines"]);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "something is left");
}

#[test]
fn a_writer_that_is_dropped_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let product = product(SystemLevel::L0Extended);
    let mut writer = SystemProductWriter::create(&folder.path().join("product"), product.clone()).unwrap();
    let block = vec![5_u16; 4 * product.columns()];
    writer.write_counts(0, &[&block[..]; 12]).unwrap();
    assert!(!folder.path().join("product").exists());
    drop(writer);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn an_empty_folder_becomes_the_product() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("product");
    std::fs::create_dir(&target).unwrap();
    super::samples::written(&target, &product(SystemLevel::L0), 10);
    assert_eq!(std::fs::read_dir(&target).unwrap().count(), 2);
}
