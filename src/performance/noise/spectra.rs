//! Tapered spectra of small windows.

use std::sync::Arc;

use rustfft::num_complex::Complex32;
use rustfft::{Fft, FftPlanner};

/// Side of a window in pixels.
pub const WINDOW_SIDE: usize = 32;
/// Side of a site in pixels: four windows that overlap by half.
pub const SITE_SIDE: usize = 48;

/// Frequencies (cycles per pixel) below which a window's power tells of the scene.
const SCENE_BELOW: f64 = 0.05;
/// Frequencies between which the noise density is read.
const READ_FROM: f64 = 0.09;
const READ_TO: f64 = 0.20;

/// One frequency of the half plane (the other half is its conjugate).
#[derive(Debug, Clone, Copy)]
pub(super) struct Bin {
    /// Place of the frequency in the transform.
    index: usize,
    /// Place of its conjugate.
    conjugate: usize,
    /// Cycles per pixel along the lines' direction of counting (first) and along the columns' (second).
    pub(super) frequency: [f64; 2],
    /// Cosines of the phase that one pixel along each axis makes.
    pub(super) turn: [f64; 2],
    /// How many frequencies of the full plane this one stands for: 2, or 1 where it is its own conjugate.
    pub(super) weight: f64,
    /// Whether the noise density is read here.
    pub(super) read: bool,
    /// Whether the power here tells of the scene.
    pub(super) scene: bool,
}

impl Bin {
    /// Whether the power here, scene and all, is taken for the shape of the noise's spectrum; below, the density read replaces it.
    pub(super) fn shapes(&self) -> bool {
        self.frequency[0].hypot(self.frequency[1]) >= READ_FROM
    }
}

/// What is the same for every window: taper, transform, frequencies.
pub(super) struct WindowTransform {
    taper: Vec<f32>,
    forward: Arc<dyn Fft<f32>>,
    pub(super) bins: Vec<Bin>,
    /// Places in `bins` of the frequencies where the density is read.
    pub(super) read: Vec<usize>,
    /// Autocorrelation of the taper at a lag of one pixel: what it takes from a covariance at that lag.
    pub(super) taper_at_lag_one: f64,
}

/// Spectrum of one band in one window, one value a bin, scaled so that white noise has its variance as mean squared modulus.
pub(super) type Spectrum = Vec<Complex32>;

/// What a window of one band showed before its transform.
#[derive(Debug, Clone)]
pub(super) struct Plane {
    /// Samples without their plane, tapered; zero where invalid.
    pub(super) tapered: Vec<f32>,
    /// Squares of the taper over the valid samples.
    pub(super) taper_energy: f64,
}

impl WindowTransform {
    pub(super) fn new() -> Self {
        let n = WINDOW_SIDE;
        let one: Vec<f64> =
            (0..n).map(|i| (std::f64::consts::PI * (i as f64 + 0.5) / n as f64).sin().powi(2)).collect();
        let taper = (0..n * n).map(|i| (one[i / n] * one[i % n]) as f32).collect();
        let energy: f64 = one.iter().map(|t| t * t).sum();
        let neighbours: f64 = one.windows(2).map(|pair| pair[0] * pair[1]).sum();
        let bins = half_plane(n);
        let read = (0..bins.len()).filter(|&place| bins[place].read).collect();
        let forward = FftPlanner::new().plan_fft_forward(n);
        Self { taper, forward, bins, read, taper_at_lag_one: neighbours / energy }
    }

    /// Removes the plane of the valid samples and tapers; none when the valid samples carry no plane.
    pub(super) fn plane_removed(&self, samples: &[f32], valid: &[bool]) -> Option<Plane> {
        let n = WINDOW_SIDE;
        let centre = (n as f64 - 1.0) / 2.0;
        // Normal equations of z = a + b·line + c·column about the window's centre.
        let (mut one, mut along, mut squares) = (0.0_f64, [0.0_f64; 2], [0.0_f64; 3]);
        let mut right = nalgebra::Vector3::<f64>::zeros();
        for (line, (samples, valid)) in samples.chunks(n).zip(valid.chunks(n)).enumerate() {
            let y = line as f64 - centre;
            for (column, (&sample, _)) in samples.iter().zip(valid).enumerate().filter(|(_, (_, valid))| **valid) {
                let (x, z) = (column as f64 - centre, f64::from(sample));
                one += 1.0;
                along[0] += y;
                along[1] += x;
                squares[0] += y * y;
                squares[1] += x * x;
                squares[2] += x * y;
                right[0] += z;
                right[1] += y * z;
                right[2] += x * z;
            }
        }
        let normal = nalgebra::Matrix3::new(
            one, along[0], along[1], along[0], squares[0], squares[2], along[1], squares[2], squares[1],
        );
        let plane = normal.cholesky()?.solve(&right);
        let mut tapered = vec![0.0; n * n];
        let mut taper_energy = 0.0;
        for (place, value) in tapered.iter_mut().enumerate() {
            if valid[place] {
                let fitted =
                    plane[0] + plane[1] * ((place / n) as f64 - centre) + plane[2] * ((place % n) as f64 - centre);
                *value = (f64::from(samples[place]) - fitted) as f32 * self.taper[place];
                taper_energy += f64::from(self.taper[place]).powi(2);
            }
        }
        Some(Plane { tapered, taper_energy })
    }

