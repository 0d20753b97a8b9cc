//! How the radiometric chain is run. File of the ground segment: RADIOV.

use serde::{Deserialize, Serialize};

/// Which kinds of stray light are corrected, and in which order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StrayLightScenario {
    /// Type 1 only.
    Type1,
    /// Type 2 only.
    Type2,
    /// Type 1 of every band, then type 2 from the corrected bands.
    Type1Type2,
    /// Type 2, then type 1.
    Type2Type1,
}

impl StrayLightScenario {
    /// Every scenario.
    pub const ALL: [Self; 4] = [Self::Type1, Self::Type2, Self::Type1Type2, Self::Type2Type1];

    /// The word of the file.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Type1 => "TYPE1",
            Self::Type2 => "TYPE2",
            Self::Type1Type2 => "TYPE1_TYPE2",
            Self::Type2Type1 => "TYPE2_TYPE1",
        }
    }
}

/// How images are restored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RestorationScenario {
    /// Deconvolution in frequencies.
    FConvolution,
    /// Deconvolution in wavelets.
    WConvolution,
    /// Deconvolution in frequencies, noise removed in wavelets.
    FConvolutionWDenoising,
    /// Deconvolution and noise removed in wavelets.
    WConvolutionWDenoising,
    /// Noise removed in wavelets.
    WDenoising,
}

impl RestorationScenario {
    /// Every scenario.
    pub const ALL: [Self; 5] = [
        Self::FConvolution,
        Self::WConvolution,
        Self::FConvolutionWDenoising,
        Self::WConvolutionWDenoising,
        Self::WDenoising,
    ];

    /// The word of the file.
    pub const fn code(self) -> &'static str {
        match self {
            Self::FConvolution => "F_CONVOLUTION",
            Self::WConvolution => "W_CONVOLUTION",
            Self::FConvolutionWDenoising => "F_CONVOLUTION_W_DENOISING",
            Self::WConvolutionWDenoising => "W_CONVOLUTION_W_DENOISING",
            Self::WDenoising => "W_DENOISING",
        }
    }
}

/// Blocks of the deconvolution in frequencies.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct FrequencyConvolution {
    /// Along the lines.
    pub block_size_x: i64,
    /// Along the columns.
    pub block_size_y: i64,
    /// Energetic normalisation.
    pub normalisation: i64,
}

/// Parameters of the wavelets.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct WaveletParameters {
    /// Size of a segment.
    pub segment_size: i64,
    /// Amplification (L2 norm).
    pub amplification: f64,
    /// Overlap of neighbouring segments, below the segment's size.
    pub segment_overlap: i64,
    /// Standard deviation of the noise that is aimed at.
    pub objective_noise_sigma: f64,
    /// Greatest value for which the noise is calculated.
    pub greatest_value: i64,
    /// Greatest threshold of the learning.
    pub greatest_threshold: f64,
    /// Amplification of the noise.
    pub noise_amplification: f64,
}

/// Restoration, carried through files; VIQ does not run it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct RestorationParameters {
    /// The scenario.
    pub scenario: RestorationScenario,
    /// Zoom by zero padding.
    pub zoom_factor: f64,
    /// Blocks in frequencies.
    pub frequency: FrequencyConvolution,
    /// Wavelets.
    pub wavelets: WaveletParameters,
    /// Pixels by which no-data grows.
    pub no_data_margin: u64,
}

/// Detection of clouds in the chain.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CloudDetection {
    /// The band.
    pub band: String,
    /// Reflectance above which a pixel is a cloud.
    pub reflectance_threshold: f64,
}

/// How the chain is run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProcessingParameters {
    /// Longest run of neighbouring detectors out of order that is interpolated; longer ones stay without a value.
    pub longest_interpolated_run: u64,
    /// Counts to which the line before is limited before its remanence is looked up (`CN_Min`, `CN_Max`).
    pub remanence_limits: [f64; 2],
    /// Stray light.
    pub stray_light: StrayLightScenario,
    /// Restoration.
    pub restoration: RestorationParameters,
    /// Clouds.
    pub clouds: CloudDetection,
    /// Limits of the values written (Xmin, Xmax).
    pub output_limits: [f64; 2],
}
