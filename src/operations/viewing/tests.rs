//! Queries on small rasters that the tests write.

use std::path::Path;
use std::sync::atomic::Ordering;

use super::*;
use crate::imagery::Window;
use crate::imagery::picture::{ChannelSource, Composition, NoDataLook, StretchRule};
use crate::imagery::profile::{ProfileLine, Sampling};
use crate::imagery::region::Region;
use crate::imagery::scatter::Brush;
use crate::operations::OperationError;
use crate::product_files::{Compression, GeoTiffDescription, GeoTiffSample, ProductError, write_geotiff};
use crate::supervision::Supervision;
use crate::units::Exactness;

mod cancelling;

/// A raster of two bands, each pixel `sample(band, line, column)`, in UTM 36 N with pixels of 5 m.
fn write<T: GeoTiffSample>(path: &Path, lines: usize, columns: usize, sample: impl Fn(usize, usize, usize) -> T) {
    write_in_tiles(path, (lines, columns), 16, sample);
}

fn write_in_tiles<T: GeoTiffSample>(
    path: &Path,
    (lines, columns): (usize, usize),
    tile_side: usize,
    sample: impl Fn(usize, usize, usize) -> T,
) {
    let description = GeoTiffDescription {
        lines,
        columns,
        band_names: ["red", "green"].map(str::to_owned).into(),
        crs: Some("EPSG:32636".to_owned()),
        geotransform: Some([700_000.0, 5.0, 0.0, 3_600_000.0, 0.0, -5.0]),
        no_data: Some(0.0),
        tile_side,
        compression: Compression::None,
        metadata: Vec::new(),
    };
    write_geotiff::<T, ProductError>(path, &description, &Supervision::unattended(), |range, strips| {
        for (band, strip) in strips.iter_mut().enumerate() {
            for (index, value) in strip.iter_mut().enumerate() {
                *value = sample(band, range.start + index / columns, index % columns);
            }
        }
        Ok(())
    })
    .unwrap();
}

fn viewed(folder: &tempfile::TempDir) -> ViewedProduct {
    let path = folder.path().join("raster.tif");
    let settings = ViewingSettings { tile_side: 32, ..ViewingSettings::default() };
    ViewedProduct::open_with(&path, None, &settings, &Supervision::unattended()).unwrap()
}

fn ramp(folder: &tempfile::TempDir) -> ViewedProduct {
    write(&folder.path().join("raster.tif"), 90, 130, |band, line, column| (1 + 1000 * band + line + column) as u16);
    viewed(folder)
}

#[test]
fn a_place_is_known_in_every_frame_but_the_detectors() {
    let folder = tempfile::tempdir().unwrap();
    let place = ramp(&folder).coordinates(0.0, 1.0);
    let Known::Known(map) = &place.map else { panic!("{place:?}") };
    assert_eq!((map.x, map.y, map.crs.as_str()), (700_007.5, 3_599_997.5, "EPSG:32636"));
    let Known::Known(earth) = place.geographic else { panic!("{place:?}") };
    // gdaltransform -s_srs EPSG:32636 -t_srs EPSG:4326
    assert!((earth.longitude_deg - 35.129_363_719_6).abs() < 1e-9, "{earth:?}");
    assert!((earth.latitude_deg - 32.519_303_776_6).abs() < 1e-9, "{earth:?}");
    assert!(place.detector_column.reason().unwrap().contains("geometric model"));
}

#[test]
fn a_tile_of_a_coarse_level_holds_the_means_of_its_cells() {
    let folder = tempfile::tempdir().unwrap();
    let product = ramp(&folder);
    let supervision = Supervision::unattended();
    let contract = contract(&product, "red");
    let place = TilePlace { level: 1, row: 0, column: 1 };
    assert_eq!(product.tile_window(place), Window::new(0, 64, 64, 64));
    let picture = product.draw_tile(&contract, place, &supervision).unwrap();
    // Mean of (1 + line + column) over lines 2, 3 and columns 66, 67.
    let expected = ((1.0 + 2.5 + 66.5 - 1.0) / 219.0 * 255.0_f64).round() as u8;
    assert_eq!(picture.rgba[4 * 33..4 * 34], [expected, expected, expected, 255]);
}

