//! How times and figures stand in the columns, and back.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use postgres::Row;

use crate::catalog::footprint::Footprint;
use crate::catalog::stored_figure::StoredFigure;
use crate::catalog::well_known_binary;
use crate::measurement::Outcome;
use crate::units::{Estimate, UtcInstant};

use super::failure::Failure;

/// A time as the client library writes it.
pub(super) fn system_time(time: UtcInstant) -> SystemTime {
    let milliseconds = time.unix_milliseconds();
    let distance = Duration::from_millis(milliseconds.unsigned_abs());
    if milliseconds < 0 { UNIX_EPOCH - distance } else { UNIX_EPOCH + distance }
}

/// A time read back.
pub(super) fn time(time: SystemTime, record: impl FnOnce() -> String) -> Result<UtcInstant, Failure> {
    let milliseconds = match time.duration_since(UNIX_EPOCH) {
        Ok(after) => after.as_millis() as i64,
        Err(before) => -(before.duration().as_millis() as i64),
    };
    UtcInstant::from_unix_milliseconds(milliseconds).map_err(|error| Failure::Damaged {
        record: record(),
        needed: "a time between the years -9999 and 9999",
        found: error.found,
    })
}

/// A count as the column holds it.
pub(super) fn count(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// An estimate from the columns value, uncertainty, n, exactness, the first of which is column `first`; none where n is null.
pub(super) fn estimate(row: &Row, first: usize, record: &str) -> Result<Option<Estimate>, Failure> {
    figure(row, first)?.estimate(record)
}

/// The outcome of a measurement from the same columns, with the reason why there is no figure.
pub(super) fn outcome(row: &Row, first: usize, reason: Option<String>, record: &str) -> Result<Outcome, Failure> {
    figure(row, first)?.outcome(reason, record)
}

fn figure(row: &Row, first: usize) -> Result<StoredFigure<'_>, Failure> {
    Ok(StoredFigure {
        value: row.try_get(first)?,
        uncertainty: row.try_get(first + 1)?,
        n: row.try_get(first + 2)?,
        exactness: row.try_get(first + 3)?,
    })
}

/// A footprint from a geometry given as well-known binary; a geometry that is no polygon is no footprint.
pub(super) fn footprint(row: &Row, column: usize) -> Result<Footprint, Failure> {
    let bytes: Option<&[u8]> = row.try_get(column)?;
    Ok(bytes.and_then(well_known_binary::footprint).unwrap_or_default())
}

/// An orbit number read back.
pub(super) fn orbit(row: &Row, column: usize) -> Result<Option<u32>, Failure> {
    let orbit: Option<i64> = row.try_get(column)?;
    Ok(orbit.and_then(|orbit| u32::try_from(orbit).ok()))
}
