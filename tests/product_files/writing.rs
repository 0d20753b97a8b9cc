//! Writing: whole or not at all. Overviews and fingerprints of what was written.

use std::path::Path;

use viq::imagery::NoDataReason;
use viq::product_files::{
    Compression, GeoTiffDescription, Level, ProductError, describe, fingerprint, open, read_overview, write_atomically,
    write_geotiff,
};
use viq::supervision::{Cancelled, Supervision};

use crate::synthetic::{CHANNELS, plain_channels, write_bands, write_product};

fn names_in(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_file_is_written_whole_or_the_old_one_stays_and_nothing_lies_beside_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("report.json");
    write_atomically(&path, |file| file.write_all(b"old")).unwrap();
    let outcome = write_atomically(&path, |file| {
        file.write_all(b"new")?;
        Err(std::io::Error::other("no more"))
    });
    assert!(outcome.unwrap_err().to_string().contains("report.json: could not be written: no more"));
    assert_eq!(std::fs::read(&path).unwrap(), b"old");
    write_atomically(&path, |file| file.write_all(b"new")).unwrap();
    assert_eq!(std::fs::read(&path).unwrap(), b"new");
    assert_eq!(names_in(folder.path()), ["report.json"]);
}

fn failed() -> ProductError {
    ProductError::Cancelled(Cancelled)
}

#[test]
fn writing_into_a_folder_that_is_not_there_is_an_error_that_names_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("no/such/folder/report.json");
    let error = write_atomically(&path, |_| Ok(())).unwrap_err();
    assert!(error.to_string().contains("report.json"), "{error}");
    let error = write_bands(&path, 1, 1, &["B01"], &[vec![1_u16]]).unwrap_err();
    assert!(error.to_string().contains("report.json"), "{error}");
}

#[test]
fn the_fingerprint_is_the_sha_256_of_the_content() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("abc");
    std::fs::write(&path, b"abc").unwrap();
    let found = fingerprint(&path, &Supervision::unattended()).unwrap();
    // FIPS 180-2, appendix B.1.
    assert_eq!(found.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_eq!(found.size, 3);
    let error = fingerprint(&folder.path().join("none"), &Supervision::unattended()).unwrap_err();
    assert!(error.to_string().contains("none"), "{error}");
}

#[test]
fn a_cancelled_fingerprint_stops() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("abc");
    std::fs::write(&path, b"abc").unwrap();
    let supervision = Supervision::unattended();
    supervision.cancellation().store(true, std::sync::atomic::Ordering::Relaxed);
    assert!(matches!(fingerprint(&path, &supervision), Err(ProductError::Cancelled(_))));
}

fn description(lines: usize, columns: usize, compression: Compression) -> GeoTiffDescription {
    GeoTiffDescription {
        lines,
        columns,
        band_names: vec!["red".to_owned(), "green".to_owned()],
        crs: Some("EPSG:32636".to_owned()),
        geotransform: Some([700000.0, 5.0, 0.0, 3600000.0, 0.0, -5.0]),
        no_data: Some(-1.0),
        tile_side: 32,
        compression,
        metadata: vec![("note".to_owned(), "test".to_owned())],
    }
}

