//! Epochs from days, weeks and seconds, and the seconds between them; whole nanoseconds throughout.

use hifitime::{Duration, Epoch, TimeScale};

use super::TimeError;
use super::leap_seconds::{seconds_of_utc_day, tai_minus_utc_s};
use crate::units::UtcInstant;

const NANOSECONDS: i128 = 1_000_000_000;
const DAY_NANOSECONDS: i128 = 86_400 * NANOSECONDS;

/// Modified Julian day of 1900-01-01, from which epochs in TAI count.
const FIRST_DAY: i64 = 15_020;
/// Modified Julian day of 1980-01-06, the first of GPS.
const FIRST_DAY_OF_GPS: i64 = 44_244;
/// Modified Julian day of 1970-01-01.
const FIRST_DAY_OF_UNIX: i64 = 40_587;
/// Days beyond these are no dates of this program's (years 1000 to 4000 or so), and would overflow.
const LAST_DAY: i64 = 1_000_000;

/// The epoch, in TAI, of a modified Julian day and nanoseconds of that day in one of the scales UTC, TAI, TT, GPS and Galileo.
///
/// # Errors
/// [`TimeError`] for another scale, a UTC day before 1972, or nanoseconds beyond the day (in UTC a leap second lengthens its day).
pub fn epoch_from_day(modified_julian_day: i64, nanoseconds: i64, scale: TimeScale) -> Result<Epoch, TimeError> {
    if !(-LAST_DAY..=LAST_DAY).contains(&modified_julian_day) {
        return Err(TimeError::new("a modified Julian day within a million", modified_julian_day.to_string()));
    }
    let (length_s, offset_ns) = match scale {
        TimeScale::UTC => {
            let offset_s = tai_minus_utc_s(modified_julian_day).ok_or_else(|| {
                TimeError::new("a UTC date from 1972-01-01 on", format!("modified Julian day {modified_julian_day}"))
            })?;
            (seconds_of_utc_day(modified_julian_day), i128::from(offset_s) * NANOSECONDS)
        }
        TimeScale::TAI => (86_400, 0),
        TimeScale::TT => (86_400, -32_184_000_000),
        TimeScale::GPST | TimeScale::GST => (86_400, 19 * NANOSECONDS),
        other => return Err(TimeError::new("a time in UTC, TAI, TT, GPS or Galileo time", format!("one in {other}"))),
    };
    let nanoseconds = i128::from(nanoseconds);
    if !(0..i128::from(length_s) * NANOSECONDS).contains(&nanoseconds) {
        let found = format!("{nanoseconds} ns on modified Julian day {modified_julian_day} ({scale})");
        return Err(TimeError::new(format!("a time within the {length_s} s of the day"), found));
    }
    let days = i128::from(modified_julian_day - FIRST_DAY);
    Ok(epoch_from_tai_nanoseconds(days * DAY_NANOSECONDS + nanoseconds + offset_ns))
}

/// The epoch, in TAI, of a modified Julian day and microseconds of that day.
///
/// # Errors
/// As [`epoch_from_day`].
pub fn epoch_from_modified_julian_day(day: i64, microseconds: i64, scale: TimeScale) -> Result<Epoch, TimeError> {
    epoch_from_day(day, microseconds.saturating_mul(1000), scale)
}

/// The epoch, in TAI, of a full GPS week (counted from 1980-01-06, not modulo 1024) and nanoseconds of that week.
///
/// # Errors
/// [`TimeError`] for a negative week, one beyond 99 999, or nanoseconds beyond the week.
pub fn epoch_from_gps_week(week: i64, nanoseconds: i64) -> Result<Epoch, TimeError> {
    let week_ns = 7 * DAY_NANOSECONDS;
    if !(0..100_000).contains(&week) || !(0..week_ns).contains(&i128::from(nanoseconds)) {
        let found = format!("week {week}, {nanoseconds} ns");
        return Err(TimeError::new("a GPS week from 0 to 99 999 and a time within its 604 800 s", found));
    }
    let since_gps = i128::from(week) * week_ns + i128::from(nanoseconds);
    let start = i128::from(FIRST_DAY_OF_GPS - FIRST_DAY) * DAY_NANOSECONDS + 19 * NANOSECONDS;
    Ok(epoch_from_tai_nanoseconds(start + since_gps))
}