/// A contract for one band of a ramp, without statistics.
fn contract(product: &ViewedProduct, band: &str) -> PictureContract {
    let composition = Composition::grey(band);
    let rule: StretchRule = "user:1:220".parse().unwrap();
    let stretch = product.resolve(&composition, &rule, None, Effort::Exact, &Supervision::unattended()).unwrap();
    PictureContract { composition, stretch, no_data: NoDataLook::default() }
}

/// The view without its legend.
fn plain(product: &ViewedProduct) -> ViewRequest {
    ViewRequest { legend: false, ..ViewRequest::of(product.path(), None) }
}

#[test]
fn a_cancelled_query_delivers_nothing_even_from_the_cache() {
    let folder = tempfile::tempdir().unwrap();
    let product = ramp(&folder);
    let contract = contract(&product, "red");
    let place = TilePlace { level: 0, row: 0, column: 0 };
    product.draw_tile(&contract, place, &Supervision::unattended()).unwrap();
    let supervision = Supervision::unattended();
    supervision.cancellation().store(true, Ordering::Relaxed);
    let is_cancelled = |error: OperationError| matches!(error, OperationError::Cancelled(_));
    let red = ChannelSource::Band("red".to_owned());
    for effort in [Effort::Quick, Effort::Exact] {
        assert!(is_cancelled(product.statistics(&red, product.whole(), effort, &supervision).unwrap_err()));
    }
    assert!(is_cancelled(product.draw_tile(&contract, place, &supervision).unwrap_err()));
    assert!(is_cancelled(product.draw(&plain(&product), &supervision).unwrap_err()));
    assert!(is_cancelled(product.pixel(0, 0, &supervision).unwrap_err()));
    assert!(is_cancelled(product.spectrum(product.whole(), &supervision).unwrap_err()));
}

#[test]
fn statistics_of_a_window_are_those_of_its_pixels() {
    let folder = tempfile::tempdir().unwrap();
    let product = ramp(&folder);
    let supervision = Supervision::unattended();
    let window = Window::new(7, 20, 40, 90);
    let red = ChannelSource::Band("red".to_owned());
    let exact = product.statistics(&red, window, Effort::Exact, &supervision).unwrap();
    let mut values: Vec<f64> =
        (7..47).flat_map(|line| (20..110).map(move |column| f64::from(1 + line + column))).collect();
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    values.sort_by(f64::total_cmp);
    let moments = exact.moments.unwrap();
    assert_eq!((exact.n_valid, exact.population, exact.exactness), (3600, 3600, Exactness::Exact));
    assert_eq!((moments.min, moments.max), (values[0], values[3599]));
    assert!((moments.mean - mean).abs() < 1e-9);
}

#[test]
fn quick_statistics_say_that_they_are_approximate_and_of_how_many() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("raster.tif");
    write(&path, 1600, 1600, |_, line, column| (1 + line + column) as u16);
    let product = viewed(&folder);
    let supervision = Supervision::unattended();
    let red = ChannelSource::Band("red".to_owned());
    let quick = product.statistics(&red, product.whole(), Effort::Quick, &supervision).unwrap();
    let exact = product.statistics(&red, product.whole(), Effort::Exact, &supervision).unwrap();
    assert_eq!((quick.exactness, exact.exactness), (Exactness::Approximate, Exactness::Exact));
    assert_eq!((quick.n_valid, quick.population, exact.n_valid), (160_000, 2_560_000, 2_560_000));
    for percent in [2.0, 50.0, 98.0] {
        let (quick, exact) = (quick.percentile(percent).unwrap(), exact.percentile(percent).unwrap());
        assert!((quick - exact).abs() < 3.0, "{percent} %: {quick} {exact}");
    }
}

