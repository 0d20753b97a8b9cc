//! Fractal fields that can be looked at anywhere without being stored: the same seed gives the same field, whatever part is asked for.

use crate::simulation::mixed_bits::{GOLDEN, mixed64};

/// A rectangle of a lattice: `lines` × `columns` nodes from a first node on, line by line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LatticeWindow {
    /// First line (along the flight).
    pub line: i32,
    /// First column (across the flight).
    pub column: i32,
    /// Number of lines.
    pub lines: usize,
    /// Number of columns.
    pub columns: usize,
}

impl LatticeWindow {
    /// Number of nodes.
    pub fn nodes(self) -> usize {
        self.lines * self.columns
    }

    /// The window of the lattice twice as wide that cubic subdivision needs to give this one.
    fn parent(self) -> Self {
        let span = |first: i32, n: usize| {
            let begin = (first >> 1) - 1;
            let end = ((first + n as i32 - 1) >> 1) + 1;
            (begin, (end - begin + 1) as usize)
        };
        let ((line, lines), (column, columns)) = (span(self.line, self.lines), span(self.column, self.columns));
        Self { line, column, lines, columns }
    }
}

/// A Gaussian-like random field of mean 0 whose power spectrum falls as f^−β between two scales.
///
/// It is the sum of octaves: octave k is white noise at the nodes of a lattice of 2^k steps, brought to the finest lattice by the subdivision of
/// cubic B-splines (weights 1 4 6 4 1, eighths), so that it is smooth and without preferred nodes. In two dimensions a power per unit of frequency area
/// that falls as f^−β gives octave k a variance proportional to 2^(k(β−2)). Nodes are drawn by a hash of their place, level and seed, so that every
/// window of the field is the same field.
#[derive(Debug, Clone, PartialEq)]
pub struct Fractal {
    seed: u32,
    /// Amplitude of each level, from the finest lattice upwards; 0 where a level takes no part.
    amplitudes: Vec<f32>,
}

/// Coarsest level there is: the lattice coordinates have 31 bits.
const MOST_LEVELS: usize = 24;

impl Fractal {
    /// A field of standard deviation `sigma` over its whole range of scales, which are in steps of the finest lattice: structures from `smallest` to
    /// `largest` (each rounded to a power of two, 2²³ at most).
    pub fn new(seed: u64, field: u32, exponent: f64, [smallest, largest]: [f64; 2], sigma: f64) -> Self {
        let level = |scale: f64| (scale.max(1.0).log2().round().max(0.0) as usize).min(MOST_LEVELS - 1);
        let (finest, coarsest) = (level(smallest), level(largest).max(level(smallest)));
        let energies = spread_energies(coarsest + 1);
        let wanted = |level: usize| if level < finest { 0.0 } else { (level as f64 * (exponent - 2.0)).exp2() };
        let whole: f64 = (0..=coarsest).map(wanted).sum();
        let amplitude = |(level, energy): (usize, &f64)| (sigma * (wanted(level) / whole / energy).sqrt()) as f32;
        let amplitudes = energies.iter().enumerate().map(amplitude).collect();
        let mixed = mixed64((seed ^ (u64::from(field) << 40) ^ 0x5ce9_e000_0000).wrapping_add(GOLDEN));
        Self { seed: (mixed ^ (mixed >> 32)) as u32, amplitudes }
    }

    /// Standard deviation of each level at the nodes of the finest lattice summed up: the field's own.
    pub fn sigma(&self) -> f64 {
        let energies = spread_energies(self.amplitudes.len());
        self.amplitudes.iter().zip(energies).map(|(a, energy)| f64::from(*a).powi(2) * energy).sum::<f64>().sqrt()
    }

    /// The field at every node of a window of the finest lattice. `values` holds as many.
    pub fn fill(&self, window: LatticeWindow, values: &mut [f32], scratch: &mut FractalScratch) {
        let mut windows = [window; MOST_LEVELS];
        let coarsest = self.amplitudes.len() - 1;
        for level in 1..=coarsest {
            windows[level] = windows[level - 1].parent();
        }
        let FractalScratch { coarse, fine, rows } = scratch;
        coarse.clear();
        coarse.resize(windows[coarsest].nodes(), 0.0);
        self.add_noise(coarsest, windows[coarsest], coarse);
        for level in (0..coarsest).rev() {
            fine.clear();
            fine.resize(windows[level].nodes(), 0.0);
            subdivide(coarse, windows[level + 1], fine, windows[level], rows);
            self.add_noise(level, windows[level], fine);
            std::mem::swap(coarse, fine);
        }
        values.copy_from_slice(coarse);
    }

    /// The field at one node.
    pub fn at(&self, line: i32, column: i32, scratch: &mut FractalScratch) -> f32 {
        let mut value = [0.0];
        self.fill(LatticeWindow { line, column, lines: 1, columns: 1 }, &mut value, scratch);
        value[0]
    }

