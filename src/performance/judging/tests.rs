use super::*;
use crate::measurement::Sureness;

fn requirement(statistic: &str, bound: Bound, subjects: &[&str]) -> Requirement {
    Requirement {
        id: "r".to_owned(),
        title: String::new(),
        metric: "registration_length".to_owned(),
        statistic: statistic.to_owned(),
        subjects: subjects.iter().map(|&subject| subject.to_owned()).collect(),
        bound,
        unit: "px".to_owned(),
        source: "s".to_owned(),
        sureness: Sureness::Remembered,
    }
}

fn measurement(pair: &str, outcome: Outcome) -> Measurement {
    Measurement {
        metric: "registration_length".to_owned(),
        subject: Subject::from(pair.to_owned()),
        unit: "px".to_owned(),
        population: String::new(),
        method: String::new(),
        outcome,
    }
}

fn measured(pair: &str, value: f64, uncertainty: f64) -> Measurement {
    measurement(pair, Outcome::Measured { estimate: Estimate::exact(value, uncertainty, 10) })
}

fn estimate(value: f64, uncertainty: f64) -> Estimate {
    Estimate::exact(value, uncertainty, 1)
}

#[test]
fn the_guard_band_is_twice_the_uncertainty_on_both_sides() {
    let bound = Bound::AtMost(0.3);
    assert_eq!(decision(bound, estimate(0.25, 0.025)), VerdictKind::Pass);
    assert_eq!(decision(bound, estimate(0.251, 0.025)), VerdictKind::Inconclusive);
    assert_eq!(decision(bound, estimate(0.349, 0.025)), VerdictKind::Inconclusive);
    assert_eq!(decision(bound, estimate(0.351, 0.025)), VerdictKind::Fail);
    let least = Bound::AtLeast(100.0);
    assert_eq!(decision(least, estimate(110.0, 5.0)), VerdictKind::Pass);
    assert_eq!(decision(least, estimate(95.0, 5.0)), VerdictKind::Inconclusive);
    assert_eq!(decision(least, estimate(89.0, 5.0)), VerdictKind::Fail);
    let between = Bound::Between(0.97, 1.03);
    assert_eq!(decision(between, estimate(1.0226, 0.001)), VerdictKind::Pass);
    assert_eq!(decision(between, estimate(1.0, 0.02)), VerdictKind::Inconclusive);
    assert_eq!(decision(between, estimate(0.9, 0.01)), VerdictKind::Fail);
}

#[test]
fn a_figure_without_uncertainty_is_judged_by_its_value() {
    let bound = Bound::AtMost(0.3);
    assert_eq!(decision(bound, estimate(0.3, 0.0)), VerdictKind::Pass);
    assert_eq!(decision(bound, estimate(0.300001, 0.0)), VerdictKind::Fail);
    assert!((probability_of_conformity(bound, estimate(0.3, 0.0)) - 1.0).abs() < 1e-15);
    assert!(probability_of_conformity(bound, estimate(0.31, 0.0)).abs() < 1e-15);
}

#[test]
fn the_probability_of_conformity_is_that_of_the_normal_law() {
    let at = |bound, value| probability_of_conformity(bound, estimate(value, 1.0));
    assert!((at(Bound::AtMost(1.96), 0.0) - 0.975_002_104_851_78).abs() < 1e-12);
    assert!((at(Bound::AtLeast(1.96), 0.0) - 0.024_997_895_148_22).abs() < 1e-12);
    assert!((at(Bound::Between(-1.0, 1.0), 0.0) - 0.682_689_492_137_086).abs() < 1e-12);
    assert!((at(Bound::AtMost(0.0), 0.0) - 0.5).abs() < 1e-15);
    // Far outside a two-sided bound the digits stay: Φ(−6) − Φ(−8).
    assert!((at(Bound::Between(6.0, 8.0), 0.0) / 9.865_870_2e-10 - 1.0).abs() < 1e-6);
}

