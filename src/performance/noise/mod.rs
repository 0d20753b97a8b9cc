//! Noise and signal-to-noise ratio of each band, from a product whose noise was correlated by resampling.
//!
//! **What is reported.** `noise` is the standard deviation that white noise has before it is resampled: the square root of the noise power
//! density at zero frequency, σ² = Σc(τ) over all lags, for the autocovariance c of the noise in the delivered pixels. Interpolation kernels have unit
//! gain at zero frequency: they leave this density alone while they leave a pixel only 40 % to 90 % of its variance. Where one delivered
//! pixel is r pixels of the sensor along an axis, the density is σ²/r² (or over the product of the two axes' r); the setting `sensor_pixels_per_pixel` undoes it.
//! `noise_as_delivered` is the plain standard deviation of a delivered pixel, √c(0).
//!
//! **How.** Sites of 48 × 48 pixels on a regular grid; in each, four tapered windows of 32 × 32 pixels without their plane. The scene fills the
//! low frequencies, interpolation shapes the high ones: the density is read between them, at 0.09 to 0.20 cycles per pixel, where a bicubic kernel
//! passes 97 % to 100 %; the rest is corrected by how much of the variance the band's own spectrum shows to be gone. What the bands have in common
//! there is scene, what each has for itself is noise ([`crate::estimation::factor_model`]), once the bands are aligned by the phases of their
//! cross-spectra. The sites with the least power at the lowest frequencies count; that power is independent of the noise in the frequencies
//! that are read, so that choosing by it does not lower the noise.
//!
//! Noise that one band has and that is correlated over more than ten pixels (residual stripes, for example) is not in these figures.

mod alignment;
mod choice;
mod conclusion;
mod radiance;
mod sites;
mod spectra;

pub use conclusion::{NoiseContext, conclude};
pub use radiance::Illumination;
pub use sites::{BandSite, NoiseSample, NoiseSampler, Site};
pub use spectra::{SITE_SIDE, WINDOW_SIDE};

#[cfg(test)]
mod tests;