    fn add_noise(&self, level: usize, window: LatticeWindow, values: &mut [f32]) {
        let amplitude = self.amplitudes[level];
        if amplitude == 0.0 {
            return;
        }
        let salt = mixed32(self.seed.wrapping_add((level as u32).wrapping_mul(0x85eb_ca6b)));
        for (line, row) in (window.line..).zip(values.chunks_exact_mut(window.columns)) {
            let row_salt = mixed32((line as u32).wrapping_mul(0xc2b2_ae35) ^ salt);
            for (place, value) in row.iter_mut().enumerate() {
                *value += amplitude * even(row_salt, window.column.wrapping_add(place as i32));
            }
        }
    }
}

/// Working memory of one thread.
#[derive(Debug, Default)]
pub struct FractalScratch {
    coarse: Vec<f32>,
    fine: Vec<f32>,
    rows: Vec<f32>,
}

/// Evenly spread noise of variance 1 at a place of a row.
#[inline]
fn even(row_salt: u32, column: i32) -> f32 {
    const ROOT_3: f32 = 1.732_050_8;
    let bits = mixed32((column as u32).wrapping_mul(0x9e37_79b1) ^ row_salt);
    // The upper 24 bits are exact in single precision.
    ((bits >> 8) as i32) as f32 * (2.0 * ROOT_3 / 16_777_216.0) - ROOT_3
}

/// A permutation of 32 bits in which every bit depends on every other (Wellons, "lowbias32").
#[inline]
pub(super) fn mixed32(mut bits: u32) -> u32 {
    bits ^= bits >> 16;
    bits = bits.wrapping_mul(0x7feb_352d);
    bits ^= bits >> 15;
    bits = bits.wrapping_mul(0x846c_a68b);
    bits ^ (bits >> 16)
}

/// Mean square at the finest lattice of unit white noise at each level.
fn spread_energies(levels: usize) -> Vec<f64> {
    let mut kernel = vec![1.0_f64];
    let mut energies = Vec::with_capacity(levels);
    for level in 0..levels {
        // Beyond some levels the energy is that of the spline itself, ∫B₃² = 151/315.
        if level > 10 {
            energies.push((151.0_f64 / 315.0).powi(2));
            continue;
        }
        let one_axis = kernel.iter().map(|weight| weight * weight).sum::<f64>() / f64::from(1 << level);
        energies.push(one_axis * one_axis);
        let mut next = vec![0.0; 2 * kernel.len() + 3];
        for (place, weight) in kernel.iter().enumerate() {
            for (tap, share) in [1.0, 4.0, 6.0, 4.0, 1.0].into_iter().enumerate() {
                next[2 * place + tap] += weight * share / 8.0;
            }
        }
        kernel = next;
    }
    energies
}

/// One step of the subdivision of a bicubic B-spline.
fn subdivide(coarse: &[f32], from: LatticeWindow, fine: &mut [f32], to: LatticeWindow, rows: &mut Vec<f32>) {
    rows.clear();
    rows.resize(from.lines * to.columns, 0.0);
    // Parent of the first fine column; it may be its right or its left half.
    let first_parent = ((to.column >> 1) - from.column) as usize;
    let odd = (to.column & 1) as usize;
    for (source, row) in coarse.chunks_exact(from.columns).zip(rows.chunks_exact_mut(to.columns)) {
        let (head, rest) = row.split_at_mut(odd.min(to.columns));
        if let Some(value) = head.first_mut() {
            *value = 0.5 * (source[first_parent] + source[first_parent + 1]);
        }
        let begin = first_parent + odd - 1;
        let (pairs, last) = rest.as_chunks_mut::<2>();
        let parents = source[begin..].windows(3);
        for (pair, parent) in pairs.iter_mut().zip(parents) {
            pair[0] = 0.125 * (parent[0] + parent[2]) + 0.75 * parent[1];
            pair[1] = 0.5 * (parent[1] + parent[2]);
        }
        if let Some(value) = last.first_mut() {
            let parent = &source[begin + pairs.len()..begin + pairs.len() + 3];
            *value = 0.125 * (parent[0] + parent[2]) + 0.75 * parent[1];
        }
    }
    for (line, row) in (to.line..).zip(fine.chunks_exact_mut(to.columns)) {
        let parent = ((line >> 1) - from.line) as usize;
        let source = |line: usize| &rows[line * to.columns..(line + 1) * to.columns];
        if line & 1 == 0 {
            let (above, own, below) = (source(parent - 1), source(parent), source(parent + 1));
            for (((value, above), own), below) in row.iter_mut().zip(above).zip(own).zip(below) {
                *value = 0.125 * (above + below) + 0.75 * own;
            }
        } else {
            let (own, below) = (source(parent), source(parent + 1));
            for ((value, own), below) in row.iter_mut().zip(own).zip(below) {
                *value = 0.5 * (own + below);
            }
        }
    }
}

#[cfg(test)]
mod tests;
