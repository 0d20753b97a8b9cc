//! Every convention, step and quantity against the equations in double precision.

use super::samples::{ByHand, COLUMNS, FULL_SCALE, LINES, codes, names, scene, set, settings, tdi};
use crate::imagery::{NoDataReason, Reasons};
use crate::instrument::radiometry::*;
use crate::level1::*;
use crate::parameter_sets::ParameterSet;
use crate::supervision::Supervision;

fn layout() -> RawLayout {
    RawLayout { stride: COLUMNS, offset: 0, columns: COLUMNS, first_column: 0, first_line: 0, context: 0 }
}

pub(super) fn by_chain(
    set: &ParameterSet,
    settings: &ChainSettings,
    codes: &[Vec<u16>],
) -> (Vec<Vec<f32>>, Vec<BlockReasons>) {
    let request = ChainRequest { bands: &names(), tdi: &tdi(), settings, scene: &scene() };
    let chain = Chain::prepare(set, request).unwrap();
    let raw: Vec<RawLines<'_>> = codes.iter().map(|codes| RawLines::new(codes, layout(), &[]).unwrap()).collect();
    let mut values: Vec<Vec<f32>> = codes.iter().map(|codes| vec![-1.0; codes.len()]).collect();
    let mut reasons = vec![BlockReasons::default(); codes.len()];
    let mut out: Vec<&mut [f32]> = values.iter_mut().map(Vec::as_mut_slice).collect();
    chain.correct(&raw, &mut out, &mut reasons, &Supervision::unattended()).unwrap();
    (values, reasons)
}

/// The greatest difference relative to a value of a thousand counts; NaN must stand where it should.
fn worst(set: &ParameterSet, settings: &ChainSettings) -> f64 {
    let scene = scene();
    let by_hand = ByHand { set, settings: *settings, scene: &scene };
    let codes: Vec<Vec<u16>> = (0..2).map(codes).collect();
    let (values, _) = by_chain(set, settings, &codes);
    let mut worst = 0.0_f64;
    for (band, values) in values.iter().enumerate() {
        let expected = by_hand.values(band, &codes[band]);
        let scale =
            expected.iter().filter(|value| value.is_finite()).fold(0.0_f64, |most, value| most.max(value.abs()));
        for (found, expected) in values.iter().zip(&expected) {
            assert_eq!(found.is_nan(), expected.is_nan());
            if !found.is_nan() {
                worst = worst.max((f64::from(*found) - expected).abs() / scale);
            }
        }
    }
    worst
}

/// Single precision over numbers up to full scale.
const ROUNDING: f64 = 5e-7;

#[test]
fn every_quantity_is_what_the_equations_give() {
    let set = set();
    for quantity in [Quantity::Counts, Quantity::Radiance, Quantity::Reflectance] {
        let worst = worst(&set, &settings(quantity));
        println!("{}: greatest difference {worst:.1e} of the greatest value", quantity.word());
        assert!(worst < ROUNDING, "{quantity:?}: {worst}");
    }
}

#[test]
fn every_convention_is_what_its_equation_says_and_changes_something() {
    let set = set();
    let reference = settings(Quantity::Reflectance);
    let default = RadiometricConventions::default();
    let others = [
        RadiometricConventions { sensitivity: SensitivityForm::Divide, ..default },
        RadiometricConventions { spike: SpikeForm::Excess, ..default },
        RadiometricConventions { polarisation: PolarisationForm::Multiply, ..default },
        RadiometricConventions { first_steps: DarkAndRemanenceOrder::DarkFirst, ..default },
        RadiometricConventions { remanence: RemanenceSource::Corrected, ..default },
        RadiometricConventions {
            remanence: RemanenceSource::Corrected,
            first_steps: DarkAndRemanenceOrder::DarkFirst,
            spike: SpikeForm::Excess,
            ..default
        },
        RadiometricConventions { distance: DistanceRule::GroundSegment, ..default },
    ];
    let codes: Vec<Vec<u16>> = (0..2).map(codes).collect();
    let (with_default, _) = by_chain(&set, &reference, &codes);
    for conventions in others {
        let settings = ChainSettings { conventions, ..reference };
        let worst = worst(&set, &settings);
        assert!(worst < ROUNDING, "{conventions:?}: {worst}");
        let (values, _) = by_chain(&set, &settings, &codes);
        let bits = |values: &[Vec<f32>]| values.concat().into_iter().map(f32::to_bits).collect::<Vec<_>>();
        assert_ne!(bits(&values), bits(&with_default), "{conventions:?} changes nothing");
    }
}

