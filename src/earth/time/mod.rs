//! Time: instants without leap-second gaps, read from the scales and forms in which files give them.
//!
//! Every function here gives an [`Epoch`] in TAI. The difference of two epochs that hold UTC would silently leave a leap second out;
//! of two in TAI it is SI seconds. [`seconds_between`] is right for any scale.

mod epoch_text;
mod instant;
mod julian_date;
mod leap_seconds;

pub use epoch_text::{epoch_from_text, utc_text};
pub use hifitime::{Epoch, TimeScale};
pub use instant::{
    epoch_after, epoch_from_day, epoch_from_gps_week, epoch_from_modified_julian_day, epoch_from_utc_instant,
    seconds_between, utc_day_and_nanoseconds,
};
pub use julian_date::{tt_julian_date, ut1_julian_date};
pub use leap_seconds::tai_minus_utc_s;

/// A date or time that does not exist or that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("needed {needed}, found {found}")]
pub struct TimeError {
    /// What was needed.
    pub needed: String,
    /// What was found.
    pub found: String,
}

impl TimeError {
    fn new(needed: impl Into<String>, found: impl Into<String>) -> Self {
        Self { needed: needed.into(), found: found.into() }
    }
}
