use proptest::prelude::*;

use super::*;
use crate::estimation::quantile;
use crate::imagery::picture::{Bounds, Curve, Stretch, StretchRule};
use crate::imagery::{NoDataReason, Reasons};
use crate::units::Exactness;

fn of(values: &[f32], reasons: &[Reasons]) -> ChannelStatistics {
    let mut accumulator = StatisticsAccumulator::default();
    accumulator.add(values, reasons);
    accumulator.finish()
}

fn sorted_percentile(values: &[f32], percent: f64) -> f64 {
    let mut values: Vec<f64> = values.iter().map(|value| f64::from(*value)).collect();
    quantile(&mut values, percent / 100.0)
}

/// The textbook formulas, in two passes.
fn mean_and_sigma(values: &[f32]) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().map(|value| f64::from(*value)).sum::<f64>() / n;
    let squares: f64 = values.iter().map(|value| (f64::from(*value) - mean).powi(2)).sum();
    (mean, (squares / (n - 1.0)).sqrt())
}

fn close(found: f64, expected: f64, tolerance: f64) -> bool {
    (found - expected).abs() <= tolerance
}

proptest! {
    #[test]
    fn percentiles_of_codes_are_those_of_the_sorted_pixels(
        codes in proptest::collection::vec(-32_768_i32..=65_535, 1..300),
        percent in 0.0_f64..=100.0,
    ) {
        let values: Vec<f32> = codes.iter().map(|code| *code as f32).collect();
        let statistics = of(&values, &[]);
        prop_assert!(statistics.histogram.is_exact);
        let expected = sorted_percentile(&values, percent);
        prop_assert!(close(statistics.percentile(percent).unwrap(), expected, 1e-6));
    }

    #[test]
    fn percentiles_of_real_values_are_within_a_bin_of_the_sorted_pixels(
        values in proptest::collection::vec(prop_oneof![-2.0_f32..2.0, -1e-4_f32..1e-4, -1e6_f32..1e6], 1..300),
        percent in 0.0_f64..=100.0,
    ) {
        let statistics = of(&values, &vec![Reasons::VALID; values.len()]);
        let position = percent / 100.0 * (values.len() - 1) as f64;
        let around = [position.floor(), position.ceil()]
            .map(|rank| sorted_percentile(&values, 100.0 * rank / (values.len() - 1).max(1) as f64).abs());
        let width = around[0].max(around[1]) / 4096.0 + 1e-12;
        let found = statistics.percentile(percent).unwrap();
        prop_assert!(close(found, sorted_percentile(&values, percent), width), "{found} {width}");
    }

    #[test]
    fn parts_merged_are_the_whole(
        values in proptest::collection::vec((prop_oneof![Just(7.0_f32), 0.0_f32..1.0, Just(f32::NAN)], any::<bool>()), 0..300),
        cut in 0_usize..300,
    ) {
        let (samples, cloudy): (Vec<f32>, Vec<bool>) = values.into_iter().unzip();
        let reasons: Vec<Reasons> = cloudy
            .iter()
            .map(|cloudy| if *cloudy { Reasons::only(NoDataReason::Cloud) } else { Reasons::VALID })
            .collect();
        let cut = cut.min(samples.len());
        let mut parts = [StatisticsAccumulator::default(), StatisticsAccumulator::default()];
        parts[0].add(&samples[..cut], &reasons[..cut]);
        parts[1].add(&samples[cut..], &reasons[cut..]);
        let (first, second) = parts.split_at_mut(1);
        first[0].merge(&second[0]);
        let (merged, whole) = (first[0].finish(), of(&samples, &reasons));
        prop_assert_eq!((merged.n_seen, merged.n_valid, merged.n_by_reason), (whole.n_seen, whole.n_valid, whole.n_by_reason));
        prop_assert_eq!(&merged.histogram, &whole.histogram);
        prop_assert_eq!(merged.moments.is_some(), whole.moments.is_some());
        if let (Some(merged), Some(whole)) = (merged.moments, whole.moments) {
            prop_assert_eq!((merged.min, merged.max), (whole.min, whole.max));
            prop_assert!(close(merged.mean, whole.mean, 1e-9));
            prop_assert!(close(merged.sigma.unwrap_or(0.0), whole.sigma.unwrap_or(0.0), 1e-9));
        }
    }
}

