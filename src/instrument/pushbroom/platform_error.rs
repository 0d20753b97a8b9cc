//! What can be wrong with an orbit, an attitude, a dating or an array.

/// A description that no model can be made of.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum PlatformError {
    /// Not enough samples.
    #[error("needed at least {needed} {what}, found {found}")]
    TooFew {
        /// Samples of what.
        what: &'static str,
        /// How many it takes.
        needed: usize,
        /// How many there are.
        found: usize,
    },
    /// Times out of order.
    #[error("{what}: needed times that grow, found {after_s} s after {before_s} s at sample {place}")]
    OutOfOrder {
        /// Samples of what.
        what: &'static str,
        /// Sample that is not later than the one before it, from 0.
        place: usize,
        /// The earlier sample's time.
        before_s: f64,
        /// This sample's time.
        after_s: f64,
    },
    /// Not a number, or infinite.
    #[error("{what}: needed finite numbers, found another at sample {place}")]
    NotANumber {
        /// Samples of what.
        what: &'static str,
        /// The sample, from 0.
        place: usize,
    },
    /// Viewing directions that no inverse can follow.
    #[error(
        "array {array}: needed viewing directions that go on from column to column, found column {column} going back"
    )]
    DirectionsTurnBack {
        /// The array.
        array: String,
        /// The column, from 0.
        column: usize,
    },
    /// An array that sees nothing.
    #[error("array {array}: needed {needed}, found {found}")]
    Array {
        /// The array.
        array: String,
        /// What it takes.
        needed: String,
        /// What there is.
        found: String,
    },
    /// No array of that name.
    #[error("needed one of the arrays {present}, found \"{asked}\"")]
    NoSuchArray {
        /// What was asked for.
        asked: String,
        /// What there is.
        present: String,
    },
}

/// Requires times that grow from sample to sample.
pub(super) fn require_growing(what: &'static str, times_s: &[f64]) -> Result<(), PlatformError> {
    for (place, pair) in times_s.windows(2).enumerate() {
        if !(pair[0].is_finite() && pair[1].is_finite()) {
            return Err(PlatformError::NotANumber { what, place: place + usize::from(pair[0].is_finite()) });
        }
        if pair[1] <= pair[0] {
            return Err(PlatformError::OutOfOrder { what, place: place + 1, before_s: pair[0], after_s: pair[1] });
        }
    }
    Ok(())
}
