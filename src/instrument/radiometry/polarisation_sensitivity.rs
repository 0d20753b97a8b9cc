//! How much more a band sees of light that is polarised one way.

use serde::{Deserialize, Serialize};

use crate::units::Angle;

/// Sensitivity of one band to polarised light. File of the ground segment: POLART.
///
/// L' = L·(1 + ratio·P·cos 2(χ − angle)) for light of degree of polarisation P at angle χ (`radiometry.md` §2.17 of the project's references);
/// which way the correction goes is [`super::PolarisationForm`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PolarisationSensitivity {
    /// Named PS in the specification: 0 to 1.
    pub ratio: f64,
    /// Angle of the greatest answer, from the detector's vertical, clockwise when facing the light; 0° to 180°.
    pub angle: Angle,
}

#[derive(Serialize, Deserialize)]
struct Written {
    ratio: f64,
    angle_deg: f64,
}

impl Serialize for PolarisationSensitivity {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Written { ratio: self.ratio, angle_deg: self.angle.degrees() }.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for PolarisationSensitivity {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let written = Written::deserialize(deserializer)?;
        Ok(Self { ratio: written.ratio, angle: Angle::from_degrees(written.angle_deg) })
    }
}
