//! Turns, gaps, flips and polynomials.

use super::*;
use crate::instrument::pushbroom::AttitudeSample;
use nalgebra::Vector3;

fn turning(rate: f64, step_s: f64, n: usize, flipped: bool, greatest_gap_s: f64) -> Attitude {
    turning_by(AttitudeInterpolation::GreatArcs, rate, step_s, n, flipped, greatest_gap_s)
}

fn turning_by(
    interpolation: AttitudeInterpolation,
    rate: f64,
    step_s: f64,
    n: usize,
    flipped: bool,
    greatest_gap_s: f64,
) -> Attitude {
    let samples = (0..n)
        .map(|place| {
            let time_s = place as f64 * step_s;
            let turn = UnitQuaternion::from_axis_angle(&Vector3::y_axis(), 0.4 + rate * time_s);
            let sign = if flipped && place % 2 == 1 { -1.0 } else { 1.0 };
            AttitudeSample { time_s, frame_from_body: UnitQuaternion::new_unchecked(turn.into_inner() * sign) }
        })
        .collect();
    Attitude::new(&AttitudeData::Samples { frame: ReferenceFrame::Gcrs, samples, interpolation, greatest_gap_s })
        .unwrap()
}

#[test]
fn a_steady_turn_is_met_between_samples_whatever_the_signs_and_however_slow() {
    for rate in [1e-9, 1e-6, 1e-3, 0.3] {
        for flipped in [false, true] {
            let attitude = turning(rate, 0.125, 9, flipped, 1.0);
            for place in 0..=100 {
                let time_s = f64::from(place) * 0.01;
                let truth =
                    UnitQuaternion::from_axis_angle(&Vector3::y_axis(), 0.4 + rate * time_s).to_rotation_matrix();
                let error = (attitude.at(time_s).unwrap() - truth.matrix()).norm();
                assert!(error < 1e-15 * 8.0, "{rate} rad/s, {time_s} s: {error}");
            }
        }
    }
}

#[test]
fn a_gap_is_not_bridged_and_nothing_is_made_up_outside() {
    let attitude = turning(1e-3, 2.0, 3, false, 1.0);
    assert_eq!(attitude.at(0.5), Err(LocationFailure::AttitudeGap));
    assert_eq!(attitude.at(4.5), Err(LocationFailure::OutsideTime));
    assert_eq!(attitude.at(f64::NAN), Err(LocationFailure::OutsideTime));
}

#[test]
fn polynomials_are_normalised_and_end_where_they_are_valid() {
    let data = AttitudeData::Polynomials {
        frame: ReferenceFrame::Itrf,
        centre_s: 1.0,
        scale_s: 2.0,
        frame_from_body: [vec![2.0], vec![], vec![0.0, 2.0], vec![]],
        valid_s: [0.0, 3.0],
    };
    let attitude = Attitude::new(&data).unwrap();
    // u = 1: (2, 0, 2, 0), a quarter turn about y.
    let turned = attitude.at(3.0).unwrap() * Vector3::z();
    assert!((turned - Vector3::x()).norm() < 1e-15, "{turned}");
    assert_eq!(attitude.at(3.1), Err(LocationFailure::OutsideTime));
}

#[test]
fn polynomials_through_samples_meet_a_steady_turn_and_a_parabola_about_each_nearly() {
    for flipped in [false, true] {
        for (interpolation, bound) in [
            (AttitudeInterpolation::Polynomial { samples: 8 }, 1e-14),
            // The third term of a turn of 0.3 rad/s over 0.0625 s: (0.15 · 0.0625)³ / 6, twice for the matrix.
            (AttitudeInterpolation::NearestParabola { samples: 8 }, 8e-7),
        ] {
            let attitude = turning_by(interpolation, 0.3, 0.125, 17, flipped, 1.0);
            for place in 0..=200 {
                let time_s = f64::from(place) * 0.01;
                let truth =
                    UnitQuaternion::from_axis_angle(&Vector3::y_axis(), 0.4 + 0.3 * time_s).to_rotation_matrix();
                let error = (attitude.at(time_s).unwrap() - truth.matrix()).norm();
                assert!(error < bound, "{interpolation:?}, {time_s} s: {error}");
            }
        }
    }
}

#[test]
fn fewer_samples_than_a_polynomial_wants_are_all_used() {
    let attitude = turning_by(AttitudeInterpolation::Polynomial { samples: 8 }, 1e-3, 0.125, 3, false, 1.0);
    assert!(attitude.at(0.2).is_ok());
    let attitude = turning_by(AttitudeInterpolation::NearestParabola { samples: 8 }, 1e-3, 0.125, 2, false, 1.0);
    assert!(attitude.at(0.1).is_ok());
}
