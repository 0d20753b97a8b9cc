//! What the air is like.

use serde::{Deserialize, Serialize};

/// The air. The aerosol of the default is an assumption: a clear continental day.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AtmosphereSettings {
    /// Pressure at the ground over 1013.25 hPa, which the Rayleigh optical depths are for.
    pub relative_pressure: f64,
    /// Depolarisation factor of air: 0.0279 in the near ultraviolet to infrared (Young 1980).
    pub depolarisation: f64,
    /// Optical depth of the aerosol at 550 nm.
    pub aerosol_optical_depth_550: f64,
    /// Ångström exponent α: optical depth ∝ λ^−α.
    pub angstrom_exponent: f64,
    /// Albedo of single scattering of the aerosol.
    pub aerosol_single_scattering_albedo: f64,
    /// Asymmetry of its scattering, as Henyey and Greenstein have it: 0 even, 1 all forward.
    pub aerosol_asymmetry: f64,
}

impl Default for AtmosphereSettings {
    fn default() -> Self {
        Self {
            relative_pressure: 1.0,
            depolarisation: 0.0279,
            aerosol_optical_depth_550: 0.12,
            angstrom_exponent: 1.3,
            aerosol_single_scattering_albedo: 0.93,
            aerosol_asymmetry: 0.65,
        }
    }
}

/// An air that there is not.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("atmosphere, {key}: needed {needed}, found {found}")]
pub struct AtmosphereError {
    /// The setting, or what follows from the flight.
    pub key: &'static str,
    /// What it takes.
    pub needed: &'static str,
    /// What was found.
    pub found: f64,
}

impl AtmosphereSettings {
    /// Holds every figure against what it may be.
    ///
    /// # Errors
    /// [`AtmosphereError`] for the first that it may not.
    pub fn check(&self) -> Result<(), AtmosphereError> {
        let within = |key, needed, found: f64, least: f64, most: f64| {
            if (least..=most).contains(&found) { Ok(()) } else { Err(AtmosphereError { key, needed, found }) }
        };
        within("relative_pressure", "0 to 1.2", self.relative_pressure, 0.0, 1.2)?;
        within("depolarisation", "0 to 0.5", self.depolarisation, 0.0, 0.5)?;
        within("aerosol_optical_depth_550", "0 to 2", self.aerosol_optical_depth_550, 0.0, 2.0)?;
        within("angstrom_exponent", "-1 to 4", self.angstrom_exponent, -1.0, 4.0)?;
        let albedo = self.aerosol_single_scattering_albedo;
        within("aerosol_single_scattering_albedo", "0 to 1", albedo, 0.0, 1.0)?;
        within("aerosol_asymmetry", "0 to 0.95", self.aerosol_asymmetry, 0.0, 0.95)
    }
}
