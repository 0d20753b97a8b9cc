//! The sources of a standard uncertainty.

use super::Budget;

/// Standard uncertainties (k = 1) that single sources give a value, in its unit. What the parameter set does not say is absent; zero is what does
/// not count for this quantity or this chain.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sources {
    /// Noise of the counts; random.
    pub noise: f64,
    /// Rounding to whole codes; random.
    pub rounding: f64,
    /// The column's dark signal; structured.
    pub dark_signal: Option<f64>,
    /// The column's slopes; structured.
    pub slopes: Option<f64>,
    /// The band's gain; systematic.
    pub gain: Option<f64>,
    /// The band's solar irradiance; systematic.
    pub solar_irradiance: Option<f64>,
}

impl Sources {
    /// The three parts: sources are independent of each other, and their squares add up.
    pub fn budget(&self) -> Budget {
        let together = |one: Option<f64>, other: Option<f64>| Some(one?.hypot(other?));
        Budget {
            random: self.noise.hypot(self.rounding),
            structured: together(self.dark_signal, self.slopes),
            systematic: together(self.gain, self.solar_irradiance),
        }
    }
}
