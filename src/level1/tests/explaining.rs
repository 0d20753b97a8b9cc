//! The explanation of a pixel against the chain, and the use of a coefficient against what a change of it changes.
#![allow(clippy::float_cmp, reason = "figures that are exact by construction")]

use super::against_formulas::by_chain;
use super::samples::{COLUMNS, LINES, STAGES, codes, names, scene, set, settings, tdi};
use crate::instrument::radiometry::{DarkAndRemanenceOrder, RemanenceSource};
use crate::level1::explain::{CoefficientName, PixelQuestion, Usage, explain_pixel, used_by};
use crate::level1::uncertainty::UncertaintyModel;
use crate::level1::*;
use crate::parameter_sets::{ColumnFigures, ParameterSet};

fn chain(set: &ParameterSet, settings: &ChainSettings) -> Chain {
    Chain::prepare(set, ChainRequest { bands: &names(), tdi: &tdi(), settings, scene: &scene() }).unwrap()
}

#[test]
fn the_last_stage_is_the_products_value_and_every_coefficient_names_its_file() {
    let set = set();
    let all_codes: Vec<Vec<u16>> = (0..2).map(codes).collect();
    for quantity in [Quantity::Counts, Quantity::Radiance, Quantity::Reflectance] {
        for (order, source) in [
            (DarkAndRemanenceOrder::RemanenceFirst, RemanenceSource::AsRead),
            (DarkAndRemanenceOrder::DarkFirst, RemanenceSource::Corrected),
        ] {
            let mut settings = settings(quantity);
            (settings.conventions.first_steps, settings.conventions.remanence) = (order, source);
            let chain = chain(&set, &settings);
            let (values, _) = by_chain(&set, &settings, &all_codes);
            let most = values[1].iter().fold(0.0_f32, |most, value| if *value > most { *value } else { most });
            for line in [0, 1, 150, LINES - 1] {
                for column in 0..COLUMNS {
                    let question = PixelQuestion {
                        chain: &chain.bands()[1],
                        set: &set,
                        tdi: STAGES,
                        line,
                        column,
                        distance_au: chain.distance_au(),
                        value_of_product: None,
                        noise_gain: 1.0,
                    };
                    let code_at = |line: usize, column: usize| all_codes[1].get(line * COLUMNS + column).copied();
                    let found = explain_pixel(&question, &code_at).unwrap();
                    let value = values[1][line * COLUMNS + column];
                    assert_eq!(found.value.is_none(), value.is_nan(), "column {column}");
                    if let Some(explained) = found.value {
                        let difference = (explained - f64::from(value)).abs();
                        assert!(
                            difference < 1e-6 * f64::from(most),
                            "{quantity:?} {line} {column}: {explained} {value}"
                        );
                        assert_eq!(found.stages.last().unwrap().value, explained);
                    }
                    let files =
                        found.stages.iter().flat_map(|stage| &stage.coefficients).filter(|used| used.serial.is_some());
                    assert!(files.clone().count() > 5);
                    assert!(files.into_iter().all(|used| used.file.as_ref().unwrap().starts_with("SAMPLE_")));
                }
            }
        }
    }
}

#[test]
fn the_budget_adds_up_to_the_functions_of_the_product() {
    let set = set();
    let settings = settings(Quantity::Reflectance);
    let chain = chain(&set, &settings);
    let request = ChainRequest { bands: &names(), tdi: &tdi(), settings: &settings, scene: &scene() };
    let model = UncertaintyModel::of(&chain, &set, request, |_| ColumnFigures::Same(1.7)).unwrap();
    let code_at = |_: usize, _: usize| Some(1200);
    for column in (1..COLUMNS).filter(|column| !(20..=23).contains(column)) {
        let question = PixelQuestion {
            chain: &chain.bands()[0],
            set: &set,
            tdi: STAGES,
            line: 40,
            column,
            distance_au: chain.distance_au(),
            value_of_product: None,
            noise_gain: 1.7,
        };
        let found = explain_pixel(&question, &code_at).unwrap();
        let total = model.bands[0].evaluate(found.value.unwrap(), 40, column).unwrap().total().unwrap();
        let explained = found.total_sigma.unwrap();
        assert!((explained / total - 1.0).abs() < 1e-12, "column {column}: {explained} {total}");
    }
}

