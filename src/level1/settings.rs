//! What is asked of the chain, beside the parameter set.

use serde::{Deserialize, Serialize};

use super::Steps;
use crate::instrument::radiometry::RadiometricConventions;

/// What the values that come out are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Quantity {
    /// Corrected counts Z, of the mean detector.
    Counts,
    /// Radiance, W·m⁻²·sr⁻¹·µm⁻¹.
    #[default]
    Radiance,
    /// Reflectance at the top of the atmosphere, 1 for a white Lambertian surface under the Sun of the place.
    Reflectance,
}

impl Quantity {
    /// Its name in requests and products.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Counts => "counts",
            Self::Radiance => "radiance",
            Self::Reflectance => "reflectance",
        }
    }

    /// Its unit as text.
    pub const fn unit(self) -> &'static str {
        match self {
            Self::Counts => "counts",
            Self::Radiance => "W/(m²·sr·µm)",
            Self::Reflectance => "1",
        }
    }
}

/// Which codes count as saturated, and how far saturation spoils its surroundings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SaturationRule {
    /// Codes from this one on are saturated: the greatest code of the instrument's bits.
    pub full_scale: u16,
    /// Columns on each side that blooming spoils.
    pub columns_around: usize,
    /// Lines after a saturated one that remanence spoils.
    pub lines_after: usize,
}

impl SaturationRule {
    /// Codes of so many bits, at most 16: only what stands at full scale is saturated.
    pub const fn of_bits(bits: u32) -> Self {
        let full_scale = if bits >= 16 { u16::MAX } else { (1 << bits) - 1 };
        Self { full_scale, columns_around: 0, lines_after: 0 }
    }

    /// Its surroundings too, as `radiometry.md` §2.6 proposes: one column on each side, two lines after.
    #[must_use]
    pub const fn with_surroundings(self) -> Self {
        Self { columns_around: 1, lines_after: 2, ..self }
    }
}

/// What is asked of the chain; written into every product that is made with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChainSettings {
    /// What the interface document leaves open.
    pub conventions: RadiometricConventions,
    /// The steps.
    pub steps: Steps,
    /// What comes out.
    pub quantity: Quantity,
    /// Saturation.
    pub saturation: SaturationRule,
}

impl ChainSettings {
    /// Every step, radiance out, default conventions, codes of so many bits.
    pub fn of_bits(bits: u32) -> Self {
        Self {
            conventions: RadiometricConventions::default(),
            steps: Steps::default(),
            quantity: Quantity::default(),
            saturation: SaturationRule::of_bits(bits),
        }
    }
}
