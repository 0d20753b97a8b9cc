//! What is recorded of a product's verification.

use serde::{Deserialize, Serialize};

use crate::measurement::{Measurement, Verdict};
use crate::units::UtcInstant;

use super::records::sha256_of_text;

/// When, by what and with which settings something was measured.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Provenance {
    /// When.
    pub time: UtcInstant,
    /// Version of the program.
    pub software_version: String,
    /// Every setting that the figures depend on.
    pub settings: serde_json::Value,
}

impl Provenance {
    /// SHA-256 of the settings: the same for the same settings.
    pub fn settings_sha256(&self) -> String {
        sha256_of_text(&self.settings.to_string())
    }
}

/// Measurements and verdicts of one product, made together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Verification {
    /// Where the figures come from.
    pub provenance: Provenance,
    /// What was measured.
    pub measurements: Vec<Measurement>,
    /// How it was judged.
    pub verdicts: Vec<Verdict>,
}

/// A verification in the catalog.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct VerificationId(pub i64);

/// A verification without its figures.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct VerificationSummary {
    /// Asks for its figures.
    pub id: VerificationId,
    /// Where they come from.
    pub provenance: Provenance,
    /// How many measurements it has.
    pub n_measurements: u64,
    /// How many verdicts it has.
    pub n_verdicts: u64,
}