/// The epoch, in TAI, of a moment in UTC.
///
/// # Errors
/// [`TimeError`] before 1972-01-01.
pub fn epoch_from_utc_instant(instant: UtcInstant) -> Result<Epoch, TimeError> {
    let milliseconds = instant.unix_milliseconds();
    let day = FIRST_DAY_OF_UNIX + milliseconds.div_euclid(86_400_000);
    epoch_from_day(day, milliseconds.rem_euclid(86_400_000) * 1_000_000, TimeScale::UTC)
}

/// SI seconds from one epoch to another, leap seconds counted, whatever the scales that they hold. Below 1 ns for 100 days.
pub fn seconds_between(from: Epoch, to: Epoch) -> f64 {
    let nanoseconds = tai_nanoseconds(to) - tai_nanoseconds(from);
    // Whole seconds and the rest apart: a quotient of large numbers would round twice.
    (nanoseconds / NANOSECONDS) as f64 + (nanoseconds % NANOSECONDS) as f64 / 1e9
}

/// The epoch, in TAI, that lies SI seconds after another, to the nearest nanosecond; what is not finite moves nothing.
pub fn epoch_after(reference: Epoch, seconds: f64) -> Epoch {
    let whole = seconds.floor();
    let rest = ((seconds - whole) * 1e9).round();
    epoch_from_tai_nanoseconds(tai_nanoseconds(reference) + whole as i128 * NANOSECONDS + rest as i128)
}

/// Modified Julian day in UTC and nanoseconds of that day (86 400·10⁹ and more during a leap second).
///
/// # Errors
/// [`TimeError`] before 1972-01-01.
pub fn utc_day_and_nanoseconds(epoch: Epoch) -> Result<(i64, i64), TimeError> {
    let tai = tai_nanoseconds(epoch);
    let tai_day = tai.div_euclid(DAY_NANOSECONDS) as i64 + FIRST_DAY;
    // UTC is less than a minute behind TAI: the same day, or the one before.
    for day in [tai_day, tai_day - 1] {
        if let Some(offset_s) = tai_minus_utc_s(day) {
            let start = i128::from(day - FIRST_DAY) * DAY_NANOSECONDS + i128::from(offset_s) * NANOSECONDS;
            if tai >= start {
                return Ok((day, (tai - start) as i64));
            }
        }
    }
    Err(TimeError::new("a moment from 1972-01-01 UTC on", format!("modified Julian day {tai_day} (TAI)")))
}

/// Nanoseconds of TAI since 1900-01-01T00:00:00 TAI.
pub(in crate::earth) fn tai_nanoseconds(epoch: Epoch) -> i128 {
    epoch.to_tai_duration().total_nanoseconds()
}

