//! Reasons of samples: masks, no data, clipped codes.

use std::path::Path;

use viq::imagery::{NoDataReason, Reasons, Tile, Window};
use viq::product_files::{describe, open};
use viq::supervision::Supervision;

use crate::synthetic::{image_path, plain_channels, write_bands, write_product};

fn read(path: &Path, image: Option<&Path>, bands: &[usize]) -> Vec<Tile> {
    let opened = open(path, image, &Supervision::unattended()).unwrap();
    let mut tiles = Vec::new();
    opened.raster.read(bands, opened.raster.size().window(), &mut tiles, &Supervision::unattended()).unwrap();
    tiles
}

fn only(reason: NoDataReason) -> Reasons {
    Reasons::only(reason)
}

#[test]
fn a_product_is_found_by_its_header_its_folders_and_its_image() {
    let folder = tempfile::tempdir().unwrap();
    let header = write_product(folder.path(), 20, 30, &plain_channels(20, 30));
    let image = image_path(&header);
    for path in [&header, folder.path(), image.parent().unwrap(), &image] {
        let product = describe(path, None).unwrap();
        assert_eq!(product.identifier, "VE_TEST_VSC_L1VALD_SYNTH_01_20200102");
        assert_eq!((product.lines, product.columns, product.bands.len()), (20, 30, 12));
        assert!(product.synthetic);
        assert_eq!(product.files.len(), 2);
        let tiles = read(path, None, &[4]);
        assert!(tiles[0].values.iter().all(|value| *value == 400.0));
        assert!(tiles[0].reasons.iter().all(|reasons| reasons.is_valid()));
    }
}

#[test]
fn masks_speak_of_the_bands_of_their_bits() {
    let folder = tempfile::tempdir().unwrap();
    let mut channels = plain_channels(20, 30);
    channels[12][5] = 1 << 4; // SAT of B05
    channels[13][6] = 1 << 11 | 1; // PIX of B01 and B12
    channels[14][7] = 0b1000_0001; // CLD: all, by altitude
    let header = write_product(folder.path(), 20, 30, &channels);
    let tiles = read(&header, None, &[0, 4, 11]);
    assert_eq!(tiles[1].reasons[5], only(NoDataReason::Saturated));
    assert!(tiles[0].reasons[5].is_valid() && tiles[2].reasons[5].is_valid());
    assert_eq!(tiles[0].reasons[6], only(NoDataReason::Defective));
    assert_eq!(tiles[2].reasons[6], only(NoDataReason::Defective));
    assert!(tiles[1].reasons[6].is_valid());
    assert!(tiles.iter().all(|tile| tile.reasons[7] == only(NoDataReason::Cloud)));
    assert!(tiles.iter().all(|tile| tile.reasons.iter().filter(|reasons| !reasons.is_valid()).count() <= 2));
}

#[test]
fn zero_in_one_band_is_missing_and_zero_in_all_is_outside() {
    let folder = tempfile::tempdir().unwrap();
    let mut channels = plain_channels(20, 30);
    channels[2][40] = 0;
    for band in &mut channels[..12] {
        band[41] = 0;
    }
    let header = write_product(folder.path(), 20, 30, &channels);
    // Whether one band is asked for or all of them.
    for bands in [vec![2], (0..12).collect::<Vec<_>>()] {
        let tiles = read(&header, None, &bands);
        let tile = &tiles[bands.iter().position(|band| *band == 2).unwrap()];
        assert_eq!(tile.reasons[40], only(NoDataReason::Missing));
        assert!(tiles.iter().all(|tile| tile.reasons[41] == only(NoDataReason::Outside)));
        assert!(tile.reasons[42].is_valid());
    }
}

#[test]
fn the_codes_at_the_ends_of_the_range_are_clipped_and_not_saturated() {
    let folder = tempfile::tempdir().unwrap();
    let mut channels = plain_channels(20, 30);
    channels[0][..4].copy_from_slice(&[1, 2, 1022, 1023]);
    let header = write_product(folder.path(), 20, 30, &channels);
    let reasons = &read(&header, None, &[0])[0].reasons[..5];
    let clipped = only(NoDataReason::Clipped);
    assert_eq!(reasons, [clipped, Reasons::VALID, Reasons::VALID, clipped, Reasons::VALID]);
}

