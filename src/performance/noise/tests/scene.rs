//! Simulated bands: fractal scenes with fields, white noise, and the bicubic resampling that correlates it.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, StandardNormal};
use rustfft::FftPlanner;
use rustfft::num_complex::Complex64;

use crate::imagery::{NoDataReason, RasterSize, Reasons, Tile, Window};
use crate::instrument::{InstrumentModel, SpectralBand};
use crate::measurement::Measurement;
use crate::performance::noise::{NoiseContext, NoiseSampler, conclude};
use crate::supervision::Supervision;

/// Standard deviation planted in each band, codes.
pub(super) const PLANTED: [f64; 12] = [4.5, 2.0, 1.8, 1.8, 1.5, 1.5, 2.2, 2.4, 3.0, 3.5, 4.0, 3.2];
const MEANS: [f64; 12] = [199.0, 170.0, 150.0, 140.0, 125.0, 128.0, 120.0, 140.0, 290.0, 330.0, 360.0, 300.0];
const UNITS: [usize; 12] = [0, 0, 3, 3, 0, 3, 2, 2, 2, 1, 1, 1];

#[derive(Clone, Copy)]
pub(super) enum Ground {
    Flat,
    Gradient,
    /// Fields: a share `calm` of them without any contrast, the others with contrasts between 3 % and all of `contrast` codes.
    Fields {
        contrast: f64,
        calm: f64,
        fields: usize,
    },
}

#[derive(Clone, Copy)]
pub(super) struct Recipe {
    pub(super) ground: Ground,
    pub(super) side: usize,
    pub(super) bands: usize,
    /// Sensor pixels in one delivered pixel.
    pub(super) step: f64,
    pub(super) whole_numbers: bool,
    pub(super) noise: f64,
}

impl Recipe {
    pub(super) fn new(ground: Ground) -> Self {
        Self { ground, side: 320, bands: 12, step: 1.0, whole_numbers: false, noise: 1.0 }
    }
}

/// Keys' cubic convolution kernel, a = −½ (Keys 1981, eq. 15).
fn keys(t: f64) -> f64 {
    let t = t.abs();
    if t < 1.0 {
        1.5 * t.powi(3) - 2.5 * t * t + 1.0
    } else if t < 2.0 {
        -0.5 * t.powi(3) + 2.5 * t * t - 4.0 * t + 2.0
    } else {
        0.0
    }
}

/// Resamples a square image of `from` pixels to `side` pixels, first pixel at `origin`, along both axes.
fn resample(image: &[f64], from: usize, side: usize, step: f64, origin: [f64; 2]) -> Vec<f64> {
    let weights = |origin: f64| -> Vec<(usize, [f64; 4])> {
        (0..side)
            .map(|index| {
                let position = origin + step * index as f64;
                let base = position.floor();
                let fraction = position - base;
                (base as usize - 1, [fraction + 1.0, fraction, fraction - 1.0, fraction - 2.0].map(keys))
            })
            .collect()
    };
    let (lines, columns) = (weights(origin[0]), weights(origin[1]));
    let mut half = vec![0.0; from * side];
    for line in 0..from {
        for (column, (first, weight)) in columns.iter().enumerate() {
            half[line * side + column] = (0..4).map(|k| weight[k] * image[line * from + first + k]).sum();
        }
    }
    let mut out = vec![0.0; side * side];
    for (line, (first, weight)) in lines.iter().enumerate() {
        for column in 0..side {
            out[line * side + column] = (0..4).map(|k| weight[k] * half[(first + k) * side + column]).sum();
        }
    }
    out
}

struct Plane {
    side: usize,
    planner: FftPlanner<f64>,
}

impl Plane {
    fn transform(&mut self, data: &mut [Complex64], forward: bool) {
        let n = self.side;
        let fft = if forward { self.planner.plan_fft_forward(n) } else { self.planner.plan_fft_inverse(n) };
        for _ in 0..2 {
            fft.process(data);
            for line in 0..n {
                for column in 0..line {
                    data.swap(line * n + column, column * n + line);
                }
            }
        }
    }

    fn frequency(&self, index: usize) -> f64 {
        let n = self.side;
        (if index < n / 2 { index as f64 } else { index as f64 - n as f64 }) / n as f64
    }

    /// Applies a factor of frequency (line, column) to a real image.
    fn filtered(&mut self, image: &[f64], factor: impl Fn(f64, f64) -> Complex64) -> Vec<f64> {
        let n = self.side;
        let mut data: Vec<Complex64> = image.iter().map(|&value| Complex64::new(value, 0.0)).collect();
        self.transform(&mut data, true);
        for (index, value) in data.iter_mut().enumerate() {
            *value *= factor(self.frequency(index / n), self.frequency(index % n)) / (n * n) as f64;
        }
        self.transform(&mut data, false);
        data.into_iter().map(|value| value.re).collect()
    }
}

fn white(generator: &mut ChaCha8Rng, n: usize) -> Vec<f64> {
    (0..n).map(|_| StandardNormal.sample(generator)).collect()
}

