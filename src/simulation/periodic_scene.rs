//! A scene without borders, finer than the pixels, that can be looked at from any sub-pixel position without interpolation.

use rand::SeedableRng as _;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution as _, StandardNormal};
use rustfft::num_complex::Complex;

use crate::imagery::{SquareFourier, frequency};

/// A square periodic scene on a grid finer than the pixels.
pub struct PeriodicScene {
    fine_side: usize,
    oversampling: usize,
    spectrum: Vec<Complex<f32>>,
}

impl PeriodicScene {
    /// A random scene whose amplitude spectrum falls as 1/f^`exponent`, of `side` pixels sampled `oversampling` times finer; mean 0, standard
    /// deviation 1 on the fine grid. The same seed gives the same scene.
    pub fn fractal(side: usize, oversampling: usize, exponent: f64, seed: u64) -> Self {
        let fine_side = side * oversampling;
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        let white: Vec<f32> = (0..fine_side * fine_side).map(|_| StandardNormal.sample(&mut random)).collect();
        let mut scene = Self::from_samples(&white, oversampling);
        scene.filter(|line, column| {
            let f = line.hypot(column);
            if f > 0.0 { f.powf(-exponent) } else { 0.0 }
        });
        let count = (fine_side * fine_side) as f64;
        let power: f64 = scene.spectrum.iter().map(|value| f64::from(value.norm_sqr())).sum::<f64>() / (count * count);
        let scale = (1.0 / power.sqrt()) as f32;
        for value in &mut scene.spectrum {
            *value *= scale;
        }
        scene
    }

    /// A scene from its samples on the fine grid (square, line by line).
    pub fn from_samples(samples: &[f32], oversampling: usize) -> Self {
        let fine_side = samples.len().isqrt();
        let fourier = SquareFourier::new(fine_side);
        let mut spectrum: Vec<_> = samples.iter().map(|value| Complex::new(*value, 0.0)).collect();
        fourier.forward(&mut spectrum, &mut fourier.scratch());
        Self { fine_side, oversampling, spectrum }
    }

    /// Pixels along one side.
    pub fn side(&self) -> usize {
        self.fine_side / self.oversampling
    }

    /// The samples on the fine grid.
    pub fn samples(&self) -> Vec<f32> {
        self.sampled_every(1, |_, _| Complex::new(1.0, 0.0))
    }

    /// The pixels of an instrument whose modulation transfer is Gaussian with `transfer_at_nyquist` at 0.5 cycles per pixel, looking so that a
    /// feature stands `shift` (line, column) pixels further than without shift.
    pub fn view(&self, shift: [f64; 2], transfer_at_nyquist: f64) -> Vec<f32> {
        let decay = transfer_at_nyquist.ln() / 0.25;
        let oversampling = self.oversampling as f64;
        self.sampled_every(self.oversampling, |line, column| {
            let (line, column) = (line * oversampling, column * oversampling);
            let transfer = (decay * (line * line + column * column)).exp();
            let phase = -std::f64::consts::TAU * (line * shift[0] + column * shift[1]);
            Complex::new((transfer * phase.cos()) as f32, (transfer * phase.sin()) as f32)
        })
    }

    fn filter(&mut self, gain: impl Fn(f64, f64) -> f64) {
        for line in 0..self.fine_side {
            for column in 0..self.fine_side {
                let gain = gain(frequency(line, self.fine_side), frequency(column, self.fine_side));
                self.spectrum[line * self.fine_side + column] *= gain as f32;
            }
        }
    }

    fn sampled_every(&self, step: usize, transfer: impl Fn(f64, f64) -> Complex<f32>) -> Vec<f32> {
        let side = self.fine_side;
        let mut spectrum = self.spectrum.clone();
        for line in 0..side {
            for column in 0..side {
                spectrum[line * side + column] *= transfer(frequency(line, side), frequency(column, side));
            }
        }
        let fourier = SquareFourier::new(side);
        fourier.inverse(&mut spectrum, &mut fourier.scratch());
        let scale = 1.0 / (side * side) as f32;
        (0..side)
            .step_by(step)
            .flat_map(|line| (0..side).step_by(step).map(move |column| line * side + column))
            .map(|index| spectrum[index].re * scale)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_pixel_shift_moves_the_pixels_round() {
        let scene = PeriodicScene::fractal(32, 3, 1.3, 7);
        let (still, moved) = (scene.view([0.0, 0.0], 0.25), scene.view([2.0, -3.0], 0.25));
        for line in 0..32 {
            for column in 0..32 {
                let expected = still[((line + 30) % 32) * 32 + (column + 3) % 32];
                assert!((moved[line * 32 + column] - expected).abs() < 1e-4);
            }
        }
    }

    #[test]
    fn the_scene_has_unit_variance_and_its_seed_decides_it() {
        let samples = PeriodicScene::fractal(64, 3, 1.3, 1).samples();
        let square: f32 = samples.iter().map(|value| value * value).sum::<f32>() / samples.len() as f32;
        assert!((square - 1.0).abs() < 1e-3, "{square}");
        assert_eq!(samples, PeriodicScene::fractal(64, 3, 1.3, 1).samples());
        assert_ne!(samples, PeriodicScene::fractal(64, 3, 1.3, 2).samples());
    }

    #[test]
    fn the_transfer_at_nyquist_is_the_one_asked_for() {
        // A wave of 0.5 cycles per pixel along lines, amplitude 1: pixels alternate by the transfer.
        let wave: Vec<f32> =
            (0..48 * 48).map(|index| (std::f32::consts::PI * (index / 48) as f32 / 3.0).cos()).collect();
        let pixels = PeriodicScene::from_samples(&wave, 3).view([0.0, 0.0], 0.25);
        assert!((pixels[0] - 0.25).abs() < 1e-4 && (pixels[16] + 0.25).abs() < 1e-4);
    }
}
