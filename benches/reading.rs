//! Throughput of reading pixels, aligned with the file's blocks and with one handle a thread, against that of copying memory.
//!
//! Prints megabytes of the file a second for one and two threads, the same for copying, and how the two scale. The figures of one
//! repetition are taken one after the other, so that other work on the machine disturbs all of them alike; medians are printed.
//! On a machine with other work the wall clock says little: the last figures are megabytes a second of processor time (Linux), which tell
//! whether two threads cost each other anything.
#![allow(clippy::print_stdout, reason = "a bench prints its figures")]
#![allow(clippy::unwrap_used, reason = "a bench that cannot run has no better way to say so")]

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use viq::imagery::{RasterSource, Window};
use viq::product_files::{Compression, GeoTiffDescription, ProductError, open, write_geotiff};
use viq::supervision::Supervision;

const BANDS: usize = 12;
/// The file is more than twice the raster library's block cache, so that every block is read and decoded in every repetition.
const SIDE: usize = 5120;
const TILE_SIDE: usize = 512;
const FILE_MEGABYTES: f64 = (BANDS * SIDE * SIDE * 2) as f64 / 1e6;
const COPIED_BYTES: usize = 256 << 20;
const REPETITIONS: usize = 7;

/// Least scaling of reading from one thread to two, relative to that of copying.
const TARGET: f64 = 0.9;

fn main() {
    let folder = tempfile::tempdir().unwrap();
    let source = vec![1_u8; COPIED_BYTES];
    let mut target = vec![0_u8; COPIED_BYTES];
    println!(
        "{BANDS} bands of {SIDE} × {SIDE} 16-bit samples in tiles of {TILE_SIDE}, medians of {REPETITIONS} repetitions"
    );
    for compression in [Compression::None, Compression::Zstandard, Compression::Deflate] {
        let path = folder.path().join(format!("{compression:?}.tif"));
        write_image(&path, compression);
        let raster = open(&path, None, &Supervision::unattended()).unwrap().raster;
        let mut figures: [Vec<f64>; 4] = Default::default();
        let mut processor: [Vec<f64>; 2] = Default::default();
        // The first round fills the page cache and opens a handle a thread.
        for round in 0..=REPETITIONS {
            let before = processor_seconds();
            let one = read_rate(&*raster, 1);
            let between = processor_seconds();
            let two = read_rate(&*raster, 2);
            let after = processor_seconds();
            let round_figures = [one, two, copy_rate(&source, &mut target, 1), copy_rate(&source, &mut target, 2)];
            if round > 0 {
                for (list, figure) in figures.iter_mut().zip(round_figures) {
                    list.push(figure);
                }
                for (list, seconds) in processor.iter_mut().zip([between - before, after - between]) {
                    list.push(FILE_MEGABYTES / seconds);
                }
            }
        }
        std::fs::remove_file(&path).unwrap();
        let scaling = |one: usize, two: usize| -> f64 {
            median(figures[one].iter().zip(&figures[two]).map(|(one, two)| two / one).collect())
        };
        let [read_1, read_2, copy_1, copy_2] = [0, 1, 2, 3].map(|figure: usize| median(figures[figure].clone()));
        let (reading, copying) = (scaling(0, 1), scaling(2, 3));
        let ratio = reading / copying;
        println!(
            "{:<10} reading {read_1:6.0} MB/s with 1 thread, {read_2:6.0} with 2 (×{reading:.2}); \
             copying {copy_1:6.0} and {copy_2:6.0} (×{copying:.2}); scaling ratio {ratio:.2}, target {TARGET}: {}",
            format!("{compression:?}"),
            if ratio >= TARGET { "reached" } else { "MISSED" }
        );
        let [one, two] = processor.map(median);
        println!("{:<10} {one:6.0} MB per processor second with 1 thread, {two:6.0} with 2 (×{:.2})", "", two / one);
    }
}

/// Codes with the noise of an image, so that compression does what it does on one.
fn write_image(path: &std::path::Path, compression: Compression) {
    let description = GeoTiffDescription {
        lines: SIDE,
        columns: SIDE,
        band_names: (1..=BANDS).map(|band| format!("B{band:02}")).collect(),
        crs: None,
        geotransform: None,
        no_data: None,
        tile_side: TILE_SIDE,
        compression,
        metadata: Vec::new(),
    };
    let mut seed = 1_u32;
    write_geotiff(path, &description, &Supervision::unattended(), |lines, strip| {
        for band in strip {
            for (index, sample) in band.iter_mut().enumerate() {
                seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                let (line, column) = (lines.start + index / SIDE, index % SIDE);
                *sample = (200 + (line / 16 + column / 24) % 300) as u16 + (seed >> 29) as u16;
            }
        }
        Ok::<(), ProductError>(())
    })
    .unwrap();
}

/// Megabytes of the file a second; each thread reads whole rows of blocks, band by band.
fn read_rate(raster: &dyn RasterSource, threads: usize) -> f64 {
    let size = raster.size();
    let rows = size.lines.div_ceil(size.block_lines);
    let next = AtomicUsize::new(0);
    let begin = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                let (mut tiles, supervision) = (Vec::new(), Supervision::unattended());
                loop {
                    let job = next.fetch_add(1, Ordering::Relaxed);
                    if job >= rows * size.bands {
                        break;
                    }
                    let first = job / size.bands * size.block_lines;
                    let lines = size.block_lines.min(size.lines - first);
                    let window = Window::new(first, 0, lines, size.columns);
                    raster.read(&[job % size.bands], window, &mut tiles, &supervision).unwrap();
                    std::hint::black_box(&tiles);
                }
            });
        }
    });
    FILE_MEGABYTES / begin.elapsed().as_secs_f64()
}

/// Megabytes copied a second.
fn copy_rate(source: &[u8], target: &mut [u8], threads: usize) -> f64 {
    let part = source.len().div_ceil(threads);
    let begin = Instant::now();
    std::thread::scope(|scope| {
        for (source, target) in source.chunks(part).zip(target.chunks_mut(part)) {
            scope.spawn(move || {
                target.copy_from_slice(source);
                std::hint::black_box(target);
            });
        }
    });
    source.len() as f64 / 1e6 / begin.elapsed().as_secs_f64()
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

/// Processor time of this process so far; not a number where the system does not say.
fn processor_seconds() -> f64 {
    let statistics = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // After the name in brackets: the 12th and 13th field, in hundredths of a second (proc(5), fields 14 and 15).
    let ticks = |field: usize| -> f64 {
        let fields = statistics.rsplit(") ").next().unwrap_or_default();
        fields.split(' ').nth(field).and_then(|ticks| ticks.parse().ok()).unwrap_or(f64::NAN)
    };
    (ticks(11) + ticks(12)) / 100.0
}
