//! An angle, radians inside and degrees at the edge.

use serde::{Deserialize, Serialize};

/// An angle. Stored in radians; serialised in radians.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Angle {
    radians: f64,
}

impl Angle {
    /// From radians.
    pub const fn from_radians(radians: f64) -> Self {
        Self { radians }
    }

    /// From degrees.
    pub fn from_degrees(degrees: f64) -> Self {
        Self { radians: degrees.to_radians() }
    }

    /// In radians.
    pub const fn radians(self) -> f64 {
        self.radians
    }

    /// In degrees.
    pub fn degrees(self) -> f64 {
        self.radians.to_degrees()
    }
}