#[test]
fn moments_are_the_textbooks_even_far_from_zero() {
    let small: Vec<f32> = (0..10_000).map(|index| 0.1 + (index * 7919 % 1000) as f32 * 1e-5).collect();
    let far: Vec<f32> = (0..10_000).map(|index| 60_000.0 + (index * 7919 % 1000) as f32 / 256.0).collect();
    let codes: Vec<f32> = (0..10_000).map(|index| (index * 7919 % 1000) as f32).collect();
    for values in [small, far, codes] {
        let moments = of(&values, &[]).moments.unwrap();
        let (mean, sigma) = mean_and_sigma(&values);
        assert!(close(moments.mean, mean, 1e-12 * mean), "{} {mean}", moments.mean);
        assert!(close(moments.sigma.unwrap(), sigma, 1e-9 * sigma), "{:?} {sigma}", moments.sigma);
    }
}

#[test]
fn an_outlier_does_not_coarsen_the_rest() {
    let mut values: Vec<f32> = (0..1000).map(|index| index as f32 / 1000.0 + 1e-4).collect();
    values.push(3e30);
    let statistics = of(&values, &[]);
    assert!(close(statistics.percentile(50.0).unwrap(), 0.5001, 2e-4));
    assert!(close(statistics.moments.unwrap().max, f64::from(3e30_f32), 1.0));
    assert_eq!(statistics.percentile(100.0), Some(f64::from(3e30_f32)));
}

#[test]
fn a_sample_counts_under_each_of_its_reasons_and_nan_as_missing() {
    let both = Reasons::only(NoDataReason::Cloud).union(Reasons::only(NoDataReason::Saturated));
    let statistics = of(
        &[1.0, 2.0, f32::NAN, f32::INFINITY, f32::NAN],
        &[Reasons::VALID, both, Reasons::VALID, Reasons::VALID, Reasons::only(NoDataReason::Outside)],
    );
    assert_eq!((statistics.n_seen, statistics.n_valid), (5, 1));
    let counts: Vec<_> = statistics.n_by_reason.iter().collect();
    assert_eq!(
        counts,
        [
            (NoDataReason::Saturated, 1),
            (NoDataReason::Cloud, 1),
            (NoDataReason::Missing, 2),
            (NoDataReason::Outside, 1)
        ]
    );
    assert_eq!(statistics.moments, Some(Moments { min: 1.0, max: 1.0, mean: 1.0, sigma: None }));
}

#[test]
fn statistics_read_back_from_their_text_are_the_same() {
    let cloud = [Reasons::VALID, Reasons::VALID, Reasons::only(NoDataReason::Cloud)];
    for statistics in [of(&[1.0, 2.5, 7.0], &cloud), of(&[], &[]), of(&[4.0], &[])] {
        let text = serde_json::to_string(&statistics).unwrap();
        assert_eq!(serde_json::from_str::<ChannelStatistics>(&text).unwrap(), statistics, "{text}");
    }
}

#[test]
fn a_sample_of_the_population_is_approximate() {
    let mut accumulator = StatisticsAccumulator::default();
    accumulator.add(&[1.0, 2.0], &[]);
    assert_eq!(accumulator.finish().exactness, Exactness::Exact);
    let statistics = accumulator.finish_for(100);
    assert_eq!((statistics.population, statistics.n_seen), (100, 2));
    assert_eq!(statistics.exactness, Exactness::Approximate);
}

#[test]
fn codes_in_reflectance_keep_their_pixels() {
    let statistics = of(&[100.0, 200.0, 400.0], &[]);
    let reflectance = statistics.clone().in_unit(0.001, 0.0);
    assert!(close(reflectance.percentile(50.0).unwrap(), 0.2, 1e-12));
    assert!(close(
        reflectance.moments.unwrap().sigma.unwrap(),
        statistics.moments.unwrap().sigma.unwrap() / 1e3,
        1e-12
    ));
    let negative = statistics.in_unit(-1.0, 10.0);
    assert_eq!((negative.percentile(0.0), negative.percentile(100.0)), (Some(-390.0), Some(-90.0)));
    assert!(close(negative.moments.unwrap().min, -390.0, 1e-9));
}

