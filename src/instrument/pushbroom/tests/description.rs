//! Made-up acquisitions.

use std::sync::{Arc, OnceLock};

use nalgebra::{Matrix3, Rotation3, UnitQuaternion, Vector3};
use rand::Rng;
use rand_chacha::ChaCha8Rng;

use super::super::*;
use crate::earth::{GroundPoint, cartesian_from_geodetic};
use crate::instrument::location::ImageSize;
use crate::instrument::refraction::{Refraction, STANDARD_LAYERS};

/// What a made-up sensor is like.
#[derive(Debug, Clone)]
pub(super) struct Scene {
    /// Place under the middle of the scene, degrees.
    pub(super) longitude_deg: f64,
    pub(super) latitude_deg: f64,
    /// Direction of flight from north, degrees.
    pub(super) heading_deg: f64,
    /// Turns of the view across and along the flight, degrees.
    pub(super) roll_deg: f64,
    pub(super) pitch_deg: f64,
    pub(super) lines: usize,
    pub(super) columns: usize,
    pub(super) period_s: f64,
    /// Angle from one column to the next, rad.
    pub(super) pitch_rad: f64,
    /// Noise of the directions in columns.
    pub(super) noise: f64,
    pub(super) refraction: bool,
    /// Focal length and turns that change with time.
    pub(super) moving: bool,
    pub(super) uneven: bool,
    /// Seconds of orbit beyond the image at each end.
    pub(super) margin_s: f64,
    /// The array lies the other way round along the flight.
    pub(super) backwards: bool,
}

impl Scene {
    pub(super) fn random(random: &mut ChaCha8Rng) -> Self {
        Self {
            longitude_deg: if random.random_bool(0.2) { 180.0 } else { random.random_range(-180.0..180.0) },
            latitude_deg: if random.random_bool(0.1) { 90.0 } else { random.random_range(-90.0..90.0) },
            heading_deg: random.random_range(0.0..360.0),
            roll_deg: random.random_range(-35.0..35.0),
            pitch_deg: random.random_range(-25.0..25.0),
            lines: [1, 2, 7, 100, 1000, 20_000][random.random_range(0..6)],
            columns: [1, 2, 3, 50, 2000][random.random_range(0..5)],
            period_s: 1.5e-3,
            pitch_rad: 1.3e-5,
            noise: if random.random_bool(0.5) { 0.1 } else { 0.0 },
            refraction: random.random_bool(0.5),
            moving: random.random_bool(0.5),
            uneven: random.random_bool(0.4),
            margin_s: if random.random_bool(0.3) { 1e-5 } else { 3.0 },
            backwards: random.random_bool(0.3),
        }
    }

    /// Its array.
    pub(super) fn array(&self, random: &mut ChaCha8Rng) -> PushbroomArray {
        let length_s = (self.lines.max(2) - 1) as f64 * self.period_s;
        let above = GroundPoint::from_degrees(self.longitude_deg, self.latitude_deg, 7.0e5);
        let centre = cartesian_from_geodetic(above);
        let up = centre.normalize();
        let east = Vector3::z().cross(&up).try_normalize(1e-9).unwrap_or_else(Vector3::y);
        let heading = self.heading_deg.to_radians();
        let flight = east * heading.sin() + up.cross(&east) * heading.cos();
        let radius = centre.norm();
        let rate = 7500.0 / radius;
        let at = |time_s: f64| {
            let (sine, cosine) = (rate * (time_s - 0.5 * length_s)).sin_cos();
            ((up * cosine + flight * sine) * radius, (flight * cosine - up * sine) * 7500.0)
        };
        let count = 40;
        let begin = -self.margin_s;
        let step = (length_s + 2.0 * self.margin_s) / f64::from(count - 1);
        let times: Vec<f64> = (0..count).map(|place| begin + f64::from(place) * step).collect();
        let orbit = times.iter().map(|time_s| {
            let (position_m, inertial) = at(*time_s);
            OrbitSample { time_s: *time_s, position_m, velocity_m_s: inertial }
        });
        let attitude = times.iter().map(|time_s| {
            let (position, velocity) = at(*time_s);
            let down = -position.normalize();
            let x = velocity.normalize();
            let frame = Rotation3::from_matrix_unchecked(Matrix3::from_columns(&[x, down.cross(&x), down]));
            let view = Rotation3::from_axis_angle(&Vector3::x_axis(), self.roll_deg.to_radians())
                * Rotation3::from_axis_angle(&Vector3::y_axis(), self.pitch_deg.to_radians());
            AttitudeSample { time_s: *time_s, frame_from_body: UnitQuaternion::from_rotation_matrix(&(frame * view)) }
        });
        let mut step_of = MountingStep::identity("instrument");
        if self.moving {
            step_of.turns =
                [Polynomial(vec![1e-3, 1e-6]), Polynomial(vec![-2e-3, 3e-6, 1e-8]), Polynomial(vec![0.01, -1e-6])];
            step_of.stretch_z = Polynomial(vec![1.001, 1e-7]);
        }
        let dating = if self.uneven {
            let mut time_s = 0.0;
            let dates = (0..self.lines.max(2)).map(|line| {
                if line > 0 {
                    time_s += self.period_s * random.random_range(0.9..1.0);
                }
                time_s
            });
            LineDating::Table { times_s: dates.collect() }
        } else {
            LineDating::Regular { line: 0.0, time_s: 0.0, period_s: self.period_s }
        };
        let sign = if self.backwards { -1.0 } else { 1.0 };
        let directions = (0..self.columns)
            .map(|column| {
                let across = column as f64 - 0.5 * (self.columns - 1) as f64;
                let mut noise = || self.noise * random.random_range(-1.0..1.0);
                let y = (across + noise()) * self.pitch_rad * sign;
                [0.01 + 0.3 * y * y + noise() * self.pitch_rad, y, 1.0]
            })
            .collect();
        let corrections = Corrections { light_time: true, aberration: true, refraction: self.refraction };
        let description = ArrayDescription {
            name: "made up".to_owned(),
            band: "P".to_owned(),
            size: ImageSize { lines: self.lines, columns: self.columns },
            dating,
            mounting: vec![step_of],
            lever_arm_in_body_m: Vector3::new(1.5, 0.3, -0.2),
            directions,
        };
        let acquisition = Acquisition {
            reference: hifitime::Epoch::from_gpst_seconds(1e9),
            orbit: OrbitSamples { frame: ReferenceFrame::Itrf, samples: orbit.collect(), interpolation_samples: 6 },
            attitude: AttitudeData::Samples {
                frame: ReferenceFrame::Itrf,
                samples: attitude.collect(),
                interpolation: AttitudeInterpolation::GreatArcs,
                greatest_gap_s: 10.0,
            },
            corrections,
            arrays: vec![description.clone()],
            remarks: Vec::new(),
        };
        let platform = Platform::new(&acquisition, &|_| Err("no celestial frame".to_owned())).unwrap();
        static AIR: OnceLock<Arc<Refraction>> = OnceLock::new();
        let air = Arc::clone(AIR.get_or_init(|| Arc::new(Refraction::new(&STANDARD_LAYERS))));
        PushbroomArray::new(&description, Arc::new(platform), corrections, air).unwrap()
    }
}
