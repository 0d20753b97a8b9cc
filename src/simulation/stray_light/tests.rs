//! The forward model against the correction that it inverts, and against sums in double precision.

use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

use super::*;
use crate::imagery::convolution::{ConvolutionChain, Lines};
use crate::instrument::radiometry::{ColumnRange, CrossTalk, CrossTalkStrip, FilterArray, FilterKind, LocalFilter};

const COLUMNS: usize = 160;
const LINES: usize = 210;

/// (1 − s)·δ + s·K, or with a negative share a correction of that kind.
fn halo(side: usize, share: f64) -> FilterArray {
    let half = (side / 2) as f64;
    let place = |index: usize| ((index / side) as f64 - half, (index % side) as f64 - half);
    let value = |index| {
        let (row, column) = place(index);
        (1.0 + (row * row + column * column) / 9.0).powf(-1.4)
    };
    let sum: f64 = (0..side * side).map(value).sum();
    let mut values: Vec<f32> = (0..side * side).map(|index| (share * value(index) / sum) as f32).collect();
    values[side * side / 2] += (1.0 - share) as f32;
    FilterArray { kind: FilterKind::Spatial, rows: side, columns: side, values }
}

/// Two bands; the first one also sees the second.
fn parameters(share: f64, factor: f64) -> [(&'static str, StrayLight); 2] {
    let local = |first, last, share| LocalFilter { columns: ColumnRange::new(first, last), filter: halo(61, share) };
    let mut blob = halo(41, 0.9);
    blob.values[41 * 41 / 2] = blob.values[41 * 41 / 2 + 1];
    let strip = |first, last, factor, shift| CrossTalkStrip { columns: ColumnRange::new(first, last), factor, shift };
    let strips = vec![strip(0, 70, factor, 9), strip(71, 159, 0.5 * factor, -14)];
    let cross_talk = CrossTalk { source_band: "B".to_owned(), filter: blob, overlap_margin: 60, strips };
    let first = StrayLight {
        overlap_margin: 40,
        local: vec![local(0, 79, share), local(80, 159, 1.3 * share)],
        cross_talk: vec![cross_talk],
    };
    let back = CrossTalk { source_band: "A".to_owned(), ..first.cross_talk[0].clone() };
    let second = StrayLight { overlap_margin: 40, local: vec![local(0, 120, share)], cross_talk: vec![back] };
    [("A", first), ("B", second)]
}

fn given<'a>(bands: &'a [(&'static str, StrayLight); 2]) -> [(&'a str, &'a StrayLight); 2] {
    [(bands[0].0, &bands[0].1), (bands[1].0, &bands[1].1)]
}

/// Bright blocks on dark ground, 50 to 800 counts.
fn scene(seed: u64) -> Vec<Vec<f32>> {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let mut band = || -> Vec<f32> {
        let place = |index: usize| (index / COLUMNS / 60 + index % COLUMNS / 45).is_multiple_of(2);
        let pixel = |index| if place(index) { 780.0 } else { 50.0 } + random.random_range(0.0..20.0);
        (0..LINES * COLUMNS).map(pixel).collect()
    };
    vec![band(), band()]
}

fn correction(bands: &[(&str, &StrayLight)], scenario: StrayLightScenario) -> ConvolutionChain {
    let supervision = Supervision::unattended();
    let steps = stray_light_steps(bands, COLUMNS, scenario).unwrap();
    let mut plans: Vec<_> =
        steps.iter().map(|step| plan(step, COLUMNS, Quality::Full, &supervision).unwrap()).collect();
    let first = plans.remove(0);
    ConvolutionChain::new(first, plans)
}

fn worst(one: &[Vec<f32>], other: &[Vec<f32>]) -> f64 {
    let differences = one.iter().flatten().zip(other.iter().flatten()).map(|(a, b)| f64::from((a - b).abs()));
    differences.fold(0.0, f64::max)
}

#[test]
fn the_correction_of_the_simulated_image_is_the_wanted_one_to_a_millionth() {
    let wanted = scene(1);
    let supervision = Supervision::unattended();
    let bands = parameters(-0.035, 0.006);
    let bands = given(&bands);
    for scenario in StrayLightScenario::ALL {
        let forward =
            ForwardStrayLight::of_correction(&bands, COLUMNS, scenario, Quality::Full, 3e-7, &supervision).unwrap();
        let seen = forward.apply(&wanted, LINES, &supervision).unwrap();
        assert!(worst(&seen, &wanted) > 1.0, "{scenario:?}: stray light shows");
        let corrected = correction(&bands, scenario).apply(&seen, LINES, &supervision).unwrap();
        let difference = worst(&corrected, &wanted) / 800.0;
        assert!(difference < 1e-6, "{scenario:?}: {difference:e} after {} convolutions", forward.convolutions());
    }
}

#[test]
fn light_spreads_by_the_kernels_and_comes_from_other_bands_before_it_spreads() {
    let wanted = scene(2);
    let supervision = Supervision::unattended();
    let bands = parameters(0.03, 0.006);
    let bands = given(&bands);
    let alone = |scenario| {
        let forward = ForwardStrayLight::of_spreading(&bands, COLUMNS, scenario, &supervision).unwrap();
        forward.apply(&wanted, LINES, &supervision).unwrap()
    };
    let spread = alone(StrayLightScenario::Type1);
    let by_kernels = correction(&bands, StrayLightScenario::Type1).apply(&wanted, LINES, &supervision).unwrap();
    assert!(worst(&spread, &by_kernels) < 1e-9, "type 1 spreads by one convolution");

    let mixed = alone(StrayLightScenario::Type2);
    let back = correction(&bands, StrayLightScenario::Type2).apply(&mixed, LINES, &supervision).unwrap();
    assert!(worst(&back, &wanted) / 800.0 < 1e-6, "type 2 subtracts what was added");

    let both = alone(StrayLightScenario::Type1Type2);
    let spread_after = correction(&bands, StrayLightScenario::Type1).apply(&mixed, LINES, &supervision).unwrap();
    assert!(worst(&both, &spread_after) < 1e-9);
    let turned = alone(StrayLightScenario::Type2Type1);
    let back = correction(&bands, StrayLightScenario::Type2).apply(&turned, LINES, &supervision).unwrap();
    assert!(worst(&back, &spread) / 800.0 < 1e-6);
}

#[test]
fn the_inverses_of_the_filters_spread_the_light_that_the_filters_bring_back() {
    let wanted = scene(7);
    let supervision = Supervision::unattended();
    // One range of columns a band with the whole image in reach: the inverse is exact up to what the filter's size cuts off.
    let mut bands = parameters(-0.035, 0.006);
    for (_, light) in &mut bands {
        light.local.truncate(1);
        light.local[0].columns = ColumnRange::new(0, COLUMNS - 1);
        light.overlap_margin = COLUMNS;
    }
    let bands = given(&bands);
    for scenario in StrayLightScenario::ALL {
        let forward = ForwardStrayLight::of_inverse_filters(&bands, COLUMNS, scenario, &supervision).unwrap();
        let seen = forward.apply(&wanted, LINES, &supervision).unwrap();
        let corrected = correction(&bands, scenario).apply(&seen, LINES, &supervision).unwrap();
        // Light that strayed twice and further than the filter reaches: 0.035² of the step, times the share of the halo that lies outside.
        let difference = worst(&corrected, &wanted) / 800.0;
        assert!(difference < 2e-4, "{scenario:?}: {difference:e}");
        assert!(worst(&seen, &wanted) / 800.0 > 20.0 * difference, "{scenario:?}: stray light shows");
    }
}

#[test]
fn a_filter_that_takes_a_frequency_away_has_no_inverse() {
    let mut bands = parameters(-0.03, 0.0);
    let filter = &mut bands[0].1.local[0].filter;
    *filter = FilterArray { kind: FilterKind::Spatial, rows: 1, columns: 3, values: vec![0.25, 0.5, 0.25] };
    let error = ForwardStrayLight::of_inverse_filters(
        &given(&bands),
        COLUMNS,
        StrayLightScenario::Type1,
        &Supervision::unattended(),
    )
    .err()
    .unwrap();
    assert!(error.to_string().contains("needed at every frequency"), "{error}");
}

#[test]
fn the_bytes_do_not_depend_on_blocks_and_the_memory_is_as_stated() {
    let wanted = scene(3);
    let supervision = Supervision::unattended();
    let bands = parameters(-0.03, 0.005);
    let forward = ForwardStrayLight::of_correction(
        &given(&bands),
        COLUMNS,
        StrayLightScenario::Type1Type2,
        Quality::Full,
        1e-6,
        &supervision,
    )
    .unwrap();
    let expected = forward.apply(&wanted, LINES, &supervision).unwrap();
    for block in [1, 45, LINES] {
        let mut stream = forward.stream(LINES, &supervision).unwrap();
        let (mut found, mut lines) = (vec![Vec::new(); 2], Lines::default());
        for first in (0..LINES).step_by(block) {
            let part = first * COLUMNS..(first + block).min(LINES) * COLUMNS;
            let pushed: Vec<&[f32]> = wanted.iter().map(|band| &band[part.clone()]).collect();
            stream.push(&pushed, &supervision).unwrap();
            while stream.pop(&mut lines, &supervision).unwrap() {
                found.iter_mut().zip(&lines.bands).for_each(|(all, some)| all.extend_from_slice(some));
            }
            assert!((stream.bytes() as u64) < forward.bytes(LINES), "{} of {}", stream.bytes(), forward.bytes(LINES));
        }
        assert!(found == expected, "blocks of {block}");
    }
}

#[test]
fn a_correction_far_from_the_image_itself_is_refused() {
    let bands = parameters(-0.6, 0.0);
    let error = ForwardStrayLight::of_correction(
        &given(&bands),
        COLUMNS,
        StrayLightScenario::Type1,
        Quality::Full,
        1e-6,
        &Supervision::unattended(),
    )
    .err()
    .unwrap();
    assert!(matches!(error, ForwardError::NotInvertible { found, .. } if found > 1.2), "{error}");
}

#[test]
fn no_light_is_lost_beyond_a_small_filters_size() {
    // Reaches of 4 pixels around, of which a tenth of the light goes farther than its inverse does.
    let sum = |filter: &FilterArray| filter.values.iter().map(|value| f64::from(*value)).sum::<f64>();
    for side in [9, 17, 61] {
        let mut bands = parameters(-0.1, 0.006);
        for (_, light) in &mut bands {
            light.local.iter_mut().for_each(|local| local.filter = halo(side, -0.1));
        }
        let spread = spreading_filters::spreading(&given(&bands), COLUMNS, &Supervision::unattended()).unwrap();
        for (found, (_, given)) in spread.iter().zip(&bands) {
            for (found, given) in found.local.iter().zip(&given.local) {
                let product = sum(&found.filter) * sum(&given.filter);
                assert!((product - 1.0).abs() < 1e-6, "{side}: {product}");
            }
        }
    }
}
