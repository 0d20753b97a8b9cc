//! How times, texts and figures stand in the columns, and back.

use rusqlite::Row;

use crate::catalog::footprint::Footprint;
use crate::units::{Estimate, Exactness, UtcInstant};

use super::failure::Failure;
use super::geometry;

/// A time as a GeoPackage writes it, always with three decimals, so that the order of texts is the order of times.
pub(super) fn time_text(time: UtcInstant) -> String {
    format!("{time:.3}")
}

/// A time read back.
pub(super) fn time(text: &str, record: impl FnOnce() -> String) -> Result<UtcInstant, Failure> {
    UtcInstant::parse(text).map_err(|_| Failure::Damaged {
        record: record(),
        needed: "a time such as 2019-02-04T08:34:37.000Z",
        found: format!("{text:?}"),
    })
}

/// The word of an exactness.
pub(super) fn exactness_word(exactness: Exactness) -> &'static str {
    match exactness {
        Exactness::Exact => "exact",
        Exactness::Approximate => "approximate",
    }
}

/// An estimate from the columns value, uncertainty, n, exactness, the first of which is column `first`; none where n is null.
/// SQLite has no NaN and stores null for it.
pub(super) fn estimate(row: &Row<'_>, first: usize) -> rusqlite::Result<Option<Estimate>> {
    let Some(n) = row.get::<_, Option<i64>>(first + 2)? else { return Ok(None) };
    let value = row.get::<_, Option<f64>>(first)?.unwrap_or(f64::NAN);
    let uncertainty = row.get::<_, Option<f64>>(first + 1)?.unwrap_or(f64::NAN);
    let approximate = row.get::<_, Option<String>>(first + 3)?.as_deref() == Some("approximate");
    let exactness = if approximate { Exactness::Approximate } else { Exactness::Exact };
    Ok(Some(Estimate { value, uncertainty, n: n.max(0) as u64, exactness }))
}

/// A footprint from a geometry column; a geometry that is no polygon is no footprint.
pub(super) fn footprint(row: &Row<'_>, column: usize) -> rusqlite::Result<Footprint> {
    let bytes: Option<Vec<u8>> = row.get(column)?;
    Ok(bytes.and_then(|bytes| geometry::decode(&bytes)).unwrap_or_default())
}
