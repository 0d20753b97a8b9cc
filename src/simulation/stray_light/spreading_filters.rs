//! The kernels by which light spreads, of the filters that bring it back.

use rustfft::num_complex::Complex;

use super::ForwardError;
use crate::imagery::SquareFourier;
use crate::imagery::convolution::ConvolutionError;
use crate::instrument::radiometry::{FilterArray, StrayLight, StrayLightScenario, stray_light_steps};
use crate::supervision::Supervision;

/// The least gain of a filter at any frequency with which it is undone: below it, what the filter takes away can no longer be told.
const LEAST_GAIN: f32 = 0.2;

/// The same stray light with every local filter replaced by its inverse, cut to the filter's own size. Cross-talk stays as it is.
///
/// The inverse is 1/F̂ on a grid half as large again as the filter, so that what wraps around is light that strayed twice and far. What lies
/// beyond the filter's size is spread evenly over it: no light is lost, and a uniform scene comes back as it was.
///
/// # Errors
/// [`ForwardError`] for filters that cannot be used, or that have no inverse.
pub(super) fn spreading(
    bands: &[(&str, &StrayLight)],
    columns: usize,
    supervision: &Supervision,
) -> Result<Vec<StrayLight>, ForwardError> {
    // Filters that no correction could be run with are refused here as there.
    stray_light_steps(bands, columns, StrayLightScenario::Type1)?;
    let mut spread: Vec<StrayLight> = bands.iter().map(|(_, light)| (*light).clone()).collect();
    let mut filters: Vec<&mut FilterArray> =
        spread.iter_mut().flat_map(|light| &mut light.local).map(|local| &mut local.filter).collect();
    filters.sort_by_key(|filter| grid_side(filter));
    let mut transform: Option<SquareFourier> = None;
    for pair in filters.chunks_mut(2) {
        let side = pair.iter().map(|filter| grid_side(filter)).max().unwrap_or_default();
        let fourier = match transform.take() {
            Some(planned) if planned.side() == side => planned,
            _ => SquareFourier::new(side),
        };
        invert_pair(pair, &fourier, supervision)?;
        transform = Some(fourier);
    }
    Ok(spread)
}

fn grid_side(filter: &FilterArray) -> usize {
    let needed = filter.rows.max(filter.columns) * 3 / 2;
    // Sides of small factors only: 2, 3 and 5.
    (needed.max(8)..2 * needed.max(8))
        .find(|side| [2, 3, 5].into_iter().fold(*side, without_factor) == 1)
        .unwrap_or(needed)
}

fn without_factor(mut side: usize, factor: usize) -> usize {
    while side.is_multiple_of(factor) {
        side /= factor;
    }
    side
}

/// Two real filters go through one complex transform: one is its real, the other its imaginary part.
fn invert_pair(
    pair: &mut [&mut FilterArray],
    fourier: &SquareFourier,
    supervision: &Supervision,
) -> Result<(), ForwardError> {
    let side = fourier.side();
    let mut grid = vec![Complex::new(0.0_f32, 0.0); side * side];
    for (index, filter) in pair.iter().enumerate() {
        for (row, values) in filter.values.chunks_exact(filter.columns.max(1)).enumerate() {
            let line = wrapped(row, filter.rows, side) * side;
            for (column, value) in values.iter().enumerate() {
                let sample = &mut grid[line + wrapped(column, filter.columns, side)];
                if index == 0 { sample.re = *value } else { sample.im = *value }
            }
        }
    }
    fourier.forward_large(&mut grid, supervision).map_err(ConvolutionError::from)?;
    let mut least = f32::INFINITY;
    let both = pair.len() == 2;
    for line in 0..=side / 2 {
        for column in 0..side {
            let here = line * side + column;
            let opposite = (side - line) % side * side + (side - column) % side;
            if opposite < here && line == (side - line) % side {
                continue;
            }
            let (at, mirrored) = (grid[here], grid[opposite].conj());
            let first = (at + mirrored) * 0.5;
            let second = if both { (at - mirrored) * Complex::new(0.0, -0.5) } else { Complex::new(1.0, 0.0) };
            least = least.min(first.norm()).min(second.norm());
            let (first, second) = (first.inv(), second.inv());
            let turned = Complex::new(0.0, 1.0);
            grid[here] = first + turned * second;
            grid[opposite] = first.conj() + turned * second.conj();
        }
    }
    // A gain that is not a number is below it as well.
    if least.is_nan() || least < LEAST_GAIN {
        return Err(ForwardError::NoInverse { least: f64::from(LEAST_GAIN), found: f64::from(least) });
    }
    fourier.inverse_large(&mut grid, supervision).map_err(ConvolutionError::from)?;
    let scale = 1.0 / (side * side) as f32;
    for (index, filter) in pair.iter_mut().enumerate() {
        let (rows, columns) = (filter.rows, filter.columns);
        let whole = sum(&filter.values).recip();
        for (row, values) in filter.values.chunks_exact_mut(columns.max(1)).enumerate() {
            let line = wrapped(row, rows, side) * side;
            for (column, value) in values.iter_mut().enumerate() {
                let sample = grid[line + wrapped(column, columns, side)];
                *value = scale * if index == 0 { sample.re } else { sample.im };
            }
        }
        let cut = (whole - sum(&filter.values)) / filter.values.len().max(1) as f64;
        for value in &mut filter.values {
            *value = (f64::from(*value) + cut) as f32;
        }
    }
    Ok(())
}

fn sum(values: &[f32]) -> f64 {
    values.iter().map(|value| f64::from(*value)).sum()
}

/// Place on the grid of a sample of the filter, whose centre is at `size` / 2.
fn wrapped(sample: usize, size: usize, side: usize) -> usize {
    (sample + side - size / 2) % side
}
