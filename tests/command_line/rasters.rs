//! Rasters without mission metadata, down to those in which there is nothing to measure: figures or the reason why there is none.

use std::path::{Path, PathBuf};

use viq::product_files::{Compression, GeoTiffDescription, GeoTiffSample, ProductError, write_geotiff};
use viq::supervision::Supervision;

use crate::running::{run_in, text};
use crate::table::Table;

/// A raster of two bands, each pixel `sample(band, line, column)`.
fn raster<T: GeoTiffSample>(folder: &Path, side: usize, sample: impl Fn(usize, usize, usize) -> T) -> PathBuf {
    let path = folder.join("raster.tif");
    let description = GeoTiffDescription {
        lines: side,
        columns: side,
        band_names: ["red", "green"].map(str::to_owned).into(),
        crs: None,
        geotransform: None,
        no_data: None,
        tile_side: 16,
        compression: Compression::Deflate,
        metadata: Vec::new(),
    };
    write_geotiff::<T, ProductError>(&path, &description, &Supervision::unattended(), |lines, strips| {
        for (band, strip) in strips.iter_mut().enumerate() {
            for (index, value) in strip.iter_mut().enumerate() {
                *value = sample(band, lines.start + index / side, index % side);
            }
        }
        Ok(())
    })
    .unwrap();
    path
}

fn verified(path: &Path) -> Table {
    let folder = path.parent().unwrap();
    let report = folder.join("report");
    let ended = run_in(folder, ["verify", text(path), "--report", text(&report)]);
    assert!(ended.code == 0 || ended.code == 1, "{}", ended.err);
    run_in(folder, ["ingest", text(path)]).with(0);
    Table::of_report(&report)
}

/// Every figure of these metrics says why it is none.
fn assert_not_measurable(table: &Table, metrics: &[&str]) {
    for metric in metrics {
        let rows: Vec<_> = table.rows.iter().filter(|row| row.metric == *metric).collect();
        assert!(!rows.is_empty(), "no {metric} at all");
        for row in rows {
            let why = row.status.strip_prefix("not measurable: ").unwrap_or_default();
            assert!(row.value.is_none() && !why.is_empty(), "{metric} of {}: {}", row.band, row.status);
        }
    }
}

const SHIFTS: &[&str] = &["registration_line", "registration_column", "registration_length"];

#[test]
fn a_raster_of_nothing_but_nan_has_no_figures_and_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let table = verified(&raster(folder.path(), 200, |_, _, _| f32::NAN));
    assert_not_measurable(&table, SHIFTS);
    assert_not_measurable(&table, &["noise", "snr"]);
    assert_eq!(table.figure("rate_valid", "red").0, 0.0);
    assert_eq!(table.figure("rate_missing", "green").0, 1.0);
}

#[test]
fn a_constant_raster_has_no_shift() {
    let folder = tempfile::tempdir().unwrap();
    let table = verified(&raster(folder.path(), 200, |_, _, _| 100_u16));
    assert_not_measurable(&table, SHIFTS);
    assert_eq!(table.figure("rate_valid", "red").0, 1.0);
}

#[test]
fn a_raster_of_one_pixel_has_no_figures_and_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let table = verified(&raster(folder.path(), 1, |_, _, _| 100_u16));
    assert_not_measurable(&table, SHIFTS);
    assert_not_measurable(&table, &["noise", "snr"]);
}

#[test]
fn a_raster_without_the_twin_bands_is_measured_in_what_it_has() {
    let folder = tempfile::tempdir().unwrap();
    // Texture without end from one small number: each pixel hashed; the second band sees the first one's, a column to the right.
    let texture =
        |line: usize, column: usize| ((line * 7919 + column * 104_729).wrapping_mul(2_654_435_761) >> 8) % 400;
    let smooth = |line: usize, column: usize| -> u16 {
        let sum: usize =
            (0..3).flat_map(|y| (0..3).map(move |x| (y, x))).map(|(y, x)| texture(line + y, column + x)).sum();
        (100 + sum / 9) as u16
    };
    let table = verified(&raster(folder.path(), 300, |band, line, column| smooth(line, column + 1 - band)));
    let (column, uncertainty) = table.figure("registration_column", "red-green");
    assert!((column - 1.0).abs() <= 3.0 * uncertainty + 0.02, "{column} ± {uncertainty}");
    assert_not_measurable(&table, &["registration_along_epipolar"]);
}
