//! What can be wrong with an expression.

/// An expression that cannot be understood, with the place of the mistake.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expression \"{text}\": needed {needed} at character {}, found {found}", position + 1)]
pub struct ExpressionError {
    /// The text as typed.
    pub text: String,
    /// Characters before the mistake; the length of the text when something is missing at its end.
    pub position: usize,
    /// What was needed.
    pub needed: String,
    /// What stands there.
    pub found: String,
}

/// Samples that do not fit the expression they are meant for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EvaluationError {
    /// Not one channel for each band.
    #[error("the expression needs {needed} bands, found {found}")]
    BandCount {
        /// Bands of the expression.
        needed: usize,
        /// Channels given.
        found: usize,
    },
    /// Channels of different lengths.
    #[error("the bands of the expression need {needed} samples each, found {found}")]
    SampleCount {
        /// Samples of the first band.
        needed: usize,
        /// Samples of another one, or reasons.
        found: usize,
    },
}