#[test]
fn a_written_geotiff_is_read_back_as_it_was_whatever_its_compression() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("picture.tif");
    let (lines, columns) = (75, 61);
    for compression in [Compression::None, Compression::Deflate, Compression::Zstandard] {
        let description = description(lines, columns, compression);
        write_geotiff(&path, &description, &Supervision::unattended(), |range, strip| {
            for (band, rows) in strip.iter_mut().enumerate() {
                for (index, sample) in rows.iter_mut().enumerate() {
                    *sample = (band * 10_000 + range.start * columns + index) as f32 - 1.0;
                }
            }
            Ok::<(), ProductError>(())
        })
        .unwrap();
        let opened = open(&path, None, &Supervision::unattended()).unwrap();
        assert_eq!(opened.product.level, Level::Raster);
        assert_eq!(opened.product.bands.iter().map(|band| band.name.as_str()).collect::<Vec<_>>(), ["red", "green"]);
        let place = opened.product.georeference.unwrap();
        assert_eq!(place.crs, "EPSG:32636");
        assert_eq!(place.geotransform, [700000.0, 5.0, 0.0, 3600000.0, 0.0, -5.0]);
        let mut tiles = Vec::new();
        opened.raster.read(&[0, 1], opened.raster.size().window(), &mut tiles, &Supervision::unattended()).unwrap();
        for (band, tile) in tiles.iter().enumerate() {
            for (index, value) in tile.values.iter().enumerate() {
                assert_eq!(*value, (band * 10_000 + index) as f32 - 1.0);
            }
        }
        assert!(tiles[0].reasons[0].contains(NoDataReason::Missing));
        assert!(tiles[1].reasons.iter().all(|reasons| reasons.is_valid()));
    }
    assert_eq!(names_in(folder.path()), ["picture.tif"]);
}

#[test]
fn a_geotiff_whose_making_fails_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("picture.tif");
    let description = description(75, 61, Compression::None);
    let outcome = write_geotiff(&path, &description, &Supervision::unattended(), |range, _: &mut [Vec<u8>]| {
        if range.start > 0 { Err(failed()) } else { Ok(()) }
    });
    assert!(outcome.is_err());
    assert!(names_in(folder.path()).is_empty());
}

#[test]
fn an_impossible_geotiff_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("picture.tif");
    let fill = |_: std::ops::Range<usize>, _: &mut [Vec<u8>]| Ok::<(), ProductError>(());
    for (lines, tile_side) in [(0, 32), (10, 0), (10, 17)] {
        let description = GeoTiffDescription { lines, tile_side, ..description(1, 10, Compression::None) };
        assert!(write_geotiff(&path, &description, &Supervision::unattended(), fill).is_err());
    }
    let unknown = GeoTiffDescription { crs: Some("EPSG:1".to_owned()), ..description(1, 10, Compression::None) };
    assert!(write_geotiff(&path, &unknown, &Supervision::unattended(), fill).is_err());
    assert!(names_in(folder.path()).is_empty());
}

#[test]
fn reading_never_writes_beside_the_product() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("picture.tif");
    write_bands(&path, 40, 40, &["B01"], &[vec![7_u16; 1600]]).unwrap();
    let opened = open(&path, None, &Supervision::unattended()).unwrap();
    read_overview(&*opened.raster, &[0], 8, &Supervision::unattended()).unwrap();
    describe(&path, None).unwrap();
    drop(opened);
    assert_eq!(names_in(folder.path()), ["picture.tif"]);
}

#[test]
fn an_overview_is_the_mean_of_the_valid_samples_of_each_cell() {
    let folder = tempfile::tempdir().unwrap();
    let (lines, columns) = (50, 33);
    let mut channels = plain_channels(lines, columns);
    for (index, code) in channels[0].iter_mut().enumerate() {
        *code = 2 + (index / columns) as u16 + 3 * (index % columns) as u16;
    }
    // One saturated pixel in the first cell, and a last cell that is saturated altogether.
    channels[12][columns + 1] = 1;
    for line in 48..50 {
        channels[12][line * columns + 32] = 1;
    }
    let header = write_product(folder.path(), lines, columns, &channels);
    let raster = open(&header, None, &Supervision::unattended()).unwrap().raster;
    let overview = read_overview(&*raster, &[0, 5], 13, &Supervision::unattended()).unwrap();
    assert_eq!((overview.factor, overview.lines, overview.columns), (4, 13, 9));
    for (cell, value) in overview.tiles[0].values.iter().enumerate() {
        let (first_line, first_column) = (cell / 9 * 4, cell % 9 * 4);
        let (mut sum, mut saturated) = ((0.0, 0.0), (0.0, 0.0));
        for line in first_line..(first_line + 4).min(lines) {
            for column in first_column..(first_column + 4).min(columns) {
                let kind = if channels[12][line * columns + column] == 0 { &mut sum } else { &mut saturated };
                *kind = (kind.0 + f64::from(channels[0][line * columns + column]), kind.1 + 1.0);
            }
        }
        // Where nothing is valid, the saturated samples are what there is to show.
        let shown = if sum.1 > 0.0 { sum } else { saturated };
        let expected = shown.0 / shown.1;
        assert!((f64::from(*value) - expected).abs() < 1e-3, "cell {cell}: {value} {expected}");
    }
    assert!(overview.tiles[0].reasons[13 * 9 - 1].contains(NoDataReason::Saturated));
    assert!(overview.tiles[0].reasons[..13 * 9 - 1].iter().all(|reasons| reasons.is_valid()));
    let touched: Vec<usize> = (0..13 * 9).filter(|cell| !overview.tiles[0].touched[*cell].is_valid()).collect();
    assert_eq!(touched, [0, 13 * 9 - 1]);
    assert!(overview.tiles[1].values.iter().all(|value| *value == 480.0));
}

