//! The parameters of an acquisition that a calibration may change: offsets of orbit, attitude, dating and of every step of the mounting.

use std::collections::BTreeSet;

use super::acquisition::Acquisition;
use super::line_dating::LineDating;
use super::mounting::{MountingStep, Polynomial};
use crate::estimation::{Parameter, ParameterError};

/// Name of the outermost mounting step, which stands for an error of the attitude: turns about the body's axes, with a drift.
pub const ATTITUDE_STEP: &str = "attitude";

/// A microradian is 0.7 m on the ground from 720 km.
const TURN_SCALE_RAD: f64 = 1e-6;
const TURN_REACH_RAD: f64 = 1e-2;
const RATE_SCALE_RAD_S: f64 = 1e-7;
const RATE_REACH_RAD_S: f64 = 1e-4;
const STRETCH_SCALE: f64 = 1e-6;
const STRETCH_REACH: f64 = 1e-2;
const POSITION_SCALE_M: f64 = 1.0;
const POSITION_REACH_M: f64 = 10_000.0;
/// A tenth of a millisecond is 0.7 m along the track.
const TIME_SCALE_S: f64 = 1e-4;
const TIME_REACH_S: f64 = 1.0;
const AXES: [&str; 3] = ["x", "y", "z"];

/// Every parameter of an acquisition, at its reference, none selected:
///
/// - `orbit.x`, `.y`, `.z`: offset of the position in the orbit's frame (m);
/// - `time`: offset of all line dates (s);
/// - `attitude.turn_x` … `.turn_z`, `attitude.rate_x` … `.rate_z`: turn of the body (rad) and its drift (rad/s) from the acquisition's reference on;
/// - `STEP.turn_x` … `.turn_z` and `STEP.stretch_z` for every named step of the mounting; steps of one name are one step.
pub fn parameters(acquisition: &Acquisition) -> Vec<Parameter> {
    let mut all = Vec::new();
    for axis in AXES {
        all.push(Parameter::new(format!("orbit.{axis}"), "m", 0.0, POSITION_SCALE_M, POSITION_REACH_M));
    }
    all.push(Parameter::new("time", "s", 0.0, TIME_SCALE_S, TIME_REACH_S));
    let attitude = MountingStep::identity(ATTITUDE_STEP);
    push_turns(&mut all, &attitude);
    for axis in AXES {
        all.push(Parameter::new(
            format!("{ATTITUDE_STEP}.rate_{axis}"),
            "rad/s",
            0.0,
            RATE_SCALE_RAD_S,
            RATE_REACH_RAD_S,
        ));
    }
    let mut seen = BTreeSet::from([ATTITUDE_STEP]);
    for step in acquisition.arrays.iter().flat_map(|array| &array.mounting) {
        if seen.insert(&step.name) {
            push_turns(&mut all, step);
            let stretch = step.stretch_z.at(0.0);
            all.push(Parameter::new(format!("{}.stretch_z", step.name), "1", stretch, STRETCH_SCALE, STRETCH_REACH));
        }
    }
    all
}

fn push_turns(all: &mut Vec<Parameter>, step: &MountingStep) {
    for (axis, turn) in AXES.iter().zip(&step.turns) {
        all.push(Parameter::new(
            format!("{}.turn_{axis}", step.name),
            "rad",
            turn.at(0.0),
            TURN_SCALE_RAD,
            TURN_REACH_RAD,
        ));
    }
}

/// The acquisition with its parameters at their values; what stands at its reference changes nothing.
///
/// # Errors
/// [`ParameterError`]: a value beyond its bounds, or a name that the acquisition does not have.
pub fn with_parameters(acquisition: &Acquisition, changed: &[Parameter]) -> Result<Acquisition, ParameterError> {
    let known = parameters(acquisition);
    let mut result = acquisition.clone();
    for parameter in changed {
        parameter.check()?;
        if !known.iter().any(|own| own.name == parameter.name) {
            let present: Vec<&str> = known.iter().map(|own| own.name.as_str()).collect();
            return Err(ParameterError::Unknown { asked: parameter.name.clone(), present: present.join(", ") });
        }
        if parameter.change() != 0.0 {
            apply(&mut result, parameter);
        }
    }
    Ok(result)
}

fn apply(acquisition: &mut Acquisition, parameter: &Parameter) {
    let change = parameter.change();
    let (group, quantity) = parameter.name.rsplit_once('.').unwrap_or(("", parameter.name.as_str()));
    let axis = AXES.iter().position(|axis| quantity.ends_with(axis)).unwrap_or(0);
    match (group, quantity) {
        ("", _) => acquisition.arrays.iter_mut().for_each(|array| shift_dates(&mut array.dating, change)),
        ("orbit", _) => {
            for sample in &mut acquisition.orbit.samples {
                sample.position_m[axis] += change;
            }
        }
        (step, quantity) => {
            for array in &mut acquisition.arrays {
                if step == ATTITUDE_STEP && array.mounting.first().is_none_or(|first| first.name != ATTITUDE_STEP) {
                    array.mounting.insert(0, MountingStep::identity(ATTITUDE_STEP));
                }
                for own in array.mounting.iter_mut().filter(|own| own.name == step) {
                    match quantity {
                        "stretch_z" => add(&mut own.stretch_z, 0, change),
                        _ if quantity.starts_with("rate") => add(&mut own.turns[axis], 1, change),
                        _ => add(&mut own.turns[axis], 0, change),
                    }
                }
            }
        }
    }
}

