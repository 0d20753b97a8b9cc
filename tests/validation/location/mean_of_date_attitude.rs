//! An attitude against the mean equator and equinox of date, end to end: a satellite that looks to the centre of the Earth sees the place that geometry by hand says.
//!
//! The attitude is made by a path that shares nothing with the program's own: from the mean frame of date to ITRF by nutation and apparent sidereal time
//! (equinox-based), where the program goes by precession to GCRS and from there by the celestial intermediate origin.

use std::sync::Arc;

use erfars::precnutpolar::Num06a;
use erfars::rotationtime::Gst06a;
use nalgebra::{Matrix3, Rotation3, UnitQuaternion, Vector3};
use viq::earth::{
    CelestialFrame, EarthOrientationTable, EarthRotation, Epoch, GroundPoint, PrecessionModel, SEMI_MAJOR_AXIS_M,
    SEMI_MINOR_AXIS_M, TimeScale, epoch_from_text, geodetic_from_cartesian, tt_julian_date, ut1_julian_date,
};
use viq::instrument::location::{ImagePoint, ImageSize, LocationModel};
use viq::instrument::pushbroom::{
    Acquisition, ArrayDescription, AttitudeData, AttitudeInterpolation, AttitudeSample, CelestialRotation, Corrections,
    LineDating, OrbitSample, OrbitSamples, Platform, PushbroomArray, ReferenceFrame,
};
use viq::instrument::refraction::{Refraction, STANDARD_LAYERS};

use super::case_table::{Case, judge};
use super::walking::metres;

const RADIUS_M: f64 = 7_098_000.0;
const RATE_RAD_S: f64 = 1.06e-3;
const NO_CORRECTIONS: Corrections = Corrections { light_time: false, aberration: false, refraction: false };

fn matrix(rows: &[f64; 9]) -> Matrix3<f64> {
    Matrix3::from_row_slice(rows)
}

/// A turn of the frame about z: of coordinates by the opposite angle.
fn frame_about_z(angle: f64) -> Matrix3<f64> {
    Rotation3::from_axis_angle(&Vector3::z_axis(), -angle).into_inner()
}

/// ITRF from the mean equator and equinox of date: polar motion, apparent sidereal time, nutation. The corrections dX, dY of the pole are left out: 10 mm.
fn itrf_from_mean_of_date(epoch: Epoch, table: &EarthOrientationTable) -> Matrix3<f64> {
    let orientation = table.at(epoch).unwrap();
    let [tt, tt_part] = tt_julian_date(epoch);
    let [ut1, ut1_part] = ut1_julian_date(epoch, orientation.ut1_minus_tai_s);
    let mut nutation = [0.0; 9];
    Num06a(tt, tt_part, &mut nutation);
    let turn = frame_about_z(Gst06a(ut1, ut1_part, tt, tt_part));
    let (x, y) = (orientation.pole_x_rad, orientation.pole_y_rad);
    // To the first order in the pole: the second is 10⁻¹² rad.
    let pole = Matrix3::new(1.0, 0.0, x, 0.0, 1.0, -y, -x, y, 1.0);
    pole * turn * matrix(&nutation)
}

/// Direction from the Earth's centre to the satellite, in ITRF: southwards over the Levant, turning under a fixed plane.
fn zenith(time_s: f64) -> Vector3<f64> {
    let (latitude, longitude) = (0.55 - RATE_RAD_S * time_s, 0.61 - 7.292e-5 * time_s);
    Vector3::new(latitude.cos() * longitude.cos(), latitude.cos() * longitude.sin(), latitude.sin())
}

/// Where the line to the Earth's centre comes through the ellipsoid, by hand: the radius of the ellipse in that direction.
fn below(time_s: f64) -> GroundPoint {
    let direction = zenith(time_s);
    let across = direction.xy().norm() / SEMI_MAJOR_AXIS_M;
    geodetic_from_cartesian(direction / across.hypot(direction.z / SEMI_MINOR_AXIS_M))
}

