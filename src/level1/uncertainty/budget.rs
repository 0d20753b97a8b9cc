//! The three parts of a standard uncertainty.

use serde::{Deserialize, Serialize};

/// Standard uncertainties (k = 1) of one value, in its unit. What the parameter set does not say is absent.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Budget {
    /// Independent from pixel to pixel: noise and rounding to whole codes.
    pub random: f64,
    /// Common to a column: dark signal and slopes.
    pub structured: Option<f64>,
    /// Common to the band: gain, and solar irradiance for a reflectance.
    pub systematic: Option<f64>,
}

impl Budget {
    /// All three parts together; none where one is not known.
    pub fn total(&self) -> Option<f64> {
        let parts = [self.random, self.structured?, self.systematic?];
        Some(parts.iter().map(|part| part * part).sum::<f64>().sqrt())
    }
}
