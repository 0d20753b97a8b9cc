//! What is written is read back: every figure of the description, every count, every value with its reason.

use std::path::Path;

use proptest::prelude::*;
use viq::imagery::NoDataReason;
use viq::instrument::TdiStages;
use viq::product_files::LosslessXml;
use viq::product_files::venus_system::{
    CarriedElements, PrivateData, SampleKind, SystemLevel, SystemMask, SystemProduct, SystemProductReader,
};

use super::samples::{LINES, counts, product, values, written};

/// Angles are written in degrees and pass through radians, so they come back to an ulp or two; all else is the same.
fn assert_same(read: &SystemProduct, written: &SystemProduct) {
    let angles = |product: &SystemProduct| -> Vec<f64> {
        let everywhere = product.geometry.views.values().chain([&product.geometry.sun]);
        let directions = everywhere.flat_map(|all| all.named().map(|(_, one)| one).into_iter().chain([all.centre]));
        directions.flat_map(|direction| [direction.zenith.degrees(), direction.azimuth.degrees()]).collect()
    };
    let (found, wanted) = (angles(read), angles(written));
    assert_eq!(found.len(), wanted.len());
    assert!(found.iter().zip(&wanted).all(|(found, wanted)| (found - wanted).abs() < 1e-12), "{found:?} {wanted:?}");
    let mut read = read.clone();
    assert!(read.geometry.views.keys().eq(written.geometry.views.keys()));
    (read.geometry.sun, read.geometry.views) = (written.geometry.sun, written.geometry.views.clone());
    read.flags.retain(|flag, done| *done || written.flags.contains_key(flag));
    assert_eq!(&read, written);
}

#[test]
fn a_product_of_every_level_comes_back_with_all_that_its_headers_say() {
    for level in SystemLevel::ALL {
        let folder = tempfile::tempdir().unwrap();
        let product = product(level);
        let header = written(&folder.path().join("product"), &product, 10);
        let reader = SystemProductReader::open(&header).unwrap();
        assert_same(reader.product(), &product);
        assert_eq!(reader.header(), header);
    }
}

#[test]
fn figures_that_are_not_known_are_named_in_the_notes_and_come_back_as_such() {
    let folder = tempfile::tempdir().unwrap();
    let mut product = product(SystemLevel::L0);
    let known = product.private.clone();
    product.private = PrivateData {
        line_intervals: known.line_intervals,
        auxiliary: known.auxiliary,
        geometric_model: known.geometric_model,
        nadir_deg: Some([0.0; 2]),
        ..PrivateData::unfilled("TEST", known.raw_product)
    };
    let header = written(&folder.path().join("product"), &product, 10);
    assert_same(SystemProductReader::open(&header).unwrap().product(), &product);
    let private =
        header.with_extension("DBL.DIR").join("PRIVATE").join(format!("{}.EEF", product.identifier.private()));
    let notes = LosslessXml::read(&private).unwrap().value("Earth_Explorer_Header/Fixed_Header/Notes").unwrap();
    assert!(notes.contains("NOT KNOWN, 0 STANDS THERE: X_Pole and Y_Pole, Delta_TU1-TUC, Cape, Attitude,"), "{notes}");
    assert!(!notes.contains("Nadir"), "{notes}");
}