/// The satellite with its attitude said to be against a frame.
fn array(reference: Epoch, table: &EarthOrientationTable, said: ReferenceFrame) -> PushbroomArray {
    let times = (-50..=50).map(|index| f64::from(index) * 0.1);
    let orbit = times.clone().map(|time_s| OrbitSample {
        time_s,
        position_m: zenith(time_s) * RADIUS_M,
        velocity_m_s: (zenith(time_s + 0.01) - zenith(time_s - 0.01)) * (RADIUS_M / 0.02),
    });
    let attitude = times.map(|time_s| {
        let down = -zenith(time_s);
        let ahead = zenith(time_s + 0.01) - zenith(time_s - 0.01);
        let across = down.cross(&ahead).normalize();
        let itrf_from_body = Matrix3::from_columns(&[across.cross(&down), across, down]);
        let epoch = reference + hifitime::Duration::from_seconds(time_s);
        let turn = itrf_from_mean_of_date(epoch, table).transpose() * itrf_from_body;
        let turn = Rotation3::from_matrix_unchecked(turn);
        AttitudeSample { time_s, frame_from_body: UnitQuaternion::from_rotation_matrix(&turn) }
    });
    let acquisition = Acquisition {
        reference,
        orbit: OrbitSamples { frame: ReferenceFrame::Itrf, samples: orbit.collect(), interpolation_samples: 6 },
        attitude: AttitudeData::Samples {
            frame: said,
            samples: attitude.collect(),
            interpolation: AttitudeInterpolation::GreatArcs,
            greatest_gap_s: 0.2,
        },
        corrections: NO_CORRECTIONS,
        arrays: Vec::new(),
        remarks: Vec::new(),
    };
    let rotation = |frame: ReferenceFrame| -> Result<Arc<dyn CelestialRotation>, String> {
        let celestial = match frame {
            ReferenceFrame::MeanOfDate => CelestialFrame::MeanOfDate,
            ReferenceFrame::Gcrs => CelestialFrame::Gcrs,
            other => return Err(format!("{other:?}")),
        };
        EarthRotation::new(reference, -10.0, 10.0, table, celestial, PrecessionModel::Iau2006)
            .map(|rotation| Arc::new(rotation) as Arc<dyn CelestialRotation>)
            .map_err(|error| error.to_string())
    };
    let description = ArrayDescription {
        name: "nadir".to_owned(),
        band: "nadir".to_owned(),
        size: ImageSize { lines: 9001, columns: 1 },
        dating: LineDating::Regular { line: 4500.0, time_s: 0.0, period_s: 1e-3 },
        mounting: Vec::new(),
        lever_arm_in_body_m: Vector3::zeros(),
        directions: vec![[0.0, 0.0, 1.0]],
    };
    let platform = Arc::new(Platform::new(&acquisition, &rotation).unwrap());
    let air = Arc::new(Refraction::new(&STANDARD_LAYERS));
    PushbroomArray::new(&description, platform, NO_CORRECTIONS, air).unwrap()
}

#[test]
fn a_satellite_that_looks_down_against_the_mean_frame_of_date_sees_what_is_below_it() {
    let table = EarthOrientationTable::shipped().unwrap();
    let mut cases = Vec::new();
    for (date, years) in [("2019-02-04T08:34:37", 19.09), ("2001-06-21T08:00:00", 1.47)] {
        let reference = epoch_from_text(date, TimeScale::UTC).unwrap();
        let mut right = Case::new(format!("mean of date, {date}: sub-satellite point"), "m", 0.02);
        // Precession turns about the pole of the ecliptic by 50.29″ a year; over 720 km that is the miss, less the part along the line of sight.
        let mut wrong =
            Case::new(format!("mean of date taken for GCRS, {date}: against what precession says"), "m", 30.0);
        let mut size = Case::new(format!("mean of date taken for GCRS, {date}: the error itself"), "m", 4000.0);
        let [told, mistaken] =
            [ReferenceFrame::MeanOfDate, ReferenceFrame::Gcrs].map(|frame| array(reference, &table, frame));
        for index in 0..=90 {
            let line = f64::from(index) * 100.0;
            let time_s = (line - 4500.0) * 1e-3;
            let expected = below(time_s);
            let at = |array: &PushbroomArray| array.ground_at_height(ImagePoint { line, column: 0.0 }, 0.0).unwrap();
            right.add(metres(at(&told), expected));
            let miss_m = metres(at(&mistaken), expected);
            size.add(miss_m);
            let pole = Vector3::new(0.0, -23.44_f64.to_radians().sin(), 23.44_f64.to_radians().cos());
            let epoch = reference + hifitime::Duration::from_seconds(time_s);
            let zenith_in_stars = itrf_from_mean_of_date(epoch, &table).transpose() * zenith(time_s);
            let turn = (years * 50.29_f64 / 3600.0).to_radians();
            let distance_m = RADIUS_M - viq::earth::cartesian_from_geodetic(expected).norm();
            wrong.add(miss_m - turn * zenith_in_stars.cross(&pole).norm() * distance_m);
        }
        assert!(size.differences.iter().all(|miss_m| *miss_m > 100.0 * years), "{:?}", size.differences);
        cases.extend([right, size, wrong]);
    }
    judge(&cases);
}
