//! How times and figures stand in the columns, and back.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use postgres::Row;

use crate::catalog::footprint::Footprint;
use crate::catalog::well_known_binary;
use crate::units::{Estimate, Exactness, UtcInstant};

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

/// The word of an exactness.
pub(super) fn exactness_word(exactness: Exactness) -> &'static str {
    match exactness {
        Exactness::Exact => "exact",
        Exactness::Approximate => "approximate",
    }
}

/// An estimate from the columns value, uncertainty, n, exactness, the first of which is column `first`; none where n is null.
pub(super) fn estimate(row: &Row, first: usize) -> Result<Option<Estimate>, Failure> {
    let Some(n) = row.try_get::<_, Option<i64>>(first + 2)? else { return Ok(None) };
    let value = row.try_get::<_, Option<f64>>(first)?.unwrap_or(f64::NAN);
    let uncertainty = row.try_get::<_, Option<f64>>(first + 1)?.unwrap_or(f64::NAN);
    let approximate = row.try_get::<_, Option<&str>>(first + 3)? == Some("approximate");
    let exactness = if approximate { Exactness::Approximate } else { Exactness::Exact };
    Ok(Some(Estimate { value, uncertainty, n: n.max(0) as u64, exactness }))
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