#[test]
fn steps_of_a_plot_hold_every_pixel_of_their_range_once() {
    let codes: Vec<f32> = (0..100).map(|index| (index % 11) as f32).collect();
    let steps = of(&codes, &[]).histogram.in_steps(0.0, 10.0, 5);
    assert_eq!(steps, [19.0, 18.0, 18.0, 18.0, 27.0]);
    let reals: Vec<f32> = (0..1000).map(|index| index as f32 / 999.0 + 0.25).collect();
    let steps = of(&reals, &[]).histogram.in_steps(0.25, 1.25, 10);
    assert!(close(steps.iter().sum(), 1000.0, 1e-6) && steps.iter().all(|n| close(*n, 100.0, 2.0)), "{steps:?}");
    let histogram = of(&codes, &[]).histogram;
    assert!(histogram.in_steps(1.0, 1.0, 5).is_empty() && histogram.in_steps(0.0, 1.0, 0).is_empty());
    assert_eq!(histogram.in_steps(100.0, 200.0, 3), [0.0; 3]);
}

fn stretch(bounds: Bounds, statistics: Option<&ChannelStatistics>) -> Stretch {
    let rule = StretchRule { bounds, curve: Curve::Linear, ..StretchRule::default() };
    resolve(&rule, "a product", &[("reflectance", statistics)])
}

#[test]
fn each_rule_gives_the_numbers_that_its_name_says() {
    let values: Vec<f32> = (0..=100).map(|index| index as f32).collect();
    let statistics = of(&values, &[]);
    let bounds = |rule| {
        let stretch = stretch(rule, Some(&statistics));
        assert_eq!((stretch.channels[0].n, stretch.remark(0)), (101, None));
        (stretch.channels[0].low, stretch.channels[0].high)
    };
    assert_eq!(bounds(Bounds::MinMax), (0.0, 100.0));
    assert_eq!(bounds(Bounds::Percentile { low: 2.0, high: 97.5 }), (2.0, 97.5));
    let sigma = mean_and_sigma(&values).1;
    let (low, high) = bounds(Bounds::MeanSigma { k: 2.0 });
    assert!(close(low, 50.0 - 2.0 * sigma, 1e-9) && close(high, 50.0 + 2.0 * sigma, 1e-9));
}

#[test]
fn the_users_numbers_need_no_pixels_and_one_pair_stands_for_all() {
    let three = [("code", None), ("code", None), ("code", None)];
    let rule = StretchRule { bounds: Bounds::User(vec![[0.0, 0.3]]), ..StretchRule::default() };
    let stretch = resolve(&rule, "", &three);
    assert!(stretch.channels.iter().all(|channel| (channel.low, channel.high, channel.n) == (0.0, 0.3, 0)));
    assert_eq!(stretch.exactness(), Exactness::Exact);
    assert_eq!(stretch.remark(2), None);
}

#[test]
fn a_constant_an_empty_and_a_single_pixel_channel_say_what_they_are() {
    let rules = [Bounds::MinMax, Bounds::Percentile { low: 2.0, high: 98.0 }, Bounds::MeanSigma { k: 2.0 }];
    let (constant, single, empty) = (of(&[0.25; 9], &[]), of(&[3.0], &[]), of(&[f32::NAN; 4], &[]));
    for rule in rules {
        for (statistics, value, words) in
            [(&constant, 0.25, "constant"), (&single, 3.0, "one valid"), (&empty, 0.0, "no valid")]
        {
            let stretch = stretch(rule.clone(), Some(statistics));
            assert_eq!((stretch.channels[0].low, stretch.channels[0].high), (value, value), "{rule:?}");
            assert!(stretch.remark(0).unwrap().starts_with(words), "{rule:?} {:?}", stretch.remark(0));
        }
    }
    assert_eq!(stretch(Bounds::MinMax, None).remark(0), Some("no valid pixel"));
}
