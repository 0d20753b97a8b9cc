//! Convolution of two tiles at once by Fourier transforms.
//!
//! Kernels are real: two tiles, one as real and one as imaginary part, go through one complex transform and do not mix. A tile is wider than
//! what it gives by the kernel's reach on each side (overlap-save). Spectra stand columns first, which saves two of four transpositions.

use std::ops::Range;
use std::sync::Arc;

use rustfft::num_complex::Complex;
use rustfft::{Fft, FftPlanner};

/// A part of a kernel: `(2·rows + 1) × (2·columns + 1)` values around a place.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Patch {
    /// Rows and columns on each side of the middle.
    pub(super) reach: (usize, usize),
    /// Row and column of the middle, from the kernel's centre.
    pub(super) place: (i64, i64),
    /// Values row by row.
    pub(super) values: Vec<f32>,
}

/// The transform of tiles of one shape.
pub(super) struct TileTransform {
    rows: usize,
    columns: usize,
    forward: [Arc<dyn Fft<f32>>; 2],
    inverse: [Arc<dyn Fft<f32>>; 2],
}

/// Memory of one thread for tiles of one shape.
pub(super) struct TileWork {
    /// The two tiles row by row: what goes in, then what comes out.
    pub(super) tile: Vec<Complex<f32>>,
    spectrum: Vec<Complex<f32>>,
    product: Vec<Complex<f32>>,
    scratch: Vec<Complex<f32>>,
}

const ZERO: Complex<f32> = Complex { re: 0.0, im: 0.0 };

impl TileTransform {
    /// Plans tiles of `rows` × `columns` samples.
    pub(super) fn new(planner: &mut FftPlanner<f32>, rows: usize, columns: usize) -> Self {
        Self {
            rows,
            columns,
            forward: [planner.plan_fft_forward(columns), planner.plan_fft_forward(rows)],
            inverse: [planner.plan_fft_inverse(columns), planner.plan_fft_inverse(rows)],
        }
    }

    pub(super) fn rows(&self) -> usize {
        self.rows
    }

    pub(super) fn columns(&self) -> usize {
        self.columns
    }

    /// Working memory.
    pub(super) fn work(&self) -> TileWork {
        let all = self.rows * self.columns;
        let plans = self.forward.iter().chain(&self.inverse);
        let scratch = plans.map(|plan| plan.get_inplace_scratch_len()).max().unwrap_or(0);
        TileWork {
            tile: vec![ZERO; all],
            spectrum: vec![ZERO; all],
            product: vec![ZERO; all],
            scratch: vec![ZERO; scratch],
        }
    }

    /// Bytes of [`Self::work`], scratch apart.
    pub(super) fn work_bytes(&self) -> usize {
        3 * self.rows * self.columns * size_of::<Complex<f32>>()
    }

    /// The spectrum of a part of a kernel, its middle at the origin, with the norm of both transforms in it.
    pub(super) fn kernel_spectrum(&self, patch: &Patch, work: &mut TileWork) -> Vec<Complex<f32>> {
        work.tile.fill(ZERO);
        let width = 2 * patch.reach.1 + 1;
        let norm = 1.0 / (self.rows * self.columns) as f32;
        for (index, value) in patch.values.iter().enumerate() {
            let row = (index / width + self.rows - patch.reach.0) % self.rows;
            let column = (index % width + self.columns - patch.reach.1) % self.columns;
            work.tile[row * self.columns + column].re = norm * value;
        }
        self.transform(work);
        work.spectrum.clone()
    }

    /// Transforms the two tiles, whose samples are then spoilt.
    pub(super) fn transform(&self, work: &mut TileWork) {
        self.forward[0].process_with_scratch(&mut work.tile, &mut work.scratch);
        transpose(&work.tile, &mut work.spectrum, self.rows, self.columns, 0..self.columns);
        self.forward[1].process_with_scratch(&mut work.spectrum, &mut work.scratch);
    }

