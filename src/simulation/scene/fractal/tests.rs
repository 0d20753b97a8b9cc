//! The field is what it says: its spectrum, its spread, and the same wherever it is looked at from.

use rustfft::FftPlanner;
use rustfft::num_complex::Complex;

use super::*;

fn field(fractal: &Fractal, line: i32, column: i32, lines: usize, columns: usize) -> Vec<f32> {
    let window = LatticeWindow { line, column, lines, columns };
    let mut values = vec![0.0; window.nodes()];
    fractal.fill(window, &mut values, &mut FractalScratch::default());
    values
}

/// Slope of log power over log frequency of one-dimensional spectra of the lines, with a Hann window, between two frequencies in cycles a step. A
/// two-dimensional spectrum f^−β is f^−(β−1) along a line.
fn slope(values: &[f32], columns: usize, [from, to]: [f64; 2]) -> f64 {
    let fft = FftPlanner::<f64>::new().plan_fft_forward(columns);
    let mut power = vec![0.0; columns / 2];
    for row in values.chunks_exact(columns) {
        let mean = row.iter().map(|value| f64::from(*value)).sum::<f64>() / columns as f64;
        let mut samples: Vec<Complex<f64>> = row
            .iter()
            .enumerate()
            .map(|(place, value)| {
                let window = 0.5 - 0.5 * (std::f64::consts::TAU * place as f64 / columns as f64).cos();
                Complex::new(window * (f64::from(*value) - mean), 0.0)
            })
            .collect();
        fft.process(&mut samples);
        power.iter_mut().zip(&samples).for_each(|(sum, value)| *sum += value.norm_sqr());
    }
    // Mean of the power in bins a sixth of an octave wide, so that every part of the range weighs the same.
    let (mut points, mut f) = (Vec::new(), from);
    while f < to {
        let (first, last) = ((f * columns as f64).ceil() as usize, (f * 1.122_462 * columns as f64).ceil() as usize);
        if last > first {
            let mean = power[first..last].iter().sum::<f64>() / (last - first) as f64;
            points.push(((f * 1.0595).ln(), mean.ln()));
        }
        f *= 1.122_462;
    }
    let n = points.len() as f64;
    let (mx, my) =
        (points.iter().map(|point| point.0).sum::<f64>() / n, points.iter().map(|point| point.1).sum::<f64>() / n);
    points.iter().map(|(x, y)| (x - mx) * (y - my)).sum::<f64>()
        / points.iter().map(|(x, _)| (x - mx).powi(2)).sum::<f64>()
}

#[test]
fn the_power_spectrum_falls_as_the_exponent_says() {
    // Between a 200th and a twelfth of a cycle a step: four octaves, 1024 lines of 2048 nodes. Nearer to the finest structures a line's spectrum misses
    // what the plane's would hold beyond them.
    for exponent in [2.0, 2.6, 3.0, 4.0] {
        let fractal = Fractal::new(7, 1, exponent, [1.0, 8192.0], 1.0);
        let values = field(&fractal, -300, 517, 1024, 2048);
        let found = slope(&values, 2048, [0.005, 0.08]);
        println!("exponent {exponent}: slope along lines {found:.3}, expected {:.3}", 1.0 - exponent);
        assert!((found - (1.0 - exponent)).abs() < 0.2, "{exponent}: {found}");
    }
}

#[test]
fn every_window_is_a_part_of_one_field() {
    let fractal = Fractal::new(3, 2, 2.6, [1.0, 512.0], 1.0);
    let whole = field(&fractal, -40, -33, 90, 101);
    for (line, column, lines, columns) in [(-40, -33, 1, 1), (-7, 5, 13, 17), (0, 0, 50, 3), (-39, -2, 8, 64)] {
        let part = field(&fractal, line, column, lines, columns);
        for (at, value) in part.iter().enumerate() {
            let (l, c) = ((line + 40) as usize + at / columns, (column + 33) as usize + at % columns);
            assert_eq!(value.to_bits(), whole[l * 101 + c].to_bits(), "{line} {column}: {at}");
        }
    }
}

#[test]
fn the_spread_is_the_one_asked_for_and_fields_know_nothing_of_each_other() {
    let make = |seed, number| Fractal::new(seed, number, 2.0, [1.0, 64.0], 0.7);
    let one = field(&make(5, 1), 0, 0, 1500, 1500);
    let moments = |values: &[f32]| {
        let n = values.len() as f64;
        let mean = values.iter().map(|value| f64::from(*value)).sum::<f64>() / n;
        let variance = values.iter().map(|value| (f64::from(*value) - mean).powi(2)).sum::<f64>() / n;
        (mean, variance.sqrt())
    };
    let (mean, sigma) = moments(&one);
    // Some 550 independent patches of 64 steps, of which each holds a seventh of the variance: 1 % of the spread, mean within 0.02; five times that.
    assert!(mean.abs() < 0.07 && (sigma / 0.7 - 1.0).abs() < 0.05, "{mean} {sigma}");
    assert!((make(5, 1).sigma() - 0.7).abs() < 1e-6);
    for other in [field(&make(5, 2), 0, 0, 1500, 1500), field(&make(6, 1), 0, 0, 1500, 1500)] {
        let product = one.iter().zip(&other).map(|(a, b)| f64::from(*a) * f64::from(*b)).sum::<f64>();
        let correlation = product / one.len() as f64 / 0.49;
        assert!(correlation.abs() < 0.08, "{correlation}");
    }
}

#[test]
fn noise_of_one_octave_is_white_at_its_nodes() {
    let fractal = Fractal::new(11, 0, 2.0, [1.0, 1.0], 1.0);
    let values = field(&fractal, 1000, -5000, 512, 512);
    // 262144 draws: a correlation of 0.01 is 5σ.
    for (line, column) in [(0, 1), (1, 0), (1, 1), (1, -1), (0, 2), (2, 0), (3, 5)] {
        let mut sum = 0.0;
        for l in 0..512 - line {
            for c in 8..500_usize {
                let other = (l + line) * 512 + c.wrapping_add_signed(column);
                sum += f64::from(values[l * 512 + c]) * f64::from(values[other]);
            }
        }
        let correlation = sum / (512.0 * 492.0);
        assert!(correlation.abs() < 0.01, "{line} {column}: {correlation}");
    }
}
