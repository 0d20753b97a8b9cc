//! IERS EOP C04: 08 and 14 (`1(I4) 1(I4) 1(I4) MJD x y UT1-UTC LOD dX dY …`) and 20 (hour after the date, dX and dY before the rates).

use super::OrientationTextError;
use super::nutation_1980::celestial_pole_arcsec;
use super::recognition::DayOnLine;
use super::sample::{Provenance, WrittenDay};

/// Fields of a line up to the last one used.
const FIELDS: usize = 10;

pub(super) fn recognised(text: &str) -> bool {
    text.lines().take(20).any(|line| line.contains("C04") && line.contains("IERS"))
}

/// Every line that begins with a year is a day; what stands before the first of them is the header, and nothing else may come after.
pub(super) fn days(text: &str) -> Result<Vec<DayOnLine>, OrientationTextError> {
    let mut days = Vec::new();
    let mut offsets_of_1980 = false;
    let mut last_line = 1;
    for (number, line) in (1..).zip(text.lines()) {
        last_line = number;
        if line.trim().is_empty() {
            continue;
        }
        if line.trim_start().starts_with(|sign: char| sign.is_ascii_digit()) {
            days.push(DayOnLine { line: number, day: day(line, number, offsets_of_1980)? });
        } else if days.is_empty() {
            offsets_of_1980 |= line.contains("dPsi");
        } else if !line.starts_with('#') {
            return Err(OrientationTextError::at(number, "a day of the C04 series", line));
        }
    }
    if days.is_empty() {
        return Err(OrientationTextError::new(last_line, "days of the C04 series after its header", "the end"));
    }
    Ok(days)
}

fn day(line: &str, number: usize, offsets_of_1980: bool) -> Result<WrittenDay, OrientationTextError> {
    let wrong = || {
        OrientationTextError::at(number, "date, modified Julian day, x, y, UT1-UTC and two offsets of the pole", line)
    };
    let fields: Vec<f64> = line.split_whitespace().take(FIELDS).map_while(|field| field.parse().ok()).collect();
    let [_, _, _, fourth, fifth, sixth, seventh, eighth, ninth, tenth] = fields[..] else { return Err(wrong()) };
    // In C04 20 the hour stands fourth, and the modified Julian day follows.
    let (day, pole_arcsec, ut1_minus_utc_s, offsets) = if fourth > 1000.0 {
        (fourth, [fifth, sixth], seventh, [ninth, tenth])
    } else {
        (fifth, [sixth, seventh], eighth, [ninth, tenth])
    };
    if day.fract() != 0.0 || day.abs() > 1e6 || (fourth <= 1000.0 && fourth != 0.0) {
        return Err(wrong());
    }
    let day = day as i64;
    let celestial_pole_arcsec = if offsets_of_1980 { celestial_pole_arcsec(day, offsets) } else { offsets };
    let celestial_pole_arcsec = Some(celestial_pole_arcsec);
    Ok(WrittenDay { day, pole_arcsec, ut1_minus_utc_s, celestial_pole_arcsec, provenance: Provenance::Measured })
}
