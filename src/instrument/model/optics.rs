//! What the telescope does to fine detail.

use serde::Deserialize;

use super::figure::Figure;
use super::model_error::{Checked, InstrumentModelError};

/// Optics: diffraction by an aperture with a central obscuration, and a Gaussian for everything else.
///
/// MTF of the optics = MTF of diffraction × m^((f/0.5)²), f in cycles a pixel and m the residual MTF at half a cycle a pixel. The pixel's area and the
/// smear of a line are not in it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Optics {
    /// Diameter of the obscuration over that of the aperture.
    pub central_obscuration_ratio: Figure<f64>,
    /// m along the flight.
    pub residual_mtf_at_nyquist_along: Figure<f64>,
    /// m across the flight.
    pub residual_mtf_at_nyquist_across: Figure<f64>,
}

impl Optics {
    /// The Gaussian part at a frequency (along, across) in cycles a pixel.
    pub fn residual_mtf(&self, along: f64, across: f64) -> f64 {
        self.residual_mtf_at_nyquist_along.value.powf(4.0 * along * along)
            * self.residual_mtf_at_nyquist_across.value.powf(4.0 * across * across)
    }

    pub(super) fn check(&self, file: &str) -> Result<(), InstrumentModelError> {
        let here = Checked::new(file, "table optics");
        here.between("central_obscuration_ratio", self.central_obscuration_ratio.value, 0.0, 0.9)?;
        let residuals = [
            ("residual_mtf_at_nyquist_along", self.residual_mtf_at_nyquist_along.value),
            ("residual_mtf_at_nyquist_across", self.residual_mtf_at_nyquist_across.value),
        ];
        for (what, residual) in residuals {
            here.above_zero(what, residual)?;
            here.between(what, residual, 0.0, 1.0)?;
        }
        Ok(())
    }
}
