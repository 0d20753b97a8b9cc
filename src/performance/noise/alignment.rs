//! Where each band stands against the others, from the phases of their cross-spectra: good enough to recognise the scene that they share.

use rustfft::num_complex::{Complex32, Complex64};

use super::spectra::{Spectrum, WindowTransform};

/// Below this coherence two bands share too little scene to be aligned; their shift is taken as zero.
const LEAST_COHERENCE: f64 = 0.1;
/// A longer shift (pixels) is a misreading of the phases.
const LONGEST_SHIFT: f64 = 2.0;

/// Position of each band against a common one (pixels, line and column), from the windows of neighbouring sites.
///
/// `windows` holds, for each window, the spectrum of every band that has one. Bands are joined along the pairs with the largest coherence.
pub(super) fn positions(transform: &WindowTransform, windows: &[Vec<Option<Spectrum>>], bands: usize) -> Vec<[f64; 2]> {
    let mut links: Vec<(f64, usize, usize, [f64; 2])> = Vec::new();
    for a in 0..bands {
        for b in a + 1..bands {
            if let Some((coherence, shift)) = pair(transform, windows, a, b) {
                links.push((coherence, a, b, shift));
            }
        }
    }
    links.sort_by(|x, y| y.0.total_cmp(&x.0).then_with(|| (x.1, x.2).cmp(&(y.1, y.2))));
    // Kruskal's spanning forest: each band carries the number of its tree and its position in it.
    let mut trees: Vec<usize> = (0..bands).collect();
    let mut positions = vec![[0.0; 2]; bands];
    for (_, a, b, shift) in links {
        let (kept, moved) = (trees[a], trees[b]);
        if kept == moved {
            continue;
        }
        let offset = [0, 1].map(|axis| positions[a][axis] + shift[axis] - positions[b][axis]);
        for band in 0..bands {
            if trees[band] == moved {
                trees[band] = kept;
                positions[band] = [positions[band][0] + offset[0], positions[band][1] + offset[1]];
            }
        }
    }
    positions
}

/// Coherence of two bands after their alignment and the shift of `b` against `a`; none where they share too little.
fn pair(transform: &WindowTransform, windows: &[Vec<Option<Spectrum>>], a: usize, b: usize) -> Option<(f64, [f64; 2])> {
    let mut cross = vec![Complex64::default(); transform.read.len()];
    let mut power = [0.0_f64; 2];
    for window in windows {
        let (Some(first), Some(second)) = (&window[a], &window[b]) else { continue };
        for (sum, &bin) in cross.iter_mut().zip(&transform.read) {
            let product = first[bin].conj() * second[bin];
            *sum += Complex64::new(f64::from(product.re), f64::from(product.im));
            power[0] += f64::from(first[bin].norm_sqr());
            power[1] += f64::from(second[bin].norm_sqr());
        }
    }
    let scale = (power[0] * power[1]).sqrt();
    if scale <= 0.0 {
        return None;
    }
    // Vegetation is bright where soil is dark: an inverted contrast is a phase of half a turn, not a shift.
    let sign = if cross.iter().map(|sum| sum.re).sum::<f64>() < 0.0 { -1.0 } else { 1.0 };
    let mut shift = [0.0; 2];
    for _ in 0..3 {
        let step = phase_plane(transform, &cross, sign, shift)?;
        shift = [shift[0] + step[0], shift[1] + step[1]];
    }
    if shift[0].hypot(shift[1]) > LONGEST_SHIFT {
        return None;
    }
    let aligned: f64 = cross
        .iter()
        .zip(&transform.read)
        .map(|(sum, &bin)| sign * (sum * turned(transform.bins[bin].frequency, shift)).re)
        .sum();
    let coherence = aligned / scale;
    (coherence > LEAST_COHERENCE).then_some((coherence, shift))
}

/// The factor that undoes a shift at a frequency.
fn turned(frequency: [f64; 2], shift: [f64; 2]) -> Complex64 {
    Complex64::from_polar(1.0, std::f64::consts::TAU * (frequency[0] * shift[0] + frequency[1] * shift[1]))
}

/// Plane through the phases that remain after `shift`, weighted by the modulus: a shift in pixels.
fn phase_plane(transform: &WindowTransform, cross: &[Complex64], sign: f64, shift: [f64; 2]) -> Option<[f64; 2]> {
    let (mut aa, mut bb, mut ab, mut ra, mut rb) = (0.0, 0.0, 0.0, 0.0, 0.0);
    for (sum, &bin) in cross.iter().zip(&transform.read) {
        let frequency = transform.bins[bin].frequency;
        let phase = -(sum * turned(frequency, shift) * sign).arg() / std::f64::consts::TAU;
        let weight = sum.norm();
        aa += weight * frequency[0] * frequency[0];
        bb += weight * frequency[1] * frequency[1];
        ab += weight * frequency[0] * frequency[1];
        ra += weight * frequency[0] * phase;
        rb += weight * frequency[1] * phase;
    }
    let determinant = aa * bb - ab * ab;
    (determinant > 0.0).then(|| [(bb * ra - ab * rb) / determinant, (aa * rb - ab * ra) / determinant])
}

/// Moves the spectra of a band back by its position.
pub(super) fn align<'a>(
    transform: &WindowTransform,
    spectra: impl Iterator<Item = &'a mut Spectrum>,
    position: [f64; 2],
) {
    let turns: Vec<Complex32> = transform
        .bins
        .iter()
        .map(|bin| turned(bin.frequency, position))
        .map(|turn| Complex32::new(turn.re as f32, turn.im as f32))
        .collect();
    for spectrum in spectra {
        for (value, turn) in spectrum.iter_mut().zip(&turns) {
            *value *= turn;
        }
    }
}
