//! The discrete Fourier transform of a square: of a small window in place and without allocation, of a large scene on all threads.

use std::sync::Arc;

use rayon::iter::{IndexedParallelIterator as _, ParallelIterator as _};
use rayon::slice::ParallelSliceMut as _;
use rustfft::num_complex::Complex;
use rustfft::{Fft, FftPlanner};

use crate::supervision::{Cancelled, Supervision};

/// Transform of `side` × `side` windows of complex samples, line by line. Unnormalised in both directions.
#[derive(Clone)]
pub struct SquareFourier {
    side: usize,
    forward: Arc<dyn Fft<f32>>,
    inverse: Arc<dyn Fft<f32>>,
}

/// Working memory of one thread.
pub struct FourierScratch {
    transposed: Vec<Complex<f32>>,
    work: Vec<Complex<f32>>,
}

impl SquareFourier {
    /// Plans the transform for windows of `side` × `side` samples.
    pub fn new(side: usize) -> Self {
        let mut planner = FftPlanner::new();
        Self { side, forward: planner.plan_fft_forward(side), inverse: planner.plan_fft_inverse(side) }
    }

    /// Samples along one side.
    pub fn side(&self) -> usize {
        self.side
    }

    /// Working memory for one thread.
    pub fn scratch(&self) -> FourierScratch {
        let zero = Complex::new(0.0, 0.0);
        let work = self.forward.get_inplace_scratch_len().max(self.inverse.get_inplace_scratch_len());
        FourierScratch { transposed: vec![zero; self.side * self.side], work: vec![zero; work] }
    }

    /// X(f) = Σ x(r) exp(−2πi f·r), the line frequency varying slowest. `samples` holds side² values.
    pub fn forward(&self, samples: &mut [Complex<f32>], scratch: &mut FourierScratch) {
        self.both_axes(self.forward.as_ref(), samples, scratch);
    }

    /// x(r) · side² = Σ X(f) exp(+2πi f·r). `samples` holds side² values.
    pub fn inverse(&self, samples: &mut [Complex<f32>], scratch: &mut FourierScratch) {
        self.both_axes(self.inverse.as_ref(), samples, scratch);
    }

    /// As [`Self::forward`], for squares of thousands of samples a side: on all threads, and it stops on a cancel.
    ///
    /// # Errors
    /// [`Cancelled`]; the samples are then spoilt.
    pub fn forward_large(&self, samples: &mut [Complex<f32>], supervision: &Supervision) -> Result<(), Cancelled> {
        self.both_axes_large(&self.forward, samples, supervision)
    }

    /// As [`Self::inverse`], for squares of thousands of samples a side: on all threads, and it stops on a cancel.
    ///
    /// # Errors
    /// [`Cancelled`]; the samples are then spoilt.
    pub fn inverse_large(&self, samples: &mut [Complex<f32>], supervision: &Supervision) -> Result<(), Cancelled> {
        self.both_axes_large(&self.inverse, samples, supervision)
    }

    fn both_axes_large(
        &self,
        transform: &Arc<dyn Fft<f32>>,
        samples: &mut [Complex<f32>],
        supervision: &Supervision,
    ) -> Result<(), Cancelled> {
        let zero = Complex::new(0.0, 0.0);
        let strip = self.side * TRANSPOSED_TOGETHER;
        let mut transposed = vec![zero; samples.len()];
        let lines = |lines: &mut [Complex<f32>]| {
            lines.par_chunks_mut(strip).try_for_each_init(
                || vec![zero; transform.get_inplace_scratch_len()],
                |work, strip| {
                    transform.process_with_scratch(strip, work);
                    supervision.check()
                },
            )
        };
        let turned = |from: &[Complex<f32>], to: &mut [Complex<f32>]| {
            to.par_chunks_mut(strip).enumerate().try_for_each(|(index, strip)| {
                transpose_strip(from, strip, index * TRANSPOSED_TOGETHER, self.side);
                supervision.check()
            })
        };
        lines(samples)?;
        turned(samples, &mut transposed)?;
        lines(&mut transposed)?;
        turned(&transposed, samples)
    }

