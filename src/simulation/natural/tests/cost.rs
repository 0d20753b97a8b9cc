//! What a whole scene costs.

use rustix::time::{ClockId, clock_gettime};

use super::*;

fn cpu_s() -> f64 {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 * 1e-9
}

/// The most memory that the process has held, bytes.
fn most_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    Some(line.split_whitespace().nth(1)?.parse::<u64>().ok()? * 1024)
}

#[test]
#[ignore = "slow validation"]
fn twelve_bands_of_six_thousand_lines_cost_less_than_two_hundred_seconds_and_two_gigabytes() {
    let scene = scene_of(&venus(), &everything(), 6000, 1);
    let supervision = Supervision::unattended();
    let begin = cpu_s();
    let mut block = vec![0.0; 128 * 5200];
    for first in (0..6000).step_by(128) {
        let lines = 128.min(6000 - first);
        for band in 0..12 {
            let radiance = &mut block[..lines as usize * 5200];
            scene.radiance(band, first..first + lines, radiance, &supervision).unwrap();
            assert!(radiance.iter().all(|value| value.is_finite() && *value > 0.0));
        }
    }
    let spent = cpu_s() - begin;
    println!("12 x 5200 x 6000: {spent:.0} CPU s, {:.0} ns a pixel; bound 200 s", spent / 374.4e6 * 1e9);
    assert!(spent < 200.0, "{spent}");
    if let Some(bytes) = most_memory() {
        println!("most memory {:.2} GB; bound 2 GB", bytes as f64 * 1e-9);
        assert!(bytes < 2_000_000_000, "{bytes}");
    }
}
