//! TAI − UTC from the announced leap seconds.

use hifitime::leap_seconds::LatestLeapSeconds;

/// Modified Julian day of 1900-01-01, from which the table of leap seconds counts.
const FIRST_DAY_OF_TABLE: i64 = 15_020;

/// TAI − UTC in whole seconds throughout the UTC day with this modified Julian day; none before 1972-01-01 (41 317), when UTC began to
/// move by whole seconds.
///
/// The leap seconds are those announced up to that of 2016-12-31 (IERS Bulletin C); a later one needs a newer build of the program.
pub fn tai_minus_utc_s(modified_julian_day: i64) -> Option<i64> {
    LatestLeapSeconds::default()
        .filter(|leap| leap.announced_by_iers && first_day(leap.timestamp_tai_s) <= modified_julian_day)
        .map(|leap| leap.delta_at as i64)
        .max()
}

/// Length of a UTC day in seconds: 86 401 where a leap second ends it.
pub(super) fn seconds_of_utc_day(modified_julian_day: i64) -> i64 {
    let step = tai_minus_utc_s(modified_julian_day + 1).zip(tai_minus_utc_s(modified_julian_day));
    86_400 + step.map_or(0, |(after, before)| after - before)
}

/// The library's "TAI" stamps are seconds of UTC since 1900, leap seconds not counted, as in the list for NTP: whole days.
fn first_day(stamp_s: f64) -> i64 {
    (stamp_s / 86_400.0).round() as i64 + FIRST_DAY_OF_TABLE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_steps_are_those_of_bulletin_c() {
        // Modified Julian day from which the value holds: IERS, Leap_Second.dat.
        let table = [(41_317, 10), (53_736, 33), (54_832, 34), (56_109, 35), (57_204, 36), (57_754, 37)];
        for (day, seconds) in table {
            assert_eq!(tai_minus_utc_s(day), Some(seconds));
            assert_eq!(tai_minus_utc_s(day - 1), Some(seconds - 1).filter(|_| day > 41_317));
            assert_eq!(seconds_of_utc_day(day - 1), if day > 41_317 { 86_401 } else { 86_400 });
            assert_eq!(seconds_of_utc_day(day), 86_400);
        }
    }
}
