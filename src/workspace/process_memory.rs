//! Memory of this process, as the system counts it.

/// Bytes of this process that lie in memory; none where the system does not say (`/proc`).
pub fn resident_bytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    resident_in(&status)
}

/// From the line `VmRSS:     1234 kB`.
fn resident_in(status: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kibibytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    kibibytes.checked_mul(1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_of_the_system_is_read_and_another_is_not() {
        assert_eq!(resident_in("Name:\tviq\nVmRSS:\t  2048 kB\nRssAnon: 1 kB\n"), Some(2048 * 1024));
        for status in ["", "VmRSS: 12", "VmRSS: many kB", "VmRSS: 99999999999999999999 kB"] {
            assert_eq!(resident_in(status), None, "{status}");
        }
    }
}
