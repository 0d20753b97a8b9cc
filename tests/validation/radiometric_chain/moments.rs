//! Mean and scatter of values that come one by one, and of the errors of a band.

use super::figures::Row;

/// Their number, sum and sum of squares.
#[derive(Default)]
pub(super) struct Moments {
    n: usize,
    sum: f64,
    squares: f64,
}

impl Moments {
    pub(super) fn add(&mut self, value: f64) {
        self.n += 1;
        self.sum += value;
        self.squares += value * value;
    }

    pub(super) fn mean(&self) -> f64 {
        self.sum / self.n as f64
    }

    pub(super) fn deviation(&self) -> f64 {
        (self.squares / self.n as f64 - self.mean().powi(2)).sqrt()
    }

    pub(super) const fn n(&self) -> usize {
        self.n
    }

    pub(super) fn root_mean_square(&self) -> f64 {
        (self.squares / self.n as f64).sqrt()
    }
}

/// What the radiances of a band differ by from the true ones.
#[derive(Default)]
pub(super) struct BandErrors {
    pulls: Moments,
    all: Moments,
    bright: Moments,
}

/// From so many counts on a bias is relative.
const BRIGHT_COUNTS: f64 = 100.0;

/// Of fewer bright pixels, each noisy by some ten percent, the mean is not known to a tenth of the bound.
const ENOUGH_BRIGHT: usize = 10_000;

impl BandErrors {
    /// A pixel whose true radiance would be read as `truth` times `gain` counts; `sigma` is the random uncertainty at the true value: that at the
    /// value found is correlated with its error.
    pub(super) fn add(&mut self, value: f64, truth: f64, gain: f64, sigma: f64) {
        let error = value - truth;
        self.pulls.add(error / sigma);
        self.all.add(error * gain);
        if truth * gain > BRIGHT_COUNTS {
            self.bright.add(error / truth * 100.0);
        }
    }

    /// The pull, the bias, and the relative bias of bright pixels, where the band has enough of them.
    pub(super) fn rows(&self, band: &str) -> Vec<Row> {
        let row = |case: &str, moments: &Moments, figure, bounds| Row {
            case: format!("{band} {case}"),
            n: moments.n(),
            figure,
            bounds,
        };
        let mut rows = vec![
            row("random pull, standard deviation", &self.pulls, self.pulls.deviation(), [0.95, 1.05]),
            row("bias, counts", &self.all, self.all.mean(), [-0.02, 0.02]),
        ];
        if self.bright.n() >= ENOUGH_BRIGHT {
            rows.push(row("bias above 100 counts, percent", &self.bright, self.bright.mean(), [-0.05, 0.05]));
        }
        rows
    }
}