#[test]
fn a_view_at_full_resolution_is_its_tiles_put_together() {
    let folder = tempfile::tempdir().unwrap();
    let product = ramp(&folder);
    let supervision = Supervision::unattended();
    let contract = contract(&product, "green");
    let request = ViewRequest {
        composition: Some(contract.composition.clone()),
        stretch: ViewStretch::Pinned(contract.stretch.clone()),
        ..plain(&product)
    };
    let view = product.draw(&request, &supervision).unwrap();
    assert_eq!((view.picture.width, view.picture.height, view.facts.level), (130, 90, 0));
    for place in product.tiles_covering(0, product.whole()) {
        let tile = product.draw_tile(&contract, place, &supervision).unwrap();
        let window = product.tile_window(place);
        for line in 0..window.lines {
            let at = 4 * ((window.line + line) * 130 + window.column);
            let row = 4 * line * window.columns..4 * (line + 1) * window.columns;
            assert_eq!(view.picture.rgba[at..at + 4 * window.columns], tile.rgba[row], "{place:?}");
        }
    }
    // Half the size is level 1, cell by cell.
    let half = product.draw(&ViewRequest { width: Some(65), height: Some(45), ..request }, &supervision).unwrap();
    assert_eq!((half.picture.width, half.picture.height, half.facts.level), (65, 45, 1));
    let tile = product.draw_tile(&contract, TilePlace { level: 1, row: 0, column: 0 }, &supervision).unwrap();
    assert_eq!(half.picture.rgba[..4 * 32], tile.rgba[..4 * 32]);
}

#[test]
fn the_same_view_has_the_same_bytes_on_one_thread_and_on_many() {
    let folder = tempfile::tempdir().unwrap();
    let drawn = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let product = ramp(&folder);
        let request = ViewRequest { width: Some(50), ..ViewRequest::of(product.path(), None) };
        pool.install(|| product.draw(&request, &Supervision::unattended()).unwrap().png().unwrap())
    };
    let one = drawn(1);
    assert_eq!(drawn(4), one);
    assert_eq!(drawn(3), one);
}

#[test]
fn the_cache_stays_under_its_budget_whatever_is_looked_at() {
    let folder = tempfile::tempdir().unwrap();
    drop(ramp(&folder));
    let path = folder.path().join("raster.tif");
    let budget = 30_000;
    let settings = ViewingSettings { tile_side: 32, cache_bytes: budget, ..ViewingSettings::default() };
    let supervision = Supervision::unattended();
    let product = ViewedProduct::open_with(&path, None, &settings, &supervision).unwrap();
    let contract = contract(&product, "red");
    let mut largest = 0;
    for level in 0..product.n_levels() {
        for place in product.tiles_covering(level, product.whole()) {
            product.draw_tile(&contract, place, &supervision).unwrap();
            largest = largest.max(product.cached_bytes());
            assert!(product.cached_bytes() <= budget);
        }
    }
    product.draw(&plain(&product), &supervision).unwrap();
    assert!(product.cached_bytes() <= budget && largest > budget / 2, "{largest}");
}

