//! Dates and times as text.

use hifitime::{Duration, Epoch, TimeScale};
use jiff::civil::Date;

use super::TimeError;
use super::instant::{epoch_from_day, utc_day_and_nanoseconds};

/// Modified Julian day of 1970-01-01.
const FIRST_DAY_OF_UNIX: i64 = 40_587;

/// The epoch, in TAI, of a text such as `2019-02-04T08:34:37.123456789`, in the named scale: UTC, TAI, TT, GPS or Galileo.
///
/// A blank may stand for the `T`, the time may be left out (midnight), digits after the ninth decimal are rounded away. A mark before it
/// (`UTC=`, `GPS=`, `TAI=`, `TT=`) or a `Z` after it must agree with the scale. In UTC, `23:59:60` exists on days with a leap second.
///
/// # Errors
/// [`TimeError`] for what is no such text, a date that does not exist, or a UTC date before 1972.
pub fn epoch_from_text(text: &str, scale: TimeScale) -> Result<Epoch, TimeError> {
    let wrong = || {
        let found: String = text.chars().take(60).collect();
        TimeError::new(format!("a date and time in {scale} such as 2019-02-04T08:34:37.123456"), format!("\"{found}\""))
    };
    let bare = without_marks(text.trim(), scale).ok_or_else(wrong)?;
    let (date, time) = match bare.split_once(['T', ' ']) {
        Some((date, time)) => (date, Some(time)),
        None => (bare, None),
    };
    let day = modified_julian_day(date).ok_or_else(wrong)?;
    let (nanoseconds, rounds_up) = time.map_or(Some((0, false)), nanoseconds_of_day).ok_or_else(wrong)?;
    let epoch = epoch_from_day(day, nanoseconds, scale).map_err(|error| TimeError::new(error.needed, wrong().found))?;
    // Rounded where days have no end: the last nanosecond of a day may round to the next.
    Ok(if rounds_up { epoch + Duration::from_truncated_nanoseconds(1) } else { epoch })
}

/// `2019-02-04T08:34:37.123456789Z`: UTC to the nanosecond, decimals that are zero left out; `23:59:60` in a leap second. A moment before
/// UTC is said in TAI.
pub fn utc_text(epoch: Epoch) -> String {
    let Ok((day, nanoseconds)) = utc_day_and_nanoseconds(epoch) else { return epoch.to_string() };
    let date = Date::new(1970, 1, 1).ok().and_then(|first| {
        let days = jiff::Span::new().try_days(day - FIRST_DAY_OF_UNIX).ok()?;
        first.checked_add(days).ok()
    });
    let Some(date) = date else { return epoch.to_string() };
    let (second, fraction) = (nanoseconds / 1_000_000_000, nanoseconds % 1_000_000_000);
    // A leap second is the sixty-first of its minute, not the first of another.
    let (hour, minute) = ((second / 3600).min(23), (second.min(86_399) % 3600) / 60);
    let second = second - 3600 * hour - 60 * minute;
    let fraction = if fraction == 0 { String::new() } else { format!(".{fraction:09}") };
    format!("{date}T{hour:02}:{minute:02}:{second:02}{}Z", fraction.trim_end_matches('0'))
}

fn without_marks(text: &str, scale: TimeScale) -> Option<&str> {
    let marks = [("UTC=", TimeScale::UTC), ("GPS=", TimeScale::GPST), ("TAI=", TimeScale::TAI), ("TT=", TimeScale::TT)];
    let marked = marks.iter().find_map(|(mark, of)| Some((text.strip_prefix(mark)?, *of)));
    let (rest, of) = marked.unwrap_or((text, scale));
    let (rest, of) = rest.strip_suffix('Z').map_or((rest, of), |rest| (rest, TimeScale::UTC));
    (of == scale && (marked.is_none_or(|(_, of)| of == scale))).then_some(rest)
}

fn modified_julian_day(date: &str) -> Option<i64> {
    let mut parts = date.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || [year.len(), month.len(), day.len()] != [4, 2, 2] {
        return None;
    }
    let date = Date::new(digits(year)? as i16, digits(month)? as i8, digits(day)? as i8).ok()?;
    let since = date.duration_since(Date::new(1970, 1, 1).ok()?);
    Some(since.as_hours().div_euclid(24) + FIRST_DAY_OF_UNIX)
}

/// Whole nanoseconds, and whether the decimals after them round up.
fn nanoseconds_of_day(time: &str) -> Option<(i64, bool)> {
    let (whole, fraction) = time.split_once('.').unwrap_or((time, "0"));
    let mut parts = whole.split(':');
    let (hour, minute, second) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || [hour.len(), minute.len(), second.len()] != [2, 2, 2] {
        return None;
    }
    let (hour, minute, second) = (digits(hour)?, digits(minute)?, digits(second)?);
    // Whether a sixty-first second exists on that day is asked where the day is known.
    if hour > 23 || minute > 59 || second > 60 || (second == 60 && (hour, minute) != (23, 59)) {
        return None;
    }
    let kept = fraction.get(..fraction.len().min(9))?;
    let rounds_up = fraction.as_bytes().get(9).is_some_and(|digit| *digit >= b'5');
    if !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let fraction = digits(kept)? * 10_i64.pow(9 - kept.len() as u32);
    Some(((hour * 3600 + minute * 60 + second) * 1_000_000_000 + fraction, rounds_up))
}

