//! Counts of days, microseconds and weeks as moments.

use hifitime::{Duration, Epoch, TimeScale};

use super::conventions::{CountScale, DayOrigin, VenusConventions, WeekCount, WeekOrigin};
use super::position_file::{PositionRecord, WEEK_S};

/// Nanoseconds of a day.
const DAY_NS: i128 = 86_400_000_000_000;

/// Most days that a count may have: the astronomers' count reaches it in 2132.
const MOST_DAYS: f64 = 100_000.0;

/// First and last day on which the satellite flew, with some months to spare: launched 2017-08-02, ended in August 2024.
const LIFE: [(i32, u8, u8); 2] = [(2017, 8, 2), (2025, 1, 1)];

/// A count of nanoseconds since an origin, in atomic time.
fn since(origin: DayOrigin, scale: CountScale, nanoseconds: i128) -> Epoch {
    // An epoch in a scale is a count in that scale: in UTC, of days of 86 400 s.
    (origin_of(origin, scale) + Duration::from_total_nanoseconds(nanoseconds)).to_time_scale(TimeScale::TAI)
}

/// An origin in its scale.
fn origin_of(origin: DayOrigin, scale: CountScale) -> Epoch {
    let (year, month, day, hour) = match origin {
        DayOrigin::Noon2000 => (2000, 1, 1, 12),
        DayOrigin::Midnight2000 => (2000, 1, 1, 0),
        DayOrigin::Midnight1950 => (1950, 1, 1, 0),
        DayOrigin::Midnight1858 => (1858, 11, 17, 0),
    };
    let in_scale = |scale| Epoch::from_gregorian(year, month, day, hour, 0, 0, 0, scale);
    match scale {
        CountScale::Utc => in_scale(TimeScale::UTC),
        CountScale::UtcWithLeapSeconds => in_scale(TimeScale::UTC).to_time_scale(TimeScale::TAI),
        CountScale::Gps => in_scale(TimeScale::GPST),
        CountScale::Tai => in_scale(TimeScale::TAI),
    }
}

/// The count of a moment since an origin, nanoseconds: the way back of [`since`].
fn count_since(origin: DayOrigin, scale: CountScale, moment: Epoch) -> i128 {
    let own = match scale {
        CountScale::Utc => TimeScale::UTC,
        CountScale::UtcWithLeapSeconds | CountScale::Tai => TimeScale::TAI,
        CountScale::Gps => TimeScale::GPST,
    };
    (moment.to_time_scale(own) - origin_of(origin, scale)).total_nanoseconds()
}

/// The days of a moment; none before their origin or beyond those of any mission.
pub(super) fn to_days(moment: Epoch, conventions: &VenusConventions) -> Option<f64> {
    let count = count_since(conventions.attitude_origin, conventions.attitude_scale, moment);
    let days = count.div_euclid(DAY_NS) as f64 + count.rem_euclid(DAY_NS) as f64 / DAY_NS as f64;
    (0.0..=MOST_DAYS).contains(&days).then_some(days)
}

/// The nearest whole microsecond of a moment; none before the origin.
pub(super) fn to_microseconds(moment: Epoch, scale: CountScale) -> Option<u64> {
    u64::try_from((count_since(DayOrigin::Noon2000, scale, moment) + 500).div_euclid(1000)).ok()
}

/// GPS week and second of a moment; none where it is no whole second, lies before the weeks' origin or beyond what the file holds.
pub(super) fn to_week(moment: Epoch, conventions: &VenusConventions) -> Option<(u16, u32)> {
    let count = (moment.to_time_scale(TimeScale::GPST) - week_origin(conventions)).total_nanoseconds();
    if count < 0 || count % 1_000_000_000 != 0 {
        return None;
    }
    let seconds = count / 1_000_000_000;
    let week_s = i128::from(WEEK_S);
    Some((u16::try_from(seconds / week_s).ok()?, u32::try_from(seconds % week_s).ok()?))
}

fn week_origin(conventions: &VenusConventions) -> Epoch {
    let year = match conventions.week_origin {
        WeekOrigin::January1980 => 1980,
        WeekOrigin::January1981 => 1981,
    };
    Epoch::from_gregorian(year, 1, 6, 0, 0, 0, 0, TimeScale::GPST)
}