/// Asks everything of a product; nothing may fail.
fn ask_everything(product: &ViewedProduct) -> Vec<DrawnView> {
    let supervision = Supervision::unattended();
    let (lines, columns) = (product.lines(), product.columns());
    let composition = product.usual_composition();
    let mut drawn = Vec::new();
    for rule in ["minmax", "percentile:2:98", "sigma:2+log", "percentile:0:100+gamma:2@view", "user:0:1"] {
        for effort in [Effort::Quick, Effort::Exact] {
            let rule: StretchRule = rule.parse().unwrap();
            let stretch = product.resolve(&composition, &rule, None, effort, &supervision).unwrap();
            assert!(stretch.channels.iter().all(|channel| channel.low.is_finite() && channel.high.is_finite()));
            let contract =
                PictureContract { composition: composition.clone(), stretch, no_data: NoDataLook::default() };
            for level in 0..product.n_levels() {
                let place = TilePlace { level, row: 0, column: 0 };
                let (tile, window) =
                    (product.draw_tile(&contract, place, &supervision).unwrap(), product.tile_window(place));
                assert_eq!(tile.width, window.columns.div_ceil(1 << level));
            }
        }
    }
    for (width, legend) in [(None, true), (Some(7), false), (Some(300), true)] {
        let request = ViewRequest { width, height: width, legend, ..ViewRequest::of(product.path(), None) };
        let view = product.draw(&request, &supervision).unwrap();
        assert!(!view.png().unwrap().is_empty());
        drawn.push(view);
    }
    for (line, column) in [(0, 0), (lines - 1, columns - 1)] {
        assert_eq!(product.pixel(line, column, &supervision).unwrap().bands.len(), 2);
    }
    assert!(matches!(product.pixel(lines, 0, &supervision), Err(OperationError::Usage(_))));
    let spectrum = product.spectrum(product.whole(), &supervision).unwrap();
    ask_of_regions(product);
    for point in &spectrum.points {
        assert!(point.mean.is_none_or(f64::is_finite), "{point:?}");
        assert_eq!(point.mean.is_none(), point.n_valid == 0);
    }
    drawn
}

fn ask_of_regions(product: &ViewedProduct) {
    let supervision = Supervision::unattended();
    let (lines, columns) = (product.lines(), product.columns());
    let bands = product.all_bands();
    let whole = Region::Rectangle(product.whole());
    for effort in [Effort::Quick, Effort::Exact] {
        let reading = product.region(&whole, &[], effort, &supervision).unwrap();
        assert_eq!(reading.n_pixels, (lines * columns) as u64);
        assert!(reading.channels.iter().all(|channel| channel.mean.is_none_or(f64::is_finite)));
        let scatter = product.scatter([&bands[0], &bands[1]], product.whole(), None, 16, effort, &supervision).unwrap();
        assert_eq!(scatter.scatter.counts.iter().sum::<u64>() + scatter.scatter.n_beyond, scatter.scatter.n_valid);
    }
    let ends = [[0.0, 0.0], [(lines - 1).min(300) as f64, (columns - 1).min(300) as f64]];
    let line = ProfileLine { from: ends[0], to: ends[1], width: 3, sampling: Sampling::Nearest };
    let profile = product.profile(&line, &[], &supervision).unwrap();
    assert_eq!(profile.channels[1].points.len(), line.n_points());
    assert!(profile.channels[0].points.iter().all(|point| point.mean.is_none_or(f64::is_finite)));
}

#[test]
fn arithmetic_on_bands_is_done_in_their_units_pixel_by_pixel() {
    let folder = tempfile::tempdir().unwrap();
    let product = ramp(&folder);
    let supervision = Supervision::unattended();
    let difference: ChannelSource = "green - red".parse().unwrap();
    let found = product.statistics(&difference, product.whole(), Effort::Exact, &supervision).unwrap();
    let moments = found.moments.unwrap();
    assert_eq!((moments.min, moments.max, found.n_valid), (1000.0, 1000.0, 90 * 130));
    let refused = product.statistics(&"red / blue".parse().unwrap(), product.whole(), Effort::Exact, &supervision);
    assert!(refused.unwrap_err().to_string().contains("blue"));
}

#[test]
fn a_scatter_counts_every_pixel_and_a_brush_finds_them_again() {
    let folder = tempfile::tempdir().unwrap();
    let product = ramp(&folder);
    let supervision = Supervision::unattended();
    let bands = product.all_bands();
    let pair = [&bands[0], &bands[1]];
    let window = Window::new(10, 10, 40, 60);
    let reading = product.scatter(pair, window, None, 32, Effort::Exact, &supervision).unwrap();
    assert_eq!((reading.scatter.n_valid, reading.population, reading.exactness), (2400, 2400, Exactness::Exact));
    let half = Region::Rectangle(Window::new(10, 10, 20, 60));
    let reading = product.scatter(pair, window, Some(&half), 32, Effort::Exact, &supervision).unwrap();
    assert_eq!(reading.scatter.n_valid, 1200);
    // red = 1 + line + column is 5 on the five pixels of a diagonal.
    let brush = Brush { x: [5.0, 5.0], y: [0.0, 2000.0] };
    let place = TilePlace { level: 0, row: 0, column: 0 };
    let mask = product.brushed(pair, &brush, place, &supervision).unwrap();
    let held: Vec<usize> = (0..mask.len()).filter(|cell| mask[*cell]).collect();
    assert_eq!(held, [4, 32 + 3, 64 + 2, 96 + 1, 128]);
}