#[test]
fn every_subject_gets_its_verdict_and_one_that_is_missing_says_so() {
    let measurements = [
        measured("B01-B02", 0.1, 0.01),
        measurement("B01-B12", Outcome::NotMeasurable { reason: "no common texture".to_owned() }),
    ];
    let verdicts = judge(&[requirement("each", Bound::AtMost(0.3), &[])], &measurements).unwrap();
    assert_eq!(verdicts.iter().map(|v| v.kind).collect::<Vec<_>>(), [VerdictKind::Pass, VerdictKind::NotMeasurable]);
    assert_eq!(verdicts[1].reason, "no common texture");
    assert_eq!(verdicts[1].probability_of_conformity, None);
    let named = judge(&[requirement("each", Bound::AtMost(0.3), &["B03-B04"])], &measurements).unwrap();
    assert_eq!((named.len(), named[0].kind), (1, VerdictKind::NotMeasurable));
    assert!(named[0].reason.contains("not measured"));
    let none = judge(&[requirement("each", Bound::AtMost(0.3), &[])], &[]).unwrap();
    assert_eq!((none.len(), &none[0].subject), (1, &Subject::Product));
}

#[test]
fn the_worst_subject_decides_for_all() {
    let measurements = [
        measured("B01-B02", 0.1, 0.01),
        measured("B05-B06", 0.5, 0.02),
        measurement("B01-B12", Outcome::NotMeasurable { reason: "no common texture".to_owned() }),
    ];
    let verdicts = judge(
        &[requirement("max", Bound::AtMost(0.3), &[]), requirement("min", Bound::AtMost(0.3), &[])],
        &measurements,
    )
    .unwrap();
    assert_eq!((verdicts[0].kind, verdicts[0].subject.to_string().as_str()), (VerdictKind::Fail, "B05-B06"));
    assert!(verdicts[0].reason.starts_with("1 of 3 could not be measured"));
    assert_eq!((verdicts[1].kind, verdicts[1].subject.to_string().as_str()), (VerdictKind::Pass, "B01-B02"));
    let nothing = judge(&[requirement("max", Bound::AtMost(0.3), &["B01-B12"])], &measurements).unwrap();
    assert_eq!(nothing[0].kind, VerdictKind::NotMeasurable);
    assert!(nothing[0].reason.contains("no common texture"));
}

#[test]
fn the_root_mean_square_carries_the_uncertainty_of_its_parts() {
    let measurements = [measured("B01-B02", 0.3, 0.01), measured("B05-B06", 0.4, 0.02)];
    let verdicts = judge(&[requirement("rms", Bound::AtMost(0.5), &[])], &measurements).unwrap();
    let found = verdicts[0].estimate.unwrap();
    let rms = 0.125_f64.sqrt();
    assert!((found.value - rms).abs() < 1e-12);
    assert!((found.uncertainty - (0.003_f64.powi(2) + 0.008_f64.powi(2)).sqrt() / (2.0 * rms)).abs() < 1e-12);
    assert_eq!(found.n, 20);
    let zero = judge(&[requirement("rms", Bound::AtMost(0.5), &[])], &[measured("B01-B02", 0.0, 0.0)]).unwrap();
    assert_eq!(zero[0].kind, VerdictKind::Pass);
}

#[test]
fn units_that_differ_and_figures_that_are_none_are_not_judged() {
    let mut metres = measured("B01-B02", 0.1, 0.01);
    metres.unit = "m".to_owned();
    let error = judge(&[requirement("each", Bound::AtMost(0.3), &[])], &[metres]).unwrap_err().to_string();
    assert!(error.contains("\"m\"") && error.contains("\"px\"") && error.contains("B01-B02"), "{error}");
    assert!(judge(&[requirement("mean", Bound::AtMost(0.3), &[])], &[]).is_err());
    for broken in
        [measured("B01-B02", f64::NAN, 0.1), measured("B01-B02", 0.1, f64::INFINITY), measured("B01-B02", 0.1, -1.0)]
    {
        let verdicts = judge(&[requirement("each", Bound::AtMost(0.3), &[])], &[broken]).unwrap();
        assert_eq!(verdicts[0].kind, VerdictKind::NotMeasurable);
    }
}
