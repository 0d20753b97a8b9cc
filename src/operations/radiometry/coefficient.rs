//! The coefficients of an array that are looked at as curves.

use serde::{Deserialize, Serialize};

use crate::instrument::radiometry::ArrayResponse;
use crate::parameter_sets::BandUncertainty;

/// A coefficient of an array at one number of TDI stages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Coefficient {
    /// Counts without light, by column.
    #[default]
    Dark,
    /// Relative sensitivity below the knee, by column.
    SlopeBelow,
    /// Relative sensitivity above the knee, by column.
    SlopeAbove,
    /// The knee, by column.
    Knee,
    /// Counts for a radiance of one, the same for all columns.
    Gain,
    /// The constant of the noise model, the same for all columns.
    NoiseConstant,
    /// The noise model's variance per count, the same for all columns.
    NoiseSlope,
}

impl Coefficient {
    /// Every coefficient, in the order of the chain.
    pub const ALL: [Self; 7] =
        [Self::Dark, Self::SlopeBelow, Self::SlopeAbove, Self::Knee, Self::Gain, Self::NoiseConstant, Self::NoiseSlope];

    /// Its name, as a person says it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Dark => "dark signal",
            Self::SlopeBelow => "a1",
            Self::SlopeAbove => "a2",
            Self::Knee => "knee",
            Self::Gain => "Ak",
            Self::NoiseConstant => "noise A",
            Self::NoiseSlope => "noise B",
        }
    }

    /// What it is, in a sentence.
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Dark => "Counts that each column reads without light",
            Self::SlopeBelow => "Relative sensitivity of each column below its knee",
            Self::SlopeAbove => "Relative sensitivity of each column above its knee",
            Self::Knee => "Counts above the dark signal at which the second slope begins",
            Self::Gain => "Counts for a radiance of one, the same for all columns of a band",
            Self::NoiseConstant => {
                "Constant of the noise model as the file gives it, the same for all columns of a band"
            }
            Self::NoiseSlope => "Variance per count of signal, the same for all columns of a band",
        }
    }

    /// Unit of its values; `1` for a pure number.
    pub const fn unit(self) -> &'static str {
        match self {
            Self::Dark | Self::Knee => "counts",
            Self::SlopeBelow | Self::SlopeAbove => "1",
            Self::Gain => "counts per W·m⁻²·sr⁻¹·µm⁻¹",
            // A or A², by the convention that is chosen: the file does not say it.
            Self::NoiseConstant => "",
            Self::NoiseSlope => "counts² per count",
        }
    }

    /// Kind of the ground segment's file that gives it.
    pub const fn file_kind(self) -> &'static str {
        match self {
            Self::Dark => "DARKCU",
            Self::SlopeBelow | Self::SlopeAbove | Self::Knee => "RELSEN",
            Self::Gain => "PHGAIN",
            Self::NoiseConstant | Self::NoiseSlope => "NOISMO",
        }
    }

    /// Whether each column has its own; otherwise all columns of a band share one value.
    pub const fn is_by_column(self) -> bool {
        matches!(self, Self::Dark | Self::SlopeBelow | Self::SlopeAbove | Self::Knee)
    }

    /// Its values in an array: one a column, or the one that all columns share.
    pub(super) fn values(self, response: &ArrayResponse) -> &[f64] {
        match self {
            Self::Dark => &response.dark.counts,
            Self::SlopeBelow => &response.slopes.a1,
            Self::SlopeAbove => &response.slopes.a2,
            Self::Knee => &response.slopes.knee,
            Self::Gain => std::slice::from_ref(&response.gain),
            Self::NoiseConstant => std::slice::from_ref(&response.noise.a),
            Self::NoiseSlope => std::slice::from_ref(&response.noise.b),
        }
    }

    /// Its values in an array, to be changed.
    pub(super) fn values_mut(self, response: &mut ArrayResponse) -> &mut [f64] {
        match self {
            Self::Dark => &mut response.dark.counts,
            Self::SlopeBelow => &mut response.slopes.a1,
            Self::SlopeAbove => &mut response.slopes.a2,
            Self::Knee => &mut response.slopes.knee,
            Self::Gain => std::slice::from_mut(&mut response.gain),
            Self::NoiseConstant => std::slice::from_mut(&mut response.noise.a),
            Self::NoiseSlope => std::slice::from_mut(&mut response.noise.b),
        }
    }

    /// Standard uncertainty (k = 1) of the value of a column; none where the set does not say it.
    pub(super) fn sigma(self, known: Option<&BandUncertainty>, column: usize, value: f64) -> Option<f64> {
        let known = known?;
        match self {
            Self::Dark => known.dark_counts.of(column),
            Self::SlopeBelow | Self::SlopeAbove => Some(known.slopes_relative.of(column)? * value.abs()),
            Self::Gain => Some(known.gain_relative * value.abs()),
            Self::Knee | Self::NoiseConstant | Self::NoiseSlope => None,
        }
    }
}
