//! How times, texts and figures stand in the columns, and back.

use rusqlite::Row;

use crate::catalog::footprint::Footprint;
use crate::catalog::stored_figure::StoredFigure;
use crate::measurement::Outcome;
use crate::units::{Estimate, UtcInstant};

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

/// An estimate from the columns value, uncertainty, n, exactness, the first of which is column `first`; none where n is null.
pub(super) fn estimate(row: &Row<'_>, first: usize, record: &str) -> Result<Option<Estimate>, Failure> {
    with_figure(row, first, |figure| figure.estimate(record))
}

/// The outcome of a measurement from the same columns, with the reason why there is no figure.
pub(super) fn outcome(row: &Row<'_>, first: usize, reason: Option<String>, record: &str) -> Result<Outcome, Failure> {
    with_figure(row, first, |figure| figure.outcome(reason, record))
}

fn with_figure<Answer>(
    row: &Row<'_>,
    first: usize,
    read: impl FnOnce(&StoredFigure<'_>) -> Result<Answer, Failure>,
) -> Result<Answer, Failure> {
    let exactness: Option<String> = row.get(first + 3)?;
    let (value, uncertainty, n) = (row.get(first)?, row.get(first + 1)?, row.get(first + 2)?);
    read(&StoredFigure { value, uncertainty, n, exactness: exactness.as_deref() })
}

/// A footprint from a geometry column; a geometry that is no polygon is no footprint.
pub(super) fn footprint(row: &Row<'_>, column: usize) -> rusqlite::Result<Footprint> {
    let bytes: Option<Vec<u8>> = row.get(column)?;
    Ok(bytes.and_then(|bytes| geometry::decode(&bytes)).unwrap_or_default())
}