#[test]
fn what_others_wrote_into_a_header_is_there_when_it_is_written_anew() {
    for level in SystemLevel::ALL {
        let folder = tempfile::tempdir().unwrap();
        let header = written(&folder.path().join("product"), &product(level), 10);
        let mut document = LosslessXml::read(&header).unwrap();
        let information = "Variable_Header/Specific_Product_Header/Product_Information";
        let inventoried = level == SystemLevel::Inventoried;
        let values = [
            (true, "Fixed_Header/File_Version".to_owned(), "0042"),
            (true, format!("{information}/Web_Site_URL"), "https://elsewhere.example"),
            (inventoried, format!("{information}/Coverage_Tag"), "UNKNOWN_SITE"),
            (inventoried, format!("{information}/Toponym"), "Lake & hills"),
            (
                !inventoried,
                format!("{information}/Used_Reference_Image"),
                "VE_TEST_AUX_REFIMG_E00000N4500_E00100N4400_0001",
            ),
        ];
        for (_, element, value) in values.iter().filter(|(has, _, _)| *has) {
            document.set_value(element, value).unwrap();
        }
        std::fs::write(&header, document.to_text()).unwrap();
        let read = SystemProductReader::open(&header).unwrap().product().clone();
        let again = written(&folder.path().join("again"), &read, 10);
        assert_eq!(LosslessXml::read(&again).unwrap().canonical(), document.canonical(), "{level:?}");
    }
}

#[test]
fn what_the_l1a_of_a_product_does_not_say_any_more_is_listed() {
    let raw = product(SystemLevel::Inventoried);
    assert_eq!(
        raw.left_behind_by_l1a(),
        [
            "file version 3",
            "coverage tag DATA_STRIP",
            "further sites VE_TEST_MPL_SITDEF_S_SITE0100, VE_TEST_MPL_SITDEF_S_SITE0101",
            "toponym beside the sea",
            "1 quick-looks",
            "1 quality indexes",
        ]
    );
    let carried = raw.as_l1a().carried;
    assert_eq!(carried, CarriedElements { web_site: raw.carried.web_site, ..CarriedElements::default() });
}

#[test]
fn counts_come_back_whatever_the_blocks_in_which_they_are_written_and_read() {
    for level in [SystemLevel::Inventoried, SystemLevel::L0, SystemLevel::L0Extended] {
        for block in [1, 8, LINES] {
            let folder = tempfile::tempdir().unwrap();
            let product = product(level);
            written(&folder.path().join("product"), &product, block);
            let reader = SystemProductReader::open(&folder.path().join("product")).unwrap();
            let columns = product.columns();
            for band in [0, 11] {
                let all = counts(&product, band);
                for lines in [0..LINES, 5..6, 30..LINES, 4..4] {
                    let mut read = vec![9; lines.len() * columns];
                    reader.read_counts(band, lines.clone(), &mut read).unwrap();
                    assert_eq!(read, all[lines.start * columns..lines.end * columns]);
                }
            }
        }
    }
}

#[test]
fn values_come_back_bit_by_bit_and_the_masks_say_why_others_do_not() {
    let folder = tempfile::tempdir().unwrap();
    let product = product(SystemLevel::L1A);
    written(&folder.path().join("product"), &product, 6);
    let reader = SystemProductReader::open(&folder.path().join("product")).unwrap();
    let pixels = LINES * product.columns();
    let (mut saturated, mut defective) = (vec![0; pixels], vec![0; pixels]);
    reader.read_mask(SystemMask::Saturated, 0..LINES, &mut saturated).unwrap();
    reader.read_mask(SystemMask::Defective, 0..LINES, &mut defective).unwrap();
    for band in 0..12 {
        let (values, reasons) = values(&product, band);
        let mut read = vec![0.0; pixels];
        reader.read_values(band, 0..LINES, &mut read).unwrap();
        for index in 0..pixels {
            let missing = reasons[index].contains(NoDataReason::Missing);
            assert!(if missing { read[index].is_nan() } else { read[index].to_bits() == values[index].to_bits() });
            let bit = 1 << band;
            assert_eq!(saturated[index] & bit != 0, reasons[index].contains(NoDataReason::Saturated));
            assert_eq!(defective[index] & bit != 0, missing || reasons[index].contains(NoDataReason::Defective));
        }
    }
    assert_eq!(std::fs::read(reader.uncertainty_file().unwrap()).unwrap(), b"{\"random\": 1}");
    assert_eq!(std::fs::read(reader.processing_file().unwrap()).unwrap(), b"{\"steps\": []}");
}

