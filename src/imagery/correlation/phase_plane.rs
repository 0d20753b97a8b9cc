//! Displacement of a window by a weighted least-squares plane through the phase of the cross-spectrum.
//!
//! The window of the second image is read again at the displacement found so far, tapered again and compared again until nothing moves:
//! then both tapers lie on the same scene and the phase left is noise. Unlike the search of a correlation peak this keeps its exactness
//! when the images are undersampled.
//!
//! # References
//! Stone, Orchard, Chang & Martucci, A fast direct Fourier-based algorithm for subpixel registration of images, IEEE TGRS 39 (2001);
//! Harris, On the use of windows for harmonic analysis with the discrete Fourier transform, Proc. IEEE 66 (1978), for the taper.

use rustfft::num_complex::Complex;

use super::frequency_bins::{FrequencyBin, frequency_bins};
use super::spectrum_weights::PhaseVariance;
use crate::imagery::fourier::{FourierScratch, SquareFourier, frequency};
use crate::imagery::resampling::sample_displaced;

/// Variance of the fitted plane, against phases that were independent: neighbouring frequencies of a Hann-tapered window share their noise.
/// N Σw⁴/(Σw²)² = 35/18 for each axis.
const TAPER_VARIANCE_FACTOR: f64 = (35.0 / 18.0) * (35.0 / 18.0);

const MOST_ITERATIONS: usize = 8;
const FEWEST_ITERATIONS: usize = 3;
const CONVERGED_PIXELS: f64 = 2e-4;

/// How far the fit may move away from the whole-pixel peak before it is a different match.
const FARTHEST_FROM_PEAK: f64 = 1.5;

/// Below this the phases are as good as random: no later iteration mends it.
const HOPELESS_CONCENTRATION: f64 = 0.2;

/// Why a window gave no displacement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoMatch {
    /// The window is constant: there is nothing to match.
    #[error("the window is constant")]
    Featureless,
    /// The fit left the correlation peak or did not settle.
    #[error("the two windows do not correlate")]
    Uncorrelated,
}

/// A displacement with its covariance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Displacement {
    /// Position of a feature in the second window minus its position in the first (line, column), in pixels.
    pub shift: [f64; 2],
    /// Covariance of the two (line-line, line-column, column-column), in square pixels.
    pub covariance: [f64; 3],
    /// Weighted mean cosine of the phases left: 1 for one scene, about 0 for two that have nothing in common.
    pub concentration: f64,
}

/// The tapered spectrum of one window, computed once and compared with many.
#[derive(Debug, Clone)]
pub struct WindowSpectrum {
    values: Vec<Complex<f32>>,
}

/// Measures displacements of windows of one size.
pub struct Correlator {
    fourier: SquareFourier,
    taper: Vec<f32>,
    taper_sum: f64,
    bins: Vec<FrequencyBin>,
    farthest_peak: f64,
}

/// Working memory of one thread.
pub struct CorrelatorScratch {
    fourier: FourierScratch,
    spectrum: Vec<Complex<f32>>,
    samples: Vec<f32>,
    between: Vec<f32>,
    phases: Vec<f64>,
    magnitudes: Vec<f64>,
    residuals: Vec<f64>,
}

impl Correlator {
    /// A correlator for windows of `side` × `side` pixels that looks for whole-pixel shifts up to `farthest_peak` pixels.
    pub fn new(side: usize, farthest_peak: f64) -> Self {
        let profile: Vec<f64> =
            (0..side).map(|index| (std::f64::consts::PI * (index as f64 + 0.5) / side as f64).sin().powi(2)).collect();
        let taper: Vec<f32> =
            profile.iter().flat_map(|line| profile.iter().map(move |column| (line * column) as f32)).collect();
        let taper_sum = taper.iter().map(|weight| f64::from(*weight)).sum();
        Self { fourier: SquareFourier::new(side), taper, taper_sum, bins: frequency_bins(side), farthest_peak }
    }

    /// Pixels along one side of a window.
    pub fn side(&self) -> usize {
        self.fourier.side()
    }

    /// Working memory for one thread.
    pub fn scratch(&self) -> CorrelatorScratch {
        CorrelatorScratch {
            fourier: self.fourier.scratch(),
            spectrum: Vec::new(),
            samples: vec![0.0; self.side() * self.side()],
            between: Vec::new(),
            phases: vec![0.0; self.bins.len()],
            magnitudes: vec![0.0; self.bins.len()],
            residuals: vec![0.0; self.bins.len()],
        }
    }

