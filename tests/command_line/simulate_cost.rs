//! What `viq simulate natural` costs from end to end, with noise, stray light and the whole truth.

use std::path::Path;
use std::time::Duration;

use crate::running::{run_in, text, viq};

/// Ticks of a process' times a second: `USER_HZ` of Linux, the same on every machine.
const TICKS_A_SECOND: f64 = 100.0;

/// CPU seconds and most memory (bytes) of a process that is still there; none after its end.
fn spent(process: u32) -> Option<(f64, u64)> {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // Behind the name, which may hold anything: state is the first field, user and system time are the twelfth and thirteenth.
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = fields.get(11)?.parse::<f64>().ok()? + fields.get(12)?.parse::<f64>().ok()?;
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let bytes = line.split_whitespace().nth(1)?.parse::<u64>().ok()? * 1024;
    Some((ticks / TICKS_A_SECOND, bytes))
}

/// A scene of so many lines, made to its end.
fn simulated(folder: &Path, set: &Path, lines: usize) -> (f64, u64) {
    let (out, lines) = (folder.join(lines.to_string()), lines.to_string());
    let mut command = viq(folder);
    command.args(["simulate", "natural", "--set", text(set), "--seed", "3", "--quiet"]);
    let mut child = command.args(["--lines", &lines, "--out", text(&out)]).spawn().unwrap();
    let mut last = (0.0, 0);
    let ended = loop {
        if let Some(found) = spent(child.id()) {
            last = found;
        }
        if let Some(ended) = child.try_wait().unwrap() {
            break ended;
        }
        std::thread::sleep(Duration::from_millis(20));
    };
    assert!(ended.success(), "{ended}");
    std::fs::remove_dir_all(out).unwrap();
    last
}

#[test]
#[ignore = "slow validation"]
fn a_natural_scene_of_6000_lines_costs_less_than_300_seconds_and_3_gigabytes_and_memory_does_not_grow() {
    let folder = tempfile::tempdir().unwrap();
    let set = folder.path().join("nominal");
    run_in(folder.path(), ["models", "init", "venus", "--out", text(&set), "--seed", "1"]).with(0);
    let (cpu_s, bytes) = simulated(folder.path(), &set, 6000);
    println!("12 x 5200 x 6000: {cpu_s:.0} CPU s, {:.2} GB; bounds 300 s, 3 GB", bytes as f64 * 1e-9);
    assert!(cpu_s < 300.0, "{cpu_s}");
    assert!(bytes < 3_000_000_000, "{bytes}");
    let (_, more) = simulated(folder.path(), &set, 9000);
    println!("9000 lines: {:.2} GB; bound 3 % more", more as f64 * 1e-9);
    assert!(more as f64 <= 1.03 * bytes as f64, "{more} after {bytes}");
}
