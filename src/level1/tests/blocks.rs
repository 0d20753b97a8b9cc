//! Blocks, windows, threads: the same pixels come out however they are asked for.

use super::against_formulas::by_chain;
use super::samples::{COLUMNS, LINES, codes, names, scene, set, settings, tdi};
use crate::imagery::Reasons;
use crate::instrument::radiometry::{DarkAndRemanenceOrder, RemanenceSource};
use crate::level1::*;
use crate::supervision::Supervision;

fn chain(settings: &ChainSettings) -> Chain {
    Chain::prepare(&set(), ChainRequest { bands: &names(), tdi: &tdi(), settings, scene: &scene() }).unwrap()
}

fn variants() -> Vec<ChainSettings> {
    let mut all = Vec::new();
    for remanence in [RemanenceSource::AsRead, RemanenceSource::Corrected] {
        for first_steps in [DarkAndRemanenceOrder::RemanenceFirst, DarkAndRemanenceOrder::DarkFirst] {
            let mut settings = settings(Quantity::Reflectance);
            settings.conventions.remanence = remanence;
            settings.conventions.first_steps = first_steps;
            settings.saturation = settings.saturation.with_surroundings();
            all.push(settings);
        }
    }
    all.push(ChainSettings {
        steps: settings(Quantity::Radiance).steps.without(Step::Remanence),
        ..settings(Quantity::Radiance)
    });
    all
}

#[test]
fn a_window_of_a_block_holds_what_the_whole_holds() {
    let mut all_codes: Vec<Vec<u16>> = (0..2).map(codes).collect();
    for at in (0..LINES * COLUMNS).step_by(613) {
        all_codes[0][at] = 4095;
    }
    for settings in variants() {
        let chain = chain(&settings);
        let (whole, whole_reasons) = by_chain(&set(), &settings, &all_codes);
        let mut dense = vec![Reasons::VALID; LINES * COLUMNS];
        whole_reasons[0].fill(0, 0, COLUMNS, &mut dense);
        let band = &chain.bands()[0];
        // With the pre-scan's columns before and the post-scan's after.
        let stride = COLUMNS + 7;
        let mut padded = vec![9_u16; LINES * stride];
        for (line, codes) in padded.chunks_mut(stride).zip(all_codes[0].chunks(COLUMNS)) {
            line[3..3 + COLUMNS].copy_from_slice(codes);
        }
        for (first_line, lines, first, end) in
            [(0, 300, 0, 40), (1, 1, 13, 14), (50, 33, 10, 22), (299, 1, 33, 40), (117, 20, 5, 6)]
        {
            let needed = band.columns_needed(first, end);
            let context = band.lines_before().min(first_line);
            let from = first_line - context;
            let layout = RawLayout {
                stride,
                offset: 3 + needed.start,
                columns: needed.len(),
                first_column: needed.start,
                first_line: from,
                context,
            };
            let raw = RawLines::new(&padded[from * stride..(first_line + lines) * stride], layout, &[]).unwrap();
            let (mut values, mut reasons) = (vec![0.0; lines * needed.len()], BlockReasons::default());
            band.correct(&raw, &mut values, &mut reasons).unwrap();
            let mut found = vec![Reasons::VALID; lines * needed.len()];
            reasons.fill(first_line, needed.start, needed.len(), &mut found);
            for line in 0..lines {
                for column in first..end {
                    let (here, there) =
                        (line * needed.len() + column - needed.start, (first_line + line) * COLUMNS + column);
                    assert_eq!(found[here], dense[there], "{settings:?} line {line}, column {column}");
                    let (value, expected) = (values[here], whole[0][there]);
                    // The recursion from the corrected line before is known to a millionth of a count.
                    assert!(
                        value.to_bits() == expected.to_bits() || (value - expected).abs() <= 2e-6 * expected.abs(),
                        "{settings:?}, line {line}, column {column}: {value} instead of {expected}"
                    );
                }
            }
        }
    }
}

