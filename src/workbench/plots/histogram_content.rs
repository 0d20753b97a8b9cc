//! Counts of values as a plot.

use crate::imagery::statistics::ChannelStatistics;
use crate::reports::figure::plot::{Drawing, PlotAxis, PlotContent, PlotMark, PlotPoint, PlotSeries, Spread};
use crate::reports::number::{self, Sign};
use crate::reports::tokens;
use crate::units::Exactness;

/// Columns of a histogram, at most.
const MOST_COLUMNS: usize = 256;

/// One channel of a histogram.
pub(crate) struct HistogramChannel<'statistics> {
    /// Its name: a band's, or arithmetic.
    pub(crate) name: String,
    /// Its place among the bands of the product, for its colour.
    pub(crate) place: usize,
    /// Unit of its values.
    pub(crate) unit: String,
    /// Its statistics.
    pub(crate) statistics: &'statistics ChannelStatistics,
    /// The values drawn as black and as white, where the view's stretch is known.
    pub(crate) bounds: Option<[f64; 2]>,
}

/// The plot of the counts of channels. Channels in another unit than the first are named and not drawn.
pub(crate) fn histogram_content(channels: &[HistogramChannel<'_>], is_logarithmic: bool) -> PlotContent {
    let unit = channels.first().map_or("", |channel| channel.unit.as_str());
    let (drawn, left_out): (Vec<_>, Vec<_>) = channels.iter().partition(|channel| channel.unit == unit);
    let ends = |end: fn(f64, f64) -> f64, of: fn(&ChannelStatistics) -> Option<f64>| {
        drawn.iter().filter_map(|channel| of(channel.statistics)).reduce(end)
    };
    let low = ends(f64::min, |statistics| statistics.moments.map(|moments| moments.min));
    let high = ends(f64::max, |statistics| statistics.moments.map(|moments| moments.max));
    let mut statements: Vec<String> = drawn.iter().map(|channel| population(channel)).collect();
    for channel in &left_out {
        statements.push(format!("{} is given in {} and not drawn.", channel.name, channel.unit));
    }
    let marks = drawn.iter().flat_map(|channel| {
        let of = |word: &str| if drawn.len() == 1 { word.to_owned() } else { format!("{} {word}", channel.name) };
        let [low, high] = channel.bounds.map_or([None, None], |bounds| bounds.map(Some));
        [low.map(|x| PlotMark { name: of("black"), x }), high.map(|x| PlotMark { name: of("white"), x })]
    });
    let name = if unit.is_empty() || unit == "1" { "value" } else { unit };
    let mut y = PlotAxis::new("pixels", "");
    y.logarithmic = is_logarithmic;
    PlotContent {
        name: "histogram",
        title: "Histogram".to_owned(),
        summary: summary(&drawn, name),
        x: PlotAxis::new(name, ""),
        y,
        density: None,
        series: drawn.iter().map(|channel| series(channel, low.zip(high), drawn.len() == 1)).collect(),
        marks: marks.flatten().collect(),
        statements,
    }
}

/// The steps of a histogram: where the first begins, how wide they are, how many. Where the values are codes each step holds as many codes
/// as its neighbour, so that no column stands out.
fn steps(statistics: &ChannelStatistics, low: f64, high: f64) -> Option<(f64, f64, usize)> {
    let bins = &statistics.histogram.bins;
    if low >= high {
        return None;
    }
    let code = bins.windows(2).map(|pair| pair[1].low - pair[0].low).fold(f64::INFINITY, f64::min);
    if statistics.histogram.is_exact && code.is_finite() && code > 0.0 {
        let codes = ((high - low) / code).round() as usize + 1;
        let together = codes.div_ceil(MOST_COLUMNS);
        return Some((low - code / 2.0, code * together as f64, codes.div_ceil(together)));
    }
    Some((low, (high - low) / MOST_COLUMNS as f64, MOST_COLUMNS))
}

fn series(channel: &HistogramChannel<'_>, ends: Option<(f64, f64)>, is_alone: bool) -> PlotSeries {
    let histogram = &channel.statistics.histogram;
    let plan = ends.and_then(|(low, high)| steps(channel.statistics, low, high));
    let points = match plan {
        Some((first, width, n)) => {
            let counts = histogram.in_steps(first, first + width * n as f64, n);
            let column = |(step, n): (usize, &f64)| PlotPoint {
                half_width: if is_alone { width / 2.0 } else { 0.0 },
                ..PlotPoint::at(first + width * (step as f64 + 0.5), *n)
            };
            // A line goes down to zero where there is no pixel; a column is absent there.
            counts.iter().enumerate().filter(|(_, n)| **n > 0.0 || !is_alone).map(column).collect()
        }
        // All valid pixels have one value.
        None => match channel.statistics.moments {
            Some(moments) => {
                let half_width = if moments.mean == 0.0 { 0.01 } else { 0.01 * moments.mean.abs() };
                vec![PlotPoint { half_width, ..PlotPoint::at(moments.mean, channel.statistics.n_valid as f64) }]
            }
            None => Vec::new(),
        },
    };
    PlotSeries {
        name: channel.name.clone(),
        style: tokens::band(&channel.name, channel.place).into(),
        drawing: if is_alone { Drawing::Columns } else { Drawing::Line },
        spread: Spread::Bars,
        points,
    }
}

fn population(channel: &HistogramChannel<'_>) -> String {
    let statistics = channel.statistics;
    let exactness = match statistics.exactness {
        Exactness::Exact => "exact",
        Exactness::Approximate => "≈, a sample",
    };
    let left_out: Vec<String> = statistics
        .n_by_reason
        .iter()
        .filter(|(_, n)| *n > 0)
        .map(|(reason, n)| format!("{} {}", number::count(n), reason.word()))
        .collect();
    let left_out = if left_out.is_empty() { "none left out".to_owned() } else { left_out.join(", ") };
    format!(
        "{}: n = {} of {} ({exactness}); {left_out}.",
        channel.name,
        number::count(statistics.n_valid),
        number::count(statistics.population)
    )
}

fn summary(channels: &[&HistogramChannel<'_>], unit: &str) -> String {
    let digits = |value: f64| number::significant(value, 4, Sign::Negative);
    let parts: Vec<String> = channels
        .iter()
        .map(|channel| match channel.statistics.moments {
            Some(moments) => format!(
                "{} {} to {} {unit}, mean {}, n = {}",
                channel.name,
                digits(moments.min),
                digits(moments.max),
                digits(moments.mean),
                number::count(channel.statistics.n_valid)
            ),
            None => format!("{} without a valid pixel", channel.name),
        })
        .collect();
    format!("Histogram: {}", parts.join("; "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::imagery::statistics::StatisticsAccumulator;
    use crate::imagery::{NoDataReason, Reasons};

    fn statistics(values: &[f32]) -> ChannelStatistics {
        let mut accumulator = StatisticsAccumulator::default();
        accumulator.add(values, &[]);
        accumulator.finish()
    }

    fn channel(statistics: &ChannelStatistics) -> HistogramChannel<'_> {
        HistogramChannel {
            name: "B05".to_owned(),
            place: 4,
            unit: "code".to_owned(),
            statistics,
            bounds: Some([2.0, 5.0]),
        }
    }

    fn counted(content: &PlotContent) -> f64 {
        content.series[0].points.iter().filter_map(PlotPoint::value).sum()
    }

    #[test]
    fn every_code_has_a_column_in_its_middle_and_no_pixel_is_lost() {
        let statistics = statistics(&[1.0, 2.0, 2.0, 7.0]);
        let content = histogram_content(&[channel(&statistics)], false);
        let columns: Vec<(f64, f64)> =
            content.series[0].points.iter().map(|point| (point.x, point.value().unwrap())).collect();
        assert_eq!(columns.len(), 3);
        assert!((columns[1].0 - 2.0).abs() < 1e-9 && (columns[1].1 - 2.0).abs() < 1e-9, "{columns:?}");
        assert!((counted(&content) - 4.0).abs() < 1e-9);
        let marks: Vec<&str> = content.marks.iter().map(|mark| mark.name.as_str()).collect();
        assert_eq!(marks, ["black", "white"]);
    }

    #[test]
    fn many_codes_and_real_values_lose_no_pixel_either() {
        for (scale, per_code) in [(1.0, 1.0), (0.37, 1.0), (1.0, 0.001), (1.0, 0.0003)] {
            for span in [701, 3001] {
                let values: Vec<f32> = (0..5000).map(|i| (i * 7919 % span) as f32 * scale).collect();
                let statistics = statistics(&values).in_unit(per_code, 0.0);
                let content = histogram_content(&[channel(&statistics)], true);
                assert!((counted(&content) - 5000.0).abs() < 1e-6, "{}", counted(&content));
                assert!(content.series[0].points.len() <= MOST_COLUMNS);
            }
        }
    }

    #[test]
    fn a_constant_channel_and_one_without_a_valid_pixel_say_so() {
        let constant = statistics(&[3.0; 10]);
        let content = histogram_content(&[channel(&constant)], false);
        assert!((counted(&content) - 10.0).abs() < 1e-9);
        let mut accumulator = StatisticsAccumulator::default();
        accumulator.add(&[1.0], &[Reasons::only(NoDataReason::Cloud)]);
        let empty = accumulator.finish();
        let content = histogram_content(&[channel(&empty)], true);
        assert!(content.series[0].points.is_empty());
        assert_eq!(content.summary, "Histogram: B05 without a valid pixel");
        assert!(content.statements[0].contains("1 cloud"), "{:?}", content.statements);
    }
}