    /// The spectrum of the window in the middle of a square `patch` of `patch_side` ≥ side pixels.
    ///
    /// # Errors
    /// [`NoMatch::Featureless`] when the window is constant.
    pub fn spectrum(
        &self,
        patch: &[f32],
        patch_side: usize,
        scratch: &mut CorrelatorScratch,
    ) -> Result<WindowSpectrum, NoMatch> {
        let mut values = Vec::new();
        self.transform(patch, patch_side, [0.0, 0.0], &mut values, scratch);
        let power: f64 = self.bins.iter().map(|bin| f64::from(values[bin.index].norm_sqr())).sum();
        let level = f64::from(patch.iter().fold(0.0_f32, |largest, value| largest.max(value.abs())));
        // A constant leaves only the rounding of its mean.
        if power <= (1e-5 * level * self.taper_sum).powi(2) || !power.is_finite() {
            return Err(NoMatch::Featureless);
        }
        Ok(WindowSpectrum { values })
    }

    /// Displacement of the window in the middle of `patch` (of spectrum `second`) against the window of spectrum `first`.
    ///
    /// A margin of patch around the window serves the interpolation; where it is missing the border pixels are repeated, which the
    /// taper hides for shifts of a pixel or two.
    ///
    /// # Errors
    /// [`NoMatch`] when the two do not correlate.
    pub fn displacement(
        &self,
        first: &WindowSpectrum,
        second: &WindowSpectrum,
        patch: &[f32],
        patch_side: usize,
        scratch: &mut CorrelatorScratch,
    ) -> Result<Displacement, NoMatch> {
        let peak = self.whole_pixel_peak(first, second, scratch);
        let mut shift = peak;
        for iteration in 0..MOST_ITERATIONS {
            if iteration == 0 && peak == [0.0, 0.0] {
                self.phases(first, &second.values, scratch);
            } else {
                let mut spectrum = std::mem::take(&mut scratch.spectrum);
                self.transform(patch, patch_side, shift, &mut spectrum, scratch);
                self.phases(first, &spectrum, scratch);
                scratch.spectrum = spectrum;
            }
            let variance = (iteration > 0).then(|| PhaseVariance::learn(&scratch.magnitudes, &scratch.residuals));
            let fit = self.fit(variance, scratch).ok_or(NoMatch::Uncorrelated)?;
            shift = [shift[0] + fit.shift[0], shift[1] + fit.shift[1]];
            let moved = fit.shift[0].hypot(fit.shift[1]);
            let left_peak = (shift[0] - peak[0]).hypot(shift[1] - peak[1]) > FARTHEST_FROM_PEAK;
            if left_peak || (iteration > 0 && fit.concentration < HOPELESS_CONCENTRATION) {
                return Err(NoMatch::Uncorrelated);
            }
            if iteration + 1 >= FEWEST_ITERATIONS && moved < CONVERGED_PIXELS {
                return Ok(Displacement { shift, ..fit });
            }
            if iteration + 1 == MOST_ITERATIONS {
                // Not settled: what still moves is part of the uncertainty.
                let [ll, lc, cc] = fit.covariance;
                let covariance = [ll + moved * moved, lc, cc + moved * moved];
                return Ok(Displacement { shift, covariance, ..fit });
            }
        }
        Err(NoMatch::Uncorrelated)
    }

    fn transform(
        &self,
        patch: &[f32],
        patch_side: usize,
        displacement: [f64; 2],
        into: &mut Vec<Complex<f32>>,
        scratch: &mut CorrelatorScratch,
    ) {
        let side = self.side();
        sample_displaced(patch, patch_side, displacement, side, &mut scratch.between, &mut scratch.samples);
        let weighted: f64 =
            scratch.samples.iter().zip(&self.taper).map(|(value, weight)| f64::from(value * weight)).sum();
        let mean = (weighted / self.taper_sum) as f32;
        into.clear();
        into.extend(
            scratch.samples.iter().zip(&self.taper).map(|(value, weight)| Complex::new((value - mean) * weight, 0.0)),
        );
        self.fourier.forward(into, &mut scratch.fourier);
    }

    /// The whole-pixel shift at which the half-whitened cross-correlation is highest.
    fn whole_pixel_peak(
        &self,
        first: &WindowSpectrum,
        second: &WindowSpectrum,
        scratch: &mut CorrelatorScratch,
    ) -> [f64; 2] {
        let side = self.side();
        let spectrum = &mut scratch.spectrum;
        spectrum.clear();
        spectrum.resize(side * side, Complex::new(0.0, 0.0));
        for bin in &self.bins {
            let cross = first.values[bin.index].conj() * second.values[bin.index];
            let magnitude = cross.norm();
            if magnitude > 0.0 {
                // The other half plane would add the conjugate: only the real part is looked at.
                spectrum[bin.index] = cross / magnitude.sqrt();
            }
        }
        self.fourier.inverse(spectrum, &mut scratch.fourier);
        let (mut best, mut peak) = (f32::NEG_INFINITY, [0.0, 0.0]);
        for (index, value) in spectrum.iter().enumerate() {
            let shift = [index / side, index % side].map(|index| (frequency(index, side) * side as f64).round());
            if value.re > best && shift[0].abs().max(shift[1].abs()) <= self.farthest_peak {
                (best, peak) = (value.re, shift);
            }
        }
        peak
    }

