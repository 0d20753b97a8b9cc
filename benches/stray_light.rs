//! What the correction of stray light costs on a whole scene: 12 bands × 5200 columns × 6000 lines, type 1 with a halo of 512 pixels in four
//! column ranges and type 2 from two sources in four strips, for every band. Printed: CPU seconds of the whole process (all threads, preparation of
//! the filters included), memory, and the greatest difference from the definition, taken product by product in double precision at some pixels of
//! a crop.
//!
//! The lines come from a small pattern that repeats, so that the bench measures the correction and not the making of scenes.
//! `VIQ_BENCH_LINES` asks for another number of lines.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a bench fails by panicking and prints its figures")]

use std::time::Instant;

use rustix::time::{ClockId, clock_gettime};
use viq::imagery::convolution::{LineStream as _, Lines, Quality};
use viq::instrument::radiometry::{
    ColumnRange, CrossTalk, CrossTalkStrip, FilterArray, FilterKind, LocalFilter, StrayLight, StrayLightScenario,
};
use viq::level1::stray_light::StrayLightCorrection;
use viq::supervision::Supervision;

const COLUMNS: usize = 5200;
const NAMES: [&str; 12] = ["B01", "B02", "B03", "B04", "B05", "B06", "B07", "B08", "B09", "B10", "B11", "B12"];
/// CPU seconds allowed.
const MOST: [(Quality, f64); 2] = [(Quality::Full, 24.0), (Quality::Preview, 8.0)];

fn main() {
    let lines = std::env::var("VIQ_BENCH_LINES").ok().and_then(|text| text.parse().ok()).unwrap_or(6000);
    let parameters = parameters();
    let bands: Vec<(&str, &StrayLight)> = NAMES.into_iter().zip(&parameters).collect();
    for (quality, most) in MOST {
        let supervision = Supervision::unattended();
        let (cpu, wall) = (cpu_time(), Instant::now());
        let scenario = StrayLightScenario::Type1Type2;
        let correction = StrayLightCorrection::new(&bands, COLUMNS, scenario, quality, &supervision).unwrap();
        let prepared = cpu_time() - cpu;
        let held = correct(&correction, lines, &supervision);
        let all = cpu_time() - cpu;
        println!(
            "{quality:?}: 12 × {COLUMNS} × {lines}: {all:.1} CPU s ({:.0} % of {most} s), of it filters {prepared:.1}; {:.1} s by the clock; \
             lines under way {:.0} MB, stated with filters {:.0} MB; filters as applied within {:.1e}",
            100.0 * all / most * 6000.0 / lines as f64,
            wall.elapsed().as_secs_f64(),
            held as f64 / 1e6,
            correction.bytes(lines) as f64 / 1e6,
            correction.filter_error(),
        );
        println!(
            "    greatest difference from the definition on a crop: {:.1e} of the step",
            crop(&parameters, quality)
        );
    }
}

/// CPU seconds of all threads of this process.
fn cpu_time() -> f64 {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    time.tv_sec as f64 + 1e-9 * time.tv_nsec as f64
}

/// Corrects a scene; the most bytes that were under way.
fn correct(correction: &StrayLightCorrection, lines: usize, supervision: &Supervision) -> usize {
    const BLOCK: usize = 64;
    let pattern: Vec<f32> =
        (0..(BLOCK + 12) * COLUMNS).map(|index| pattern(index / COLUMNS, index % COLUMNS)).collect();
    let mut stream = correction.stream(lines, supervision).unwrap();
    let (mut finished, mut done, mut held, mut sum) = (Lines::default(), 0, 0, 0.0_f32);
    for first in (0..lines).step_by(BLOCK) {
        let count = BLOCK.min(lines - first);
        let block: Vec<&[f32]> = (0..12).map(|band| &pattern[band * COLUMNS..(band + count) * COLUMNS]).collect();
        stream.push(&block, supervision).unwrap();
        while stream.pop(&mut finished, supervision).unwrap() {
            done += finished.count;
            sum += finished.bands.iter().map(|band| band[0]).sum::<f32>();
        }
        held = held.max(stream.bytes());
    }
    assert!(done == lines && sum.is_finite());
    held
}

fn pattern(line: usize, column: usize) -> f32 {
    if (line / 32 + column / 600).is_multiple_of(2) { 650.0 } else { 80.0 + (column % 17) as f32 }
}

