//! A scene without borders, finer than the pixels, that can be looked at from any sub-pixel position without interpolation.

use rand::SeedableRng as _;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution as _, StandardNormal};
use rayon::iter::{IndexedParallelIterator as _, ParallelIterator as _};
use rayon::slice::ParallelSliceMut as _;
use rustfft::num_complex::Complex;

use crate::imagery::{SquareFourier, frequency};
use crate::supervision::{Cancelled, Supervision};

/// A square periodic scene on a grid finer than the pixels.
pub struct PeriodicScene {
    fine_side: usize,
    oversampling: usize,
    spectrum: Vec<Complex<f32>>,
}

impl PeriodicScene {
    /// A random scene whose amplitude spectrum falls as 1/f^`exponent`, of `side` pixels sampled `oversampling` times finer; mean 0, standard
    /// deviation 1 on the fine grid. The same seed gives the same scene.
    ///
    /// # Errors
    /// [`Cancelled`] once the user has cancelled; so for all that follows.
    pub fn fractal(
        side: usize,
        oversampling: usize,
        exponent: f64,
        seed: u64,
        supervision: &Supervision,
    ) -> Result<Self, Cancelled> {
        let fine_side = side * oversampling;
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        let mut white = Vec::with_capacity(fine_side * fine_side);
        for _ in 0..fine_side {
            supervision.check()?;
            white.extend((0..fine_side).map(|_| -> f32 { StandardNormal.sample(&mut random) }));
        }
        let mut scene = Self::from_samples(&white, oversampling, supervision)?;
        scene.filter(supervision, |line, column| {
            let f = line.hypot(column);
            Complex::new(if f > 0.0 { f.powf(-exponent) as f32 } else { 0.0 }, 0.0)
        })?;
        let count = (fine_side * fine_side) as f64;
        let power: f64 = scene.spectrum.iter().map(|value| f64::from(value.norm_sqr())).sum::<f64>() / (count * count);
        let scale = (1.0 / power.sqrt()) as f32;
        for value in &mut scene.spectrum {
            *value *= scale;
        }
        Ok(scene)
    }

    /// A scene from its samples on the fine grid (square, line by line).
    ///
    /// # Errors
    /// [`Cancelled`].
    pub fn from_samples(samples: &[f32], oversampling: usize, supervision: &Supervision) -> Result<Self, Cancelled> {
        let fine_side = samples.len().isqrt();
        let mut spectrum: Vec<_> = samples.iter().map(|value| Complex::new(*value, 0.0)).collect();
        SquareFourier::new(fine_side).forward_large(&mut spectrum, supervision)?;
        Ok(Self { fine_side, oversampling, spectrum })
    }

    /// Pixels along one side.
    pub fn side(&self) -> usize {
        self.fine_side / self.oversampling
    }

    /// The samples on the fine grid.
    ///
    /// # Errors
    /// [`Cancelled`].
    pub fn samples(&self, supervision: &Supervision) -> Result<Vec<f32>, Cancelled> {
        self.sampled_every(1, supervision, |_, _| Complex::new(1.0, 0.0))
    }

    /// The pixels of an instrument whose modulation transfer is Gaussian with `transfer_at_nyquist` at 0.5 cycles per pixel, looking so that a
    /// feature stands `shift` (line, column) pixels further than without shift.
    ///
    /// # Errors
    /// [`Cancelled`].
    pub fn view(
        &self,
        shift: [f64; 2],
        transfer_at_nyquist: f64,
        supervision: &Supervision,
    ) -> Result<Vec<f32>, Cancelled> {
        let decay = transfer_at_nyquist.ln() / 0.25;
        let oversampling = self.oversampling as f64;
        self.sampled_every(self.oversampling, supervision, |line, column| {
            let (line, column) = (line * oversampling, column * oversampling);
            let transfer = (decay * (line * line + column * column)).exp();
            let phase = -std::f64::consts::TAU * (line * shift[0] + column * shift[1]);
            Complex::new((transfer * phase.cos()) as f32, (transfer * phase.sin()) as f32)
        })
    }

    fn filter(
        &mut self,
        supervision: &Supervision,
        transfer: impl Fn(f64, f64) -> Complex<f32> + Sync,
    ) -> Result<(), Cancelled> {
        let side = self.fine_side;
        self.spectrum.par_chunks_mut(side).enumerate().try_for_each(|(line, values)| {
            for (column, value) in values.iter_mut().enumerate() {
                *value *= transfer(frequency(line, side), frequency(column, side));
            }
            supervision.check()
        })
    }

    fn sampled_every(
        &self,
        step: usize,
        supervision: &Supervision,
        transfer: impl Fn(f64, f64) -> Complex<f32> + Sync,
    ) -> Result<Vec<f32>, Cancelled> {
        let side = self.fine_side;
        let mut seen = Self { fine_side: side, oversampling: self.oversampling, spectrum: self.spectrum.clone() };
        seen.filter(supervision, transfer)?;
        SquareFourier::new(side).inverse_large(&mut seen.spectrum, supervision)?;
        let scale = 1.0 / (side * side) as f32;
        Ok((0..side)
            .step_by(step)
            .flat_map(|line| (0..side).step_by(step).map(move |column| line * side + column))
            .map(|index| seen.spectrum[index].re * scale)
            .collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fractal(side: usize, seed: u64) -> PeriodicScene {
        PeriodicScene::fractal(side, 3, 1.3, seed, &Supervision::unattended()).unwrap()
    }

    fn view(scene: &PeriodicScene, shift: [f64; 2]) -> Vec<f32> {
        scene.view(shift, 0.25, &Supervision::unattended()).unwrap()
    }

    fn samples(scene: &PeriodicScene) -> Vec<f32> {
        scene.samples(&Supervision::unattended()).unwrap()
    }

    #[test]
    fn a_whole_pixel_shift_moves_the_pixels_round() {
        let scene = fractal(32, 7);
        let (still, moved) = (view(&scene, [0.0, 0.0]), view(&scene, [2.0, -3.0]));
        for line in 0..32 {
            for column in 0..32 {
                let expected = still[((line + 30) % 32) * 32 + (column + 3) % 32];
                assert!((moved[line * 32 + column] - expected).abs() < 1e-4);
            }
        }
    }

    #[test]
    fn the_scene_has_unit_variance_and_its_seed_decides_it() {
        let first = samples(&fractal(64, 1));
        let square: f32 = first.iter().map(|value| value * value).sum::<f32>() / first.len() as f32;
        assert!((square - 1.0).abs() < 1e-3, "{square}");
        assert_eq!(first, samples(&fractal(64, 1)));
        assert_ne!(first, samples(&fractal(64, 2)));
    }

    #[test]
    fn the_transfer_at_nyquist_is_the_one_asked_for() {
        // A wave of 0.5 cycles per pixel along lines, amplitude 1: pixels alternate by the transfer.
        let wave: Vec<f32> =
            (0..48 * 48).map(|index| (std::f32::consts::PI * (index / 48) as f32 / 3.0).cos()).collect();
        let scene = PeriodicScene::from_samples(&wave, 3, &Supervision::unattended()).unwrap();
        let pixels = view(&scene, [0.0, 0.0]);
        assert!((pixels[0] - 0.25).abs() < 1e-4 && (pixels[16] + 0.25).abs() < 1e-4);
    }
}
