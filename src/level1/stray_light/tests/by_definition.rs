//! Every scenario, from the words of the interface document.

use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

use crate::imagery::convolution::Quality;
use crate::instrument::radiometry::{
    ColumnRange, CrossTalk, CrossTalkStrip, FilterArray, FilterKind, LocalFilter, StrayLight, StrayLightScenario,
};
use crate::level1::stray_light::StrayLightCorrection;
use crate::supervision::Supervision;

const LINES: usize = 50;
const COLUMNS: usize = 90;

fn filter(rows: usize, columns: usize, random: &mut ChaCha8Rng) -> FilterArray {
    let mut values: Vec<f32> = (0..rows * columns).map(|_| random.random_range(-0.01..0.01)).collect();
    values[rows / 2 * columns + columns / 2] += 1.0;
    FilterArray { kind: FilterKind::Spatial, rows, columns, values }
}

fn bands(seed: u64) -> Vec<(&'static str, StrayLight)> {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let mut local = |ranges: &[(usize, usize)]| -> Vec<LocalFilter> {
        let of = |(first, last): &(usize, usize)| LocalFilter {
            columns: ColumnRange::new(*first, *last),
            filter: filter(9, 13, &mut random),
        };
        ranges.iter().map(of).collect()
    };
    let locals = [local(&[(0, 40), (41, 89)]), local(&[(10, 30)]), Vec::new()];
    let mut cross_talk = |source: &str| CrossTalk {
        source_band: source.to_owned(),
        filter: filter(7, 6, &mut random),
        overlap_margin: 40,
        strips: vec![
            CrossTalkStrip { columns: ColumnRange::new(0, 44), factor: 0.2, shift: 7 },
            CrossTalkStrip { columns: ColumnRange::new(45, 80), factor: 0.4, shift: -11 },
        ],
    };
    let cross_talks = [vec![cross_talk("C"), cross_talk("B")], Vec::new(), vec![cross_talk("A")]];
    ["A", "B", "C"]
        .into_iter()
        .zip(locals)
        .zip(cross_talks)
        .map(|((name, local), cross_talk)| (name, StrayLight { overlap_margin: 20, local, cross_talk }))
        .collect()
}

fn mirrored(index: i64, length: usize) -> usize {
    let length = length as i64;
    if index < 0 {
        (-1 - index) as usize
    } else if index >= length {
        (2 * length - 1 - index) as usize
    } else {
        index as usize
    }
}

/// (F ⊛ image) at a place that may lie beyond the columns.
fn convolved(filter: &FilterArray, image: &[f64], line: usize, column: i64) -> f64 {
    let mut sum = 0.0;
    for row in 0..filter.rows {
        for across in 0..filter.columns {
            let from_line = line as i64 - (row as i64 - (filter.rows / 2) as i64);
            let from_column = column - (across as i64 - (filter.columns / 2) as i64);
            let value = image[mirrored(from_line, LINES) * COLUMNS + mirrored(from_column, COLUMNS)];
            sum += f64::from(filter.values[row * filter.columns + across]) * value;
        }
    }
    sum
}

type Images = Vec<Vec<f64>>;

fn each(images: &Images, pixel: impl Fn(usize, usize, usize) -> f64) -> Images {
    let places = || (0..LINES).flat_map(|line| (0..COLUMNS).map(move |column| (line, column)));
    (0..images.len()).map(|band| places().map(|(line, column)| pixel(band, line, column)).collect()).collect()
}

fn type_1(bands: &[(&str, StrayLight)], images: &Images) -> Images {
    each(images, |band, line, column| {
        let local = bands[band].1.local.iter().find(|local| local.columns.contains(column));
        local.map_or(images[band][line * COLUMNS + column], |local| {
            convolved(&local.filter, &images[band], line, column as i64)
        })
    })
}

fn type_2(bands: &[(&str, StrayLight)], images: &Images) -> Images {
    each(images, |band, line, column| {
        let mut value = images[band][line * COLUMNS + column];
        for cross_talk in &bands[band].1.cross_talk {
            let source = bands.iter().position(|(name, _)| *name == cross_talk.source_band).unwrap();
            for strip in cross_talk.strips.iter().filter(|strip| strip.columns.contains(column)) {
                value -=
                    strip.factor * convolved(&cross_talk.filter, &images[source], line, column as i64 - strip.shift);
            }
        }
        value
    })
}

#[test]
fn each_scenario_is_what_its_definition_gives_pixel_by_pixel() {
    let bands = bands(1);
    let given: Vec<(&str, &StrayLight)> = bands.iter().map(|(name, stray_light)| (*name, stray_light)).collect();
    let mut random = ChaCha8Rng::seed_from_u64(2);
    let images: Vec<Vec<f32>> =
        (0..3).map(|_| (0..LINES * COLUMNS).map(|_| random.random_range(0.0..1.0)).collect()).collect();
    let exact: Images = images.iter().map(|image| image.iter().map(|value| f64::from(*value)).collect()).collect();
    for scenario in StrayLightScenario::ALL {
        let expected = match scenario {
            StrayLightScenario::Type1 => type_1(&bands, &exact),
            StrayLightScenario::Type2 => type_2(&bands, &exact),
            StrayLightScenario::Type1Type2 => type_2(&bands, &type_1(&bands, &exact)),
            StrayLightScenario::Type2Type1 => type_1(&bands, &type_2(&bands, &exact)),
        };
        let supervision = Supervision::unattended();
        let correction = StrayLightCorrection::new(&given, COLUMNS, scenario, Quality::Full, &supervision).unwrap();
        let found = correction.correct(&images, LINES, &supervision).unwrap();
        for (band, (found, expected)) in found.iter().zip(&expected).enumerate() {
            let worst = found.iter().zip(expected).map(|(a, b)| (f64::from(*a) - b).abs()).fold(0.0, f64::max);
            assert!(worst < 3e-6, "{scenario:?}, band {band}: {worst}");
        }
        let reach = correction.reach();
        let expected = match scenario {
            StrayLightScenario::Type1 => (4, 6),
            StrayLightScenario::Type2 => (3, 3 + 11),
            StrayLightScenario::Type1Type2 | StrayLightScenario::Type2Type1 => (7, 20),
        };
        assert_eq!(reach, expected, "{scenario:?}");
    }
}

#[test]
fn without_parameters_the_images_stay_as_they_are() {
    let nothing = StrayLight::default();
    let images = vec![vec![3.0_f32, -1.0, 0.5, 1e6]; 1];
    let supervision = Supervision::unattended();
    for scenario in StrayLightScenario::ALL {
        let correction =
            StrayLightCorrection::new(&[("A", &nothing)], 2, scenario, Quality::Preview, &supervision).unwrap();
        assert_eq!(correction.correct(&images, 2, &supervision).unwrap(), images, "{scenario:?}");
    }
}

#[test]
fn parameters_that_do_not_fit_are_refused() {
    let mut bands = bands(1);
    bands[0].1.cross_talk[0].source_band = "D".to_owned();
    let given: Vec<(&str, &StrayLight)> = bands.iter().map(|(name, stray_light)| (*name, stray_light)).collect();
    let supervision = Supervision::unattended();
    let error = StrayLightCorrection::new(&given, COLUMNS, StrayLightScenario::Type2, Quality::Full, &supervision)
        .err()
        .unwrap();
    assert_eq!(error.to_string(), "stray light of A, source of type 2: one of the bands A, B, C needed, D found");
}
