//! What the detection is told besides the parameter set.

use serde::{Deserialize, Serialize};

use crate::instrument::radiometry::RadiometricConventions;

/// Figures that no parameter file of the ground segment gives. Every default is an assumption of this program, none a fact of the instrument.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DefectBehaviour {
    /// How many times the noise of its neighbours a NOISY detector has.
    pub noisy_factor: f64,
    /// Share of its own band's light that a `FILTER_HOLE` detector sees.
    pub hole_own_share: f64,
    /// Share of the mean radiance of all bands that a `FILTER_HOLE` detector sees besides.
    pub hole_white_share: f64,
}

impl Default for DefectBehaviour {
    fn default() -> Self {
        Self { noisy_factor: 12.0, hole_own_share: 0.7, hole_white_share: 0.6 }
    }
}

/// How an array is read, from the left of the image to its right: pre-scan, useful and post-scan columns, in two halves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReadOut {
    /// Columns without light before the useful ones; read by the image's left half.
    pub pre_scan: usize,
    /// Columns without light after them; read by the image's right half.
    pub post_scan: usize,
    /// First useful column of the image's right half.
    pub split_column: usize,
}

impl ReadOut {
    /// Columns in all, for so many useful ones.
    pub const fn columns(self, useful: usize) -> usize {
        self.pre_scan + useful + self.post_scan
    }
}

/// What is simulated, and how.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DetectionSettings {
    /// Decides the noise.
    pub seed: u64,
    /// Whether there is noise; without it, counts are only rounded.
    pub noise: bool,
    /// Whether light strays.
    pub stray_light: bool,
    /// Bits of a count; the largest one is 2^bits − 1.
    pub significant_bits: u32,
    /// How the arrays are read.
    pub read_out: ReadOut,
    /// What detectors out of order do.
    pub defects: DefectBehaviour,
    /// Choices that the interface document leaves open; the chain that corrects must make the same.
    pub conventions: RadiometricConventions,
}

impl DetectionSettings {
    /// The largest count.
    pub const fn largest_count(&self) -> u16 {
        match 1_u32.checked_shl(self.significant_bits) {
            Some(codes) if codes - 1 < u16::MAX as u32 => (codes - 1) as u16,
            _ => u16::MAX,
        }
    }
}