#[test]
fn the_overview_of_a_small_raster_is_the_raster() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("picture.tif");
    write_bands(&path, 2, 3, &CHANNELS[..1], &[vec![1_u16, 2, 3, 4, 5, 6]]).unwrap();
    let raster = open(&path, None, &Supervision::unattended()).unwrap().raster;
    let overview = read_overview(&*raster, &[0], 1000, &Supervision::unattended()).unwrap();
    assert_eq!(overview.factor, 1);
    assert_eq!(overview.tiles[0].values, [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
}

/// Set in the process that may write no more than a few kilobytes to any file.
const LIMITED: &str = "VIQ_TEST_OF_A_FULL_DISK";

#[cfg(unix)]
#[test]
fn a_full_disk_is_an_error_and_leaves_what_stood_there() {
    let test = "writing::a_full_disk_is_an_error_and_leaves_what_stood_there";
    let Some(folder) = std::env::var_os(LIMITED) else {
        let folder = tempfile::tempdir().unwrap();
        // A limit on the size of files stands for the full disk; the shell ignores its signal, so that writes fail instead.
        let output = std::process::Command::new("bash")
            .args(["-c", "trap '' XFSZ; ulimit -f 16; exec \"$0\" --exact \"$1\" --nocapture"])
            .arg(std::env::current_exe().unwrap())
            .arg(test)
            .env(LIMITED, folder.path())
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(
            output.status.success() && said.contains("1 passed"),
            "{said}{}",
            String::from_utf8_lossy(&output.stderr)
        );
        return;
    };
    let folder = Path::new(&folder);
    let text = folder.join("report.json");
    write_atomically(&text, |file| file.write_all(b"old")).unwrap();
    let picture = folder.join("picture.tif");
    write_bands(&picture, 16, 16, &["B01"], &[vec![7_u16; 256]]).unwrap();
    let fingerprints = [&text, &picture].map(|path| fingerprint(path, &Supervision::unattended()).unwrap());
    let outcome = write_atomically(&text, |file| file.write_all(&vec![b'x'; 1 << 20]));
    assert!(outcome.unwrap_err().to_string().contains("report.json"));
    for compression in [Compression::None, Compression::Deflate] {
        let description = description(400, 300, compression);
        let mut seed = 1_u32;
        let outcome = write_geotiff(&picture, &description, &Supervision::unattended(), |_, strip| {
            for sample in strip.iter_mut().flatten() {
                seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                *sample = (seed >> 16) as u16;
            }
            Ok::<(), ProductError>(())
        });
        let error = outcome.unwrap_err().to_string();
        assert!(error.contains("picture.tif") && error.contains("GeoTIFF"), "{error}");
    }
    assert_eq!(fingerprints, [&text, &picture].map(|path| fingerprint(path, &Supervision::unattended()).unwrap()));
    assert_eq!(names_in(folder), ["picture.tif", "report.json"]);
}