/// The greatest difference, in units of a step from 0 to 1, at pixels of a crop of the first two bands' images.
fn crop(parameters: &[StrayLight], quality: Quality) -> f64 {
    const SIDE: usize = 600;
    let supervision = Supervision::unattended();
    let mut cut = [0, 3].map(|range| StrayLight {
        local: vec![LocalFilter { columns: ColumnRange::new(0, SIDE - 1), ..parameters[range].local[range].clone() }],
        ..parameters[range].clone()
    });
    for (band, source) in cut.iter_mut().zip([1, 0]) {
        band.cross_talk.truncate(1);
        NAMES[source].clone_into(&mut band.cross_talk[0].source_band);
        band.cross_talk[0].strips =
            vec![CrossTalkStrip { columns: ColumnRange::new(0, SIDE - 1), factor: 0.004, shift: 60 }];
    }
    let bands = [(NAMES[0], &cut[0]), (NAMES[1], &cut[1])];
    let edge =
        |line: usize, column: usize, slope: f64| f32::from(u8::from((column as f64) > 250.0 + slope * line as f64));
    let images: Vec<Vec<f32>> = [0.2, -0.1]
        .into_iter()
        .map(|slope| (0..SIDE * SIDE).map(|index| edge(index / SIDE, index % SIDE, slope)).collect())
        .collect();
    let mut worst = 0.0_f64;
    for scenario in [StrayLightScenario::Type1, StrayLightScenario::Type2] {
        let correction = StrayLightCorrection::new(&bands, SIDE, scenario, quality, &supervision).unwrap();
        let found = correction.correct(&images, SIDE, &supervision).unwrap();
        for (line, column) in (0..300).map(|place| (place * 89 % SIDE, (place * 151 + 40) % SIDE)) {
            let at =
                |band: usize, filter: &FilterArray, column: i64| convolved(&images[band], SIDE, filter, line, column);
            let expected = if scenario == StrayLightScenario::Type1 {
                at(0, &cut[0].local[0].filter, column as i64)
            } else {
                let own = f64::from(images[0][line * SIDE + column]);
                own - 0.004 * at(1, &cut[0].cross_talk[0].filter, column as i64 - 60)
            };
            worst = worst.max((f64::from(found[0][line * SIDE + column]) - expected).abs());
        }
    }
    worst
}

fn convolved(image: &[f32], side: usize, filter: &FilterArray, line: usize, column: i64) -> f64 {
    let mirrored = |index: i64| {
        let folded = index.rem_euclid(2 * side as i64) as usize;
        folded.min(2 * side - 1 - folded)
    };
    let mut sum = 0.0;
    for row in 0..filter.rows {
        let from_line = mirrored(line as i64 - (row as i64 - (filter.rows / 2) as i64));
        for across in 0..filter.columns {
            let from_column = mirrored(column - (across as i64 - (filter.columns / 2) as i64));
            sum += f64::from(filter.values[row * filter.columns + across])
                * f64::from(image[from_line * side + from_column]);
        }
    }
    sum
}

/// Filters of every band: a halo of 3 % out to 512 pixels, its ghosts elsewhere in each of four ranges, undone to first order; light of the two
/// bands that follow.
fn parameters() -> Vec<StrayLight> {
    let (ghost, blurred) =
        (blob(31, |square| (-square / 72.0).exp()), blob(129, |square| (1.0 + square / 64.0).powf(-2.5)));
    let quarter = COLUMNS / 4;
    let quarters = || (0..4).map(|index| ColumnRange::new(index * quarter, (index + 1) * quarter - 1));
    (0..12)
        .map(|band| {
            let halo = blob(1025, |square| if square > 512.0 * 512.0 { 0.0 } else { (1.0 + square / 16.0).powf(-1.4) });
            let local = quarters().zip([-240, -80, 80, 240]).map(|(columns, displaced)| {
                let (share, ghost_share) = (0.02 + 0.001 * band as f64, 0.001);
                let mut values: Vec<f64> = halo.iter().map(|value| -share * value).collect();
                for (index, value) in ghost.iter().enumerate() {
                    let (row, column) =
                        (512 - 15 + 90 + index / 31, (512 - 15 + displaced + (index % 31) as i64) as usize);
                    values[row * 1025 + column] -= ghost_share * value;
                }
                values[512 * 1025 + 512] += 1.0 + share + ghost_share;
                LocalFilter { columns, filter: filter(1025, &values) }
            });
            let cross_talk = [(1, 0.004), (2, 0.002)].map(|(next, share)| CrossTalk {
                source_band: NAMES[(band + next) % 12].to_owned(),
                filter: filter(129, &blurred),
                overlap_margin: 128,
                strips: quarters()
                    .zip([60, 20, -20, -60])
                    .map(|(columns, shift)| CrossTalkStrip {
                        columns,
                        factor: share * (1.0 + 0.001 * shift as f64),
                        shift,
                    })
                    .collect(),
            });
            StrayLight { overlap_margin: 512, local: local.collect(), cross_talk: cross_talk.into() }
        })
        .collect()
}

/// A function of the square of the distance, its sum one.
fn blob(side: usize, value: impl Fn(f64) -> f64) -> Vec<f64> {
    let offset = |index: usize| index as f64 - (side / 2) as f64;
    let mut values: Vec<f64> =
        (0..side * side).map(|index| value(offset(index / side).powi(2) + offset(index % side).powi(2))).collect();
    let sum: f64 = values.iter().sum();
    for value in &mut values {
        *value /= sum;
    }
    values
}

fn filter(side: usize, values: &[f64]) -> FilterArray {
    let values = values.iter().map(|value| *value as f32).collect();
    FilterArray { kind: FilterKind::Spatial, rows: side, columns: side, values }
}
