//! Shifts of all pairs of bands in one window.

use super::gap_filling::fill_gaps;
use super::windows::WINDOW_SIDE;
use crate::imagery::correlation::{Correlator, CorrelatorScratch, Displacement, WindowSpectrum};
use crate::imagery::{Tile, Window, gradient_magnitude};

/// Farthest shift looked for, in whole pixels: L1 bands are registered, what is left is small.
const FARTHEST_SHIFT: f64 = 6.0;

/// A window counts for a pair when the phases left are concentrated at least this much (1: one scene, 0: nothing in common).
pub(super) const LEAST_CONCENTRATION: f64 = 0.5;

/// A window that says no more than this (pixels, one sigma) says nothing.
const LARGEST_SIGMA: f64 = 0.5;

/// A window counts for a band when at most this share of its samples is not valid; these are filled.
const LARGEST_INVALID_SHARE: f64 = 0.02;

/// What was compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Compared {
    /// The samples themselves.
    Samples,
    /// Their gradient magnitudes.
    Gradients,
}

/// What one window says of one pair of bands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum PairInWindow {
    /// Too many samples of either band are not valid.
    NotValid,
    /// One of the bands is constant in the window: there is nothing to match.
    Constant,
    /// The two do not correlate, neither directly nor by their gradients.
    NoMatch,
    /// A shift.
    Shift(Compared, Displacement),
}

/// All pairs of one window, in the order of [`pairs`].
#[derive(Debug, Clone)]
pub(super) struct WindowShifts {
    /// The window correlated.
    pub window: Window,
    /// One entry a pair.
    pub pairs: Vec<PairInWindow>,
}

/// The pairs (A, B) of `bands` bands with A before B: 66 for twelve.
pub(super) fn pairs(bands: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..bands).flat_map(move |first| (first + 1..bands).map(move |second| (first, second)))
}

/// One band of a window: its samples and their gradients with their spectra, where they have any.
#[derive(Default)]
struct BandPatch {
    usable: bool,
    samples: Vec<f32>,
    valid: Vec<bool>,
    gradients: Vec<f32>,
    samples_spectrum: Option<WindowSpectrum>,
    gradients_spectrum: Option<WindowSpectrum>,
}

/// Measures windows; the working memory belongs to one thread.
pub(super) struct WindowMeter {
    correlator: Correlator,
    scratch: CorrelatorScratch,
    bands: Vec<BandPatch>,
}

impl WindowMeter {
    pub(super) fn new() -> Self {
        let correlator = Correlator::new(WINDOW_SIDE, FARTHEST_SHIFT);
        let scratch = correlator.scratch();
        Self { correlator, scratch, bands: Vec::new() }
    }

    /// Shifts of all pairs in the middle of `patch`, a square of the cell that `tiles` hold.
    pub(super) fn measure(&mut self, cell: Window, tiles: &[Tile], patch: Window) -> WindowShifts {
        self.bands.resize_with(tiles.len(), BandPatch::default);
        for (band, tile) in self.bands.iter_mut().zip(tiles) {
            band.load(cell, tile, patch, &self.correlator, &mut self.scratch);
        }
        let pairs = pairs(tiles.len())
            .map(|(first, second)| {
                let (first, second) = (&self.bands[first], &self.bands[second]);
                compare(first, second, patch.lines, &self.correlator, &mut self.scratch)
            })
            .collect();
        let margin = (patch.lines - WINDOW_SIDE) / 2;
        let window = Window::new(patch.line + margin, patch.column + margin, WINDOW_SIDE, WINDOW_SIDE);
        WindowShifts { window, pairs }
    }
}

impl BandPatch {
    fn load(
        &mut self,
        cell: Window,
        tile: &Tile,
        patch: Window,
        correlator: &Correlator,
        scratch: &mut CorrelatorScratch,
    ) {
        self.samples.clear();
        self.valid.clear();
        for line in 0..patch.lines {
            let start = (patch.line - cell.line + line) * cell.columns + patch.column - cell.column;
            let range = start..start + patch.columns;
            self.valid.extend(tile.reasons[range.clone()].iter().map(|reasons| reasons.is_valid()));
            self.samples.extend_from_slice(&tile.values[range]);
        }
        self.samples_spectrum = None;
        self.gradients_spectrum = None;
        // The margin only serves the interpolation: what is missing there costs nothing.
        let margin = (patch.lines - WINDOW_SIDE) / 2;
        let inside = |index: usize| (margin..margin + WINDOW_SIDE).contains(&index);
        let invalid = (0..self.valid.len())
            .filter(|index| !self.valid[*index] && inside(index / patch.columns) && inside(index % patch.columns))
            .count();
        self.usable = invalid as f64 <= LARGEST_INVALID_SHARE * (WINDOW_SIDE * WINDOW_SIDE) as f64;
        if self.usable {
            if self.valid.contains(&false) {
                fill_gaps(&mut self.samples, &self.valid, patch.lines);
            }
            gradient_magnitude(&self.samples, patch.lines, &mut self.gradients);
            self.samples_spectrum = correlator.spectrum(&self.samples, patch.lines, scratch).ok();
            self.gradients_spectrum = correlator.spectrum(&self.gradients, patch.lines, scratch).ok();
        }
    }
}

fn compare(
    first: &BandPatch,
    second: &BandPatch,
    patch_side: usize,
    correlator: &Correlator,
    scratch: &mut CorrelatorScratch,
) -> PairInWindow {
    if !first.usable || !second.usable {
        return PairInWindow::NotValid;
    }
    if first.samples_spectrum.is_none() || second.samples_spectrum.is_none() {
        return PairInWindow::Constant;
    }
    let mut attempt = |compared, a: &Option<WindowSpectrum>, b: &Option<WindowSpectrum>, patch: &[f32]| {
        let found = correlator.displacement(a.as_ref()?, b.as_ref()?, patch, patch_side, scratch).ok()?;
        let [line, _, column] = found.covariance;
        let sure = found.concentration >= LEAST_CONCENTRATION && line.max(column).sqrt() <= LARGEST_SIGMA;
        sure.then_some(PairInWindow::Shift(compared, found))
    };
    attempt(Compared::Samples, &first.samples_spectrum, &second.samples_spectrum, &second.samples)
        .or_else(|| {
            attempt(Compared::Gradients, &first.gradients_spectrum, &second.gradients_spectrum, &second.gradients)
        })
        .unwrap_or(PairInWindow::NoMatch)
}
