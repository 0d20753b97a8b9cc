//! Curves, comparisons and what-ifs of a set of two bands and a few columns.

mod against_level1;
mod refusals;
mod reuse;
mod sample_raw;
mod sample_set;
mod through_chain;

use std::collections::BTreeSet;

pub(crate) use sample_raw::{code, sample_raw, sample_raw_within};
pub(crate) use sample_set::sample_set;

use super::*;

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-12 * b.abs().max(1.0)
}

#[test]
fn a_curve_has_the_values_of_the_set_and_names_its_file() {
    let set = sample_set(1);
    let curve = coefficient_curve(&set, Coefficient::Dark, "B02", 8).unwrap();
    assert_eq!(curve.values, set.bands[1].responses.values().next().unwrap().dark.counts);
    assert_eq!((curve.place, curve.values.len(), curve.spikes.as_slice()), (1, 40, [7].as_slice()));
    assert_eq!([9, 10, 12, 13].map(|column| curve.defect_at(column)), [None, Some("blind"), Some("blind"), None]);
    assert_eq!(curve.file.words(), "DARKCU 00001");
    assert!(curve.sigmas.iter().all(|sigma| close(*sigma, 0.05)), "{:?}", curve.sigmas);
    let gain = coefficient_curve(&set, Coefficient::Gain, "B01", 8).unwrap();
    assert!(gain.values.len() == 40 && gain.values.iter().all(|value| close(*value, 2.0)));
    assert!(gain.sigmas.iter().all(|sigma| close(*sigma, 0.04)), "2 % of 2");
    let knee = coefficient_curve(&set, Coefficient::Knee, "B01", 8).unwrap();
    assert!(knee.sigmas.is_empty(), "the set does not say it");
}

#[test]
fn what_the_set_lacks_is_named_with_what_it_has() {
    let set = sample_set(1);
    let band = coefficient_curve(&set, Coefficient::Dark, "B13", 8).unwrap_err().to_string();
    assert_eq!(band, "needed the band B13 in the parameter set sample, found B01, B02");
    let stages = coefficient_curve(&set, Coefficient::Dark, "B01", 32).unwrap_err().to_string();
    assert_eq!(stages, "needed 32 TDI stages of B01 in the parameter set sample, found 08");
    let column = column_coefficients(&set, "B01", 8, 40).unwrap_err().to_string();
    assert_eq!(column, "needed a column of B01 from 0 to 39, found 40");
    assert_eq!((stages_of(&set, None), stages_of(&set, Some("B13"))), (vec![8], vec![]));
}

#[test]
fn a_difference_and_a_ratio_are_those_of_the_values_and_of_independent_uncertainties() {
    let (one, other) = (sample_set(1), sample_set(2));
    let curve = |set| coefficient_curve(set, Coefficient::SlopeBelow, "B01", 8).unwrap();
    let (one, other) = (curve(&one), curve(&other));
    let difference = compared(&one, &other, Comparison::Difference).unwrap();
    let ratio = compared(&one, &other, Comparison::Ratio).unwrap();
    for column in 0..40 {
        let (a, b) = (one.values[column], other.values[column]);
        assert!(close(difference.values[column], a - b) && close(ratio.values[column], a / b));
        // Relative uncertainties add in squares in a ratio.
        let relative = (one.sigmas[column] / a).hypot(other.sigmas[column] / b);
        assert!(close(ratio.sigmas[column], relative * a / b), "column {column}");
    }
    let mut shorter = other.clone();
    shorter.values.pop();
    let refused = compared(&one, &shorter, Comparison::Ratio).unwrap_err().to_string();
    assert!(refused.contains("found 40 and 39 in the a1 of B01"), "{refused}");
    let zero = CoefficientCurve { values: vec![0.0; 40], ..other };
    assert!(compared(&one, &zero, Comparison::Ratio).unwrap().values.iter().all(|value| value.is_nan()));
}

#[test]
fn every_coefficient_of_a_column_stands_with_its_file() {
    let set = sample_set(1);
    let plain = column_coefficients(&set, "B01", 8, 3).unwrap();
    assert_eq!(plain.coefficients.len(), Coefficient::ALL.len());
    assert!(plain.defect.is_none());
    let spiked = column_coefficients(&set, "B02", 8, 7).unwrap();
    assert_eq!(spiked.coefficients.len(), Coefficient::ALL.len() + 7, "a threshold, four and two coefficients");
    let (word, file) = column_coefficients(&set, "B02", 8, 11).unwrap().defect.unwrap();
    assert_eq!((word, file.words().as_str()), ("blind", "OUTORD 00001"));
}

#[test]
fn a_step_says_what_it_uses_or_why_it_cannot_be_run() {
    let set = sample_set(1);
    let steps = steps_used(&set, "B01", 8).unwrap();
    let of = |step| steps.iter().find(|used| used.step == step).unwrap();
    assert_eq!(of(ChainStep::Dark).found, Ok("40 columns".to_owned()));
    assert_eq!(of(ChainStep::Spikes).found, Err("the set has no spike of B01 at 8 TDI stages".to_owned()));
    assert_eq!(of(ChainStep::StrayLightType2).found, Err("the set's scenario is TYPE1".to_owned()));
    assert_eq!(of(ChainStep::Remanence).found, Err("the set has no remanence of B01".to_owned()));
    assert_eq!(of(ChainStep::Radiance).files[0].words(), "PHGAIN 00001");
    assert_eq!(of(ChainStep::Reflectance).files[1].words(), "SPECSE, not in a file");
}

#[test]
fn a_change_is_seen_in_the_columns_that_it_names_and_in_no_other_curve() {
    let set = sample_set(1);
    let change = |coefficient, factor, offset| CoefficientChange {
        band: "B01".to_owned(),
        coefficient,
        first: 5,
        last: 6,
        factor,
        offset,
    };
    let what_if = WhatIf {
        steps_off: BTreeSet::from([ChainStep::Remanence]),
        changes: vec![change(Coefficient::Dark, 2.0, 1.0), change(Coefficient::Gain, 1.0, 0.0)],
    };
    assert_eq!(what_if.words(), "1 change, 1 step off");
    assert!(!what_if.is_nothing() && WhatIf::default().is_nothing());
    let curve = coefficient_curve(&set, Coefficient::Dark, "B01", 8).unwrap();
    let changed = what_if.changed(&curve).unwrap();
    for column in 0..40 {
        let before = curve.values[column];
        let after = if column == 5 || column == 6 { 2.0 * before + 1.0 } else { before };
        assert!(close(changed.values[column], after), "column {column}");
    }
    assert!(what_if.changed(&coefficient_curve(&set, Coefficient::Dark, "B02", 8).unwrap()).is_none());
    assert!(what_if.changed(&coefficient_curve(&set, Coefficient::Gain, "B01", 8).unwrap()).is_none());
    // What all columns share is changed as a whole, whatever columns are named.
    let gain = WhatIf { changes: vec![change(Coefficient::Gain, 1.5, 0.0)], ..WhatIf::default() };
    let changed = gain.changed(&coefficient_curve(&set, Coefficient::Gain, "B01", 8).unwrap()).unwrap();
    assert!(changed.values.iter().all(|value| close(*value, 3.0)));
}

#[test]
fn a_set_is_told_from_a_product_by_its_manifest() {
    let folder = tempfile::tempdir().unwrap();
    assert!(!is_set_path(folder.path()));
    std::fs::write(folder.path().join("set.toml"), "").unwrap();
    assert!(is_set_path(folder.path()) && is_set_path(&folder.path().join("set.toml")));
    assert!(!is_set_path(&folder.path().join("product.HDR")));
}