#[test]
fn a_pixel_outside_is_refused() {
    let (set, settings) = (set(), settings(Quantity::Radiance));
    let chain = chain(&set, &settings);
    let question = |column| PixelQuestion {
        chain: &chain.bands()[0],
        set: &set,
        tdi: STAGES,
        line: 3,
        column,
        distance_au: None,
        value_of_product: None,
        noise_gain: 1.0,
    };
    let outside = explain_pixel(&question(99), &|_, _| None).unwrap_err().to_string();
    assert_eq!(outside, "band RED, pixel: needed one inside the image, found line 3, column 99");
    assert!(explain_pixel(&question(99), &|_, _| Some(3)).is_err());
}

/// The columns whose values change with the set, in both bands.
fn changed(change: impl FnOnce(&mut ParameterSet), settings: &ChainSettings) -> Vec<(String, usize)> {
    let all_codes: Vec<Vec<u16>> = (0..2).map(codes).collect();
    let (before, _) = by_chain(&set(), settings, &all_codes);
    let mut other = set();
    change(&mut other);
    let (after, _) = by_chain(&other, settings, &all_codes);
    let mut found = Vec::new();
    for (band, (before, after)) in names().into_iter().zip(before.iter().zip(&after)) {
        let differs = |column: &usize| {
            (0..LINES).any(|line| before[line * COLUMNS + column].to_bits() != after[line * COLUMNS + column].to_bits())
        };
        found.extend((0..COLUMNS).filter(differs).map(|column| (band.clone(), column)));
    }
    found
}

fn columns(usage: &Usage) -> Vec<(String, usize)> {
    let mut all: Vec<(String, usize)> =
        usage.pixels.iter().flat_map(|used| used.columns.columns().map(|column| (used.band.clone(), column))).collect();
    all.sort_by_key(|(band, column)| (band != "RED", *column));
    all.dedup();
    all
}

#[test]
fn the_pixels_that_use_a_coefficient_are_those_that_change_with_it() {
    let settings = settings(Quantity::Radiance);
    let chain = chain(&set(), &settings);
    let used = |text: &str| columns(&used_by(&CoefficientName::from_text(text).unwrap(), &chain, &set()).unwrap());
    for column in [7, 11, 12, 14, 20, 24, 32, 33, 39] {
        let of_dark =
            changed(|set| set.bands[0].responses.get_mut(&STAGES).unwrap().dark.counts[column] += 5.0, &settings);
        assert_eq!(used(&format!("DARKCU RED column {column}")), of_dark, "dark signal of column {column}");
        let of_slope = changed(
            |set| {
                let slopes = &mut set.bands[0].responses.get_mut(&STAGES).unwrap().slopes;
                (slopes.a1[column], slopes.a2[column]) = (1.2, 1.3);
            },
            &settings,
        );
        assert_eq!(used(&format!("RELSEN RED column {column}")), of_slope, "slopes of column {column}");
    }
    let without_values = |found: Vec<(String, usize)>| -> Vec<(String, usize)> {
        found.into_iter().filter(|(_, column)| *column != 0 && !(20..=23).contains(column)).collect()
    };
    let of_gain = changed(|set| set.bands[1].responses.get_mut(&STAGES).unwrap().gain *= 1.1, &settings);
    assert_eq!(without_values(used("PHGAIN GREEN")), of_gain);
    assert!(used("NOISMO GREEN").is_empty() && used("SPECSE GREEN").is_empty());
    let names = CoefficientName::from_text("DARKCU blue").unwrap();
    assert!(used_by(&names, &chain, &set()).unwrap_err().to_string().contains("one of RED, GREEN"));
    let beyond = CoefficientName::from_text("DARKCU RED 40").unwrap();
    assert!(used_by(&beyond, &chain, &set()).unwrap_err().to_string().contains("needed one below 40, found 40"));
}