#[test]
fn a_large_window_has_the_spectrum_of_its_pixels_too() {
    let folder = tempfile::tempdir().unwrap();
    write(&folder.path().join("raster.tif"), 600, 600, |band, line, column| (1 + 1000 * band + line + column) as u16);
    let product = viewed(&folder);
    let spectrum = product.spectrum(product.whole(), &Supervision::unattended()).unwrap();
    assert_eq!((spectrum.window, spectrum.points[1].n_valid), (product.whole(), 360_000));
    assert!((spectrum.points[1].mean.unwrap() - 1600.0).abs() < 1e-6);
}

#[test]
fn images_of_every_odd_shape_answer_every_question() {
    for (lines, columns) in [(1, 1), (1, 100_000), (100_000, 1), (3, 257), (257, 3)] {
        let folder = tempfile::tempdir().unwrap();
        write(&folder.path().join("raster.tif"), lines, columns, |band, line, column| {
            (1 + 100 * band + (line + column) % 900) as u16
        });
        ask_everything(&viewed(&folder));
    }
}

#[test]
fn images_without_anything_to_see_answer_every_question() {
    let of = |sample: &dyn Fn(usize, usize, usize) -> f32| {
        let folder = tempfile::tempdir().unwrap();
        write(&folder.path().join("raster.tif"), 70, 50, sample);
        ask_everything(&viewed(&folder));
    };
    of(&|_, _, _| 0.0);
    of(&|_, _, _| f32::NAN);
    of(&|_, _, _| 5.0);
    of(&|_, _, _| f32::INFINITY);
    of(&|_, _, _| f32::MAX);
    of(&|_, line, _| if line == 3 { -1.0 } else { f32::NAN });
    let folder = tempfile::tempdir().unwrap();
    write(&folder.path().join("raster.tif"), 70, 50, |_, _, _| u16::MAX);
    let constant = ask_everything(&viewed(&folder));
    assert!(constant[1].picture.rgba.chunks_exact(4).all(|pixel| pixel == [128, 128, 128, 255]));
}

#[test]
fn a_raster_without_pixels_and_what_is_no_raster_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("raster.tif");
    std::fs::write(&path, b"").unwrap();
    assert!(matches!(ViewedProduct::open(&path, None, &Supervision::unattended()), Err(OperationError::Product(_))));
}

/// Pixels of a coarse level read by every way that there is: alike blocks, strips, one block, with masks of reasons.
#[test]
fn a_cell_is_the_same_whatever_the_blocks_of_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let supervision = Supervision::unattended();
    let sample = |band: usize, line: usize, column: usize| ((line * 31 + column * 17 + band * 7) % 97) as u16;
    let mut seen: Vec<Vec<u8>> = Vec::new();
    for tile_side in [16, 48, 128] {
        let path = folder.path().join(format!("raster-{tile_side}.tif"));
        write_in_tiles(&path, (150, 210), tile_side, sample);
        let settings = ViewingSettings { tile_side: 32, ..ViewingSettings::default() };
        let product = ViewedProduct::open_with(&path, None, &settings, &supervision).unwrap();
        let contract = contract(&product, "red");
        let mut bytes = Vec::new();
        for level in 0..product.n_levels() {
            for place in product.tiles_covering(level, product.whole()) {
                bytes.extend(product.draw_tile(&contract, place, &supervision).unwrap().rgba);
            }
        }
        seen.push(bytes);
    }
    assert!(seen.windows(2).all(|pair| pair[0] == pair[1]));
}
