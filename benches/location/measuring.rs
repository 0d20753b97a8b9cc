//! Clocks and the line of a report.

use std::time::{Duration, Instant};

fn thread_cpu() -> Duration {
    let now = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::new(now.tv_sec.unsigned_abs(), u32::try_from(now.tv_nsec).unwrap())
}

/// CPU seconds of this thread that some work takes, and what it gives.
pub(crate) fn cpu_seconds(work: &mut dyn FnMut() -> usize) -> (f64, usize) {
    let start = thread_cpu();
    let n = work();
    (thread_cpu().saturating_sub(start).as_secs_f64(), n)
}

/// Seconds on the clock that some work takes.
pub(crate) fn wall_seconds(work: &mut dyn FnMut()) -> f64 {
    let start = Instant::now();
    work();
    start.elapsed().as_secs_f64()
}

/// One line: millions of points a second of CPU time, and the bound.
pub(crate) fn report(case: &str, n: usize, seconds: f64, bound_millions: f64) {
    let millions = n as f64 / seconds * 1e-6;
    println!("{case:<62} {n:>9} points {millions:>7.2} M/s (bound {bound_millions})");
}
