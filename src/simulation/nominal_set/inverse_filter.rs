//! The filter that undoes a local stray light: division in frequencies, on a grid twice as wide as the filter.

use std::f64::consts::TAU;
use std::sync::Arc;

use rustfft::num_complex::Complex;
use rustfft::{Fft, FftPlanner};

use crate::supervision::{Cancelled, Supervision};

/// Columns that are transformed together: a column by itself would fetch a cache line a sample.
const COLUMNS_AT_ONCE: usize = 16;

/// A filter cut to its size.
pub(super) struct CutFilter {
    /// Line by line, its sum one.
    pub(super) values: Vec<f64>,
    /// What the cut costs: the sum of the magnitudes of all that was cut away or changed. No corrected value is off by more than this times the brightest
    /// value of the image.
    pub(super) truncation_error: f64,
}

/// Transforms of the halo and of the ghost at rest, from which the transform of every forward kernel follows.
pub(super) struct InverseFilters {
    half: usize,
    side: usize,
    /// Real part: halo; imaginary part: ghost at rest. Both are even, so that their transforms are real.
    transforms: Vec<Complex<f64>>,
    inverse: Arc<dyn Fft<f64>>,
}

impl InverseFilters {
    /// For filters of (2·half + 1)² samples; halo and ghost are given on as many, each even about its centre and with a sum of one.
    pub(super) fn new(half: usize, halo: &[f64], ghost: &[f64], supervision: &Supervision) -> Result<Self, Cancelled> {
        let side = (4 * half).next_power_of_two().max(4);
        let mut planner = FftPlanner::new();
        let (forward, inverse) = (planner.plan_fft_forward(side), planner.plan_fft_inverse(side));
        let mut transforms = vec![Complex::new(0.0, 0.0); side * side];
        let width = 2 * half + 1;
        for (line, (halo, ghost)) in halo.chunks(width).zip(ghost.chunks(width)).enumerate() {
            for (column, (halo, ghost)) in halo.iter().zip(ghost).enumerate() {
                let place = wrapped(line, half, side) * side + wrapped(column, half, side);
                transforms[place] = Complex::new(*halo, *ghost);
            }
        }
        transform(&mut transforms, side, forward.as_ref(), supervision)?;
        Ok(Self { half, side, transforms, inverse })
    }

    /// The filters that undo (1 − s − g)·δ + s·halo + g·ghost with the ghost displaced by (lines, columns): two at a time, since both are real.
    pub(super) fn undoing(
        &self,
        halo_share: f64,
        ghost_share: f64,
        displacements: [[i64; 2]; 2],
        supervision: &Supervision,
    ) -> Result<[CutFilter; 2], Cancelled> {
        let side = self.side;
        let phases = displacements.map(|displacement| displacement.map(|by| phases(by, side)));
        let direct = 1.0 - halo_share - ghost_share;
        let mut grid = self.transforms.clone();
        for (row, values) in grid.chunks_mut(side).enumerate() {
            for (column, value) in values.iter_mut().enumerate() {
                let kernel = |[lines, columns]: &[Vec<Complex<f64>>; 2]| {
                    lines[row] * columns[column] * (ghost_share * value.im) + direct + halo_share * value.re
                };
                let [first, second] = [kernel(&phases[0]), kernel(&phases[1])];
                *value = first.inv() + Complex::<f64>::i() * second.inv();
            }
        }
        transform(&mut grid, side, self.inverse.as_ref(), supervision)?;
        let scale = 1.0 / (side * side) as f64;
        Ok([self.cut(&grid, |value| value.re * scale), self.cut(&grid, |value| value.im * scale)])
    }

    fn cut(&self, grid: &[Complex<f64>], part: impl Fn(&Complex<f64>) -> f64) -> CutFilter {
        let (side, half) = (self.side, self.half);
        let width = 2 * half + 1;
        let mut values = Vec::with_capacity(width * width);
        for line in 0..width {
            let row = wrapped(line, half, side) * side;
            values.extend((0..width).map(|column| part(&grid[row + wrapped(column, half, side)])));
        }
        let whole: f64 = grid.iter().map(|value| part(value).abs()).sum();
        let kept: f64 = values.iter().map(|value| value.abs()).sum();
        // An even image must stay as it is: what was cut away is given back by the rest of the halo, not by the centre.
        let centre = half * width + half;
        let middle = values[centre];
        let around: f64 = values.iter().sum::<f64>() - middle;
        let stretch = if around == 0.0 { 1.0 } else { (1.0 - middle) / around };
        for (place, value) in values.iter_mut().enumerate() {
            if place != centre {
                *value *= stretch;
            }
        }
        let changed = (stretch - 1.0).abs() * (kept - middle.abs());
        CutFilter { values, truncation_error: (whole - kept).max(0.0) + changed }
    }
}

/// Place on the grid of a sample of a kernel whose centre goes to place 0.
fn wrapped(sample: usize, half: usize, side: usize) -> usize {
    (sample + side - half) % side
}

/// Transform of a displacement.
fn phases(by: i64, side: usize) -> Vec<Complex<f64>> {
    (0..side as i64)
        .map(|frequency| {
            let turns = (frequency * by).rem_euclid(side as i64) as f64 / side as f64;
            Complex::from_polar(1.0, -TAU * turns)
        })
        .collect()
}

/// Transform in both directions, in place, not scaled.
fn transform(
    grid: &mut [Complex<f64>],
    side: usize,
    fft: &dyn Fft<f64>,
    supervision: &Supervision,
) -> Result<(), Cancelled> {
    let mut scratch = vec![Complex::new(0.0, 0.0); fft.get_inplace_scratch_len()];
    for rows in grid.chunks_mut(side * COLUMNS_AT_ONCE) {
        supervision.check()?;
        fft.process_with_scratch(rows, &mut scratch);
    }
    let mut columns = vec![Complex::new(0.0, 0.0); side * COLUMNS_AT_ONCE];
    for first in (0..side).step_by(COLUMNS_AT_ONCE) {
        supervision.check()?;
        let count = COLUMNS_AT_ONCE.min(side - first);
        for (line, row) in grid.chunks(side).enumerate() {
            for (place, value) in row[first..first + count].iter().enumerate() {
                columns[place * side + line] = *value;
            }
        }
        fft.process_with_scratch(&mut columns[..count * side], &mut scratch);
        for (line, row) in grid.chunks_mut(side).enumerate() {
            for (place, value) in row[first..first + count].iter_mut().enumerate() {
                *value = columns[place * side + line];
            }
        }
    }
    Ok(())
}