fn epoch_from_tai_nanoseconds(nanoseconds: i128) -> Epoch {
    Epoch::from_tai_duration(Duration::from_total_nanoseconds(nanoseconds))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::earth::time::epoch_from_text;

    #[test]
    fn a_leap_second_is_a_second() {
        let epoch = |text| epoch_from_text(text, TimeScale::UTC).unwrap();
        for (before, leap, after) in [
            ("2016-12-31T23:59:59", "2016-12-31T23:59:60", "2017-01-01T00:00:00"),
            ("2012-06-30T23:59:59", "2012-06-30T23:59:60", "2012-07-01T00:00:00"),
        ] {
            assert!((seconds_between(epoch(before), epoch(leap)) - 1.0).abs() < 1e-12);
            assert!((seconds_between(epoch(leap), epoch(after)) - 1.0).abs() < 1e-12);
        }
        // TAI − UTC on either side.
        let tai = |text| epoch_from_text(text, TimeScale::TAI).unwrap();
        assert_eq!(epoch("2016-12-31T23:59:60"), tai("2017-01-01T00:00:36"));
        assert_eq!(epoch("2017-01-01T00:00:00"), tai("2017-01-01T00:00:37"));
        assert_eq!(epoch("2012-06-30T23:59:60"), tai("2012-07-01T00:00:34"));
    }

    #[test]
    fn the_scales_differ_by_their_constants() {
        let tai = epoch_from_day(58_518, 0, TimeScale::TAI).unwrap();
        for (scale, seconds) in
            [(TimeScale::UTC, 37.0), (TimeScale::GPST, 19.0), (TimeScale::GST, 19.0), (TimeScale::TT, -32.184)]
        {
            let epoch = epoch_from_day(58_518, 0, scale).unwrap();
            assert!((seconds_between(tai, epoch) - seconds).abs() < 1e-12, "{scale}");
        }
        assert!(epoch_from_day(58_518, 0, TimeScale::TDB).unwrap_err().to_string().contains("TDB"));
    }

    #[test]
    fn a_gps_week_is_the_date_of_the_almanac() {
        // Week 2000 began on 2018-05-06, week 1024 (the first rollover) on 1999-08-22.
        for (week, text) in [(0, "1980-01-06T00:00:00"), (1024, "1999-08-22T00:00:00"), (2000, "2018-05-06T00:00:00")] {
            assert_eq!(epoch_from_gps_week(week, 0).unwrap(), epoch_from_text(text, TimeScale::GPST).unwrap());
        }
        // 2012-01-07T00:00:00 UTC was second 518 415 of week 1669.
        let utc = epoch_from_text("2012-01-07T00:00:00", TimeScale::UTC).unwrap();
        assert_eq!(epoch_from_gps_week(1669, 518_415_000_000_000).unwrap(), utc);
        assert!(epoch_from_gps_week(-1, 0).is_err());
        assert!(epoch_from_gps_week(2000, 604_800_000_000_000).is_err());
    }

    #[test]
    fn the_library_s_own_reading_of_dates_agrees() {
        let by_library = Epoch::from_gregorian_utc(2019, 2, 4, 8, 34, 37, 123_456_789);
        let by_day = epoch_from_day(58_518, 30_877_123_456_789, TimeScale::UTC).unwrap();
        assert_eq!(by_library, by_day);
        assert!(seconds_between(by_library, by_day).abs() < 1e-12);
        let instant = UtcInstant::parse("2019-02-04T08:34:37.123").unwrap();
        let by_instant = epoch_from_utc_instant(instant).unwrap();
        assert!((seconds_between(by_instant, by_day) - 456_789e-9).abs() < 1e-15);
    }

    #[test]
    fn what_is_beyond_the_day_or_before_utc_is_refused_in_words() {
        let error = epoch_from_day(58_518, 86_400_000_000_000, TimeScale::UTC).unwrap_err().to_string();
        assert!(error.contains("86400 s of the day") && error.contains("58518"), "{error}");
        assert!(epoch_from_day(57_753, 86_400_500_000_000, TimeScale::UTC).is_ok());
        assert!(epoch_from_day(57_753, 86_401_000_000_000, TimeScale::UTC).is_err());
        assert!(epoch_from_day(57_753, 86_400_500_000_000, TimeScale::GPST).is_err());
        assert!(epoch_from_day(58_518, -1, TimeScale::TAI).is_err());
        assert!(epoch_from_day(41_316, 0, TimeScale::UTC).unwrap_err().to_string().contains("1972-01-01"));
        assert!(epoch_from_day(i64::MAX, 0, TimeScale::TAI).is_err());
        assert!(epoch_from_modified_julian_day(58_518, i64::MAX, TimeScale::TAI).is_err());
        assert!(epoch_from_utc_instant(UtcInstant::parse("1969-07-20").unwrap()).is_err());
    }

    #[test]
    fn seconds_far_from_the_reference_keep_their_nanoseconds() {
        let reference = epoch_from_day(58_518, 0, TimeScale::TAI).unwrap();
        let later = epoch_from_day(58_618, 1, TimeScale::TAI).unwrap();
        assert!((seconds_between(reference, later) - 8_640_000.000_000_001).abs() < 2e-9);
        assert_eq!(epoch_after(reference, f64::NAN), reference);
    }

    proptest! {
        #[test]
        fn a_day_of_utc_comes_back_as_it_was(day in 41_317_i64..80_000, nanoseconds in 0_i64..86_400_000_000_000) {
            let epoch = epoch_from_day(day, nanoseconds, TimeScale::UTC).unwrap();
            prop_assert_eq!(utc_day_and_nanoseconds(epoch).unwrap(), (day, nanoseconds));
        }

        #[test]
        fn seconds_added_come_back(seconds in -1e5_f64..1e5) {
            let reference = epoch_from_day(57_753, 86_399_123_456_789, TimeScale::UTC).unwrap();
            let later = epoch_after(reference, seconds);
            prop_assert!((seconds_between(reference, later) - seconds).abs() < 0.6e-9);
        }
    }
}