fn add(polynomial: &mut Polynomial, power: usize, change: f64) {
    let terms = polynomial.0.len().max(power + 1);
    polynomial.0.resize(terms, 0.0);
    polynomial.0[power] += change;
}

fn shift_dates(dating: &mut LineDating, change_s: f64) {
    match dating {
        LineDating::Regular { time_s, .. } => *time_s += change_s,
        LineDating::Table { times_s } => times_s.iter_mut().for_each(|time_s| *time_s += change_s),
    }
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "small changes of zero are exact")]
mod tests {
    use super::*;
    use crate::instrument::location::ImageSize;
    use crate::instrument::pushbroom::Corrections;
    use crate::instrument::pushbroom::{
        ArrayDescription, AttitudeData, AttitudeInterpolation, OrbitSample, OrbitSamples, ReferenceFrame,
    };
    use nalgebra::Vector3;

    fn acquisition() -> Acquisition {
        let array = |name: &str| ArrayDescription {
            name: name.to_owned(),
            band: name.to_owned(),
            size: ImageSize { lines: 10, columns: 2 },
            dating: LineDating::Regular { line: 0.0, time_s: 0.0, period_s: 1e-3 },
            mounting: vec![MountingStep::identity("instrument"), MountingStep::identity(&format!("array {name}"))],
            lever_arm_in_body_m: Vector3::zeros(),
            directions: vec![[0.0, 0.0, 1.0], [1e-5, 0.0, 1.0]],
        };
        Acquisition {
            reference: hifitime::Epoch::from_gpst_seconds(1e9),
            orbit: OrbitSamples {
                frame: ReferenceFrame::Itrf,
                samples: vec![OrbitSample {
                    time_s: 0.0,
                    position_m: Vector3::zeros(),
                    velocity_m_s: Vector3::zeros(),
                }],
                interpolation_samples: 8,
            },
            attitude: AttitudeData::Samples {
                frame: ReferenceFrame::Itrf,
                samples: Vec::new(),
                interpolation: AttitudeInterpolation::GreatArcs,
                greatest_gap_s: 1.0,
            },
            corrections: Corrections { light_time: true, aberration: true, refraction: false },
            arrays: vec![array("B05"), array("B06")],
            remarks: Vec::new(),
        }
    }

    fn changed(name: &str, change: f64) -> Acquisition {
        let acquisition = acquisition();
        let mut all = parameters(&acquisition);
        let one = all.iter_mut().find(|parameter| parameter.name == name).unwrap();
        one.value += change;
        with_parameters(&acquisition, &all).unwrap()
    }

    #[test]
    fn every_parameter_has_a_name_of_its_own() {
        let all = parameters(&acquisition());
        let names: BTreeSet<&str> = all.iter().map(|parameter| parameter.name.as_str()).collect();
        assert_eq!(names.len(), all.len());
        for name in [
            "orbit.x",
            "time",
            "attitude.turn_y",
            "attitude.rate_z",
            "instrument.turn_x",
            "instrument.stretch_z",
            "array B06.turn_z",
        ] {
            assert!(names.contains(name), "{name} of {names:?}");
        }
    }

    #[test]
    fn references_change_nothing_and_each_parameter_what_it_names() {
        let acquisition = acquisition();
        assert_eq!(with_parameters(&acquisition, &parameters(&acquisition)), Ok(acquisition));
        assert_eq!(changed("orbit.y", 3.0).orbit.samples[0].position_m.y, 3.0);
        assert_eq!(changed("time", 1e-3).arrays[1].dating.time_s(0.0), Some(1e-3));
        let drifting = changed("attitude.rate_z", 1e-6);
        assert_eq!(drifting.arrays[0].mounting[0].turns[2].at(2.0), 2e-6);
        let turned = changed("instrument.turn_x", 1e-3);
        assert!(turned.arrays.iter().all(|array| array.mounting[0].turns[0].at(0.0) == 1e-3));
        let one = changed("array B06.stretch_z", 1e-4);
        assert_eq!([0, 1].map(|place| one.arrays[place].mounting[1].stretch_z.at(0.0)), [1.0, 1.0 + 1e-4]);
    }

    #[test]
    fn unknown_names_and_values_beyond_bounds_are_refused() {
        let acquisition = acquisition();
        let stranger = Parameter::new("array B13.turn_x", "rad", 0.0, 1.0, 1.0);
        assert!(matches!(with_parameters(&acquisition, &[stranger]), Err(ParameterError::Unknown { .. })));
        let mut far = parameters(&acquisition)[0].clone();
        far.value = 1e6;
        assert!(matches!(with_parameters(&acquisition, &[far]), Err(ParameterError::OutOfBounds { .. })));
    }
}