/// A number of digits alone: no sign, no blank.
fn digits(text: &str) -> Option<i64> {
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::earth::time::{seconds_between, tt_julian_date};

    #[test]
    fn the_forms_of_the_files_mean_the_same_moment() {
        let expected = epoch_from_text("2012-01-07T10:00:16", TimeScale::UTC).unwrap();
        for (text, scale) in [
            ("2012-01-07T10:00:16Z", TimeScale::UTC),
            ("UTC=2012-01-07T10:00:16.000", TimeScale::UTC),
            (" 2012-01-07 10:00:16.0000000001 ", TimeScale::UTC),
            ("2012-01-07T10:00:31", TimeScale::GPST),
            ("GPS=2012-01-07T10:00:31.000000000", TimeScale::GPST),
            ("TAI=2012-01-07T10:00:50", TimeScale::TAI),
            ("TT=2012-01-07T10:01:22.184", TimeScale::TT),
        ] {
            assert_eq!(epoch_from_text(text, scale).unwrap(), expected, "{text}");
        }
        assert_eq!(utc_text(expected), "2012-01-07T10:00:16Z");
    }

    #[test]
    fn nanoseconds_are_kept_and_finer_decimals_rounded() {
        let at = |text| epoch_from_text(text, TimeScale::UTC).unwrap();
        let start = at("2019-02-04T08:34:37");
        assert!((seconds_between(start, at("2019-02-04T08:34:37.123456789")) - 0.123_456_789).abs() < 1e-15);
        assert_eq!(at("2019-02-04T08:34:37.9999999996"), at("2019-02-04T08:34:38"));
        assert_eq!(at("2016-12-31T23:59:60.9999999996"), at("2017-01-01"));
        assert_eq!(utc_text(at("2019-02-04T08:34:37.123400")), "2019-02-04T08:34:37.1234Z");
    }

    #[test]
    fn leap_seconds_are_read_and_written_where_they_exist() {
        for text in ["2016-12-31T23:59:60Z", "2012-06-30T23:59:60.25Z", "1972-06-30T23:59:60Z"] {
            assert_eq!(utc_text(epoch_from_text(text, TimeScale::UTC).unwrap()), text);
        }
        for (text, scale) in [
            ("2017-12-31T23:59:60", TimeScale::UTC),
            ("2016-12-31T22:59:60", TimeScale::UTC),
            ("2016-12-31T23:59:60", TimeScale::GPST),
        ] {
            let error = epoch_from_text(text, scale).unwrap_err();
            assert!(error.to_string().contains(text), "{error}");
        }
    }

    #[test]
    fn midnight_of_a_date_alone_and_the_julian_date_of_j2000() {
        let [day, part] = tt_julian_date(epoch_from_text("2000-01-01T12:00:00", TimeScale::TT).unwrap());
        assert!((day + part - 2_451_545.0).abs() < 1e-9);
        let midnight = epoch_from_text("2019-02-04T00:00:00", TimeScale::UTC);
        assert_eq!(epoch_from_text("2019-02-04", TimeScale::UTC), midnight);
    }

    #[test]
    fn what_is_no_date_is_refused_with_what_was_found() {
        for text in [
            "",
            "UTC=",
            "yesterday",
            "2019-13-01T00:00:00",
            "2019-02-30",
            "2019-02-04T24:00:00",
            "2019-02-04T08:34",
            "2019-02-04T08:34:37.",
            "2019-02-04T08:34:+7",
            "GPS=2019-02-04T08:34:37",
            "2019-02-04T08:34:37.12é4567890",
            "1969-12-31T00:00:00",
        ] {
            let error = epoch_from_text(text, TimeScale::UTC).unwrap_err().to_string();
            assert!(error.contains(&format!("\"{text}\"")), "{error}");
        }
        assert!(epoch_from_text("GPS=2019-02-04T08:34:37Z", TimeScale::GPST).is_err());
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,40}") {
            let read = epoch_from_text(&text, TimeScale::UTC);
            prop_assert!(read.is_err() || read.is_ok_and(|epoch| utc_text(epoch).ends_with('Z')));
        }

        #[test]
        fn a_written_moment_is_read_back(day in 41_317_i64..80_000, nanoseconds in 0_i64..86_400_000_000_000) {
            let epoch = epoch_from_day(day, nanoseconds, TimeScale::UTC).unwrap();
            prop_assert_eq!(epoch_from_text(&utc_text(epoch), TimeScale::UTC).unwrap(), epoch);
        }
    }
}
