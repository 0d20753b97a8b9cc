//! What the chain refuses.

use crate::instrument::TdiStages;
use crate::supervision::Cancelled;

/// Parameters, or lines, from which no values can be made.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ChainError {
    /// The set lacks a band.
    #[error("parameter set \"{set}\": needed band {band}, found {found}")]
    NoBand {
        /// Name of the set.
        set: String,
        /// The band.
        band: String,
        /// The bands that it has.
        found: String,
    },
    /// The set lacks a number of TDI stages.
    #[error("parameter set \"{set}\", band {band}: needed a response at {tdi} TDI stages, found {found}")]
    NoStages {
        /// Name of the set.
        set: String,
        /// The band.
        band: String,
        /// What was needed.
        tdi: TdiStages,
        /// The numbers that it has.
        found: String,
    },
    /// A parameter that no value can be made with.
    #[error("band {band}, {parameter}: needed {needed}, found {found}")]
    Parameter {
        /// The band.
        band: String,
        /// The parameter, with its column where it has one.
        parameter: String,
        /// What was needed.
        needed: String,
        /// What was found.
        found: String,
    },
    /// Something of the scene that a step or the quantity needs.
    #[error("{purpose}: needed {needed}, found none")]
    Scene {
        /// What it is for.
        purpose: String,
        /// What was needed.
        needed: &'static str,
    },
    /// The restoration was asked for.
    #[error("restoration: needed a chain without it (VIQ does not restore images), found it among the steps")]
    Restoration,
    /// Lines that do not fit the chain.
    #[error("{what}: needed {needed}, found {found}")]
    Lines {
        /// What does not fit.
        what: &'static str,
        /// What was needed.
        needed: usize,
        /// What was found.
        found: usize,
    },
    /// Stray light that cannot be corrected.
    #[error("stray light: {message}")]
    StrayLight {
        /// What, needed and found.
        message: String,
    },
    /// The user cancelled.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
}

impl ChainError {
    pub(in crate::level1) fn parameter(
        band: &str,
        parameter: impl Into<String>,
        needed: impl Into<String>,
        found: impl std::fmt::Display,
    ) -> Self {
        Self::Parameter {
            band: band.to_owned(),
            parameter: parameter.into(),
            needed: needed.into(),
            found: found.to_string(),
        }
    }
}
