//! The steps of the chain, as a row: what each uses of a set, and why one cannot be run.

use serde::{Deserialize, Serialize};

use super::curve::response_of;
use super::file_reference::FileReference;
use crate::instrument::radiometry::{Defect, StrayLightScenario};
use crate::operations::OperationError;
use crate::parameter_sets::ParameterSet;

/// A step from counts to reflectance, in the chain's order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChainStep {
    /// What the array remembers of the line before.
    Remanence,
    /// The dark signal.
    Dark,
    /// Detectors whose dark signal depends on their light.
    Spikes,
    /// Two-slope equalisation.
    Slopes,
    /// Detectors out of order.
    Defects,
    /// Stray light of the band itself.
    StrayLightType1,
    /// Stray light of other bands.
    StrayLightType2,
    /// From counts to radiance.
    Radiance,
    /// The scene's polarisation.
    Polarisation,
    /// From radiance to reflectance.
    Reflectance,
}

impl ChainStep {
    /// Every step, in the chain's order.
    pub const ALL: [Self; 10] = [
        Self::Remanence,
        Self::Dark,
        Self::Spikes,
        Self::Slopes,
        Self::Defects,
        Self::StrayLightType1,
        Self::StrayLightType2,
        Self::Radiance,
        Self::Polarisation,
        Self::Reflectance,
    ];

    /// Its name, as a person says it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Remanence => "remanence",
            Self::Dark => "dark signal",
            Self::Spikes => "spikes",
            Self::Slopes => "two slopes",
            Self::Defects => "defects",
            Self::StrayLightType1 => "stray light 1",
            Self::StrayLightType2 => "stray light 2",
            Self::Radiance => "radiance",
            Self::Polarisation => "polarisation",
            Self::Reflectance => "reflectance",
        }
    }

    /// What it does, in a sentence.
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Remanence => "Takes what the line before left out of the codes",
            Self::Dark => "Subtracts what each column reads without light",
            Self::Spikes => "Corrects detectors whose dark signal depends on their light",
            Self::Slopes => "Brings all columns to the answer of the mean one, below and above the knee",
            Self::Defects => "Interpolates detectors out of order, or leaves them without a value",
            Self::StrayLightType1 => "Takes out the band's own stray light, by a filter for each range of columns",
            Self::StrayLightType2 => "Takes out light that came from other bands",
            Self::Radiance => "Divides counts by Ak",
            Self::Polarisation => "Takes the scene's polarisation out of the radiance",
            Self::Reflectance => "Divides by what a white surface would send up under this Sun",
        }
    }

    /// Why a picture that follows the hand is without it; none for a step that is in it.
    pub const fn not_live(self) -> Option<&'static str> {
        match self {
            Self::StrayLightType1 | Self::StrayLightType2 => {
                Some("not in the live picture: its filters reach hundreds of pixels; viq level1 applies it")
            }
            Self::Polarisation => {
                Some("not in the live picture: a raw product does not say how its light is polarised")
            }
            _ => None,
        }
    }

    const fn file_kinds(self) -> &'static [&'static str] {
        match self {
            Self::Remanence => &["REMANE", "RADIOV"],
            Self::Dark | Self::Spikes => &["DARKCU"],
            Self::Slopes => &["RELSEN"],
            Self::Defects => &["OUTORD", "RADIOV"],
            Self::StrayLightType1 | Self::StrayLightType2 => &["STRLGT", "RADIOV"],
            Self::Radiance => &["PHGAIN"],
            Self::Polarisation => &["POLART"],
            Self::Reflectance => &["REFLEC", "SPECSE"],
        }
    }
}

/// What a step uses of a set, for one band.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepUse {
    /// The step.
    pub step: ChainStep,
    /// The files that it reads.
    pub files: Vec<FileReference>,
    /// What it finds there, in words; otherwise why it cannot be run.
    pub found: Result<String, String>,
}

