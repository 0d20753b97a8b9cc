//! The settings of the instrument on which dark signal and gain depend.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Codes of one read-out half of an array.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HalfCodes {
    /// Gain code, 0 to 255 for VENµS.
    pub gain: u8,
    /// Offset code, 0 to 127 for VENµS.
    pub offset: u8,
}

/// Codes of the two halves of a band, in the camera's frame as the interface document gives them: for the bands that the instrument's
/// description lists as swapped (B07 to B12), the left code belongs to the image's right half.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BandSettings {
    /// Left half, in the camera's frame.
    pub left: HalfCodes,
    /// Right half, in the camera's frame.
    pub right: HalfCodes,
}

/// Line time and codes of every band.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InstrumentSettings {
    /// Time from one line to the next, microseconds.
    pub line_time_us: f64,
    /// By band.
    pub bands: BTreeMap<String, BandSettings>,
}
