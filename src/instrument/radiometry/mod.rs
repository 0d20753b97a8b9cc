//! How an array answers to light, as data: dark signal, two slopes, defects, gain, noise, remanence, stray light, polarisation, spectral
//! sensitivity. Every type says what a file of the ground segment says, in one convention: columns count from 0, from the first useful one.
//!
//! Nothing here corrects or simulates: `level1` and `simulation` do, each from these same figures and the same [`RadiometricConventions`].

mod array_response;
mod column_range;
mod conventions;
mod dark_signal;
mod defects;
mod noise_model;
mod polarisation_sensitivity;
mod processing_parameters;
mod reflectance_parameters;
mod remanence;
mod spectral_sensitivity;
mod spike;
mod stray_light;
mod stray_light_steps;
mod two_slopes;

pub use array_response::ArrayResponse;
pub use column_range::ColumnRange;
pub use conventions::{
    DarkAndRemanenceOrder, DistanceRule, NoiseForm, PolarisationForm, RadiometricConventions, RemanenceSource,
    SensitivityForm, SpikeForm,
};
pub use dark_signal::DarkSignal;
pub use defects::{Defect, DefectKind};
pub use noise_model::NoiseModel;
pub use polarisation_sensitivity::PolarisationSensitivity;
pub use processing_parameters::{
    CloudDetection, FrequencyConvolution, ProcessingParameters, RestorationParameters, RestorationScenario,
    StrayLightScenario, WaveletParameters,
};
pub use reflectance_parameters::ReflectanceParameters;
pub use remanence::RemanenceFunction;
pub use spectral_sensitivity::{SpectralSensitivity, SpectralTable};
pub use spike::Spike;
pub use stray_light::{CrossTalk, CrossTalkStrip, FilterArray, FilterKind, LocalFilter, StrayLight};
pub use stray_light_steps::{BandStep, FilteredImage, StrayLightError, stray_light_steps};
pub use two_slopes::{TwoSlope, TwoSlopes};
