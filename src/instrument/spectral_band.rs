//! A spectral band of the instrument.

use serde::{Deserialize, Serialize};

/// One band. What a product does not say is absent, never assumed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SpectralBand {
    /// Name, `B01` to `B12` for VENµS.
    pub name: String,
    /// Central wavelength in nanometres.
    pub centre_nm: Option<f64>,
    /// Physical gain Ak: counts per W·m⁻²·sr⁻¹·µm⁻¹ (the unit is an assumption of the mission's readers, see calibration-models/venus).
    pub ak: Option<f64>,
    /// Polarisation coefficient of the scene.
    pub polarisation_coefficient: Option<f64>,
    /// Detector unit that carries the band's array, 1 to 4.
    pub detector_unit: Option<u8>,
    /// Reflectance of one code; none when the raster holds no reflectance.
    pub reflectance_per_code: Option<f64>,
}