#[test]
fn lines_that_lie_apart_hold_what_the_whole_holds_each_with_the_line_before_it() {
    let mut settings = settings(Quantity::Reflectance);
    settings.saturation.lines_after = 0;
    let mut all_codes: Vec<Vec<u16>> = (0..2).map(codes).collect();
    for at in (0..LINES * COLUMNS).step_by(613) {
        all_codes[0][at] = 4095;
    }
    let chain = chain(&settings);
    let (band, codes) = (&chain.bands()[0], &all_codes[0]);
    assert!(band.needs_only_the_line_before());
    for (missing, first, step) in [(vec![], 3, 8), (vec![18, 19, 50], 3, 8), (vec![], 1, 2), (vec![40], 11, 29)] {
        let raw_of = |codes, stride, offset, first_line| {
            let layout = RawLayout { stride, offset, columns: COLUMNS, first_column: 0, first_line, context: 0 };
            RawLines::new(codes, layout, &missing)
        };
        let (mut whole, mut whole_reasons) = (vec![0.0; codes.len()], BlockReasons::default());
        band.correct(&raw_of(codes, COLUMNS, 0, 0).unwrap(), &mut whole, &mut whole_reasons).unwrap();
        let lines: Vec<usize> = (first..LINES).step_by(step).collect();
        let pairs: Vec<u16> =
            lines.iter().flat_map(|line| codes[(line - 1) * COLUMNS..(line + 1) * COLUMNS].to_vec()).collect();
        let raw = raw_of(&pairs, 2 * COLUMNS, COLUMNS, first).unwrap().apart(step, COLUMNS).unwrap();
        let (mut apart, mut reasons) = (vec![0.0; lines.len() * COLUMNS], BlockReasons::default());
        band.correct(&raw, &mut apart, &mut reasons).unwrap();
        for (line, values) in lines.iter().zip(apart.chunks(COLUMNS)) {
            for (value, expected) in values.iter().zip(&whole[line * COLUMNS..]) {
                let is_same = value.is_nan() && expected.is_nan() || value.to_bits() == expected.to_bits();
                assert!(is_same, "step {step}, line {line}: {value} instead of {expected}");
            }
            let of_line = |reasons: &BlockReasons| {
                let mut found = vec![Reasons::VALID; COLUMNS];
                reasons.fill(*line, 0, COLUMNS, &mut found);
                found
            };
            assert_eq!(of_line(&reasons), of_line(&whole_reasons), "line {line}");
        }
    }
    let layout = RawLayout { stride: COLUMNS, offset: 0, columns: COLUMNS, first_column: 0, first_line: 0, context: 1 };
    assert!(RawLines::new(codes, layout, &[]).unwrap().apart(2, COLUMNS).is_err(), "lines of context");
    assert!(RawLines::new(codes, RawLayout { context: 0, ..layout }, &[]).unwrap().apart(0, COLUMNS).is_err());
}

#[test]
fn one_thread_and_three_give_the_same_bytes() {
    let all_codes: Vec<Vec<u16>> = (0..2).map(codes).collect();
    for settings in variants() {
        let of = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| by_chain(&set(), &settings, &all_codes))
        };
        let ((one, one_reasons), (three, three_reasons)) = (of(1), of(3));
        let bits = |values: Vec<Vec<f32>>| values.concat().into_iter().map(f32::to_bits).collect::<Vec<_>>();
        assert_eq!(bits(one), bits(three));
        assert_eq!(one_reasons, three_reasons);
    }
}

#[test]
fn ending_the_chain_apart_gives_what_it_gives_at_once() {
    for quantity in [Quantity::Counts, Quantity::Radiance, Quantity::Reflectance] {
        let settings = settings(quantity);
        let codes: Vec<Vec<u16>> = (0..2).map(codes).collect();
        let (at_once, _) = by_chain(&set(), &settings, &codes);
        let with_stray_light = ChainSettings { steps: settings.steps.with(Step::StrayLightType1), ..settings };
        let chain = chain(&with_stray_light);
        assert!(chain.corrects_stray_light());
        let (mut apart, _) = by_chain(&set(), &with_stray_light, &codes);
        for ((chain, values), at_once) in chain.bands().iter().zip(&mut apart).zip(&at_once) {
            assert!(values.iter().all(|value| value.is_finite()), "stray light needs a value everywhere");
            chain.finish(0, 0, COLUMNS, values);
            let most = at_once.iter().fold(0.0_f32, |most, value| if *value > most { *value } else { most });
            for (value, expected) in values.iter().zip(at_once) {
                let is_same = (value - expected).abs() <= 1e-6 * expected.abs() + 4e-7 * most;
                assert!(value.is_nan() && expected.is_nan() || is_same, "{value} instead of {expected}");
            }
        }
    }
}