    fn phases(&self, first: &WindowSpectrum, second: &[Complex<f32>], scratch: &mut CorrelatorScratch) {
        let outputs = scratch.phases.iter_mut().zip(scratch.magnitudes.iter_mut());
        for (bin, (phase, magnitude)) in self.bins.iter().zip(outputs) {
            let cross = first.values[bin.index] * second[bin.index].conj();
            *phase = f64::from(cross.im.atan2(cross.re));
            *magnitude = f64::from(cross.norm()).max(f64::MIN_POSITIVE);
        }
    }

    /// One weighted plane through the phases; without a learnt variance the weights are the magnitudes (white noise).
    fn fit(&self, variance: Option<PhaseVariance>, scratch: &mut CorrelatorScratch) -> Option<Displacement> {
        let weight_of = |magnitude: f64| variance.map_or(magnitude, |variance| variance.weight(magnitude));
        let (mut ll, mut lc, mut cc, mut lp, mut cp) = (0.0, 0.0, 0.0, 0.0, 0.0);
        for ((bin, phase), magnitude) in self.bins.iter().zip(&scratch.phases).zip(&scratch.magnitudes) {
            let weight = weight_of(*magnitude);
            let [line, column] = bin.angular;
            ll += weight * line * line;
            lc += weight * line * column;
            cc += weight * column * column;
            lp += weight * line * phase;
            cp += weight * column * phase;
        }
        let determinant = ll * cc - lc * lc;
        if !determinant.is_finite() || determinant <= 1e-9 * ll * cc {
            return None;
        }
        let shift = [(cc * lp - lc * cp) / determinant, (ll * cp - lc * lp) / determinant];
        let (mut squares, mut cosines, mut weights) = (0.0, 0.0, 0.0);
        let residuals = scratch.residuals.iter_mut();
        for (((bin, phase), magnitude), residual) in
            self.bins.iter().zip(&scratch.phases).zip(&scratch.magnitudes).zip(residuals)
        {
            *residual = phase - bin.angular[0] * shift[0] - bin.angular[1] * shift[1];
            let weight = weight_of(*magnitude);
            squares += weight * *residual * *residual;
            cosines += weight * residual.cos();
            weights += weight;
        }
        let scale = TAPER_VARIANCE_FACTOR * squares / (self.bins.len() as f64 - 2.0) / determinant;
        let covariance = [scale * cc, -scale * lc, scale * ll];
        Some(Displacement { shift, covariance, concentration: cosines / weights })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Smooth blobs at irregular places, the same scene displaced by `shift`.
    fn blobs(side: usize, shift: [f64; 2]) -> Vec<f32> {
        let blob = |line: f64, column: f64| {
            (0..60)
                .map(|index| {
                    let place = f64::from(index);
                    let centre = [(place * 17.31) % 80.0 - 8.0, (place * 29.77) % 80.0 - 8.0];
                    let distance = (line - centre[0]).powi(2) + (column - centre[1]).powi(2);
                    (1.0 + (place * 0.7).sin()) * (-distance / 8.0).exp()
                })
                .sum::<f64>()
        };
        (0..side * side)
            .map(|index| blob((index / side) as f64 - shift[0], (index % side) as f64 - shift[1]) as f32)
            .collect()
    }

    fn measure(first: &[f32], second: &[f32]) -> Result<Displacement, NoMatch> {
        let correlator = Correlator::new(64, 8.0);
        let mut scratch = correlator.scratch();
        let a = correlator.spectrum(first, 64, &mut scratch)?;
        let b = correlator.spectrum(second, 64, &mut scratch)?;
        correlator.displacement(&a, &b, second, 64, &mut scratch)
    }

    #[test]
    fn a_displaced_smooth_scene_is_found_to_a_thousandth_of_a_pixel() {
        for shift in [[0.0, 0.0], [0.435, 0.351], [-0.7, 0.2], [1.3, -0.9]] {
            let found = measure(&blobs(64, [0.0, 0.0]), &blobs(64, shift)).unwrap();
            for axis in 0..2 {
                assert!((found.shift[axis] - shift[axis]).abs() < 2e-3, "{shift:?} {found:?}");
            }
            assert!(found.concentration > 0.95);
        }
    }

    #[test]
    fn gain_and_offset_do_not_move_anything() {
        let second: Vec<f32> = blobs(64, [0.25, -0.5]).iter().map(|value| 3.0 * value + 500.0).collect();
        let found = measure(&blobs(64, [0.0, 0.0]), &second).unwrap();
        assert!((found.shift[0] - 0.25).abs() < 2e-3 && (found.shift[1] + 0.5).abs() < 2e-3, "{found:?}");
    }

    #[test]
    fn a_constant_window_matches_nothing() {
        assert_eq!(measure(&[250.0; 4096], &blobs(64, [0.0, 0.0])), Err(NoMatch::Featureless));
        assert_eq!(measure(&[0.0; 4096], &[0.0; 4096]), Err(NoMatch::Featureless));
    }
}
