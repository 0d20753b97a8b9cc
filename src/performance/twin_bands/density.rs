//! How many pixels show each pair of values: the scatter plot of millions of points.

use serde::{Deserialize, Serialize};

use crate::estimation::quantile;

/// Side of the plot in classes.
const CLASSES: usize = 96;

/// A two-dimensional histogram of pairs (first band, second band); both axes have the same range.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DensityPlot {
    /// Least and largest value of both axes, in `unit`.
    pub range: [f64; 2],
    /// Unit of the axes.
    pub unit: String,
    /// Classes along each axis.
    pub classes: usize,
    /// Pairs in each class: index = class of the second band × classes + class of the first.
    pub counts: Vec<u32>,
    /// Pairs beyond the range.
    pub n_beyond: u64,
}

impl DensityPlot {
    /// From pairs in codes; `per_code` turns the codes of each band into `unit`. The range leaves out one pair in a thousand at each end.
    pub(super) fn of(points: &[[f32; 2]], per_code: [f64; 2], unit: &str) -> Option<Self> {
        if points.is_empty() {
            return None;
        }
        let pairs: Vec<[f64; 2]> =
            points.iter().map(|point| [0, 1].map(|axis| f64::from(point[axis]) * per_code[axis])).collect();
        let mut values: Vec<f64> = pairs.iter().flatten().copied().collect();
        let (low, high) = (quantile(&mut values, 0.001), quantile(&mut values, 0.999));
        let margin = 0.02 * (high - low);
        let range = if margin > 0.0 {
            [low - margin, high + margin]
        } else {
            [low - 0.5 * per_code[0], low + 0.5 * per_code[0]]
        };
        let mut plot =
            Self { range, unit: unit.to_owned(), classes: CLASSES, counts: vec![0; CLASSES * CLASSES], n_beyond: 0 };
        for pair in pairs {
            let class = pair.map(|value| ((value - range[0]) / (range[1] - range[0]) * CLASSES as f64).floor());
            if class.iter().all(|class| (0.0..CLASSES as f64).contains(class)) {
                plot.counts[class[1] as usize * CLASSES + class[0] as usize] += 1;
            } else {
                plot.n_beyond += 1;
            }
        }
        Some(plot)
    }
}
