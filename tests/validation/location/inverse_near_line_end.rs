//! Inverse location near both ends of a line sensor, on a real orbit: the numbers of Rugged's test of that name, wherever such a file lies.

use std::path::PathBuf;
use std::sync::Arc;

use nalgebra::{Quaternion, UnitQuaternion, Vector3};
use serde_json::Value;
use viq::earth::{
    CelestialFrame, EarthOrientationSample, EarthOrientationTable, EarthRotation, Epoch, GroundPoint, PrecessionModel,
    Provenance, TimeScale, cartesian_from_geodetic, epoch_from_text, seconds_between,
};
use viq::instrument::location::{ImageSize, LocationModel};
use viq::instrument::pushbroom::{
    Acquisition, ArrayDescription, AttitudeData, AttitudeInterpolation, AttitudeSample, CelestialRotation, Corrections,
    LineDating, OrbitSample, OrbitSamples, Platform, PushbroomArray, ReferenceFrame,
};
use viq::instrument::refraction::{Refraction, STANDARD_LAYERS};

use super::case_table::{Case, judge};
use super::walking::{all_files, short};

const CORRECTIONS: Corrections = Corrections { light_time: true, aberration: true, refraction: false };

fn files() -> Vec<(PathBuf, Value)> {
    let named =
        |path: &PathBuf| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("inverse_loc_"));
    let read = |path: PathBuf| {
        let value = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        (path, value)
    };
    all_files().into_iter().filter(named).map(read).collect()
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().filter_map(Value::as_f64).collect()
}

fn rows(value: &Value) -> Vec<Vec<f64>> {
    value.as_array().unwrap().iter().map(numbers).collect()
}

/// Moments in the first column of a list, or a single one.
fn moment(value: &Value) -> Epoch {
    epoch_from_text(value.as_str().unwrap(), TimeScale::GPST).unwrap()
}

/// UT1 = UTC and no pole. The tables of the peer's test begin in 2012; with zeros the columns agree to 9e-6, with the true UT1 − UTC of 0.11 s the
/// places are 6 m beside.
fn without_orientation() -> EarthOrientationTable {
    let of_day = |day: i64| EarthOrientationSample {
        day,
        ut1_minus_tai_s: -34.0,
        pole_x_rad: 0.0,
        pole_y_rad: 0.0,
        celestial_pole_rad: None,
        provenance: Provenance::Unstated,
    };
    EarthOrientationTable::new("zeros", (55_173..55_181).map(of_day).collect()).unwrap()
}

/// The attitude as Orekit has it between samples without rates: the mean rate over the first eight is taken off, and polynomials go through the
/// modified Rodrigues vectors of what is left. Dense over the seconds of the test.
fn as_orekit_interpolates(samples: &[AttitudeSample]) -> Vec<AttitudeSample> {
    const WINDOW: usize = 8;
    // Here turns take inertial vectors to the spacecraft, as Orekit's do.
    let given: Vec<(f64, UnitQuaternion<f64>)> =
        samples[..WINDOW].iter().map(|sample| (sample.time_s, sample.frame_from_body.inverse())).collect();
    let rates = given.windows(2).map(|pair| (pair[0].1 * pair[1].1.inverse()).scaled_axis() / (pair[1].0 - pair[0].0));
    let rate = rates.sum::<Vector3<f64>>() / (WINDOW - 1) as f64;
    let at = |time_s: f64| {
        let mut before = UnitQuaternion::identity().into_inner();
        let mut sum = Vector3::zeros();
        for (index, (own_s, turn)) in given.iter().enumerate() {
            let mut left = (turn * UnitQuaternion::from_scaled_axis(rate * (own_s - time_s))).into_inner();
            if left.coords.dot(&before.coords) < 0.0 {
                left = -left;
            }
            before = left;
            let others = given.iter().enumerate().filter(|(other, _)| *other != index);
            let weight: f64 = others.map(|(_, (other_s, _))| (time_s - other_s) / (own_s - other_s)).product();
            sum += left.imag() / (1.0 + left.w) * weight;
        }
        let square = sum.norm_squared();
        let turn = Quaternion::from_parts((1.0 - square) / (1.0 + square), sum * 2.0 / (1.0 + square));
        UnitQuaternion::from_quaternion(turn).inverse()
    };
    let times = (-50..=600).map(|index| f64::from(index) * 0.01);
    times.map(|time_s| AttitudeSample { time_s, frame_from_body: at(time_s) }).collect()
}

