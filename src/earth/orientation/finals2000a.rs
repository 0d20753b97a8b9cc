//! `finals2000A` of the IERS Rapid Service: fixed columns, measured days (`I`) before predicted ones (`P`).

use super::OrientationTextError;
use super::recognition::DayOnLine;
use super::sample::{Provenance, WrittenDay};

pub(super) fn recognised(text: &str) -> bool {
    let first = text.lines().next().unwrap_or_default();
    let day = first.get(7..15).map(str::trim).unwrap_or_default();
    day.ends_with(".00") && day.parse::<f64>().is_ok() && matches!(first.get(16..17), Some("I" | "P" | " "))
}

/// The days up to the first without a pole or UT1, with which a file goes on after the end of its predictions.
pub(super) fn days(text: &str) -> Result<Vec<DayOnLine>, OrientationTextError> {
    let mut days = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        if line.trim().is_empty() || line.get(16..).is_none_or(|values| values.trim().is_empty()) {
            continue;
        }
        days.push(DayOnLine { line: number, day: day(line, number)? });
    }
    Ok(days)
}

fn day(line: &str, number: usize) -> Result<WrittenDay, OrientationTextError> {
    let text = |from: usize, to: usize| line.get(from - 1..to).map(str::trim).unwrap_or_default();
    let value = |what: &str, from: usize, to: usize| -> Result<f64, OrientationTextError> {
        let wrong = || OrientationTextError::at(number, format!("{what} in columns {from} to {to}"), text(from, to));
        text(from, to).parse().map_err(|_| wrong())
    };
    let modified_julian_day = value("the modified Julian day", 8, 15)?;
    if modified_julian_day.fract() != 0.0 || modified_julian_day.abs() > 1e6 {
        return Err(OrientationTextError::at(number, "a whole modified Julian day in columns 8 to 15", text(8, 15)));
    }
    let pole_arcsec = [value("the pole's x", 19, 27)?, value("the pole's y", 38, 46)?];
    let ut1_minus_utc_s = value("UT1-UTC", 59, 68)?;
    let celestial_pole_arcsec = if text(98, 106).is_empty() && text(117, 125).is_empty() {
        None
    } else {
        Some([value("dX", 98, 106)? / 1000.0, value("dY", 117, 125)? / 1000.0])
    };
    let flag = |column| match text(column, column) {
        "I" => Ok(Provenance::Measured),
        "P" => Ok(Provenance::Predicted),
        other => Err(OrientationTextError::at(number, format!("I or P in column {column}"), other)),
    };
    let both_measured = [flag(17)?, flag(58)?] == [Provenance::Measured; 2];
    let provenance = if both_measured { Provenance::Measured } else { Provenance::Predicted };
    let day = modified_julian_day as i64;
    Ok(WrittenDay { day, pole_arcsec, ut1_minus_utc_s, celestial_pole_arcsec, provenance })
}
