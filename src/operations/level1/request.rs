//! What is asked for.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::instrument::radiometry::RadiometricConventions;
use crate::level1::{Quantity, ScenePolarisation, Steps};
use crate::operations::command_words::quoted_path;
use crate::operations::error::OperationError;
use crate::operations::jobs::CommandPlace;
use crate::operations::path_text;
use crate::units::Angle;

/// What the values of the product are to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QuantityAsked {
    /// Corrected counts.
    Counts,
    /// Radiance.
    #[default]
    Radiance,
    /// Reflectance at the top of the atmosphere.
    Reflectance,
}

impl QuantityAsked {
    pub(super) const fn quantity(self) -> Quantity {
        match self {
            Self::Counts => Quantity::Counts,
            Self::Radiance => Quantity::Radiance,
            Self::Reflectance => Quantity::Reflectance,
        }
    }
}

/// Polarisation of the light of a scene in one band.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PolarisedLight {
    /// The band.
    pub band: String,
    /// Degree, 0 to 1.
    pub degree: f64,
    /// Angle from the detector's vertical, clockwise when facing the light, degrees.
    pub angle_deg: f64,
}

impl PolarisedLight {
    /// Reads `B01=0.25@30`: a degree of 0.25 at 30 degrees.
    ///
    /// # Errors
    /// [`OperationError::Usage`] for anything else.
    pub fn from_text(text: &str) -> Result<Self, OperationError> {
        let read = || {
            let (band, light) = text.split_once('=')?;
            let (degree, angle) = light.split_once('@')?;
            let (degree, angle_deg) = (degree.trim().parse::<f64>().ok()?, angle.trim().parse::<f64>().ok()?);
            ((0.0..=1.0).contains(&degree) && angle_deg.is_finite() && !band.trim().is_empty()).then(|| Self {
                band: band.trim().to_owned(),
                degree,
                angle_deg,
            })
        };
        read().ok_or_else(|| {
            OperationError::Usage(format!(
                "polarisation: needed BAND=DEGREE@ANGLE with a degree from 0 to 1 and an angle in degrees, such as B01=0.25@30, found \"{text}\""
            ))
        })
    }

    pub(super) fn of_scene(&self) -> ScenePolarisation {
        ScenePolarisation { degree: self.degree, angle: Angle::from_degrees(self.angle_deg) }
    }
}

/// A raw product to correct.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Level1Request {
    /// The raw product: its folder or header.
    #[serde(serialize_with = "path_text::path")]
    pub raw: PathBuf,
    /// The parameter set's folder.
    #[serde(serialize_with = "path_text::path")]
    pub set: PathBuf,
    /// The folder that the L1A product goes into; it must not exist, or be empty.
    #[serde(serialize_with = "path_text::path")]
    pub out: PathBuf,
    /// The steps in words, as [`Steps::from_text`] reads them; none for all that can be run.
    pub steps: Option<String>,
    /// What the interface document leaves open.
    pub conventions: RadiometricConventions,
    /// What the values are.
    pub quantity: QuantityAsked,
    /// Whether a set that was made for another line time or other codes is scaled, instead of refused.
    pub rescale: bool,
    /// Whether what saturation spoils around it counts as saturated too.
    pub saturation_spreads: bool,
    /// Whether stray light is corrected in preview quality.
    pub preview: bool,
    /// Polarisation of the scene's light, by band.
    pub polarisation: Vec<PolarisedLight>,
}

impl Level1Request {
    /// Every step that can be run, radiance, default conventions.
    pub fn new(raw: PathBuf, set: PathBuf, out: PathBuf) -> Self {
        Self {
            raw,
            set,
            out,
            steps: None,
            conventions: RadiometricConventions::default(),
            quantity: QuantityAsked::default(),
            rescale: false,
            saturation_spreads: false,
            preview: false,
            polarisation: Vec::new(),
        }
    }

    /// Whether its words can be understood.
    ///
    /// # Errors
    /// [`OperationError::Usage`] for steps that are none.
    pub fn check(&self) -> Result<(), OperationError> {
        self.steps().map(drop)
    }

    /// The steps asked for, and whether polarisation was named among them, so that it must not be left out.
    ///
    /// # Errors
    /// [`OperationError::Usage`] for words that name no steps.
    pub(super) fn steps(&self) -> Result<(Steps, bool), OperationError> {
        let Some(text) = &self.steps else { return Ok((Steps::EVERY, false)) };
        let steps = Steps::from_text(text).map_err(|error| OperationError::Usage(error.to_string()))?;
        Ok((steps, text.split(',').any(|word| word.trim() == "polarisation")))
    }

    /// The exact line that does the same from any folder, quoted for a shell.
    pub fn as_command(&self, place: &CommandPlace) -> String {
        let mut words = vec![format!("viq level1 {}", quoted_path(&self.raw))];
        words.push(format!("--set {} --out {}", quoted_path(&self.set), quoted_path(&self.out)));
        // With an equals sign: the words may begin with a minus.
        words.extend(self.steps.iter().map(|steps| format!("--steps={steps}")));
        words.extend(
            super::conventions::differing_words(self.conventions).iter().map(|word| format!("--conventions {word}")),
        );
        words.extend(match self.quantity {
            QuantityAsked::Counts => Some("--counts".to_owned()),
            QuantityAsked::Radiance => None,
            QuantityAsked::Reflectance => Some("--reflectance".to_owned()),
        });
        words.extend(self.rescale.then(|| "--rescale".to_owned()));
        words.extend(self.saturation_spreads.then(|| "--saturation-spreads".to_owned()));
        words.extend(self.preview.then(|| "--preview".to_owned()));
        let light =
            |light: &PolarisedLight| format!("--polarisation {}={}@{}", light.band, light.degree, light.angle_deg);
        words.extend(self.polarisation.iter().map(light));
        words.join(" ") + &place.flags()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn polarised_light_is_read_or_refused_with_what_was_found() {
        let light = PolarisedLight::from_text("B01=0.25@-30").unwrap();
        assert_eq!((light.band.as_str(), light.degree, light.angle_deg), ("B01", 0.25, -30.0));
        for text in ["B01", "B01=2@3", "=0.1@3", "B01=0.1", "B01=x@1", "B01=0.1@nan"] {
            let error = PolarisedLight::from_text(text).unwrap_err().to_string();
            assert!(error.contains(&format!("found \"{text}\"")), "{error}");
        }
    }
}