    /// Convolves the tiles last transformed; rows `valid` of the result are then in `work.tile`, at their place.
    pub(super) fn convolve(&self, kernel_spectrum: &[Complex<f32>], valid: &Range<usize>, work: &mut TileWork) {
        for ((product, tile), kernel) in work.product.iter_mut().zip(&work.spectrum).zip(kernel_spectrum) {
            *product = tile * kernel;
        }
        self.inverse[1].process_with_scratch(&mut work.product, &mut work.scratch);
        transpose(&work.product, &mut work.tile, self.columns, self.rows, valid.clone());
        let rows = &mut work.tile[valid.start * self.columns..valid.end * self.columns];
        self.inverse[0].process_with_scratch(rows, &mut work.scratch);
    }
}

/// Lines and columns handled together, so that both sides stay in the cache.
const TOGETHER: usize = 16;

/// Columns `wanted` of `rows` × `columns` samples as lines of `to`, at their place.
fn transpose(from: &[Complex<f32>], to: &mut [Complex<f32>], rows: usize, columns: usize, wanted: Range<usize>) {
    for first_column in wanted.clone().step_by(TOGETHER) {
        let end = (first_column + TOGETHER).min(wanted.end);
        for first_row in (0..rows).step_by(TOGETHER) {
            let count = TOGETHER.min(rows - first_row);
            for column in first_column..end {
                let out = &mut to[column * rows + first_row..][..count];
                for (row, out) in out.iter_mut().enumerate() {
                    *out = from[(first_row + row) * columns + column];
                }
            }
        }
    }
}

/// Sides of tiles that are tried, each quick to transform.
const SIDES: [usize; 14] = [16, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1024, 1536, 2048];

/// The shape of tiles that costs least for an image `width` wide, and that cost per sample of the image, in nanoseconds or so. `lines_per_line`
/// lines of the full image are one of this image: tall tiles keep many lines waiting.
pub(super) fn best_tile(reach: (usize, usize), width: usize, lines_per_line: usize) -> (usize, usize, f64) {
    let mut best = (0, 0, f64::INFINITY);
    let largest = 2 * (reach.0.max(reach.1) + 1);
    let sides = || SIDES.iter().copied().chain([largest.next_power_of_two() * 2]);
    for rows in sides().filter(|side| *side > 2 * reach.0) {
        for columns in sides().filter(|side| *side > 2 * reach.1) {
            let pairs = width.div_ceil(columns - 2 * reach.1).div_ceil(2);
            let step = rows - 2 * reach.0;
            let samples = (rows * columns) as f64;
            let cache = if samples <= 70e3 {
                1.0
            } else if samples <= 300e3 {
                1.25
            } else {
                1.8
            };
            let transforms = cache * (6.0 + samples.log2()) * samples * 0.5;
            let waiting = 1.0 + ((step * lines_per_line) as f64 / 512.0).powi(2);
            let cost = transforms * pairs as f64 * waiting / (step * width) as f64;
            if cost < best.2 {
                best = (rows, columns, cost);
            }
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_tiles_are_convolved_at_once_and_do_not_mix() {
        let (rows, columns) = (16, 32);
        let transform = TileTransform::new(&mut FftPlanner::new(), rows, columns);
        let mut work = transform.work();
        let patch = Patch { reach: (1, 2), place: (0, 0), values: (0..15).map(|index| 0.1 * index as f32).collect() };
        let spectrum = transform.kernel_spectrum(&patch, &mut work);
        let sample =
            |row: usize, column: usize| Complex::new(((row * 7 + column * 3) % 11) as f32, (row + column) as f32);
        for row in 0..rows {
            for column in 0..columns {
                work.tile[row * columns + column] = sample(row, column);
            }
        }
        transform.transform(&mut work);
        transform.convolve(&spectrum, &(1..15), &mut work);
        for row in 1..15 {
            for column in 2..30 {
                let mut expected = Complex::new(0.0, 0.0);
                for (index, value) in patch.values.iter().enumerate() {
                    expected += sample(row + 1 - index / 5, column + 2 - index % 5) * value;
                }
                let found = work.tile[row * columns + column];
                assert!((found - expected).norm() < 1e-3, "{row} {column}: {found} {expected}");
            }
        }
    }

    #[test]
    fn a_tile_is_larger_than_what_its_kernel_reaches() {
        for reach in [(0, 0), (3, 40), (512, 512), (1500, 2)] {
            let (rows, columns, cost) = best_tile(reach, 5200, 1);
            assert!(rows > 2 * reach.0 && columns > 2 * reach.1 && cost.is_finite(), "{reach:?}");
        }
    }
}
