//! The form of the table that comes with the program: whole numbers in the last decimal of the IERS's tables, one day a line.

use super::OrientationTextError;
use super::recognition::DayOnLine;
use super::sample::{Provenance, WrittenDay};

/// How the first line begins.
const MARK: &str = "# VIQ Earth orientation";

pub(super) fn recognised(text: &str) -> bool {
    text.starts_with(MARK)
}

/// `61358 121831 320846 -698058 347 263 P`: modified Julian day; x and y of the pole, 10⁻⁶ ″; UT1 − UTC, 10⁻⁷ s; dX and dY, 10⁻⁶ ″, or
/// `-`; `F` final, `R` rapid, `P` predicted. Lines that begin with `#` tell where the values come from.
pub(super) fn days(text: &str) -> Result<Vec<DayOnLine>, OrientationTextError> {
    let rows = (1..).zip(text.lines()).filter(|(_, line)| !line.starts_with('#') && !line.trim().is_empty());
    rows.map(|(line, text)| {
        let wrong =
            || OrientationTextError::at(line, "MJD, x, y, UT1-UTC, dX, dY as whole numbers and F, R or P", text);
        Ok(DayOnLine { line, day: day(text).ok_or_else(wrong)? })
    })
    .collect()
}

fn day(line: &str) -> Option<WrittenDay> {
    let fields: Vec<&str> = line.split_whitespace().collect();
    let [day, x, y, ut1, dx, dy, letter] = fields[..] else { return None };
    let number = |text: &str| text.parse::<i32>().ok().map(f64::from);
    let celestial_pole_arcsec = match (dx, dy) {
        ("-", "-") => None,
        _ => Some([number(dx)? / 1e6, number(dy)? / 1e6]),
    };
    let provenance = match letter {
        "F" | "R" => Provenance::Measured,
        "P" => Provenance::Predicted,
        _ => return None,
    };
    let day = i64::from(day.parse::<i32>().ok().filter(|day| day.abs() <= 1_000_000)?);
    let pole_arcsec = [number(x)? / 1e6, number(y)? / 1e6];
    Some(WrittenDay { day, pole_arcsec, ut1_minus_utc_s: number(ut1)? / 1e7, celestial_pole_arcsec, provenance })
}