#[test]
fn every_step_can_be_switched_off_alone_and_with_the_others() {
    let set = set();
    for quantity in [Quantity::Counts, Quantity::Reflectance] {
        let all = settings(quantity);
        for step in Step::ALL {
            let settings = ChainSettings { steps: all.steps.without(step), ..all };
            let worst = worst(&set, &settings);
            assert!(worst < ROUNDING, "without {step:?}: {worst}");
        }
        let none = ChainSettings { steps: Steps::NONE, ..all };
        assert!(worst(&set, &none) < ROUNDING);
    }
    let codes: Vec<Vec<u16>> = (0..2).map(codes).collect();
    let (values, reasons) = by_chain(&set, &ChainSettings { steps: Steps::NONE, ..settings(Quantity::Counts) }, &codes);
    let as_read: Vec<f32> = codes[1].iter().map(|code| f32::from(*code)).collect();
    assert_eq!(values[1], as_read);
    assert_eq!(reasons[1], BlockReasons::default());
}

#[test]
fn a_sun_that_stands_still_gives_the_same_as_one_figure() {
    let set = set();
    let mut scene = scene();
    scene.sun = Some(SunField::uniform(crate::units::Angle::from_degrees(60.0)).unwrap());
    let settings = settings(Quantity::Reflectance);
    let request = ChainRequest { bands: &names(), tdi: &tdi(), settings: &settings, scene: &scene };
    let chain = Chain::prepare(&set, request).unwrap();
    let codes = codes(0);
    let raw = RawLines::new(&codes, layout(), &[]).unwrap();
    let mut values = vec![0.0; codes.len()];
    chain.bands()[0].correct(&raw, &mut values, &mut BlockReasons::default()).unwrap();
    let counts = {
        let settings = ChainSettings { quantity: Quantity::Counts, ..settings };
        let request = ChainRequest { bands: &names(), tdi: &tdi(), settings: &settings, scene: &scene };
        let mut counts = vec![0.0; codes.len()];
        let chain = Chain::prepare(&set, request).unwrap();
        chain.bands()[0].correct(&raw, &mut counts, &mut BlockReasons::default()).unwrap();
        counts
    };
    let scale = chain.bands()[0].scale();
    let factor = scale.polarisation_factor * scale.reflectance_per_radiance.unwrap() / scale.gain * 2.0;
    assert!((scale.at(3, 4) / factor - 1.0).abs() < 1e-12);
    for (value, count) in values.iter().zip(&counts).filter(|(value, _)| !value.is_nan()) {
        assert!((f64::from(*value) - f64::from(*count) * factor).abs() < 4095.0 * ROUNDING * factor, "{value} {count}");
    }
    assert!((chain.distance_au().unwrap() - 0.9909).abs() < 1e-3);
}

#[test]
fn no_data_has_its_reason() {
    let set = set();
    let mut codes: Vec<Vec<u16>> = (0..2).map(codes).collect();
    codes[0][7 * COLUMNS + 14] = FULL_SCALE;
    codes[0][8 * COLUMNS + 38] = FULL_SCALE;
    codes[0][8 * COLUMNS + 39] = FULL_SCALE;
    let mut settings = settings(Quantity::Radiance);
    settings.saturation = settings.saturation.with_surroundings();
    let (values, reasons) = by_chain(&set, &settings, &codes);
    let mut dense = vec![Reasons::VALID; LINES * COLUMNS];
    reasons[0].fill(0, 0, COLUMNS, &mut dense);
    let defective = Reasons::only(NoDataReason::Defective);
    let saturated = Reasons::only(NoDataReason::Saturated);
    let no_value = defective.union(Reasons::only(NoDataReason::NotComputed));
    for (at, reasons) in dense.iter().enumerate() {
        let (line, column) = (at / COLUMNS, at % COLUMNS);
        let mut expected = match column {
            0 | 20..=23 => no_value,
            12 | 13 | 33 => defective,
            _ => Reasons::VALID,
        };
        let is_spoilt = (7..=9).contains(&line) && (13..=15).contains(&column)
            || (8..=10).contains(&line) && (37..=39).contains(&column)
            // Interpolated from a saturated neighbour.
            || line == 7 && (12..=13).contains(&column);
        if is_spoilt {
            expected = expected.union(saturated);
        }
        assert_eq!(*reasons, expected, "line {line}, column {column}");
        assert_eq!(values[0][at].is_nan(), !reasons.carries_value());
    }
}
