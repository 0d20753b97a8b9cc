//! A moment in UTC, as the ground segment writes it.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

/// A moment in UTC, with millisecond resolution. Serialised as RFC 3339 with a `Z`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UtcInstant(Timestamp);

/// A text that is not a UTC date and time.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("needed a UTC date and time such as UTC=2019-02-04T08:34:37, found \"{found}\"")]
pub struct InstantError {
    /// The text that was found.
    pub found: String,
}

impl UtcInstant {
    /// Reads `UTC=2019-02-04T08:34:37`, `2019-02-04T08:34:37.123Z`, `2019-02-04T08:34:37` or `2019-02-04` (midnight).
    ///
    /// # Errors
    /// [`InstantError`] when the text is none of these or names a moment that does not exist.
    pub fn parse(text: &str) -> Result<Self, InstantError> {
        let wrong = |_| InstantError { found: text.chars().take(60).collect() };
        let bare = text.trim();
        let bare = bare.strip_prefix("UTC=").unwrap_or(bare);
        let bare = bare.strip_suffix('Z').unwrap_or(bare);
        let civil: DateTime = bare.parse().map_err(wrong)?;
        let zoned = civil.to_zoned(TimeZone::UTC).map_err(wrong)?;
        let milliseconds = zoned.timestamp().as_millisecond();
        Timestamp::from_millisecond(milliseconds).map(Self).map_err(wrong)
    }

    /// From milliseconds since 1970-01-01T00:00:00 UTC (leap seconds not counted).
    ///
    /// # Errors
    /// [`InstantError`] beyond the years -9999 to 9999.
    pub fn from_unix_milliseconds(milliseconds: i64) -> Result<Self, InstantError> {
        Timestamp::from_millisecond(milliseconds)
            .map(Self)
            .map_err(|_| InstantError { found: format!("{milliseconds} ms since 1970") })
    }

    /// Milliseconds since 1970-01-01T00:00:00 UTC (leap seconds not counted).
    pub fn unix_milliseconds(self) -> i64 {
        self.0.as_millisecond()
    }
}

impl fmt::Display for UtcInstant {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ground_segments_writing_is_read_and_written_back_as_rfc_3339() {
        let instant = UtcInstant::parse("UTC=2019-02-04T08:34:37").unwrap();
        assert_eq!(instant.to_string(), "2019-02-04T08:34:37Z");
        assert_eq!(instant.unix_milliseconds(), 1_549_269_277_000);
        assert_eq!(UtcInstant::parse("2019-02-04T08:34:37.250Z").unwrap().unix_milliseconds() % 1000, 250);
        assert_eq!(UtcInstant::parse("2019-02-04").unwrap().to_string(), "2019-02-04T00:00:00Z");
    }

    #[test]
    fn what_is_no_date_is_refused_with_what_was_found() {
        for text in ["", "UTC=", "yesterday", "2019-13-01T00:00:00", "2019-02-30"] {
            let error = UtcInstant::parse(text).unwrap_err();
            assert!(error.to_string().contains(&format!("\"{text}\"")));
        }
    }
}