#[test]
fn the_same_product_gives_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let product = product(SystemLevel::L0Extended);
    for (name, block) in [("a", 1), ("b", 16)] {
        written(&folder.path().join(name), &product, block);
    }
    let files = |name: &str| {
        let mut files = Vec::new();
        gather(&folder.path().join(name), &mut files);
        files.sort();
        files
    };
    assert_eq!(files("a"), files("b"));
    assert_eq!(files("a").len(), 26);
}

fn gather(folder: &Path, files: &mut Vec<(String, Vec<u8>)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            gather(&path, files);
        } else {
            files.push((path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read(&path).unwrap()));
        }
    }
}

#[test]
fn an_instrument_with_other_bands_and_bits_is_written_and_read_as_well() {
    let folder = tempfile::tempdir().unwrap();
    let mut small = product(SystemLevel::L0Extended);
    small.bands.truncate(3);
    for (index, band) in small.bands.iter_mut().enumerate() {
        let codes = small.settings.bands.remove(&band.name).unwrap();
        band.name = ["BLUE", "RED", "NIR"][index].to_owned();
        band.tdi = TdiStages(2);
        small.settings.bands.insert(band.name.clone(), codes);
    }
    small.settings.bands.retain(|name, _| !name.starts_with("B0") && !name.starts_with("B1"));
    small.private.line_intervals.clear();
    small.samples = SampleKind::Counts { significant_bits: 12 };
    written(&folder.path().join("small"), &small, 5);
    let reader = SystemProductReader::open(&folder.path().join("small")).unwrap();
    assert_same(reader.product(), &small);
    let l1a = small.as_l1a();
    written(&folder.path().join("l1a"), &l1a, 5);
    assert_same(SystemProductReader::open(&folder.path().join("l1a")).unwrap().product(), &l1a);
}

#[test]
fn the_l1a_of_a_raw_product_keeps_site_day_and_instrument() {
    let l1a = product(SystemLevel::Inventoried).as_l1a();
    assert_eq!(l1a.identifier.to_string(), "VE_TEST_VSC_1AVALD_SITE0001_20200301");
    assert_eq!((l1a.columns(), l1a.pre_scan, l1a.samples), (24, 0, SampleKind::Values));
    assert_eq!(l1a.settings, product(SystemLevel::L1A).settings);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_line_time_codes_and_dates_come_back_as_they_were(
        tenths_of_nanoseconds in 5_880_000_u32..100_000_000,
        codes in prop::collection::vec((any::<u8>(), any::<u8>(), any::<u8>(), any::<u8>()), 12),
        stages in prop::collection::vec(prop::sample::select(vec![1_u8, 4, 8, 16, 32]), 12),
        line in -1e6_f64..1e6,
        microseconds in 0_u64..900_000_000_000_000,
        notes in "[ -~]{0,40}",
    ) {
        let folder = tempfile::tempdir().unwrap();
        let mut product = product(SystemLevel::L0);
        product.lines = 1;
        product.settings.line_time_us = f64::from(tenths_of_nanoseconds) / 10_000.0;
        product.notes = notes.trim().to_owned();
        for (index, band) in product.bands.iter_mut().enumerate() {
            let settings = product.settings.bands.get_mut(&band.name).unwrap();
            (settings.left.gain, settings.left.offset, settings.right.gain, settings.right.offset) = codes[index];
            band.tdi = TdiStages(stages[index]);
            band.datation.reference_line = line;
            band.datation.reference_mjd_days = (microseconds as f64 / 86_400e6 * 1e12).round() / 1e12;
        }
        written(&folder.path().join("p"), &product, 1);
        let reader = SystemProductReader::open(&folder.path().join("p")).unwrap();
        prop_assert_eq!(&reader.product().settings, &product.settings);
        prop_assert_eq!(&reader.product().bands, &product.bands);
        prop_assert_eq!(&reader.product().notes, &product.notes);
    }
}
