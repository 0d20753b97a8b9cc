//! From the rule of a stretch to its numbers.

use super::channel_statistics::ChannelStatistics;
use crate::imagery::picture::{Bounds, ChannelStretch, Stretch, StretchRule};
use crate::units::Exactness;

/// The numbers that `bounds` give channel `index`, from the statistics of its extent in `unit`.
///
/// Where there is nothing to tell apart the bounds coincide, and the channel is drawn middle grey: at the value of a constant channel and of
/// a single valid pixel, at zero without a valid pixel or without statistics. [`Stretch::remark`] has the words for it. The user's own numbers need
/// no statistics; when there is a pair too few the last one counts.
pub fn resolve_channel(
    bounds: &Bounds,
    index: usize,
    unit: &str,
    statistics: Option<&ChannelStatistics>,
) -> ChannelStretch {
    let moments = statistics.and_then(|statistics| statistics.moments);
    let pair = match bounds {
        Bounds::User(pairs) => {
            let [low, high] = pairs.get(index).or_else(|| pairs.last()).copied().unwrap_or_default();
            let population = statistics.map_or(0, |statistics| statistics.population);
            let exactness = Exactness::Exact;
            return ChannelStretch { low, high, unit: unit.to_owned(), n: 0, population, exactness };
        }
        Bounds::MinMax => moments.map(|moments| [moments.min, moments.max]),
        Bounds::Percentile { low, high } => {
            let percentile = |percent| statistics.and_then(|statistics| statistics.percentile(percent));
            percentile(*low).zip(percentile(*high)).map(|(low, high)| [low, high])
        }
        Bounds::MeanSigma { k } => moments.map(|moments| {
            let reach = k * moments.sigma.unwrap_or(0.0);
            [moments.mean - reach, moments.mean + reach]
        }),
    };
    let [low, high] = pair.unwrap_or_default();
    ChannelStretch {
        low,
        high,
        unit: unit.to_owned(),
        n: statistics.map_or(0, |statistics| statistics.n_valid),
        population: statistics.map_or(0, |statistics| statistics.population),
        exactness: statistics.map_or(Exactness::Exact, |statistics| statistics.exactness),
    }
}

/// The stretch that `rule` gives, from the unit and the statistics of each channel in the order of the composition.
pub fn resolve(rule: &StretchRule, statistics_of: &str, channels: &[(&str, Option<&ChannelStatistics>)]) -> Stretch {
    let channels = channels
        .iter()
        .enumerate()
        .map(|(index, (unit, statistics))| resolve_channel(&rule.bounds, index, unit, *statistics))
        .collect();
    Stretch { rule: rule.clone(), statistics_of: statistics_of.to_owned(), channels }
}
