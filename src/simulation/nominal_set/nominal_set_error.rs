//! Why there is no nominal set.

use crate::instrument::InstrumentModelError;
use crate::supervision::Cancelled;

/// Why there is no nominal set.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NominalSetError {
    /// The instrument's description cannot be used.
    #[error(transparent)]
    Model(#[from] InstrumentModelError),
    /// The instrument, its nominal response and the settings do not fit together.
    #[error("nominal set {set}, {what}: needed {needed}, found {found}")]
    DoesNotFit {
        /// The set.
        set: String,
        /// What does not fit.
        what: String,
        /// What is needed.
        needed: String,
        /// What was found.
        found: String,
    },
    /// The user has cancelled.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
}
