//! Two-part Julian dates, as ERFA takes them: together they keep a nanosecond, which one number of 2.4 million days would not.

use hifitime::Epoch;

use super::instant::tai_nanoseconds;

const DAY_NANOSECONDS: i128 = 86_400_000_000_000;
/// Julian date of 1900-01-01T00:00:00.
const FIRST_JULIAN_DATE: f64 = 2_415_020.5;

/// Julian date in terrestrial time: midnight and the part of the day, in days. TT = TAI + 32.184 s.
pub fn tt_julian_date(epoch: Epoch) -> [f64; 2] {
    two_parts(tai_nanoseconds(epoch) + 32_184_000_000, 0.0)
}

/// Julian date in UT1, in days, from UT1 − TAI in seconds ([`crate::earth::EarthOrientation`]).
///
/// From TAI and not from UTC, because UT1 − UTC jumps with a leap second and UTC has no number for a moment within one.
pub fn ut1_julian_date(epoch: Epoch, ut1_minus_tai_s: f64) -> [f64; 2] {
    two_parts(tai_nanoseconds(epoch), ut1_minus_tai_s)
}

fn two_parts(nanoseconds: i128, more_seconds: f64) -> [f64; 2] {
    let day = nanoseconds.div_euclid(DAY_NANOSECONDS);
    let rest = nanoseconds.rem_euclid(DAY_NANOSECONDS) as f64;
    [FIRST_JULIAN_DATE + day as f64, rest / DAY_NANOSECONDS as f64 + more_seconds / 86_400.0]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::earth::time::{TimeScale, epoch_from_text};

    fn epoch(text: &str) -> Epoch {
        epoch_from_text(text, TimeScale::UTC).unwrap()
    }

    #[test]
    fn the_dates_are_those_of_the_sofa_cookbook() {
        // SOFA Tools for Earth Attitude, 5: 2007-04-05T12:00 UTC, UT1 − UTC = −0.072 073 685 s, TAI − UTC = 33 s.
        let [day, part] = tt_julian_date(epoch("2007-04-05T12:00:00"));
        assert!((day - 2_454_195.5).abs() < 1e-12);
        assert!((part - 0.500_754_444_444_444).abs() < 1e-15, "{part}");
        let [day, part] = ut1_julian_date(epoch("2007-04-05T12:00:00"), -33.072_073_685);
        assert!((day - 2_454_195.5).abs() < 1e-12);
        assert!((part - 0.499_999_165_813_831).abs() < 1e-15, "{part}");
    }

    #[test]
    fn erfa_s_own_scales_give_the_same_terrestrial_time() {
        for (text, date) in [
            ("2016-12-31T23:59:60.5", (2016, 12, 31, 23, 59, 60.5)),
            ("2012-06-30T23:59:59.75", (2012, 6, 30, 23, 59, 59.75)),
            ("2019-02-04T08:34:37.123456", (2019, 2, 4, 8, 34, 37.123_456)),
        ] {
            let (year, month, day, hour, minute, second) = date;
            let ((utc1, utc2), _) = erfars::timescales::Dtf2d(true, year, month, day, hour, minute, second).unwrap();
            let ((tai1, tai2), _) = erfars::timescales::Utctai(utc1, utc2).unwrap();
            let (tt1, tt2) = erfars::timescales::Taitt(tai1, tai2);
            let [day, part] = tt_julian_date(epoch(text));
            let difference_s = ((day - tt1) + (part - tt2)) * 86_400.0;
            assert!(difference_s.abs() < 1e-9, "{text}: {difference_s} s");
        }
    }
}