/// Bands in codes, line by line.
pub(super) fn bands(recipe: Recipe, seed: u64) -> Vec<Vec<f64>> {
    let generator = &mut ChaCha8Rng::seed_from_u64(seed);
    let side = (recipe.side as f64 * recipe.step.max(1.0)).ceil() as usize + 12;
    let mut plane = Plane { side, planner: FftPlanner::new() };
    let scenes = scenes(recipe.ground, generator, &mut plane);
    let slope: [f64; 2] = [generator.random_range(-0.05..0.05), generator.random_range(-0.05..0.05)];
    let shifts: Vec<[f64; 2]> =
        (0..4).map(|_| [generator.random_range(-0.4..0.4), generator.random_range(-0.4..0.4)]).collect();
    let mut walk = [1.0, -0.5, 0.3];
    let mut loadings: Vec<[f64; 3]> = Vec::new();
    for band in 0..recipe.bands {
        walk = walk.map(|value| value + 0.4 * generator.sample::<f64, _>(StandardNormal));
        let strength = 0.5 + band as f64 / 6.0;
        loadings.push(if band == 5 { loadings[4] } else { walk.map(|value| strength * value) });
    }
    (0..recipe.bands)
        .map(|band| {
            let mut image = vec![0.0; side * side];
            for (scene, loading) in scenes.iter().zip(loadings[band]) {
                image.iter_mut().zip(scene).for_each(|(sum, value)| *sum += loading * value);
            }
            if !scenes.is_empty() {
                let shift = shifts[UNITS[band]];
                // Modulation transfer of ¼ at Nyquist along each axis.
                image = plane.filtered(&image, |line, column| {
                    let modulus = 0.25_f64.powf(4.0 * (line * line + column * column));
                    Complex64::from_polar(modulus, std::f64::consts::TAU * (line * shift[0] + column * shift[1]))
                });
            }
            let sigma = recipe.noise * PLANTED[band];
            for (index, (value, noise)) in image.iter_mut().zip(white(generator, side * side)).enumerate() {
                let (line, column) = ((index / side) as f64, (index % side) as f64);
                let gradient =
                    if matches!(recipe.ground, Ground::Gradient) { slope[0] * line + slope[1] * column } else { 0.0 };
                *value += MEANS[band] + gradient + sigma * noise;
            }
            let origin = [2.0 + generator.random::<f64>(), 2.0 + generator.random::<f64>()];
            let mut out = resample(&image, side, recipe.side, recipe.step, origin);
            if recipe.whole_numbers {
                for value in &mut out {
                    *value = value.round();
                }
            }
            out
        })
        .collect()
}

fn scenes(ground: Ground, generator: &mut ChaCha8Rng, plane: &mut Plane) -> Vec<Vec<f64>> {
    let Ground::Fields { contrast, calm, fields } = ground else { return Vec::new() };
    let side = plane.side;
    let seeds: Vec<[f64; 2]> =
        (0..fields).map(|_| [generator.random::<f64>(), generator.random::<f64>()].map(|u| u * side as f64)).collect();
    let field_of: Vec<usize> = (0..side * side)
        .map(|index| {
            let at = [(index / side) as f64, (index % side) as f64];
            let distance = |seed: &[f64; 2]| (seed[0] - at[0]).powi(2) + (seed[1] - at[1]).powi(2);
            (0..fields).min_by(|&a, &b| distance(&seeds[a]).total_cmp(&distance(&seeds[b]))).unwrap_or(0)
        })
        .collect();
    let contrasts: Vec<f64> = (0..fields)
        .map(|field| {
            let level = contrast * 10_f64.powf(generator.random_range(-1.5..0.0));
            if (field as f64) < calm * fields as f64 { 0.0 } else { level }
        })
        .collect();
    (0..3)
        .map(|_| {
            let noise = white(generator, side * side);
            let fractal = plane.filtered(&noise, |line, column| {
                let radius = line.hypot(column);
                Complex64::new(if radius > 0.0 { radius.powf(-1.3) } else { 0.0 }, 0.0)
            });
            let spread = (fractal.iter().map(|value| value * value).sum::<f64>() / fractal.len() as f64).sqrt();
            let offsets: Vec<f64> = white(generator, fields).iter().map(|value| 2.0 * contrast * value).collect();
            fractal
                .iter()
                .zip(&field_of)
                .map(|(value, &field)| contrasts[field] * value / spread + offsets[field])
                .collect()
        })
        .collect()
}

pub(super) fn band_named(index: usize) -> SpectralBand {
    SpectralBand {
        name: format!("B{:02}", index + 1),
        centre_nm: None,
        ak: None,
        polarisation_coefficient: None,
        detector_unit: None,
        reflectance_per_code: None,
    }
}

pub(super) fn tiles(bands: &[Vec<f64>]) -> Vec<Tile> {
    bands
        .iter()
        .map(|band| Tile {
            values: band.iter().map(|&value| if value.is_nan() { 0.0 } else { value as f32 }).collect(),
            reasons: band
                .iter()
                .map(|value| if value.is_nan() { Reasons::only(NoDataReason::Missing) } else { Reasons::VALID })
                .collect(),
        })
        .collect()
}

/// Measures a square or other raster as one cell.
pub(super) fn measure(bands: &[Vec<f64>], lines: usize, columns: usize, step: f64) -> Vec<Measurement> {
    let described: Vec<SpectralBand> = (0..bands.len()).map(band_named).collect();
    let size = RasterSize { lines, columns, bands: bands.len(), block_lines: lines, block_columns: columns };
    let sampler = NoiseSampler::new(size);
    let sample = sampler.sample(Window::new(0, 0, lines, columns), &tiles(bands), &Supervision::unattended()).unwrap();
    let instrument = InstrumentModel::built_in().unwrap();
    let context = NoiseContext {
        bands: &described,
        instrument: &instrument,
        illumination: None,
        sensor_pixels_per_pixel: [step, step],
        stride: sampler.stride(),
    };
    conclude([sample], &context)
}

/// Value of a metric in a band.
pub(super) fn figure(measurements: &[Measurement], metric: &str, band: usize) -> Option<f64> {
    let subject = format!("B{:02}", band + 1);
    measurements
        .iter()
        .find(|measurement| measurement.metric == metric && measurement.subject.to_string() == subject)?
        .estimate()
        .map(|estimate| estimate.value)
}
