//! What the window takes, on the real window of a screen: the first picture, panning, a changed stretch, panning beside a job, memory.
//!
//! Needs a display; one in memory does, and is what the targets are for (software OpenGL):
//! `xvfb-run --auto-servernum --server-args="-screen 0 1400x900x24 +extension GLX" cargo bench --bench window`.
//! With the argument `what-if` only the what-ifs are played, without it everything else (`cargo bench --bench window -- what-if`).
//! `VIQ_BENCH_FOLDER` says where the images go (750 MB each, one at a time; default: a temporary folder).
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a bench fails by panicking and prints its figures")]

mod figures;
mod images;
mod raw;
mod what_if;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use figures::{line, load, plain, quantile, resident_megabytes};
use viq::operations::{Context, Surroundings};
use viq::supervision::Supervision;
use viq::units::UtcInstant;
use viq::workbench::{Frame, Gauges, Played, Step, rehearse};
use viq::workspace::Environment;

/// The argument with which the bench calls itself to write its images: what that needs is no memory of the window.
const WRITE: &str = "--write-images-into";
/// The same for the raw product and its set.
const WRITE_RAW: &str = "--write-raw-into";
/// The argument with which only the what-ifs are played.
const WHAT_IF: &str = "what-if";

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let [_, flag, folder] = arguments.as_slice()
        && flag == WRITE
    {
        images::write_all(Path::new(folder));
        return;
    }
    if let [_, flag, folder] = arguments.as_slice()
        && flag == WRITE_RAW
    {
        raw::write(Path::new(folder));
        return;
    }
    let temporary = tempfile::tempdir().unwrap();
    let folder = std::env::var_os("VIQ_BENCH_FOLDER").map_or_else(|| temporary.path().to_path_buf(), PathBuf::from);
    if arguments.iter().any(|argument| argument == WHAT_IF) {
        play_what_ifs(&folder);
        return;
    }
    let (small, warm) = (folder.join("small.tif"), folder.join("again.tif"));
    println!("12 bands of 5200 × 6000 16-bit samples; window of 1400 × 900; load of the machine {:.1}", load());
    let status = Command::new(std::env::current_exe().unwrap()).arg(WRITE).arg(&folder).status().unwrap();
    assert!(status.success(), "the images could not be written");
    let paths: Vec<PathBuf> = (0..images::LAYOUTS.len()).map(|index| images::path(&folder, index)).collect();
    std::fs::copy(&paths[0], &warm).unwrap();
    let gauges = Gauges { processor_seconds, resident_megabytes };
    let played = rehearse(context(&folder), script(&small, &warm, &paths), gauges).unwrap();
    // After the small image and the layouts, opened and closed: open, rest, rest, actual size, pan, fit, …, actual size, verify, pan, rest.
    let [_, _, rest, _, pan, _, stretches @ .., _, _, beside, _] = &played[2 + 2 * paths.len()..] else {
        println!("the window was closed before its last step");
        return;
    };
    println!("\nfirst picture, program running, page cache warm");
    for (index, layout) in images::LAYOUTS.iter().enumerate() {
        let opened = &played[2 + 2 * index];
        let first = opened.until_picture.unwrap_or(f64::NAN);
        line(layout.name, first * 1e3, "ms", 500.0);
        plain("    until sharp", opened.until_sharp.unwrap_or(f64::NAN) * 1e3, "ms");
        plain("    resident memory then", opened.resident_megabytes, "MB");
    }
    let moved = |played: &Played| format!("{} frames, {:.0} pixels", played.frames.len(), played.moved_pixels);
    println!("\npanning at {:.0}:1, {}", pan.zoom.unwrap_or(f64::NAN), moved(pan));
    line("own processor time of the window's thread, median", own(pan, 0.5), "ms", 8.0);
    line("own processor time of the window's thread, 95 %", own(pan, 0.95), "ms", 16.0);
    let idle = whole(&rest.frames, 0.5);
    plain("frame in which nothing changes, median", idle, "ms");
    line("frame while panning, median", whole(&pan.frames, 0.5), "ms", idle + 12.0);
    plain("frame while panning, 95 %", whole(&pan.frames, 0.95), "ms");
    println!("\nchanged stretch, until it is on the screen");
    for stretch in stretches.iter().step_by(2) {
        line("other bounds, whole image in view", stretch.until_sharp.unwrap_or(f64::NAN) * 1e3, "ms", 50.0);
    }
    let busy: Vec<Frame> = beside.frames.iter().copied().filter(|frame| frame.beside_a_job).collect();
    println!("\npanning beside a verification, {} frames while it ran: {}", busy.len(), moved(beside));
    line("frame, 99 %", whole(&busy, 0.99), "ms", 100.0);
    plain("frame, median", whole(&busy, 0.5), "ms");
    println!("\nresident memory");
    plain("after panning", pan.resident_megabytes, "MB");
    line("at the end", beside.resident_megabytes, "MB", 900.0);
    println!("load of the machine {:.1}", load());
}

/// Coefficients that are moved, on a raw product through the chain.
fn play_what_ifs(folder: &Path) {
    println!("12 bands of 5200 × 6000 counts; window of 1400 × 900; load of the machine {:.1}", load());
    let status = Command::new(std::env::current_exe().unwrap()).arg(WRITE_RAW).arg(folder).status().unwrap();
    assert!(status.success(), "the raw product could not be written");
    let gauges = Gauges { processor_seconds, resident_megabytes };
    let played = rehearse(context(folder), what_if::script(folder), gauges).unwrap();
    what_if::print(&played);
    println!("load of the machine {:.1}", load());
}

/// The fixed script. Every layout is opened once; the rest happens on the first one.
fn script(small: &Path, warm: &Path, paths: &[PathBuf]) -> Vec<Step> {
    // A product opened before: the program runs, its fonts are painted.
    let mut steps = vec![Step::Open(small.to_path_buf()), Step::CloseProduct];
    for path in paths {
        steps.extend([Step::Open(path.clone()), Step::CloseProduct]);
    }
    steps.extend([
        Step::Open(warm.to_path_buf()),
        Step::Rest(60),
        Step::Rest(200),
        Step::ActualSize,
        Step::Pan(400),
        Step::Fit,
    ]);
    // The user's own numbers, as a drag of a handle gives them, and other percentiles.
    for rule in ["user:190:700", "user:200:700", "percentile:1:99", "percentile:5:95", "user:210:650+gamma:1.4"] {
        steps.push(Step::Stretch(rule.parse().unwrap()));
        steps.push(Step::Rest(20));
    }
    steps.extend([Step::ActualSize, Step::Verify(warm.to_path_buf()), Step::Pan(600), Step::Rest(10)]);
    steps
}

fn own(played: &Played, share: f64) -> f64 {
    let milliseconds: Vec<f64> = played.frames.iter().map(|frame| frame.own_seconds * 1e3).collect();
    quantile(&milliseconds, share)
}

fn whole(frames: &[Frame], share: f64) -> f64 {
    let milliseconds: Vec<f64> = frames.iter().map(|frame| frame.whole_seconds * 1e3).collect();
    quantile(&milliseconds, share)
}

fn context(folder: &Path) -> Context {
    let surroundings = Surroundings {
        workspace: Some(folder.join("workspace")),
        catalog: None,
        environment: Environment::default(),
        clock: Arc::new(|| UtcInstant::from_unix_milliseconds(1_549_269_277_000).unwrap()),
        supervision: Supervision::unattended(),
    };
    Context::find(surroundings).unwrap()
}

/// Processor time of the calling thread so far.
fn processor_seconds() -> f64 {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}
