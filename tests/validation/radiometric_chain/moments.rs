//! Mean and scatter of values that come one by one.

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
