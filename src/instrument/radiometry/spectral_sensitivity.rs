//! The spectral sensitivity of a band.

use serde::{Deserialize, Serialize};

use super::ColumnRange;

/// Sensitivity S(λ) of a range of columns, in even steps.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SpectralTable {
    /// Columns for which it holds, from 0.
    pub columns: ColumnRange,
    /// Wavelength of the first sample, micrometres.
    pub first_wavelength_um: f64,
    /// Width from the first to the last sample, micrometres.
    pub bandwidth_um: f64,
    /// Step, micrometres.
    pub step_um: f64,
    /// Samples, of any scale.
    pub sensitivities: Vec<f32>,
}

/// Spectral sensitivity of one band. File of the ground segment: SPECSE.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SpectralSensitivity {
    /// Mean solar irradiance in the band at one astronomical unit, W·m⁻²·µm⁻¹.
    pub solar_irradiance_w_m2_um: f64,
    /// The tables, at least one.
    pub tables: Vec<SpectralTable>,
}
