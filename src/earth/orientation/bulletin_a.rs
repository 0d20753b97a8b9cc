//! IERS Bulletin A: a week of measured days and a year of predicted ones, as the text sent every week.

use std::collections::BTreeMap;

use super::OrientationTextError;
use super::recognition::DayOnLine;
use super::sample::{Provenance, WrittenDay};

#[derive(Clone, Copy, PartialEq)]
enum Section {
    Other,
    Measured,
    Predicted,
    CelestialPole,
}

pub(super) fn recognised(text: &str) -> bool {
    let squeezed = |line: &str| line.chars().filter(char::is_ascii_alphanumeric).collect::<String>();
    text.lines().take(20).any(|line| squeezed(line).contains("IERSBULLETINA"))
}

/// The measured days, then the predicted ones; dX and dY of the IAU 2000A series where a day has them.
pub(super) fn days(text: &str) -> Result<Vec<DayOnLine>, OrientationTextError> {
    let mut section = Section::Other;
    let mut days: Vec<DayOnLine> = Vec::new();
    let mut celestial_poles = BTreeMap::new();
    let mut last_line = 1;
    for (number, line) in (1..).zip(text.lines()) {
        last_line = number;
        let fields: Vec<f64> = line.split_whitespace().map_while(|field| field.parse().ok()).collect();
        let n_words = line.split_whitespace().count();
        section = section_of(line).unwrap_or(section);
        // Rows are numbers alone; prose, formulas and rulers are not.
        if fields.len() != n_words || n_words == 0 {
            continue;
        }
        let wrong = |needed| OrientationTextError::at(number, needed, line);
        match (section, &fields[..]) {
            (Section::Measured, [_, _, _, day, x, _, y, _, ut1, _]) => {
                days.push(row(number, *day, [*x, *y], *ut1, Provenance::Measured).ok_or_else(|| wrong("a whole day"))?);
            }
            (Section::Measured, _) => return Err(wrong("a day of ten numbers: date, MJD, x, y, UT1-UTC with errors")),
            (Section::Predicted, [_, _, _, day, x, y, ut1]) => {
                days.push(
                    row(number, *day, [*x, *y], *ut1, Provenance::Predicted).ok_or_else(|| wrong("a whole day"))?,
                );
            }
            (Section::Predicted, _) => return Err(wrong("a day of seven numbers: date, MJD, x, y, UT1-UTC")),
            (Section::CelestialPole, [day, dx, _, dy, _]) => {
                celestial_poles.insert(*day as i64, [dx / 1000.0, dy / 1000.0]);
            }
            (Section::CelestialPole, _) => return Err(wrong("a day of five numbers: MJD, dX, dY with errors")),
            (Section::Other, _) => {}
        }
    }
    if days.is_empty() {
        let needed = "the combined Earth orientation parameters of Bulletin A";
        return Err(OrientationTextError::new(last_line, needed, "the end"));
    }
    for entry in &mut days {
        entry.day.celestial_pole_arcsec = celestial_poles.get(&entry.day.day).copied();
    }
    Ok(days)
}

fn section_of(line: &str) -> Option<Section> {
    let line = line.trim();
    if line.starts_with("IERS Rapid Service") {
        Some(Section::Measured)
    } else if line.starts_with("MJD") && line.contains("x(arcsec)") {
        Some(Section::Predicted)
    } else if line.starts_with("IAU2000A Celestial Pole Offset Series") {
        Some(Section::CelestialPole)
    } else if line.starts_with('_') || line.ends_with(':') || line.starts_with("These predictions") {
        Some(Section::Other)
    } else {
        None
    }
}

fn row(
    line: usize,
    day: f64,
    pole_arcsec: [f64; 2],
    ut1_minus_utc_s: f64,
    provenance: Provenance,
) -> Option<DayOnLine> {
    let is_day = day.fract() == 0.0 && day.abs() <= 1e6;
    let day = WrittenDay { day: day as i64, pole_arcsec, ut1_minus_utc_s, celestial_pole_arcsec: None, provenance };
    is_day.then_some(DayOnLine { line, day })
}