#[test]
fn a_crop_of_real_numbers_follows_the_same_rules_and_nan_is_missing() {
    let folder = tempfile::tempdir().unwrap();
    let header = write_product(folder.path(), 20, 30, &plain_channels(20, 30));
    let crop = folder.path().join("crop.tif");
    let mut samples: Vec<Vec<f32>> = (0..12).map(|band| vec![50.5 + band as f32; 12]).collect();
    samples[3][..4].copy_from_slice(&[f32::NAN, 1.0, 1023.25, 0.0]);
    for band in &mut samples {
        band[5] = f32::NAN;
        band[6] = 0.0;
    }
    write_bands(&crop, 3, 4, &crate::synthetic::CHANNELS[..12], &samples).unwrap();
    for bands in [vec![3], (0..12).rev().collect::<Vec<_>>()] {
        let tiles = read(&header, Some(&crop), &bands);
        let tile = &tiles[bands.iter().position(|band| *band == 3).unwrap()];
        let (missing, clipped) = (only(NoDataReason::Missing), only(NoDataReason::Clipped));
        assert_eq!(tile.reasons[..5], [missing, clipped, clipped, missing, Reasons::VALID]);
        assert_eq!(tile.reasons[5..8], [missing, only(NoDataReason::Outside), Reasons::VALID]);
        assert_eq!((tile.values[0], tile.values[4], tile.values[5]), (0.0, 53.5, 0.0));
    }
}

#[test]
fn images_of_nan_alone_of_one_value_and_of_one_pixel_are_read() {
    let folder = tempfile::tempdir().unwrap();
    let header = write_product(folder.path(), 20, 30, &plain_channels(20, 30));
    let crop = folder.path().join("crop.tif");
    for (lines, columns, value) in [(5, 7, f32::NAN), (5, 7, 200.0), (1, 1, 200.0), (1, 1, f32::NAN)] {
        let samples = vec![vec![value; lines * columns]; 12];
        write_bands(&crop, lines, columns, &crate::synthetic::CHANNELS[..12], &samples).unwrap();
        let tiles = read(&header, Some(&crop), &[0, 11]);
        for tile in &tiles {
            assert_eq!(tile.values.len(), lines * columns);
            assert!(tile.reasons.iter().all(|reasons| reasons.contains(NoDataReason::Missing) == value.is_nan()));
        }
    }
}

#[test]
fn any_window_of_an_image_of_many_blocks_holds_the_samples_of_the_whole() {
    let folder = tempfile::tempdir().unwrap();
    let (lines, columns) = (70, 53);
    let mut channels = plain_channels(lines, columns);
    for (index, code) in channels[1].iter_mut().enumerate() {
        *code = 2 + (index % 1000) as u16;
    }
    let header = write_product(folder.path(), lines, columns, &channels);
    let raster = open(&header, None, &Supervision::unattended()).unwrap().raster;
    assert_eq!((raster.size().block_lines, raster.size().block_columns), (16, 16));
    let mut tiles = Vec::new();
    for window in
        [Window::new(0, 0, 70, 53), Window::new(15, 15, 2, 2), Window::new(33, 7, 37, 46), Window::new(69, 52, 1, 1)]
    {
        raster.read(&[1], window, &mut tiles, &Supervision::unattended()).unwrap();
        for line in 0..window.lines {
            for column in 0..window.columns {
                let expected = channels[1][(window.line + line) * columns + window.column + column];
                assert_eq!(tiles[0].values[line * window.columns + column], f32::from(expected));
            }
        }
    }
}

#[test]
fn many_threads_read_one_product_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let (lines, columns) = (64, 48);
    let header = write_product(folder.path(), lines, columns, &plain_channels(lines, columns));
    let raster = open(&header, None, &Supervision::unattended()).unwrap().raster;
    std::thread::scope(|scope| {
        for band in 0..4_usize {
            let raster = &raster;
            scope.spawn(move || {
                let mut tiles = Vec::new();
                for line in 0..lines {
                    raster
                        .read(&[band], Window::new(line, 0, 1, columns), &mut tiles, &Supervision::unattended())
                        .unwrap();
                    assert!(tiles[0].values.iter().all(|value| *value == 80.0 * (band + 1) as f32));
                }
            });
        }
    });
}

#[test]
fn a_window_or_a_band_outside_of_the_raster_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let header = write_product(folder.path(), 20, 30, &plain_channels(20, 30));
    let raster = open(&header, None, &Supervision::unattended()).unwrap().raster;
    let mut tiles = Vec::new();
    let error = raster.read(&[0], Window::new(10, 0, 11, 30), &mut tiles, &Supervision::unattended()).unwrap_err();
    assert!(error.to_string().contains("20 lines × 30 columns") && error.to_string().contains("10 to 21"), "{error}");
    let error = raster.read(&[12], Window::new(0, 0, 1, 1), &mut tiles, &Supervision::unattended()).unwrap_err();
    assert!(error.to_string().contains("12"), "{error}");
    raster.read(&[0], Window::new(0, 0, 0, 0), &mut tiles, &Supervision::unattended()).unwrap();
    assert!(tiles[0].values.is_empty());
}