/// The moment of a count of days; none for a count that no mission has.
pub(super) fn from_days(days: f64, conventions: &VenusConventions) -> Option<Epoch> {
    if !(0.0..=MOST_DAYS).contains(&days) {
        return None;
    }
    let whole = days.trunc();
    // The fraction alone keeps the count's own resolution, 0.1 µs for the days of this century.
    let part = ((days - whole) * 86_400e9).round();
    Some(since(conventions.attitude_origin, conventions.attitude_scale, whole as i128 * DAY_NS + part as i128))
}

/// The moment of a line's microseconds.
pub(super) fn from_microseconds(microseconds: u64, scale: CountScale) -> Epoch {
    since(DayOrigin::Noon2000, scale, i128::from(microseconds) * 1000)
}

/// The moment of a GPS week and second, and the weeks that were added to it; none when it lies outside of the mission's life.
pub(super) fn from_week(record: &PositionRecord, conventions: &VenusConventions) -> Option<(Epoch, u32)> {
    let origin = week_origin(conventions);
    let [first, last] = LIFE.map(|(year, month, day)| Epoch::from_gregorian_utc_at_midnight(year, month, day));
    let rounds: &[u32] = match conventions.week_count {
        WeekCount::Full => &[0],
        WeekCount::WithinTheMission => &[0, 1024, 2048],
    };
    rounds.iter().find_map(|added| {
        let weeks = u64::from(record.week) + u64::from(*added);
        let seconds = i128::from(weeks * u64::from(WEEK_S) + u64::from(record.second_of_week));
        let moment = origin + Duration::from_total_nanoseconds(seconds * 1_000_000_000);
        (first <= moment && moment <= last).then(|| (moment.to_time_scale(TimeScale::TAI), *added))
    })
}

/// Seconds of atomic time from a reference to a moment.
pub(super) fn seconds_since(reference: Epoch, moment: Epoch) -> f64 {
    (moment.to_time_scale(TimeScale::TAI) - reference.to_time_scale(TimeScale::TAI)).to_seconds()
}

/// A moment in UTC, for messages.
pub(super) fn utc(moment: Epoch) -> String {
    moment.to_time_scale(TimeScale::UTC).to_string()
}

