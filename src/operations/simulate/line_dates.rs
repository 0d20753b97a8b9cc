//! When the lines of a product were taken, as exactly as each header can say it.

use crate::earth::{Epoch, TimeError, epoch_after, utc_day_and_nanoseconds};
use crate::operations::error::OperationError;
use crate::product_files::venus_system::LineDatation;
use crate::units::UtcInstant;

/// 1 January 2000 and 1 January 1970 as modified Julian days.
const YEAR_2000: i64 = 51_544;
const YEAR_1970: i64 = 40_587;
const DAY_NS: f64 = 86_400e9;
const DAY_MS: i64 = 86_400_000;

/// Dates of evenly taken lines.
pub(super) struct LineDates {
    /// A line, counted from 0; it may be a fraction.
    pub(super) reference_line: f64,
    /// Its moment.
    pub(super) reference: Epoch,
    pub(super) line_time_s: f64,
    pub(super) lines: usize,
}

impl LineDates {
    /// As the private data have them: days since noon on 1 January 2000, which a double holds to 0.08 µs.
    ///
    /// # Errors
    /// [`OperationError::Model`] before UTC began.
    pub(super) fn datation(&self) -> Result<LineDatation, OperationError> {
        let (day, nanoseconds) = utc_day_and_nanoseconds(self.reference).map_err(|error| before_utc(&error))?;
        // The half day first, which a double holds exactly: what follows is rounded once.
        let noons = (day - YEAR_2000) as f64 - 0.5;
        let reference_mjd_days = noons + nanoseconds as f64 / DAY_NS;
        Ok(LineDatation { reference_line: self.reference_line, reference_mjd_days })
    }

    /// Moments of the first and of the last line, to the nearest millisecond.
    ///
    /// # Errors
    /// [`OperationError::Model`] before UTC began, and beyond the years of a header.
    pub(super) fn period(&self) -> Result<[UtcInstant; 2], OperationError> {
        let of_line = |line: f64| {
            let epoch = epoch_after(self.reference, (line - self.reference_line) * self.line_time_s);
            to_millisecond(epoch)
        };
        Ok([of_line(0.0)?, of_line(self.lines.saturating_sub(1) as f64)?])
    }
}

fn to_millisecond(epoch: Epoch) -> Result<UtcInstant, OperationError> {
    let (day, nanoseconds) = utc_day_and_nanoseconds(epoch).map_err(|error| before_utc(&error))?;
    let milliseconds = (day - YEAR_1970) * DAY_MS + (nanoseconds + 500_000).div_euclid(1_000_000);
    UtcInstant::from_unix_milliseconds(milliseconds)
        .map_err(|error| OperationError::Model { message: format!("dates of the lines: {error}") })
}

fn before_utc(error: &TimeError) -> OperationError {
    OperationError::Model { message: format!("dates of the lines: {error}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::earth::{TimeScale, epoch_from_text, seconds_between};

    fn dates(reference: &str, lines: usize) -> LineDates {
        LineDates {
            reference_line: 0.5 * (lines as f64 - 1.0),
            reference: epoch_from_text(reference, TimeScale::UTC).unwrap(),
            line_time_s: 786.512_3e-6,
            lines,
        }
    }

    #[test]
    fn the_written_date_is_the_moment_to_what_a_double_holds() {
        for text in ["2019-07-04T10:45:00", "2019-07-04T10:45:00.123456789", "2024-02-29T23:59:59.999999"] {
            let dates = dates(text, 1000);
            let written: f64 = format!("{:.12}", dates.datation().unwrap().reference_mjd_days).parse().unwrap();
            // The way back by another road: seconds since noon, with the leap seconds of 2006, 2009, 2012, 2015 and 2017.
            let noon = epoch_from_text("2000-01-01T12:00:00", TimeScale::UTC).unwrap();
            let seconds = seconds_between(noon, dates.reference) - 5.0;
            assert!((written * 86_400.0 - seconds).abs() < 1e-7, "{text}: {written}");
        }
    }

    #[test]
    fn the_first_and_the_last_line_lie_half_an_image_off() {
        let [first, last] = dates("2019-07-04T10:45:00.0007", 1001).period().unwrap();
        // 500 lines of 786.5123 µs: 393.25615 ms.
        assert_eq!(first.to_string(), "2019-07-04T10:44:59.607Z");
        assert_eq!(last.to_string(), "2019-07-04T10:45:00.394Z");
    }
}