    fn both_axes(&self, transform: &dyn Fft<f32>, samples: &mut [Complex<f32>], scratch: &mut FourierScratch) {
        transform.process_with_scratch(samples, &mut scratch.work);
        transpose(samples, &mut scratch.transposed, self.side);
        transform.process_with_scratch(&mut scratch.transposed, &mut scratch.work);
        transpose(&scratch.transposed, samples, self.side);
    }
}

/// Lines and columns handled together: both sides of a large transposition then stay in the cache.
const TRANSPOSED_TOGETHER: usize = 16;

fn transpose(from: &[Complex<f32>], to: &mut [Complex<f32>], side: usize) {
    for (index, strip) in to.chunks_mut(side * TRANSPOSED_TOGETHER).enumerate() {
        transpose_strip(from, strip, index * TRANSPOSED_TOGETHER, side);
    }
}

/// The columns of `from` from `first_column` on as lines of `to`.
fn transpose_strip(from: &[Complex<f32>], to: &mut [Complex<f32>], first_column: usize, side: usize) {
    for first_line in (0..side).step_by(TRANSPOSED_TOGETHER) {
        for (column, out) in to.chunks_exact_mut(side).enumerate() {
            for line in first_line..(first_line + TRANSPOSED_TOGETHER).min(side) {
                out[line] = from[line * side + first_column + column];
            }
        }
    }
}

/// Frequency of transform index `index` in cycles per pixel, in [−0.5, 0.5).
pub fn frequency(index: usize, side: usize) -> f64 {
    let index = if index >= side.div_ceil(2) { index as f64 - side as f64 } else { index as f64 };
    index / side as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plane_wave_becomes_one_line_of_the_spectrum_and_comes_back() {
        let fourier = SquareFourier::new(16);
        let mut scratch = fourier.scratch();
        let wave = |line: usize, column: usize| {
            let phase = std::f32::consts::TAU * (3.0 * line as f32 - 2.0 * column as f32) / 16.0;
            Complex::new(phase.cos(), phase.sin())
        };
        let mut samples: Vec<_> = (0..256).map(|index| wave(index / 16, index % 16)).collect();
        fourier.forward(&mut samples, &mut scratch);
        for (index, value) in samples.iter().enumerate() {
            let expected = if index == 3 * 16 + 14 { 256.0 } else { 0.0 };
            assert!((value - Complex::new(expected, 0.0)).norm() < 1e-3, "{index}: {value}");
        }
        fourier.inverse(&mut samples, &mut scratch);
        assert!((samples[5 * 16 + 7] / 256.0 - wave(5, 7)).norm() < 1e-5);
    }

    #[test]
    fn a_large_transform_is_the_small_one_on_all_threads_and_stops_on_a_cancel() {
        let fourier = SquareFourier::new(45);
        let samples: Vec<_> = (0..45 * 45).map(|index| Complex::new((index % 31) as f32, (index % 7) as f32)).collect();
        let (mut small, mut large) = (samples.clone(), samples);
        fourier.forward(&mut small, &mut fourier.scratch());
        let supervision = Supervision::unattended();
        fourier.forward_large(&mut large, &supervision).unwrap();
        assert_eq!(small, large);
        supervision.cancellation().store(true, std::sync::atomic::Ordering::Relaxed);
        assert_eq!(fourier.inverse_large(&mut large, &supervision), Err(Cancelled));
    }

    #[test]
    fn frequencies_are_signed() {
        assert!((frequency(14, 16) + 0.125).abs() < 1e-15);
        assert!((frequency(8, 16) + 0.5).abs() < 1e-15);
        assert!((frequency(2, 5) - 0.4).abs() < 1e-15);
        assert!((frequency(3, 5) + 0.4).abs() < 1e-15);
    }
}