/// GPS time less UTC at a moment, seconds.
pub(super) fn gps_less_utc(moment: Epoch) -> i32 {
    moment.to_time_scale(TimeScale::UTC).leap_seconds_iers() - 19
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tai_seconds(moment: Epoch) -> f64 {
        moment.to_tai_seconds()
    }

    #[test]
    fn days_in_utc_pass_over_a_leap_second_and_days_in_gps_time_count_it() {
        let utc = VenusConventions::default();
        let gps = VenusConventions { attitude_scale: CountScale::Gps, ..utc };
        // 2016-12-31T12:00 is 6209 days after the origin; a leap second came twelve hours later.
        let step = |conventions| {
            tai_seconds(from_days(6210.0, conventions).unwrap()) - tai_seconds(from_days(6209.0, conventions).unwrap())
        };
        assert!((step(&utc) - 86_401.0).abs() < 1e-6);
        assert!((step(&gps) - 86_400.0).abs() < 1e-6);
        // GPS time showed 17 s more than UTC on that day.
        let at_noon = |conventions| tai_seconds(from_days(6209.0, conventions).unwrap());
        assert!((at_noon(&utc) - at_noon(&gps) - 17.0).abs() < 1e-6);
        // Four leap seconds had been counted since 2000.
        let counted = VenusConventions { attitude_scale: CountScale::UtcWithLeapSeconds, ..utc };
        assert!((at_noon(&utc) - at_noon(&counted) - 4.0).abs() < 1e-6);
    }

    #[test]
    fn the_four_origins_say_the_same_moment_with_their_own_days() {
        let moment = |days, attitude_origin| {
            from_days(days, &VenusConventions { attitude_origin, ..VenusConventions::default() }).unwrap()
        };
        let noon = moment(6973.25, DayOrigin::Noon2000);
        assert_eq!(utc(noon), "2019-02-03T18:00:00 UTC");
        assert_eq!(moment(6973.75, DayOrigin::Midnight2000), noon);
        assert_eq!(moment(6973.75 + 18_262.0, DayOrigin::Midnight1950), noon);
        assert_eq!(moment(6973.75 + 51_544.0, DayOrigin::Midnight1858), noon);
        for days in [-1.0, 1e6, f64::NAN, f64::INFINITY] {
            assert_eq!(from_days(days, &VenusConventions::default()), None);
        }
    }

    #[test]
    fn counts_of_every_origin_and_scale_find_their_way_back() {
        use CountScale::{Gps, Tai, Utc, UtcWithLeapSeconds};
        use DayOrigin::{Midnight1858, Midnight1950, Midnight2000, Noon2000};
        for attitude_origin in [Noon2000, Midnight2000, Midnight1950, Midnight1858] {
            for attitude_scale in [Utc, UtcWithLeapSeconds, Gps, Tai] {
                let conventions = VenusConventions { attitude_origin, attitude_scale, ..VenusConventions::default() };
                let moment = from_days(60_000.25, &conventions).unwrap();
                assert!((to_days(moment, &conventions).unwrap() - 60_000.25).abs() < 1e-11);
                let line = from_microseconds(602_483_677_123_456, attitude_scale);
                assert_eq!(to_microseconds(line, attitude_scale), Some(602_483_677_123_456));
            }
        }
        let conventions = VenusConventions::default();
        let (moment, _) = from_week(&at(2039, 117_295), &conventions).unwrap();
        assert_eq!(to_week(moment, &conventions), Some((2039, 117_295)));
        assert_eq!(to_week(moment + Duration::from_total_nanoseconds(1), &conventions), None);
        let early = Epoch::from_gregorian_utc_at_midnight(1979, 1, 1);
        assert_eq!((to_week(early, &conventions), to_days(early, &conventions)), (None, None));
        assert_eq!(to_microseconds(early, CountScale::Utc), None);
    }

    #[test]
    fn microseconds_and_days_meet() {
        let days = from_days(6973.25, &VenusConventions::default()).unwrap();
        assert_eq!(from_microseconds(6973 * 86_400_000_000 + 21_600_000_000, CountScale::Utc), days);
    }

    fn at(week: u16, second_of_week: u32) -> PositionRecord {
        PositionRecord {
            position_m: [0.0; 3],
            velocity_m_s: [0.0; 3],
            clock_drift_m_s: 0.0,
            second_of_week,
            week,
            position_from_filter: false,
            velocity_from_filter: false,
            satellites: 0,
            position_quality_m: 0.0,
            velocity_quality_m_s: 0.0,
            time_quality: 0.0,
            utc_offset_s: 18,
            dilution: 0.0,
            hardware_status: 0,
        }
    }

    #[test]
    fn weeks_that_rolled_over_are_brought_into_the_missions_life() {
        let conventions = VenusConventions::default();
        // Monday 4 February 2019, 08:34:37 UTC is 117295 s of GPS week 2039.
        let (full, added) = from_week(&at(2039, 117_295), &conventions).unwrap();
        assert_eq!((utc(full).as_str(), added), ("2019-02-04T08:34:37 UTC", 0));
        assert_eq!(from_week(&at(1015, 117_295), &conventions), Some((full, 1024)));
        // After the second roll-over of April 2019, with the same rule.
        let (later, added) = from_week(&at(2, 0), &conventions).unwrap();
        assert_eq!((utc(later).as_str(), added), ("2019-04-20T23:59:42 UTC", 2048));
        let as_written = VenusConventions { week_count: WeekCount::Full, ..conventions };
        assert_eq!(from_week(&at(1015, 117_295), &as_written), None);
        assert_eq!(from_week(&at(500, 0), &conventions), None);
        assert_eq!(gps_less_utc(full), 18);
        let from_1981 = VenusConventions { week_origin: WeekOrigin::January1981, ..conventions };
        let a_year_later = from_week(&at(2039, 117_295), &from_1981).unwrap().0;
        assert!((seconds_since(full, a_year_later) - 366.0 * 86_400.0).abs() < 1e-6);
    }
}
