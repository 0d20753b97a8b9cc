//! Kernels, images and the sums that they are held against.

use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

use super::super::reflection::reflected;
use super::super::{ConvolutionChain, ConvolutionPlan, Kernel, Quality, Target};
use crate::supervision::Supervision;

/// A scene of 0 to 1: bright and dark, straight and slanted edges, some texture.
pub(super) fn scene(lines: usize, columns: usize, seed: u64) -> Vec<f32> {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let (slope, level) = (random.random_range(-0.6..0.6), random.random_range(0.1..0.4));
    let mut image = Vec::with_capacity(lines * columns);
    for line in 0..lines {
        for column in 0..columns {
            let is_bright = (column as f64) > columns as f64 * 0.4 + slope * line as f64;
            let field = if (line / 37 + column / 53) % 2 == 0 { 0.1 } else { 0.0 };
            image.push((if is_bright { 0.8 } else { level } + field + random.random_range(0.0..0.1)) as f32);
        }
    }
    image
}

/// Values of random height, each sample for itself.
pub(super) fn rough_kernel(rows: usize, columns: usize, seed: u64) -> Kernel {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let values: Vec<f32> =
        (0..rows * columns).map(|_| random.random_range(-1.0..1.0) / (rows * columns) as f32).collect();
    Kernel::new(rows, columns, values).unwrap()
}

/// A weak halo around a strong centre, 1 in all, with ghosts: (weight, row, column, sigma).
pub(super) fn halo_kernel(side: usize, weight: f64, ghosts: &[(f64, f64, f64, f64)]) -> Kernel {
    let half = (side / 2) as i64;
    let mut halo = vec![0.0_f64; side * side];
    for (index, value) in halo.iter_mut().enumerate() {
        let (row, column) = ((index / side) as i64 - half, (index % side) as i64 - half);
        let square = (row * row + column * column) as f64;
        if square <= (half * half) as f64 {
            *value = (1.0 + square / 9.0).powf(-1.5);
        }
    }
    let sum: f64 = halo.iter().sum();
    for value in &mut halo {
        *value *= weight / sum;
    }
    let mut ghostly = 0.0;
    for (strength, row, column, sigma) in ghosts {
        ghostly += strength;
        for (index, value) in halo.iter_mut().enumerate() {
            let (down, right) =
                ((index / side) as f64 - half as f64 - row, (index % side) as f64 - half as f64 - column);
            *value += strength * (-(down * down + right * right) / (2.0 * sigma * sigma)).exp()
                / (std::f64::consts::TAU * sigma * sigma);
        }
    }
    halo[half as usize * side + half as usize] += 1.0 - weight - ghostly;
    Kernel::new(side, side, halo.iter().map(|value| *value as f32).collect::<Vec<_>>()).unwrap()
}

/// What a target becomes at one pixel, product by product.
pub(super) fn by_hand(
    images: &[Vec<f32>],
    columns: usize,
    kernels: &[Kernel],
    target: &Target,
    own: usize,
    (line, column): (usize, usize),
) -> f64 {
    let lines = images[0].len() / columns;
    let mut sum = 0.0;
    for kept in target.kept.iter().filter(|kept| kept.columns.contains(&column)) {
        sum += kept.weight * f64::from(images[own][line * columns + column]);
    }
    for term in target.terms.iter().filter(|term| term.columns.contains(&column)) {
        let kernel = &kernels[term.kernel];
        let reach = kernel.reach().1 as i64;
        let ends = (term.columns.start as i64 - term.shift, term.columns.end as i64 - term.shift);
        let seen = |margin: i64| {
            ((ends.0 - margin).clamp(0, columns as i64) as usize, (ends.1 + margin).clamp(0, columns as i64) as usize)
        };
        let (needed, window) = (seen(reach), seen(term.margin as i64));
        let is_cut = needed.0 < needed.1 && window.0 < window.1 && (window.0 > needed.0 || window.1 < needed.1);
        let (start, end) = if is_cut { window } else { (0, columns) };
        let mut convolution = 0.0;
        for (index, value) in kernel.values().iter().enumerate().filter(|(_, value)| **value != 0.0) {
            let row = (index / kernel.columns()) as i64 - (kernel.rows() / 2) as i64;
            let across = (index % kernel.columns()) as i64 - (kernel.columns() / 2) as i64;
            let from_line = reflected(line as i64 - row, lines);
            let from = column as i64 - term.shift - across;
            let from_column = start + reflected(from - start as i64, end - start);
            convolution += f64::from(*value) * f64::from(images[term.source][from_line * columns + from_column]);
        }
        sum += term.factor * convolution;
    }
    sum
}

/// All bands convolved, in memory.
pub(super) fn run(
    images: &[Vec<f32>],
    columns: usize,
    kernels: &[Kernel],
    targets: &[Target],
    quality: Quality,
) -> (Vec<Vec<f32>>, ConvolutionPlan) {
    let supervision = Supervision::unattended();
    let plan = ConvolutionPlan::new(columns, kernels, targets, quality, &supervision).unwrap();
    let lines = images[0].len() / columns;
    let result = ConvolutionChain::new(plan.clone(), []).apply(images, lines, &supervision).unwrap();
    assert!(result.iter().all(|band| band.len() == lines * columns), "every line comes out");
    (result, plan)
}

/// Greatest difference from the sums by hand over every `step`-th pixel.
pub(super) fn worst(
    images: &[Vec<f32>],
    columns: usize,
    kernels: &[Kernel],
    targets: &[Target],
    quality: Quality,
    step: usize,
) -> f64 {
    let (result, _) = run(images, columns, kernels, targets, quality);
    let mut worst = 0.0_f64;
    for (band, target) in targets.iter().enumerate() {
        for index in (band..images[band].len()).step_by(step) {
            let expected = by_hand(images, columns, kernels, target, band, (index / columns, index % columns));
            worst = worst.max((f64::from(result[band][index]) - expected).abs());
        }
    }
    worst
}
