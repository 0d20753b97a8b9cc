//! What the interface document leaves open: it gives the files of the radiometric chain, and not every equation. Each choice is a named
//! setting with one default, written into every product that is made with it.

use serde::{Deserialize, Serialize};

/// What a1 and a2 of RELSEN do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SensitivityForm {
    /// They multiply: Z = a1·Y up to Y = Zs, then a1·Zs + a2·(Y − Zs).
    #[default]
    Multiply,
    /// They divide: Z = Y/a1 up to Y = Zs, then Zs/a1 + (Y − Zs)/a2.
    Divide,
}

/// What the coefficients of a spike give, for a count Y above the dark signal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SpikeForm {
    /// The corrected count: polynomial P(Y) up to the threshold, line beyond.
    #[default]
    CorrectedCount,
    /// The excess, which is subtracted: Y − P(Y) up to the threshold, Y − line beyond.
    Excess,
}

/// σ² of NOISMO.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoiseForm {
    /// A + B·X.
    #[default]
    Linear,
    /// A² + B·X.
    SquaredConstant,
}

/// How the scene's polarisation p = PS·P·cos 2(χ − Φ) is taken out of the radiance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PolarisationForm {
    /// L/(1 + p).
    #[default]
    Divide,
    /// L·(1 + p), as a coefficient of the headers is read by `mission-venus.md` §3.2.
    Multiply,
}

/// Whether the remanence is taken from the codes, or from the counts above the dark signal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DarkAndRemanenceOrder {
    /// Remanence on the codes, then dark signal and spikes.
    #[default]
    RemanenceFirst,
    /// Dark signal and spikes, then remanence on what is left.
    DarkFirst,
}

/// Which line before decides the remanence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RemanenceSource {
    /// The line before as it was read.
    #[default]
    AsRead,
    /// The line before after its own correction.
    Corrected,
}

/// Distance from the Earth to the Sun.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DistanceRule {
    /// By ERFA's ephemeris, exact to 4e-8 au.
    #[default]
    Ephemeris,
    /// By n, e and t0 of REFLEC, as the ground segment: with n rounded to 0.0172 it is 0.0012 au (0.23 % of reflectance) off in 2020.
    GroundSegment,
}

/// Every choice of the chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RadiometricConventions {
    /// a1 and a2.
    pub sensitivity: SensitivityForm,
    /// Spikes.
    pub spike: SpikeForm,
    /// Noise.
    pub noise: NoiseForm,
    /// Polarisation.
    pub polarisation: PolarisationForm,
    /// Order of the first steps.
    pub first_steps: DarkAndRemanenceOrder,
    /// Line before.
    pub remanence: RemanenceSource,
    /// Distance to the Sun.
    pub distance: DistanceRule,
}
