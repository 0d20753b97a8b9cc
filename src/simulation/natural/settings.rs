//! Everything that a natural scene is made of.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::instrument::{InstrumentModel, TdiStages};
use crate::simulation::atmosphere::{AtmosphereError, AtmosphereSettings};
use crate::simulation::flight::{FlightError, FlightSettings};
use crate::simulation::scene::{SceneSettings, SceneSettingsError};

/// A natural scene: ground, pass, air. A file names only what it changes.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct NaturalSettings {
    /// TDI stages by band; the instrument's usual number for a band that is not named.
    pub tdi_stages: BTreeMap<String, TdiStages>,
    /// Ground and clouds.
    pub scene: SceneSettings,
    /// The pass.
    pub flight: FlightSettings,
    /// The air.
    pub atmosphere: AtmosphereSettings,
}

impl NaturalSettings {
    /// TDI stages of each band.
    ///
    /// # Errors
    /// [`NaturalError::Stages`] for a band that the instrument does not have, or a number of stages that it cannot be read with.
    pub(super) fn stages(&self, instrument: &InstrumentModel) -> Result<Vec<TdiStages>, NaturalError> {
        for (name, stages) in &self.tdi_stages {
            if instrument.band(name).is_none() {
                let known: Vec<&str> = instrument.bands.iter().map(|band| band.name.as_str()).collect();
                let needed = format!("one of the bands {}", known.join(", "));
                return Err(NaturalError::Stages { band: name.clone(), needed, found: format!("\"{name}\"") });
            }
            let known = &instrument.camera.tdi_stages.value;
            if !known.contains(stages) {
                let needed = format!("one of {:?} stages", known.iter().map(|stages| stages.0).collect::<Vec<_>>());
                return Err(NaturalError::Stages { band: name.clone(), needed, found: stages.0.to_string() });
            }
        }
        let own = |band: &crate::instrument::BandModel| {
            self.tdi_stages.get(&band.name).copied().unwrap_or(band.nominal_tdi_stages)
        };
        Ok(instrument.bands.iter().map(own).collect())
    }
}

/// Why there is no such scene.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum NaturalError {
    /// Ground or clouds.
    #[error(transparent)]
    Scene(#[from] SceneSettingsError),
    /// The pass.
    #[error(transparent)]
    Flight(#[from] FlightError),
    /// The air.
    #[error(transparent)]
    Atmosphere(#[from] AtmosphereError),
    /// TDI stages.
    #[error("tdi_stages, {band}: needed {needed}, found {found}")]
    Stages {
        /// The band.
        band: String,
        /// What it takes.
        needed: String,
        /// What was found.
        found: String,
    },
    /// A parameter set that lacks something.
    #[error("parameter set {set}, band {band}: needed {needed}, found {found}")]
    Set {
        /// The set.
        set: String,
        /// The band.
        band: String,
        /// What it takes.
        needed: String,
        /// What was found.
        found: String,
    },
    /// A solar irradiance or a spectral sensitivity that is none.
    #[error("band {band}: needed {needed}, found {found}")]
    Spectrum {
        /// The band.
        band: String,
        /// What it takes.
        needed: String,
        /// What was found.
        found: String,
    },
    /// An image that runs away from the charges, or across them, as in a side-slither with more than one stage.
    #[error("tdi_stages, {band}: needed stages over which a point is smeared by {most} pixels at most, found {found}")]
    Smear {
        /// The band.
        band: String,
        /// The most, pixels.
        most: f64,
        /// What was found.
        found: String,
    },
    /// A Sun that does not shine.
    #[error("the Sun over the scene: {0}")]
    Sun(String),
}
