//! Throughput of the radiometric chain against that of a plain conversion of the same codes to numbers, on the same arrays.
//!
//! Twelve bands of 5200 × 6000 codes: dark signal, spikes, two slopes, detectors out of order, Ak, reflectance under a Sun that varies, and the
//! functions of the uncertainty; single precision out. In every fiftieth line some codes are at full scale. Arrays are allocated and touched before
//! the clock runs. Conversion and chain run by turns, and each pair has its ratio: memory runs at one of two speeds on some machines, and changes
//! from one to the other. Says where a bound is missed; the benches after it run all the same. `cargo bench --bench level1`.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a bench stops where something is wrong, and prints its figures"
)]

mod parameters;

use std::time::Instant;

use rayon::prelude::*;
use viq::level1::uncertainty::UncertaintyModel;
use viq::level1::{
    BlockReasons, Chain, ChainRequest, ChainSettings, Quantity, RawLayout, RawLines, Scene, Step, SunField,
};
use viq::parameter_sets::ColumnFigures;
use viq::supervision::Supervision;
use viq::units::{Angle, UtcInstant};

const BANDS: usize = 12;
const COLUMNS: usize = 5200;
const LINES: usize = 6000;
const RUNS: usize = 7;
/// Least throughput relative to that of the conversion.
const TARGET: f64 = 0.7;
/// Most seconds for a scene.
const TARGET_S: f64 = 0.6;

/// Processor time of the whole program, seconds.
fn processor_seconds() -> f64 {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 * 1e-9
}

fn timed(work: impl FnOnce()) -> [f64; 2] {
    let (wall, processor) = (Instant::now(), processor_seconds());
    work();
    [wall.elapsed().as_secs_f64(), processor_seconds() - processor]
}

fn convert(codes: &[Vec<u16>], values: &mut [Vec<f32>]) {
    const AT_ONCE: usize = 128 * COLUMNS;
    codes
        .iter()
        .zip(values)
        .flat_map(|(codes, values)| codes.chunks(AT_ONCE).zip(values.chunks_mut(AT_ONCE)))
        .collect::<Vec<_>>()
        .into_par_iter()
        .for_each(|(codes, values)| {
            for (code, value) in codes.iter().zip(values) {
                *value = f32::from(*code);
            }
        });
}

fn main() {
    let set = parameters::set(BANDS, COLUMNS);
    let names: Vec<String> = set.bands.iter().map(|band| band.band.clone()).collect();
    let tdi = names.iter().map(|name| (name.clone(), parameters::STAGES)).collect();
    let corners = [50.0, 50.3, 49.9, 50.2].map(Angle::from_degrees);
    let scene = Scene {
        acquisition: UtcInstant::parse("2020-03-01T08:00:00").unwrap(),
        sun: Some(SunField::from_corners(corners, LINES, COLUMNS).unwrap()),
        polarisation: std::collections::BTreeMap::new(),
    };
    let mut settings = ChainSettings { quantity: Quantity::Reflectance, ..ChainSettings::of_bits(10) };
    for step in [Step::Remanence, Step::StrayLightType1, Step::StrayLightType2, Step::Polarisation] {
        settings.steps = settings.steps.without(step);
    }
    let code = |index: usize| match (index / COLUMNS % 50, index % COLUMNS) {
        (0, 1000..1040) => 1023,
        _ => (60 + (index.wrapping_mul(2_654_435_761) >> 7) % 900) as u16,
    };
    let codes: Vec<Vec<u16>> = (0..BANDS).map(|band| (0..LINES * COLUMNS).map(|i| code(i + band)).collect()).collect();
    let mut values: Vec<Vec<f32>> = (0..BANDS).map(|_| vec![1.0; LINES * COLUMNS]).collect();
    let layout = RawLayout { stride: COLUMNS, offset: 0, columns: COLUMNS, first_column: 0, first_line: 0, context: 0 };
    let pixels = (BANDS * LINES * COLUMNS) as f64;
    println!("chain of {BANDS} × {COLUMNS} × {LINES} codes on {} threads, {RUNS} runs", rayon::current_num_threads());
    let mut best = [f64::INFINITY; 2];
    let mut ratios = Vec::new();
    for _ in 0..RUNS {
        let copy = timed(|| convert(&codes, &mut values));
        let chain = timed(|| {
            let request = ChainRequest { bands: &names, tdi: &tdi, settings: &settings, scene: &scene };
            let chain = Chain::prepare(&set, request).unwrap();
            let raw: Vec<RawLines<'_>> = codes.iter().map(|codes| RawLines::new(codes, layout, &[]).unwrap()).collect();
            let mut reasons = vec![BlockReasons::default(); BANDS];
            let mut out: Vec<&mut [f32]> = values.iter_mut().map(Vec::as_mut_slice).collect();
            chain.correct(&raw, &mut out, &mut reasons, &Supervision::unattended()).unwrap();
            let uncertainty = UncertaintyModel::of(&chain, &set, request, |_| ColumnFigures::Same(1.0)).unwrap();
            std::hint::black_box((&reasons, &uncertainty));
        });
        println!(
            "  conversion {:.3} s ({:.3} s of processor), chain {:.3} s ({:.3} s), ratio {:.2} ({:.2})",
            copy[0],
            copy[1],
            chain[0],
            chain[1],
            copy[0] / chain[0],
            copy[1] / chain[1]
        );
        for (best, [wall, _]) in best.iter_mut().zip([copy, chain]) {
            *best = best.min(wall);
        }
        ratios.push(copy[0] / chain[0]);
    }
    ratios.sort_by(f64::total_cmp);
    let (least, median) = (ratios[0], ratios[RUNS / 2]);
    let [copy, chain] = best;
    println!(
        "best: conversion {:.2} Gpixel/s, chain {:.2} Gpixel/s in {chain:.3} s (bound {TARGET_S}); ratios of walls: median {median:.2} (bound {TARGET}), least {least:.2}",
        pixels / copy / 1e9,
        pixels / chain / 1e9,
    );
    if chain > TARGET_S || median < TARGET {
        println!("missed: needed at most {TARGET_S} s and a ratio of walls of at least {TARGET}");
    }
}
