//! Records with their moments, from one file or several, brought into one order and held against the image that they must cover.

use hifitime::Epoch;

use super::header::VenusFileHeader;
use super::moments::utc;
use crate::product_files::error::ProductError;

/// A record, where it stands, and its moment.
#[derive(Debug)]
pub(super) struct Timed<'a, R> {
    pub(super) moment: Epoch,
    /// Seconds since the acquisition's reference.
    pub(super) time_s: f64,
    pub(super) header: &'a VenusFileHeader,
    /// Its element, `…/AOCS_Data[17]`.
    pub(super) element: String,
    pub(super) record: &'a R,
}

impl<R> Timed<'_, R> {
    /// A complaint about something below this record.
    pub(super) fn error(&self, below: &str, needed: &str, found: &str) -> ProductError {
        self.header.error(&format!("{}{below}", self.element), needed, found)
    }
}

/// The seconds that the dates of all lines reach, two lines beyond the first and the last included.
#[derive(Debug, Clone, Copy)]
pub(super) struct ImageSpan {
    pub(super) reference: Epoch,
    pub(super) first_s: f64,
    pub(super) last_s: f64,
}

impl ImageSpan {
    /// A moment for messages: UTC, and the seconds that the model counts.
    pub(super) fn said(&self, time_s: f64) -> String {
        format!("{} ({time_s:.3} s)", utc(self.reference + hifitime::Duration::from_seconds(time_s)))
    }
}

/// Records in order of time. Files may overlap where they say the same.
pub(super) fn merged<'a, R: PartialEq>(
    mut records: Vec<Timed<'a, R>>,
    time_element: &str,
) -> Result<Vec<Timed<'a, R>>, ProductError> {
    for pair in records.windows(2) {
        if std::ptr::eq(pair[0].header, pair[1].header) && pair[1].moment <= pair[0].moment {
            let needed = format!("a moment after that of the record before it, {}", utc(pair[0].moment));
            return Err(pair[1].error(time_element, &needed, &utc(pair[1].moment)));
        }
    }
    records.sort_by_key(|record| record.moment);
    for pair in records.windows(2) {
        if pair[0].moment == pair[1].moment && pair[0].record != pair[1].record {
            let needed = format!("the same as in {} at {}", pair[0].header.file.display(), utc(pair[0].moment));
            return Err(pair[1].error("", &needed, "other values"));
        }
    }
    records.dedup_by_key(|record| record.moment);
    Ok(records)
}

/// Holds records against the image: from before its first line to after its last, with no interval longer than `greatest_gap_s` among those that
/// the image meets. Gives the intervals there.
pub(super) fn intervals_over_image<R>(
    records: &[Timed<'_, R>],
    image: &ImageSpan,
    greatest_gap_s: f64,
    what: &str,
) -> Result<Vec<f64>, ProductError> {
    let (Some(first), Some(last)) = (records.first(), records.last()) else { return Ok(Vec::new()) };
    let (before, after) = (first.time_s - image.first_s, image.last_s - last.time_s);
    if before > 0.0 || after > 0.0 {
        let missing: Vec<String> = [(before, "at the beginning"), (after, "at the end")]
            .into_iter()
            .filter(|(seconds, _)| *seconds > 0.0)
            .map(|(seconds, end)| format!("{seconds:.3} s missing {end}"))
            .collect();
        let needed =
            format!("{what} for the image's lines from {} to {}", image.said(image.first_s), image.said(image.last_s));
        let found = format!("{} to {}: {}", image.said(first.time_s), image.said(last.time_s), missing.join(", "));
        let named = if before > 0.0 { first } else { last };
        return Err(named.error("", &needed, &found));
    }
    let mut intervals = Vec::new();
    for pair in records.windows(2) {
        let (from, to) = (pair[0].time_s, pair[1].time_s);
        if to <= image.first_s || from >= image.last_s {
            continue;
        }
        // Dates of days carry a tenth of a microsecond.
        if to - from > greatest_gap_s + 1e-6 {
            let needed = format!("{what} at most {greatest_gap_s} s apart");
            let found =
                format!("none between {} and {}, which is {:.3} s", image.said(from), image.said(to), to - from);
            return Err(pair[1].error("", &needed, &found));
        }
        intervals.push(to - from);
    }
    Ok(intervals)
}

/// Root of the mean of squares; zero for none.
pub(super) fn root_mean_square(squares: &[f64]) -> f64 {
    if squares.is_empty() { 0.0 } else { (squares.iter().sum::<f64>() / squares.len() as f64).sqrt() }
}
