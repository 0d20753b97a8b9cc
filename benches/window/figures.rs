//! What was measured, and how it is printed.

/// The value below which `share` of the values lie (nearest rank).
pub(crate) fn quantile(values: &[f64], share: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let rank = (share * sorted.len() as f64).ceil() as usize;
    sorted.get(rank.saturating_sub(1)).copied().unwrap_or(f64::NAN)
}

/// One line: the figure, its target, and whether it is met.
pub(crate) fn line(what: &str, figure: f64, unit: &str, target: f64) {
    let word = if figure <= target { "met" } else { "MISSED" };
    println!("{what:<74} {figure:>9.1} {unit:<3} target ≤ {target:>6.1}  {word}");
}

/// One line without a target.
pub(crate) fn plain(what: &str, figure: f64, unit: &str) {
    println!("{what:<74} {figure:>9.1} {unit}");
}

/// Load of the machine over the last minute; not a number where the system does not say.
pub(crate) fn load() -> f64 {
    let text = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split(' ').next().and_then(|load| load.parse().ok()).unwrap_or(f64::NAN)
}

/// Resident memory of this process, in megabytes.
pub(crate) fn resident_megabytes() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<f64>().ok());
    kilobytes.map_or(f64::NAN, |kilobytes| kilobytes * 1024.0 / 1e6)
}
