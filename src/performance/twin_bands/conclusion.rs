//! From the samples of all cells to the figures.

use std::collections::BTreeMap;

use super::density::DensityPlot;
use super::sample::{RATIO_BLOCK, TwinSample};
use crate::estimation::{PlaneMoments, jackknife_uncertainty, line_with_errors_on_both_axes, ratio_of_sums};
use crate::instrument::SpectralBand;
use crate::measurement::{Measurement, Outcome, Subject};
use crate::units::{Estimate, Exactness};

/// Fewest blocks at which a jackknife says anything.
const FEWEST_BLOCKS: usize = 4;
/// Fewest blocks at which a larger size of blocks is tried.
const FEWEST_LARGER_BLOCKS: usize = 16;
/// Groups of neighbouring blocks that are left out in turn for the line.
const GROUPS: usize = 100;

/// What is known beside the samples.
#[derive(Debug, Clone, Copy)]
pub struct TwinContext<'a> {
    /// First band of the pair.
    pub first: &'a SpectralBand,
    /// Second band of the pair.
    pub second: &'a SpectralBand,
    /// Position of a feature in the second band minus that in the first, pixels (lines, columns); none where it could not be measured.
    pub shift: Option<[f64; 2]>,
    /// Noise of both bands in one unit; none where it could not be measured: both are then taken as equally noisy.
    pub noise: Option<[f64; 2]>,
}

/// The figures, and the plot that shows them.
#[derive(Debug, Clone, PartialEq)]
pub struct TwinOutcome {
    /// `twin_ratio`, `twin_slope`, `twin_intercept`.
    pub measurements: Vec<Measurement>,
    /// Registered pixels, second band against first.
    pub density: Option<DensityPlot>,
}

/// Figures of the pair from the samples of all cells in the order of the cells.
pub fn conclude(samples: impl IntoIterator<Item = TwinSample>, context: &TwinContext<'_>) -> TwinOutcome {
    let mut all = TwinSample::default();
    for sample in samples {
        all.ratio.extend(sample.ratio);
        all.line.extend(sample.line);
        all.points.extend(sample.points);
    }
    let (per_code, unit) = match (context.first.reflectance_per_code, context.second.reflectance_per_code) {
        (Some(first), Some(second)) => ([first, second], "reflectance"),
        _ => ([1.0, 1.0], "code"),
    };
    let everywhere = "pixels valid in both bands, before registration";
    let mut measurements =
        vec![measurement(context, "twin_ratio", "1", everywhere, "ratio of means", ratio(&all, per_code))];
    let variance_ratio = context.noise.map_or(1.0, |noise| (noise[1] / noise[0]).powi(2));
    // The line is fitted in codes: noise given in reflectance has the same ratio there when both bands have the same scale.
    let in_codes = variance_ratio * (per_code[0] / per_code[1]).powi(2);
    let [slope, intercept] = line(&all, per_code, in_codes, context);
    let population = "pixels valid in both bands after registration, on a regular grid of blocks of 64 × 64 pixels";
    let assumed = if context.noise.is_some() { "measured" } else { "taken as one: it was not measured" };
    let method =
        format!("line with errors on both axes (Deming), ratio of noise variances {variance_ratio:.2} ({assumed})");
    measurements.push(measurement(context, "twin_slope", "1", population, &method, slope));
    measurements.push(measurement(context, "twin_intercept", unit, population, &method, intercept));
    TwinOutcome { measurements, density: DensityPlot::of(&all.points, per_code, unit) }
}

fn measurement(
    context: &TwinContext<'_>,
    metric: &str,
    unit: &str,
    population: &str,
    method: &str,
    outcome: Outcome,
) -> Measurement {
    Measurement {
        metric: metric.to_owned(),
        subject: Subject::Pair(context.first.name.clone(), context.second.name.clone()),
        unit: unit.to_owned(),
        population: population.to_owned(),
        method: method.to_owned(),
        outcome,
    }
}

fn not_measurable(reason: impl Into<String>) -> Outcome {
    Outcome::NotMeasurable { reason: reason.into() }
}

fn ratio(all: &TwinSample, per_code: [f64; 2]) -> Outcome {
    let n: u64 = all.ratio.iter().map(|block| block.n).sum();
    if n == 0 {
        return not_measurable("no pixel is valid in both bands");
    }
    let mut found: Option<(f64, f64)> = None;
    // Ground varies slowly: blocks that are too small look independent and are not.
    for doubling in 0..12 {
        let mut blocks: BTreeMap<[usize; 2], [f64; 2]> = BTreeMap::new();
        for block in &all.ratio {
            let sums = blocks.entry(block.place.map(|index| index >> doubling)).or_default();
            sums[0] += block.sums[0];
            sums[1] += block.sums[1];
        }
        if blocks.len() < if doubling == 0 { FEWEST_BLOCKS } else { FEWEST_LARGER_BLOCKS } {
            break;
        }
        let sums: Vec<[f64; 2]> = blocks.into_values().collect();
        let Some((value, uncertainty)) = ratio_of_sums(&sums) else {
            return not_measurable("the mean of the first band is zero");
        };
        found = Some((value, found.map_or(uncertainty, |(_, largest)| largest.max(uncertainty))));
    }
    let scale = per_code[1] / per_code[0];
    found.map_or_else(
        || not_measurable(format!("fewer than {FEWEST_BLOCKS} blocks of {RATIO_BLOCK} × {RATIO_BLOCK} pixels: no uncertainty could be given")),
        |(value, uncertainty)| Outcome::Measured { estimate: Estimate::exact(value * scale, uncertainty * scale, n) },
    )
}

fn line(all: &TwinSample, per_code: [f64; 2], variance_ratio: f64, context: &TwinContext<'_>) -> [Outcome; 2] {
    let neither = |reason: &str| [not_measurable(reason), not_measurable(reason)];
    if context.shift.is_none() {
        return neither("the bands could not be registered: their shift was not measured");
    }
    let group_size = all.line.len().div_ceil(GROUPS).max(1);
    let groups: Vec<PlaneMoments> = all
        .line
        .chunks(group_size)
        .map(|members| members.iter().fold(PlaneMoments::default(), |sum, block| sum.combined(block, 1.0)))
        .collect();
    let total = groups.iter().fold(PlaneMoments::default(), |sum, group| sum.combined(group, 1.0));
    if groups.len() < 2 {
        return neither("fewer than two blocks of registered pixels: no uncertainty could be given");
    }
    let Some(found) = line_with_errors_on_both_axes(&total, variance_ratio) else {
        return neither("the registered pixels show no common variation");
    };
    let left_out: Vec<_> = groups
        .iter()
        .filter_map(|group| line_with_errors_on_both_axes(&total.combined(group, -1.0), variance_ratio))
        .collect();
    let outcome = |value: f64, left_out: Vec<f64>, scale: f64| match jackknife_uncertainty(&left_out) {
        Some(uncertainty) => Outcome::Measured {
            estimate: Estimate {
                value: value * scale,
                uncertainty: uncertainty * scale,
                n: total.n as u64,
                exactness: Exactness::Approximate,
            },
        },
        None => not_measurable("no uncertainty could be given"),
    };
    [
        outcome(found.slope, left_out.iter().map(|line| line.slope).collect(), per_code[1] / per_code[0]),
        outcome(found.intercept, left_out.iter().map(|line| line.intercept).collect(), per_code[1]),
    ]
}
