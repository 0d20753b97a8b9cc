//! The closed list of these scenes.

use std::ops::Range;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    Brightness, EdgeScene, EdgeSettings, MoonScene, MoonSettings, SceneSensor, SideSlitherScene, SideSlitherSettings,
    UniformScene, UniformSettings,
};
use crate::simulation::{RadianceError, RadianceSource, ScenePolarisation};
use crate::supervision::{Cancelled, Supervision};

/// A scene that can say what is true of it; it is a source of the radiance that its sensor sees.
pub trait KnownScene: RadianceSource {
    /// What sees it.
    fn sensor(&self) -> &SceneSensor;

    /// The radiance of some lines in one of the sensor's bands, as [`RadianceSource::radiance`].
    ///
    /// # Errors
    /// [`Cancelled`] once the user has cancelled.
    fn fill(
        &self,
        band: usize,
        lines: Range<i64>,
        radiance: &mut [f32],
        supervision: &Supervision,
    ) -> Result<(), Cancelled>;

    /// Its truth: figures and formulas from which the radiance of any pixel follows.
    fn truth(&self) -> Value;
}

impl<S: KnownScene + Sync> RadianceSource for S {
    fn bands(&self) -> usize {
        self.sensor().bands.len()
    }

    fn lines(&self) -> usize {
        self.sensor().lines
    }

    fn columns(&self) -> usize {
        self.sensor().columns
    }

    fn radiance(
        &self,
        band: usize,
        lines: Range<i64>,
        radiance: &mut [f32],
        supervision: &Supervision,
    ) -> Result<(), RadianceError> {
        let bands = self.bands();
        if band >= bands {
            return Err(RadianceError::NoBand { bands, found: band });
        }
        Ok(self.fill(band, lines, radiance, supervision)?)
    }

    fn polarisation(&self, band: usize) -> ScenePolarisation {
        self.sensor().bands.get(band).map_or(ScenePolarisation::NONE, |band| band.polarisation)
    }
}

/// A scene of this list, with its settings.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SceneKind {
    /// No light.
    Dark,
    /// Fields without structure, one level after another.
    Uniform(UniformSettings),
    /// Yaw of 90°: every detector sees the same ground, one after another.
    SideSlither(SideSlitherSettings),
    /// A slanted edge.
    Edge(EdgeSettings),
    /// The Moon against black.
    Moon(MoonSettings),
    /// A straight step from a cloud to dark ground.
    CloudEdge(EdgeSettings),
}

/// Settings that make no scene.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("settings of the scene, {element}: needs {needed}, found {found}")]
pub struct SceneError {
    /// The setting.
    pub element: &'static str,
    /// What is needed.
    pub needed: &'static str,
    /// What was found.
    pub found: String,
}

impl SceneError {
    #[allow(clippy::needless_pass_by_value, reason = "a figure is given as it stands")]
    pub(super) fn unless(
        holds: bool,
        element: &'static str,
        needed: &'static str,
        found: impl ToString,
    ) -> Result<(), Self> {
        if holds { Ok(()) } else { Err(Self { element, needed, found: found.to_string() }) }
    }

    pub(super) fn check_brightness(element: &'static str, brightness: Brightness) -> Result<(), Self> {
        let figure = brightness.figure();
        Self::unless(figure.is_finite() && figure >= 0.0, element, "a finite number, none below zero", figure)
    }
}

impl SceneKind {
    /// The word of the command line.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Dark => "dark",
            Self::Uniform(_) => "uniform",
            Self::SideSlither(_) => "side-slither",
            Self::Edge(_) => "edge",
            Self::Moon(_) => "moon",
            Self::CloudEdge(_) => "cloud-edge",
        }
    }

    /// The kind of a word, with its default settings; none for a word that is no kind of this list.
    pub fn from_word(word: &str) -> Option<Self> {
        Some(match word {
            "dark" => Self::Dark,
            "uniform" => Self::Uniform(UniformSettings::default()),
            "side-slither" => Self::SideSlither(SideSlitherSettings::default()),
            "edge" => Self::Edge(EdgeSettings::default()),
            "moon" => Self::Moon(MoonSettings::default()),
            "cloud-edge" => Self::CloudEdge(EdgeSettings::cloud()),
            _ => return None,
        })
    }

    /// Makes the scene; `seed` decides what chance decides in it.
    ///
    /// # Errors
    /// [`SceneError`] for settings that make none.
    pub fn scene(&self, sensor: SceneSensor, seed: u64) -> Result<Box<dyn KnownScene>, SceneError> {
        Ok(match self {
            Self::Dark => Box::new(UniformScene::new(UniformSettings { levels: vec![Brightness::BLACK] }, sensor)?),
            Self::Uniform(settings) => Box::new(UniformScene::new(settings.clone(), sensor)?),
            Self::SideSlither(settings) => Box::new(SideSlitherScene::new(*settings, sensor, seed)?),
            Self::Edge(settings) | Self::CloudEdge(settings) => Box::new(EdgeScene::new(*settings, sensor)?),
            Self::Moon(settings) => Box::new(MoonScene::new(*settings, sensor)?),
        })
    }
}