    /// Spectra of two real planes through one complex transform.
    pub(super) fn spectra(&self, first: &Plane, second: Option<&Plane>) -> (Spectrum, Option<Spectrum>) {
        let n = WINDOW_SIDE;
        let imaginary = |place: usize| second.map_or(0.0, |plane| plane.tapered[place]);
        let mut buffer: Vec<Complex32> =
            (0..n * n).map(|place| Complex32::new(first.tapered[place], imaginary(place))).collect();
        self.forward.process(&mut buffer);
        let mut columns = vec![Complex32::default(); n * n];
        transpose(&buffer, &mut columns);
        self.forward.process(&mut columns);
        // After the transposition the index runs over columns' frequencies first: `half_plane` counts that way.
        let scale = |plane: &Plane| (1.0 / plane.taper_energy.max(f64::MIN_POSITIVE).sqrt()) as f32;
        let (mut one, mut two) = (Vec::with_capacity(self.bins.len()), Vec::with_capacity(self.bins.len()));
        let (scale_one, scale_two) = (scale(first), second.map_or(0.0, scale));
        for bin in &self.bins {
            let (z, w) = (columns[bin.index], columns[bin.conjugate].conj());
            one.push((z + w) * (0.5 * scale_one));
            let difference = (z - w) * (0.5 * scale_two);
            two.push(Complex32::new(difference.im, -difference.re));
        }
        (one, second.map(|_| two))
    }
}

fn transpose(from: &[Complex32], to: &mut [Complex32]) {
    let n = WINDOW_SIDE;
    for line in 0..n {
        for column in 0..n {
            to[column * n + line] = from[line * n + column];
        }
    }
}

fn half_plane(n: usize) -> Vec<Bin> {
    let signed = |index: usize| if index < n / 2 { index as f64 } else { index as f64 - n as f64 } / n as f64;
    let mut bins = Vec::with_capacity(n * n / 2 + 2);
    for index in 1..n * n {
        let (column, line) = (index / n, index % n);
        let conjugate = ((n - column) % n) * n + (n - line) % n;
        if index > conjugate {
            continue;
        }
        let frequency = [signed(line), signed(column)];
        let radius = frequency[0].hypot(frequency[1]);
        bins.push(Bin {
            index,
            conjugate,
            frequency,
            turn: frequency.map(|frequency| (std::f64::consts::TAU * frequency).cos()),
            weight: if index == conjugate { 1.0 } else { 2.0 },
            read: (READ_FROM..READ_TO).contains(&radius),
            scene: radius < SCENE_BELOW,
        });
    }
    bins
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_half_plane_and_its_conjugates_are_the_plane_without_its_mean() {
        let bins = half_plane(WINDOW_SIDE);
        let counted: f64 = bins.iter().map(|bin| bin.weight).sum();
        assert!((counted - (WINDOW_SIDE * WINDOW_SIDE - 1) as f64).abs() < 1e-9);
    }

    #[test]
    fn a_wave_stands_at_its_frequency_and_two_planes_do_not_mix() {
        let transform = WindowTransform::new();
        let valid = vec![true; WINDOW_SIDE * WINDOW_SIDE];
        // Five cycles along the lines, three along the columns; the second plane holds another wave.
        let wave = |lines: f64, columns: f64| -> Vec<f32> {
            (0..WINDOW_SIDE * WINDOW_SIDE)
                .map(|place| {
                    let (line, column) = ((place / WINDOW_SIDE) as f64, (place % WINDOW_SIDE) as f64);
                    (std::f64::consts::TAU * (lines * line + columns * column) / WINDOW_SIDE as f64).cos() as f32
                })
                .collect()
        };
        let first = transform.plane_removed(&wave(5.0, 3.0), &valid).unwrap();
        let second = transform.plane_removed(&wave(2.0, -7.0), &valid).unwrap();
        let (one, two) = transform.spectra(&first, Some(&second));
        let two = two.unwrap();
        let strongest = |spectrum: &Spectrum| {
            let place =
                (0..spectrum.len()).max_by(|&a, &b| spectrum[a].norm_sqr().total_cmp(&spectrum[b].norm_sqr())).unwrap();
            transform.bins[place].frequency.map(|frequency| (frequency * WINDOW_SIDE as f64).abs() as usize)
        };
        assert_eq!(strongest(&one), [5, 3]);
        assert_eq!(strongest(&two), [2, 7]);
    }
}
