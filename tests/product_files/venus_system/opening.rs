//! Raw and L1A products open like any other: by folder, header or image, with the reasons of every pixel that is not good.

use viq::imagery::{NoDataReason, Reasons, Window};
use viq::product_files::venus_system::SystemLevel;
use viq::product_files::{Level, describe, is_product_entry, open};
use viq::supervision::Supervision;

use super::samples::{LINES, counts, product, values, written};

#[test]
fn a_product_is_recognised_by_its_folder_its_header_and_each_of_its_images() {
    for level in SystemLevel::ALL {
        let folder = tempfile::tempdir().unwrap();
        let written_product = product(level);
        let target = folder.path().join("product");
        let header = written(&target, &written_product, 9);
        let data = header.with_extension("DBL.DIR");
        let image = data.join(format!("{}.DBL.TIF", written_product.identifier.image("B07")));
        assert!(is_product_entry(&header));
        for path in [&target, &header, &data, &image] {
            let described = describe(path, None).unwrap();
            assert_eq!(described.identifier, written_product.identifier.to_string());
            assert_eq!(described.level, if level == SystemLevel::L1A { Level::L1A } else { Level::L0 });
            assert_eq!((described.lines, described.columns), (LINES, written_product.columns()));
            assert_eq!((described.bands.len(), described.synthetic), (12, true));
            assert_eq!(described.site.as_deref(), Some("SITE0001"));
            assert_eq!(described.files.len(), if level == SystemLevel::L1A { 32 } else { 26 });
            assert!(described.files.iter().all(|file| file.is_file()));
        }
        let error = describe(&header, Some(&image)).unwrap_err().to_string();
        assert!(error.contains("no VENµS L1 header"), "{error}");
    }
}

#[test]
fn counts_at_the_ends_of_their_range_are_clipped_and_all_others_valid() {
    let folder = tempfile::tempdir().unwrap();
    let written_product = product(SystemLevel::L0Extended);
    written(&folder.path().join("product"), &written_product, LINES);
    let supervision = Supervision::unattended();
    let opened = open(&folder.path().join("product"), None, &supervision).unwrap();
    let mut tiles = Vec::new();
    opened.raster.read(&[2, 11], Window::new(0, 0, LINES, 29), &mut tiles, &supervision).unwrap();
    for (tile, band) in tiles.iter().zip([2, 11]) {
        for (index, count) in counts(&written_product, band).into_iter().enumerate() {
            assert_eq!(tile.values[index], f32::from(count));
            let clipped = Reasons::only(NoDataReason::Clipped);
            assert_eq!(tile.reasons[index], if matches!(count, 0 | 1023) { clipped } else { Reasons::VALID });
        }
    }
}

#[test]
fn values_of_l1a_carry_the_reasons_of_their_masks() {
    let folder = tempfile::tempdir().unwrap();
    let written_product = product(SystemLevel::L1A);
    written(&folder.path().join("product"), &written_product, 5);
    let supervision = Supervision::unattended();
    let opened = open(&folder.path().join("product"), None, &supervision).unwrap();
    let mut tiles = Vec::new();
    let all: Vec<usize> = (0..12).collect();
    opened.raster.read(&all, Window::new(0, 0, LINES, 24), &mut tiles, &supervision).unwrap();
    for (band, tile) in tiles.iter().enumerate() {
        let (values, reasons) = values(&written_product, band);
        for (index, wanted) in reasons.into_iter().enumerate() {
            let found = tile.reasons[index];
            let missing = wanted.contains(NoDataReason::Missing);
            assert_eq!(found.contains(NoDataReason::Missing), missing);
            assert_eq!(found.contains(NoDataReason::Saturated), wanted.contains(NoDataReason::Saturated));
            // The format's mask of missing and aberrant pixels does not tell the two apart; that there is no value does.
            assert_eq!(found.contains(NoDataReason::Defective), missing || wanted.contains(NoDataReason::Defective));
            assert_eq!(found.carries_value(), !missing);
            assert_eq!(tile.values[index], if missing { 0.0 } else { values[index] });
        }
    }
}
