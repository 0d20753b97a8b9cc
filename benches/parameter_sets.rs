//! Writing and reading a whole set of VENµS: 12 bands, 5 numbers of TDI stages, 5200 columns, filters as large as those of the nominal set.
//!
//! Prints seconds by the wall clock and of processor time, medians; the second says more on a machine with other work. Files are flushed to
//! the disk when they are written and stand in the page cache when they are read.
#![allow(clippy::print_stdout, reason = "a bench prints its figures")]
#![allow(clippy::unwrap_used, reason = "a bench that cannot run has no better way to say so")]

use std::time::Instant;

use viq::product_files::parameter_set_folder::{SetWriting, read_parameter_set, write_parameter_set};
use viq::supervision::Supervision;

#[path = "../tests/product_files/venus_parameters/sample_set.rs"]
#[expect(dead_code, reason = "shared with tests that make other sets")]
mod sample_set;

use sample_set::Sample;

const REPETITIONS: usize = 5;

/// Most seconds by the wall clock on two cores.
const TARGETS: [(&str, f64); 2] = [("written", 5.0), ("read", 2.0)];

fn main() {
    for (what, filter) in [("filters of 1025 × 1025", 1025), ("filters of 9 × 9", 9)] {
        let folder = tempfile::tempdir().unwrap();
        let set = Sample { filter, ..Sample::VENUS }.set();
        let watched = Supervision::unattended();
        let writing = SetWriting { created: None, replace: false, carried: &[] };
        let mut figures: [Vec<[f64; 2]>; 2] = Default::default();
        let mut megabytes = 0.0;
        for round in 0..REPETITIONS {
            let place = folder.path().join(round.to_string());
            figures[0].push(timed(|| {
                write_parameter_set(&place, &set, &writing, &watched).unwrap();
            }));
            figures[1].push(timed(|| {
                let read = read_parameter_set(&place, &watched).unwrap();
                assert_eq!(read.bands.len(), set.bands.len());
            }));
            megabytes = size_of(&place) as f64 / 1e6;
            std::fs::remove_dir_all(&place).unwrap();
        }
        for ((word, target), figures) in TARGETS.iter().zip(figures) {
            let median = |which: usize| {
                let mut values: Vec<f64> = figures.iter().map(|figure| figure[which]).collect();
                values.sort_by(f64::total_cmp);
                values[values.len() / 2]
            };
            let verdict = if median(0) <= *target { "reached" } else { "MISSED" };
            println!(
                "{what}, {megabytes:.0} MB: {word} in {:.2} s by the clock, {:.2} s of processor time; target {target} s: {verdict}",
                median(0),
                median(1)
            );
        }
    }
}

/// Seconds by the clock, and of processor time on all threads.
fn timed(work: impl FnOnce()) -> [f64; 2] {
    let (clock, processor) = (Instant::now(), processor_seconds());
    work();
    [clock.elapsed().as_secs_f64(), processor_seconds() - processor]
}

fn processor_seconds() -> f64 {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 * 1e-9
}

fn size_of(folder: &std::path::Path) -> u64 {
    std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            if path.is_dir() { size_of(&path) } else { path.metadata().unwrap().len() }
        })
        .sum()
}
