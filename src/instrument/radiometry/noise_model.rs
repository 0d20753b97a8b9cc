//! How the noise of an array grows with its signal.

use serde::{Deserialize, Serialize};

/// Coefficients of the noise of one band at one number of TDI stages. File of the ground segment: NOISMO.
///
/// σ² = A + B·X or A² + B·X, by [`super::NoiseForm`]; X in counts above the dark signal.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct NoiseModel {
    /// A.
    pub a: f64,
    /// B, counts of variance per count of signal.
    pub b: f64,
}
