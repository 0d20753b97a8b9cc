//! Inverse location near both ends of a line sensor, on a real orbit: the numbers of Rugged's test of that name, wherever such a file lies.

use std::path::PathBuf;
use std::sync::Arc;

use nalgebra::{Quaternion, UnitQuaternion, Vector3};
use serde_json::Value;
use viq::earth::{
    CelestialFrame, EarthOrientationTable, EarthRotation, Epoch, GroundPoint, PrecessionModel, TimeScale,
    cartesian_from_geodetic, epoch_from_text, seconds_between,
};
use viq::instrument::location::{ImagePoint, ImageSize, LocationModel};
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

fn array(file: &Value) -> PushbroomArray {
    assert_eq!(file["time_scale"], "GPS");
    let reference = moment(&file["datation"]["date"]);
    let seconds = |row: &Value| seconds_between(reference, moment(&row[0]));
    let table = EarthOrientationTable::shipped().unwrap();
    let eme2000 = (CelestialFrame::Eme2000, PrecessionModel::Iau2006);
    let earth = Arc::new(EarthRotation::new(reference, -30.0, 220.0, &table, eme2000.0, eme2000.1).unwrap());
    let orbit = file["pv"].as_array().unwrap().iter().map(|row| {
        let (time_s, values) = (seconds(row), numbers(row));
        let (position, velocity) = (Vector3::from_column_slice(&values[..3]), Vector3::from_column_slice(&values[3..]));
        // Into the inertial frame, where the peer interpolates.
        let (itrf_from_eme2000, rate) = earth.itrf_from_celestial_and_rate(time_s);
        let position_m = itrf_from_eme2000.transpose() * position;
        let velocity_m_s = itrf_from_eme2000.transpose() * (velocity - rate * position_m);
        OrbitSample { time_s, position_m, velocity_m_s }
    });
    // Orekit's rotation with (q0, q) applied to a vector is the usual one with (q0, −q); it takes inertial to spacecraft.
    let attitude = file["q"].as_array().unwrap().iter().map(|row| {
        let q = numbers(row);
        let quaternion = Quaternion::new(q[0], q[1], q[2], q[3]);
        AttitudeSample { time_s: seconds(row), frame_from_body: UnitQuaternion::from_quaternion(quaternion) }
    });
    let acquisition = Acquisition {
        reference,
        orbit: OrbitSamples { frame: ReferenceFrame::Eme2000, samples: orbit.collect(), interpolation_samples: 8 },
        attitude: AttitudeData::Samples {
            frame: ReferenceFrame::Eme2000,
            samples: attitude.collect(),
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
        let array = array(&file);
        let mut lines = Case::new(format!("{}: inverse, line", short(&path)), "px", 1e-5);
        let mut columns = Case::new(format!("{}: inverse, column", short(&path)), "px", 1e-5);
        let mut ours = Case::new(format!("{}: our pixel to the ground point, directly", short(&path)), "m", 1e-5);
        let mut theirs = Case::new(format!("{}: the peer's pixel to its ground point", short(&path)), "m", 1e-5);
        let (expected_line, expected_column) = (numbers(&file["expected_line"]), numbers(&file["expected_pixel"]));
        for (point, place) in rows(&file["points_lat_lon_rad_alt"]).iter().enumerate() {
            let ground = GroundPoint { latitude: place[0], longitude: place[1], height_m: place[2] };
            let found = array.image_of(ground).unwrap();
            let peer = ImagePoint { line: expected_line[point], column: expected_column[point] };
            let miss_m = |image: ImagePoint| {
                let there = array.ground_at_height(image, ground.height_m).unwrap();
                (cartesian_from_geodetic(there) - cartesian_from_geodetic(ground)).norm()
            };
            println!("{found:?} {peer:?}");
            lines.add(found.line - peer.line);
            columns.add(found.column - peer.column);
            ours.add(miss_m(found));
            theirs.add(miss_m(peer));
        }
        cases.extend([lines, columns, ours, theirs]);
    }
    if !cases.is_empty() {
        judge(&cases);
    }
}