#[test]
fn a_line_that_was_not_received_has_no_value_and_leaves_nothing_in_the_next() {
    let settings = settings(Quantity::Counts);
    let chain = chain(&settings);
    let band = &chain.bands()[0];
    let codes = codes(0);
    let layout =
        RawLayout { stride: COLUMNS, offset: 0, columns: COLUMNS, first_column: 0, first_line: 10, context: 0 };
    let part = &codes[10 * COLUMNS..20 * COLUMNS];
    let raw = RawLines::new(part, layout, &[12, 15]).unwrap();
    let (mut values, mut reasons) = (vec![0.0; part.len()], BlockReasons::default());
    band.correct(&raw, &mut values, &mut reasons).unwrap();
    assert!(values[2 * COLUMNS..3 * COLUMNS].iter().all(|value| value.is_nan()));
    let after = RawLines::new(&part[3 * COLUMNS..4 * COLUMNS], RawLayout { first_line: 13, ..layout }, &[]).unwrap();
    let mut first = vec![0.0; COLUMNS];
    band.correct(&after, &mut first, &mut BlockReasons::default()).unwrap();
    for (value, expected) in values[3 * COLUMNS..4 * COLUMNS].iter().zip(&first) {
        assert!(value.to_bits() == expected.to_bits());
    }
    let mut dense = vec![Reasons::VALID; part.len()];
    reasons.fill(10, 0, COLUMNS, &mut dense);
    for (at, reasons) in dense.iter().enumerate() {
        let is_missing = reasons.contains(crate::imagery::NoDataReason::Missing);
        assert_eq!(is_missing, [2, 5].contains(&(at / COLUMNS)));
    }
}

#[test]
fn a_column_without_its_neighbour_in_the_block_has_no_value() {
    let settings = settings(Quantity::Radiance);
    let chain = chain(&settings);
    let codes = codes(0);
    let layout = RawLayout { stride: COLUMNS, offset: 13, columns: 10, first_column: 13, first_line: 0, context: 0 };
    let raw = RawLines::new(&codes, layout, &[]).unwrap();
    let (mut values, mut reasons) = (vec![0.0; LINES * 10], BlockReasons::default());
    chain.bands()[0].correct(&raw, &mut values, &mut reasons).unwrap();
    assert!(values[0].is_nan() && !values[1].is_nan());
    let mut dense = vec![Reasons::VALID; values.len()];
    reasons.fill(0, 13, 10, &mut dense);
    assert!(dense[0].contains(crate::imagery::NoDataReason::NotComputed));
}

#[test]
fn a_chain_that_is_cancelled_stops() {
    let settings = settings(Quantity::Radiance);
    let chain = chain(&settings);
    let codes = codes(0);
    let layout = RawLayout { stride: COLUMNS, offset: 0, columns: COLUMNS, first_column: 0, first_line: 0, context: 0 };
    let raw = RawLines::new(&codes, layout, &[]).unwrap();
    let supervision = Supervision::unattended();
    supervision.cancellation().store(true, std::sync::atomic::Ordering::Relaxed);
    let (mut one, mut other) = (vec![0.0; codes.len()], vec![0.0; codes.len()]);
    let mut reasons = vec![BlockReasons::default(); 2];
    let ended = chain.correct(&[raw, raw], &mut [&mut one, &mut other], &mut reasons, &supervision);
    assert!(matches!(ended, Err(ChainError::Cancelled(_))));
}
