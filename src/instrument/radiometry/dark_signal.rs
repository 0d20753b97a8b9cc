//! What an array reads without light.

use serde::{Deserialize, Serialize};

use super::Spike;

/// Dark signal of one array at one number of TDI stages. File of the ground segment: DARKCU.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct DarkSignal {
    /// Counts of each column (Cj of the file), none below zero.
    pub counts: Vec<f64>,
    /// Detectors with a spike, in the order of their columns, none twice.
    pub spikes: Vec<Spike>,
}
