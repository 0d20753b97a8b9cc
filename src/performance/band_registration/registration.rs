//! From the windows of a raster to the registration of all its pairs.

use super::adjustment::Adjustment;
use super::figures::{PairFigures, measurements};
use super::window_shifts::{Compared, PairInWindow, WindowMeter, WindowShifts, pairs};
use super::windows::WindowGrid;
use crate::imagery::{RasterSize, Tile, Window};
use crate::instrument::{SpectralBand, View};
use crate::measurement::Measurement;
use crate::supervision::{Cancelled, Supervision};

/// Windows measured in an image, at most about this many: enough for a mean that the image's own distortions limit, not the windows.
const MOST_WINDOWS: usize = 1200;

/// The measurement of one raster: where its windows stand.
#[derive(Debug, Clone, Copy)]
pub struct BandRegistration {
    grid: WindowGrid,
}

/// What one cell says.
#[derive(Debug, Clone, Default)]
pub struct RegistrationSample {
    windows: Vec<WindowShifts>,
}

/// Shift of the twin bands B05-B06 in one window.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WindowVector {
    /// Centre of the window (line, column).
    pub centre: [f64; 2],
    /// Shift (line, column) in pixels.
    pub shift: [f64; 2],
    /// Standard uncertainty of both, in pixels.
    pub uncertainty: [f64; 2],
}

/// Registration of all pairs.
#[derive(Debug, Clone, PartialEq)]
pub struct RegistrationOutcome {
    /// Five metrics a pair, in the order of the pairs.
    pub measurements: Vec<Measurement>,
    /// The twin bands window by window, where both exist.
    pub twin_vectors: Vec<WindowVector>,
}

impl BandRegistration {
    /// For a raster of this size.
    pub fn new(size: RasterSize) -> Self {
        Self { grid: WindowGrid::new(size, MOST_WINDOWS) }
    }

    /// Measures the windows of one cell; `tiles` hold all bands of it.
    ///
    /// # Errors
    /// [`Cancelled`] once the user has cancelled.
    pub fn sample(
        self,
        cell: Window,
        tiles: &[Tile],
        supervision: &Supervision,
    ) -> Result<RegistrationSample, Cancelled> {
        let mut meter = WindowMeter::new();
        let mut windows = Vec::new();
        for patch in self.grid.patches(cell) {
            supervision.check()?;
            windows.push(meter.measure(cell, tiles, patch));
        }
        Ok(RegistrationSample { windows })
    }

    /// Combines the cells' windows, in the order of the cells.
    pub fn conclude(
        self,
        samples: &[RegistrationSample],
        bands: &[SpectralBand],
        views: &[View],
    ) -> RegistrationOutcome {
        let windows: Vec<&WindowShifts> = samples.iter().flat_map(|sample| &sample.windows).collect();
        let adjustment = Adjustment::new(&windows, bands.len(), self.grid);
        let through_network = adjustment.through_network(&windows, bands.len(), self.grid);
        let measurements = pairs(bands.len())
            .zip(adjustment.direct.iter().zip(through_network))
            .flat_map(|((first, second), (direct, through_network))| {
                let figures = PairFigures::new(direct.clone(), through_network, adjustment.n_measured());
                measurements(&bands[first], &bands[second], views, windows.len(), &figures)
            })
            .collect();
        RegistrationOutcome { measurements, twin_vectors: twin_vectors(&windows, bands) }
    }
}

fn twin_vectors(windows: &[&WindowShifts], bands: &[SpectralBand]) -> Vec<WindowVector> {
    let place = |name: &str| bands.iter().position(|band| band.name == name);
    let (Some(first), Some(second)) = (place("B05"), place("B06")) else { return Vec::new() };
    let Some(pair) = pairs(bands.len()).position(|pair| pair == (first, second)) else { return Vec::new() };
    windows
        .iter()
        .filter_map(|window| match window.pairs[pair] {
            PairInWindow::Shift(Compared::Samples, shift) => Some(WindowVector {
                centre: [
                    window.window.line as f64 + 0.5 * (window.window.lines as f64 - 1.0),
                    window.window.column as f64 + 0.5 * (window.window.columns as f64 - 1.0),
                ],
                shift: shift.shift,
                uncertainty: [shift.covariance[0].sqrt(), shift.covariance[2].sqrt()],
            }),
            _ => None,
        })
        .collect()
}
