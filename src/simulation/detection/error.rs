//! What the detection cannot work with.

use crate::instrument::TdiStages;
use crate::simulation::stray_light::ForwardError;

/// A parameter set, or settings, that describe no instrument.
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