/// What each step of the chain uses of a set, for a band at a number of TDI stages.
///
/// # Errors
/// [`OperationError::Usage`] for a band, or a number of TDI stages, that the set lacks.
pub fn steps_used(set: &ParameterSet, band: &str, tdi: u8) -> Result<Vec<StepUse>, OperationError> {
    response_of(set, band, tdi)?;
    ChainStep::ALL
        .into_iter()
        .map(|step| {
            let files = step.file_kinds().iter().map(|kind| FileReference::of(set, kind, band, tdi)).collect();
            Ok(StepUse { step, files, found: found(set, step, band, tdi)? })
        })
        .collect()
}

fn found(set: &ParameterSet, step: ChainStep, band: &str, tdi: u8) -> Result<Result<String, String>, OperationError> {
    let (_, parameters, response) = response_of(set, band, tdi)?;
    let stray_light = &parameters.stray_light;
    Ok(match step {
        ChainStep::Remanence => {
            let [low, high] = set.processing.remanence_limits;
            let told = format!(
                "{}, counts limited to {low} to {high}",
                some(parameters.remanence.len(), "range of columns", "ranges of columns")
            );
            unless_empty(parameters.remanence.is_empty(), told, || format!("the set has no remanence of {band}"))
        }
        ChainStep::Dark => Ok(some(response.dark.counts.len(), "column", "columns")),
        ChainStep::Spikes => {
            let n = response.dark.spikes.len();
            let none = || format!("the set has no spike of {band} at {tdi} TDI stages");
            unless_empty(n == 0, some(n, "detector", "detectors"), none)
        }
        ChainStep::Slopes => Ok(some(response.slopes.columns(), "column", "columns")),
        ChainStep::Defects => {
            let n: usize = response.defects.iter().map(|defect: &Defect| defect.columns.len()).sum();
            let told = format!(
                "{} out of order, interpolated over at most {}",
                some(n, "column", "columns"),
                set.processing.longest_interpolated_run
            );
            unless_empty(n == 0, told, || format!("the set has no column of {band} out of order"))
        }
        ChainStep::StrayLightType1 => {
            let told = some(stray_light.local.len(), "filter", "filters");
            within_scenario(set, StrayLightScenario::Type2, || {
                unless_empty(stray_light.local.is_empty(), told, || format!("the set has no filter of {band}"))
            })
        }
        ChainStep::StrayLightType2 => {
            let sources: Vec<&str> = stray_light.cross_talk.iter().map(|talk| talk.source_band.as_str()).collect();
            within_scenario(set, StrayLightScenario::Type1, || {
                let told = format!("from {}", sources.join(" and "));
                unless_empty(sources.is_empty(), told, || format!("the set has no cross-talk into {band}"))
            })
        }
        ChainStep::Radiance => Ok(format!("Ak {}", response.gain)),
        ChainStep::Polarisation => {
            let (ratio, angle) = (parameters.polarisation.ratio, parameters.polarisation.angle.degrees());
            unless_empty(ratio == 0.0, format!("ratio {ratio}, angle {angle}°"), || {
                format!("the sensitivity of {band} is 0")
            })
        }
        ChainStep::Reflectance => {
            Ok(format!("solar irradiance {} W·m⁻²·µm⁻¹", parameters.spectral.solar_irradiance_w_m2_um))
        }
    })
}

/// `told`, unless there is nothing.
fn unless_empty(is_empty: bool, told: String, why: impl FnOnce() -> String) -> Result<String, String> {
    if is_empty { Err(why()) } else { Ok(told) }
}

/// What a type of stray light finds, unless the set's scenario is the one without it.
fn within_scenario(
    set: &ParameterSet,
    without: StrayLightScenario,
    found: impl FnOnce() -> Result<String, String>,
) -> Result<String, String> {
    let scenario = set.processing.stray_light;
    if scenario == without { Err(format!("the set's scenario is {}", scenario.code())) } else { found() }
}

fn some(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}
