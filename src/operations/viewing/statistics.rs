//! Statistics of channels, and the stretch that comes from them.

use super::contract::Effort;
use super::interim::ChannelStatistics;
use super::viewed_product::ViewedProduct;
use crate::imagery::Window;
use crate::imagery::picture::{
    Bounds, ChannelSource, ChannelStretch, Composition, StatisticsExtent, Stretch, StretchRule,
};
use crate::operations::OperationError;
use crate::supervision::Supervision;
use crate::units::Exactness;

/// Cells behind a quick statistic, at most.
const QUICK_CELLS: usize = 1 << 20;

impl ViewedProduct {
    /// Statistics of a channel in a window of pixels, in the channel's unit.
    ///
    /// # Errors
    /// [`OperationError`] for a band that the product lacks, a window outside of the image, samples that cannot be read, and a cancel.
    pub fn statistics(
        &self,
        source: &ChannelSource,
        extent: Window,
        effort: Effort,
        supervision: &Supervision,
    ) -> Result<ChannelStatistics, OperationError> {
        let extent = self.required(extent)?;
        let level = match effort {
            Effort::Exact => 0,
            Effort::Quick => {
                (0..self.n_levels()).find(|level| extent.pixels() >> (2 * level) <= QUICK_CELLS).unwrap_or(0)
            }
        };
        let mut values = Vec::new();
        for place in self.tiles_covering(level, extent) {
            let window = self.tile_window(place);
            let samples = self.channel_samples(std::slice::from_ref(source), place, supervision)?;
            for channel in samples {
                let columns = window.columns.div_ceil(1 << level);
                for (index, (value, reasons)) in channel.tile.values.iter().zip(&channel.tile.reasons).enumerate() {
                    let line = window.line + ((index / columns) << level);
                    let column = window.column + ((index % columns) << level);
                    let within = extent.contains(Window::new(line, column, 1, 1));
                    if within && reasons.is_valid() && value.is_finite() {
                        values.push(f64::from(*value) * channel.per_code);
                    }
                }
            }
        }
        supervision.check()?;
        values.sort_by(f64::total_cmp);
        Ok(ChannelStatistics {
            n_valid: values.len() as u64,
            population: extent.pixels() as u64,
            unit: self.unit(source),
            exactness: if level == 0 { Exactness::Exact } else { Exactness::Approximate },
            sorted: values,
        })
    }

    /// The numbers of a stretch. `view` are the pixels shown, for a rule that follows the view.
    ///
    /// # Errors
    /// As [`ViewedProduct::statistics`].
    pub fn resolve(
        &self,
        composition: &Composition,
        rule: &StretchRule,
        view: Option<Window>,
        effort: Effort,
        supervision: &Supervision,
    ) -> Result<Stretch, OperationError> {
        let extent = match rule.extent {
            StatisticsExtent::Image => self.whole(),
            StatisticsExtent::Window(window) => window,
            StatisticsExtent::View => view.unwrap_or(self.whole()),
        };
        let mut channels = Vec::new();
        for (index, source) in composition.sources().iter().enumerate() {
            if let Bounds::User(pairs) = &rule.bounds {
                let [low, high] = pairs.get(index).or(pairs.first()).copied().unwrap_or([0.0, 1.0]);
                let unit = self.unit(source);
                channels.push(ChannelStretch { low, high, unit, n: 0, population: 0, exactness: Exactness::Exact });
                continue;
            }
            let statistics = self.statistics(source, extent, effort, supervision)?;
            let (low, high) = bounds(&rule.bounds, &statistics).unwrap_or((0.0, 1.0));
            let ChannelStatistics { n_valid: n, population, unit, exactness, .. } = statistics;
            channels.push(ChannelStretch { low, high, unit, n, population, exactness });
        }
        Ok(Stretch { rule: rule.clone(), statistics_of: self.info().identifier.clone(), channels })
    }
}

fn bounds(rule: &Bounds, statistics: &ChannelStatistics) -> Option<(f64, f64)> {
    let values = &statistics.sorted;
    match rule {
        Bounds::MinMax => Some((*values.first()?, *values.last()?)),
        Bounds::Percentile { low, high } => Some((statistics.percentile(*low)?, statistics.percentile(*high)?)),
        Bounds::MeanSigma { k } => {
            let n = values.len() as f64;
            let mean = values.iter().sum::<f64>() / n;
            let sigma = (values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / n).sqrt();
            (!values.is_empty()).then_some((mean - k * sigma, mean + k * sigma))
        }
        Bounds::User(pairs) => pairs.first().map(|pair| (pair[0], pair[1])),
    }
}
