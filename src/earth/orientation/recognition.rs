//! Which table a text is.

use super::sample::WrittenDay;
use super::table::EarthOrientationTable;
use super::{OrientationTextError, bulletin_a, c04, finals2000a, own_table};

/// A table of Earth orientation from its text, whose format is recognised: IERS EOP C04 (08, 14 and 20, also the variant with dψ and dε),
/// `finals2000A` (`.all`, `.data`, `.daily`), IERS Bulletin A, or the form of the table that comes with the program.
///
/// `name` is what results and messages call it. Days before 1972 are left out.
///
/// # Errors
/// [`OrientationTextError`] with the line, what was needed and what was found.
pub fn parse_earth_orientation(name: &str, text: &str) -> Result<EarthOrientationTable, OrientationTextError> {
    let days = match own_table::recognised(text) {
        true => own_table::days(text)?,
        false if bulletin_a::recognised(text) => bulletin_a::days(text)?,
        false if c04::recognised(text) => c04::days(text)?,
        false if finals2000a::recognised(text) => finals2000a::days(text)?,
        false => {
            let first = text.lines().find(|line| !line.trim().is_empty());
            let needed = "a table of Earth orientation of the IERS: C04, finals2000A or Bulletin A";
            return Err(match first {
                Some(line) => OrientationTextError::at(1, needed, line),
                None => OrientationTextError::new(1, needed, "nothing"),
            });
        }
    };
    table(name, &days)
}

/// A day with the line on which it stands, from 1.
pub(super) struct DayOnLine {
    pub(super) line: usize,
    pub(super) day: WrittenDay,
}

fn table(name: &str, days: &[DayOnLine]) -> Result<EarthOrientationTable, OrientationTextError> {
    if let Some((line, needed)) = days.iter().find_map(|day| Some((day.line, day.day.impossible()?))) {
        return Err(OrientationTextError::new(line, needed, "a value beyond"));
    }
    if let Some([before, after]) = days.array_windows().find(|[before, after]| after.day.day != before.day.day + 1) {
        let needed = format!("modified Julian day {}", before.day.day + 1);
        return Err(OrientationTextError::new(after.line, needed, format!("day {}", after.day.day)));
    }
    let last_line = days.last().map_or(1, |day| day.line);
    let samples: Vec<_> = days.iter().filter_map(|day| day.day.sample()).collect();
    let n_days = samples.len();
    EarthOrientationTable::new(name, samples)
        .map_err(|_| OrientationTextError::new(last_line, "two days or more from 1972 on", format!("{n_days}")))
}

#[cfg(test)]
mod tests;
