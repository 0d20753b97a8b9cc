//! Small images of how light spreads: sums of one.

use crate::instrument::radiometry::{FilterArray, FilterKind};

/// Where the halo begins to be led to zero, as a share of its reach: an edge of the halo would be a ring in every image.
const TAPER_FROM: f64 = 0.9;

/// A Moffat function (1 + (r/core)²)^−exponent out to `reach` pixels, on (2·half + 1)² samples about its centre, with a sum of one.
pub(super) fn moffat(half: usize, core: f64, exponent: f64, reach: f64) -> Vec<f64> {
    normalised(half, |line, column| {
        let radius = line.hypot(column);
        let taper = if radius >= reach {
            // The centre stays, however short the reach.
            if radius == 0.0 { 1.0 } else { 0.0 }
        } else {
            let share = ((radius / reach - TAPER_FROM) / (1.0 - TAPER_FROM)).max(0.0);
            (std::f64::consts::FRAC_PI_2 * share).cos().powi(2)
        };
        taper * (1.0 + (radius / core).powi(2)).powf(-exponent)
    })
}

/// A Gaussian with this standard deviation in pixels, out to five of them, with a sum of one.
pub(super) fn gaussian(half: usize, sigma: f64) -> Vec<f64> {
    normalised(half, |line, column| {
        let square = (line * line + column * column) / (sigma * sigma);
        // The centre stays, however narrow.
        if line == 0.0 && column == 0.0 {
            1.0
        } else if square > 25.0 {
            0.0
        } else {
            (-0.5 * square).exp()
        }
    })
}

fn normalised(half: usize, value: impl Fn(f64, f64) -> f64) -> Vec<f64> {
    let side = 2 * half + 1;
    let mut values = Vec::with_capacity(side * side);
    for line in 0..side {
        for column in 0..side {
            values.push(value(line as f64 - half as f64, column as f64 - half as f64));
        }
    }
    let sum: f64 = values.iter().sum();
    for value in &mut values {
        *value /= sum;
    }
    values
}

/// As a file gives it.
pub(super) fn filter_array(side: usize, values: &[f64]) -> FilterArray {
    FilterArray {
        kind: FilterKind::Spatial,
        rows: side,
        columns: side,
        values: values.iter().map(|value| *value as f32).collect(),
    }
}