fn array(file: &Value, as_orekit: bool) -> PushbroomArray {
    assert_eq!(file["time_scale"], "GPS");
    let reference = moment(&file["datation"]["date"]);
    let seconds = |row: &Value| seconds_between(reference, moment(&row[0]));
    let table = without_orientation();
    let eme2000 = (CelestialFrame::Eme2000, PrecessionModel::Iau2006);
    let earth = Arc::new(EarthRotation::new(reference, -30.0, 220.0, &table, eme2000.0, eme2000.1).unwrap());
    let orbit = file["pv"].as_array().unwrap().iter().map(|row| {
        let (time_s, values) = (seconds(row), numbers(row));
        let (position, velocity) = (Vector3::from_column_slice(&values[..3]), Vector3::from_column_slice(&values[3..]));
        // Into the inertial frame, where the peer interpolates. The velocities are those in inertial space along the axes of ITRF (7.5 km/s), so
        // that they are turned and no more.
        let eme2000_from_itrf = earth.itrf_from_celestial(time_s).transpose();
        OrbitSample { time_s, position_m: eme2000_from_itrf * position, velocity_m_s: eme2000_from_itrf * velocity }
    });
    // Orekit's rotation with (q0, q) applied to a vector is the usual one with (q0, −q); it takes inertial to spacecraft.
    let attitude = file["q"].as_array().unwrap().iter().map(|row| {
        let q = numbers(row);
        let quaternion = Quaternion::new(q[0], q[1], q[2], q[3]);
        AttitudeSample { time_s: seconds(row), frame_from_body: UnitQuaternion::from_quaternion(quaternion) }
    });
    let attitude: Vec<AttitudeSample> = attitude.collect();
    let acquisition = Acquisition {
        reference,
        orbit: OrbitSamples { frame: ReferenceFrame::Eme2000, samples: orbit.collect(), interpolation_samples: 8 },
        attitude: AttitudeData::Samples {
            frame: ReferenceFrame::Eme2000,
            samples: if as_orekit { as_orekit_interpolates(&attitude) } else { attitude },
            interpolation: AttitudeInterpolation::Polynomial { samples: 8 },
            greatest_gap_s: 30.0,
        },
        corrections: CORRECTIONS,
        arrays: Vec::new(),
        remarks: Vec::new(),
    };
    let rotation = |_: ReferenceFrame| -> Result<Arc<dyn CelestialRotation>, String> {
        Ok(Arc::clone(&earth) as Arc<dyn CelestialRotation>)
    };
    // Two of the points lie half a column and a column beyond the last: the peer goes on along the chord of the last two unit vectors.
    let mut directions: Vec<[f64; 3]> = rows(&file["los_xyz_z1"]).iter().map(|row| [row[0], row[1], row[2]]).collect();
    let unit = |index: usize| Vector3::from(directions[index]).normalize();
    let (before, last) = (unit(directions.len() - 2), unit(directions.len() - 1));
    for beyond in 1..=3 {
        directions.push((last + (last - before) * f64::from(beyond)).into());
    }
    let datation = &file["datation"];
    let description = ArrayDescription {
        name: "sensor".to_owned(),
        band: "sensor".to_owned(),
        size: ImageSize { lines: 2400, columns: directions.len() },
        dating: LineDating::Regular {
            line: datation["line"].as_f64().unwrap(),
            time_s: 0.0,
            period_s: datation["rate_lines_per_s"].as_f64().unwrap().recip(),
        },
        mounting: Vec::new(),
        lever_arm_in_body_m: Vector3::zeros(),
        directions,
    };
    let platform = Arc::new(Platform::new(&acquisition, &rotation).unwrap());
    let air = Arc::new(Refraction::new(&STANDARD_LAYERS));
    PushbroomArray::new(&description, platform, CORRECTIONS, air).unwrap()
}

#[test]
fn places_near_both_ends_of_the_line_are_seen_where_the_peer_sees_them() {
    let mut cases = Vec::new();
    for (path, file) in files() {
        // Between samples 24 s apart, and rounded to a millionth, it matters what the polynomials go through: quaternions are 6 cm beside the peer.
        for (as_orekit, words, bound) in
            [(true, "attitude as Orekit", 1e-5), (false, "polynomials of quaternions", 1e-2)]
        {
            let array = array(&file, as_orekit);
            let name = format!("{}, {words}", short(&path));
            // The peer's line is that of its step before the last (its defect 1, up to 0.01 lines): what is left here where the columns agree to
            // 1e-5 is most likely that, for our own pixel meets the ground point. There is no direct figure of the peer's to prove it with.
            let mut lines = Case::new(format!("{name}: inverse, line"), "px", if as_orekit { 1e-3 } else { bound });
            let mut columns = Case::new(format!("{name}: inverse, column"), "px", bound);
            let mut ours = Case::new(format!("{name}: our pixel to the ground point"), "m", 1e-5);
            let (expected_line, expected_column) = (numbers(&file["expected_line"]), numbers(&file["expected_pixel"]));
            for (point, place) in rows(&file["points_lat_lon_rad_alt"]).iter().enumerate() {
                let ground = GroundPoint { latitude: place[0], longitude: place[1], height_m: place[2] };
                let found = array.image_of(ground).unwrap();
                lines.add(found.line - expected_line[point]);
                columns.add(found.column - expected_column[point]);
                let there = array.ground_at_height(found, ground.height_m).unwrap();
                ours.add((cartesian_from_geodetic(there) - cartesian_from_geodetic(ground)).norm());
            }
            cases.extend([lines, columns, ours]);
        }
    }
    if !cases.is_empty() {
        judge(&cases);
    }
}
