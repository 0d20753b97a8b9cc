//! What the detection cannot work with.

use crate::instrument::TdiStages;
use crate::simulation::RadianceError;
use crate::simulation::stray_light::ForwardError;
use crate::supervision::Cancelled;

/// A parameter set, or settings, that describe no instrument; a scene that cannot be detected.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum DetectionError {
    /// The set knows no such band.
    #[error("parameter set {set}: needs the band {band}, has {found}")]
    NoBand {
        /// The set.
        set: String,
        /// What was asked for.
        band: String,
        /// The bands that it has.
        found: String,
    },
    /// The set knows no such number of TDI stages.
    #[error("parameter set {set}, band {band}: needs a response at {needed} TDI stages, has {found}")]
    NoResponse {
        /// The set.
        set: String,
        /// The band.
        band: String,
        /// What was asked for.
        needed: TdiStages,
        /// What it has.
        found: String,
    },
    /// A figure that cannot be inverted, or a list of the wrong length.
    #[error("parameter set {set}, band {band}, {element}: needs {needed}, found {found}")]
    Unusable {
        /// The set.
        set: String,
        /// The band.
        band: String,
        /// The coefficient, with its column where it has one.
        element: String,
        /// What is needed.
        needed: &'static str,
        /// What was found.
        found: String,
    },
    /// Stray light that cannot be simulated.
    #[error(transparent)]
    StrayLight(#[from] ForwardError),
    /// Light or a signal that is no number, so that no count stands for it.
    #[error("band {band}, line {line}, column {column}: needs {needed}, found {found}")]
    NotANumber {
        /// The band.
        band: String,
        /// The line.
        line: i64,
        /// The column.
        column: usize,
        /// What is needed.
        needed: &'static str,
        /// What was found.
        found: f32,
    },
    /// A scene that tells no radiance.
    #[error(transparent)]
    Radiance(RadianceError),
    /// The user has cancelled.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
    /// Settings that nothing can be read with.
    #[error("settings of the detection, {element}: needs {needed}, found {found}")]
    Settings {
        /// The setting.
        element: &'static str,
        /// What is needed.
        needed: &'static str,
        /// What was found.
        found: String,
    },
}

impl From<RadianceError> for DetectionError {
    fn from(error: RadianceError) -> Self {
        match error {
            RadianceError::Cancelled(cancelled) => Self::Cancelled(cancelled),
            error @ RadianceError::NoBand { .. } => Self::Radiance(error),
        }
    }
}
