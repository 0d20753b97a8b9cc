//! One array at one number of TDI stages.

use serde::{Deserialize, Serialize};

use super::{DarkSignal, Defect, NoiseModel, TwoSlopes};

/// How the array of one band answers to light at one number of TDI stages, one line time, and one set of gain and offset codes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ArrayResponse {
    /// Without light (DARKCU).
    pub dark: DarkSignal,
    /// Detector by detector (RELSEN).
    pub slopes: TwoSlopes,
    /// Detectors out of order (OUTORD), in the order of their columns, without overlap.
    pub defects: Vec<Defect>,
    /// Ak: counts per W·m⁻²·sr⁻¹·µm⁻¹ (PHGAIN; the unit is an assumption of the mission's readers).
    pub gain: f64,
    /// Noise (NOISMO).
    pub noise: NoiseModel,
}
