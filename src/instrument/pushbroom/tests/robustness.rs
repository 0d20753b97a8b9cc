//! Nothing panics, whatever the numbers.

use nalgebra::{Quaternion, UnitQuaternion, Vector3};
use proptest::prelude::*;

use super::super::*;

/// Numbers of every size, and what is no number.
fn number() -> impl Strategy<Value = f64> {
    prop_oneof![4 => -10.0..10.0, 2 => any::<f64>(), 1 => Just(f64::NAN), 1 => Just(f64::INFINITY), 1 => Just(0.0), 1 => -1e7..1e7]
}

fn vector() -> impl Strategy<Value = Vector3<f64>> {
    [number(), number(), number()].prop_map(Vector3::from)
}

fn growing() -> impl Strategy<Value = Vec<f64>> {
    prop_oneof![
        prop::collection::vec(number(), 0..9),
        prop::collection::vec(1e-6..10.0, 2..12).prop_map(|steps: Vec<f64>| {
            steps
                .iter()
                .scan(0.0, |time, step| {
                    *time += step;
                    Some(*time)
                })
                .collect()
        }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn any_orbit_is_made_or_refused(times in growing(), values in prop::collection::vec((vector(), vector()), 12), window in 0..20_usize, asked in number()) {
        let samples = times.iter().zip(values).map(|(time_s, (position_m, velocity_m_s))| OrbitSample { time_s: *time_s, position_m, velocity_m_s }).collect();
        if let Ok(orbit) = Orbit::new(&OrbitSamples { frame: ReferenceFrame::Itrf, samples, interpolation_samples: window }) {
            let [from, to] = orbit.span_s();
            for time_s in [asked, from, to, from + 0.37 * (to - from)] {
                let _ = orbit.at(time_s);
            }
        }
    }

    #[test]
    fn any_attitude_is_made_or_refused(times in growing(), parts in prop::collection::vec([number(), number(), number(), number()], 12), gap in number(), kind in 0..3_usize, window in 0..12_usize, asked in number()) {
        let interpolation = [AttitudeInterpolation::GreatArcs, AttitudeInterpolation::Polynomial { samples: window }, AttitudeInterpolation::NearestParabola { samples: window }][kind];
        let samples = times.iter().zip(parts).map(|(time_s, [w, i, j, k])| AttitudeSample { time_s: *time_s, frame_from_body: UnitQuaternion::new_unchecked(Quaternion::new(w, i, j, k)) }).collect();
        if let Ok(attitude) = Attitude::new(&AttitudeData::Samples { frame: ReferenceFrame::Gcrs, samples, interpolation, greatest_gap_s: gap }) {
            let [from, to] = attitude.span_s();
            for time_s in [asked, from, to, 0.5 * (from + to)] {
                let _ = attitude.at(time_s);
            }
        }
    }

    #[test]
    fn any_polynomial_attitude_is_made_or_refused(parts in prop::collection::vec(prop::collection::vec(number(), 0..4), 4), centre in number(), scale in number(), valid in [number(), number()], asked in number()) {
        let frame_from_body = [parts[0].clone(), parts[1].clone(), parts[2].clone(), parts[3].clone()];
        if let Ok(attitude) = Attitude::new(&AttitudeData::Polynomials { frame: ReferenceFrame::Gcrs, centre_s: centre, scale_s: scale, frame_from_body, valid_s: valid }) {
            let _ = attitude.at(asked);
        }
    }

    #[test]
    fn any_mounting_gives_a_matrix_or_none(turns in prop::collection::vec(prop::collection::vec(number(), 0..4), 3), stretch in prop::collection::vec(number(), 0..4), inwards: bool, asked in number()) {
        let mut step = MountingStep::identity("any");
        step.turns = [0, 1, 2].map(|axis: usize| Polynomial(turns[axis].clone()));
        step.stretch_z = Polynomial(stretch);
        step.given_inwards = inwards;
        let _ = step.parent_from_child(asked);
    }

    #[test]
    fn any_dating_answers(times in growing(), line in number()) {
        let table = LineDating::Table { times_s: times };
        let _ = (table.time_s(line), table.period_s(line));
    }
}

/// Motion of the second order, which every polynomial through positions and velocities must meet.
fn falling(time_s: f64) -> OrbitSample {
    let (a, b, c) = (Vector3::new(7e6, 1e5, -2e4), Vector3::new(10.0, 7400.0, 300.0), Vector3::new(-4.0, 0.1, 0.3));
    OrbitSample { time_s, position_m: a + b * time_s + c * time_s * time_s, velocity_m_s: b + c * (2.0 * time_s) }
}

#[test]
fn uneven_samples_of_an_orbit_are_gone_through() {
    for window in [2, 3, 6, 8] {
        let times = [0.0, 0.5, 1.5, 3.0, 4.0, 4.8, 6.5, 8.0, 9.0];
        let samples = times.iter().map(|time_s| falling(*time_s)).collect();
        let orbit =
            Orbit::new(&OrbitSamples { frame: ReferenceFrame::Itrf, samples, interpolation_samples: window }).unwrap();
        for place in 0..=90 {
            let time_s = f64::from(place) * 0.1;
            let ((position, velocity), truth) = (orbit.at(time_s).unwrap(), falling(time_s));
            assert!(
                (position - truth.position_m).norm() < 1e-5,
                "{window}, {time_s} s: {}",
                (position - truth.position_m).norm()
            );
            assert!(
                (velocity - truth.velocity_m_s).norm() < 1e-4,
                "{window}, {time_s} s: {}",
                (velocity - truth.velocity_m_s).norm()
            );
        }
    }
}

#[test]
fn half_turns_and_standing_still_are_attitudes() {
    let turn = |angle: f64| UnitQuaternion::from_axis_angle(&Vector3::x_axis(), angle);
    let pi = std::f64::consts::PI;
    for angles in [[0.3, 0.3, 0.3], [0.0, pi, 2.0 * pi], [0.0, pi - 1e-9, 0.0], [0.0, 0.0, pi]] {
        let samples = angles
            .iter()
            .enumerate()
            .map(|(place, angle)| AttitudeSample { time_s: place as f64, frame_from_body: turn(*angle) })
            .collect();
        let data = AttitudeData::Samples {
            frame: ReferenceFrame::Itrf,
            samples,
            interpolation: AttitudeInterpolation::GreatArcs,
            greatest_gap_s: 2.0,
        };
        let attitude = Attitude::new(&data).unwrap();
        for place in 0..=200 {
            let time_s = f64::from(place) * 0.01;
            let matrix = attitude.at(time_s).unwrap();
            assert!((matrix.determinant() - 1.0).abs() < 1e-12, "{angles:?} {time_s}: {matrix}");
            // About the one axis, and at the samples the very samples.
            assert!((matrix * Vector3::x() - Vector3::x()).norm() < 1e-12, "{angles:?} {time_s}");
        }
        for (place, angle) in angles.iter().enumerate() {
            let off = (attitude.at(place as f64).unwrap() - turn(*angle).to_rotation_matrix().matrix()).norm();
            assert!(off < 1e-12, "{angles:?}: {off}");
        }
    }
}
