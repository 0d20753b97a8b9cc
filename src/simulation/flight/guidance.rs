//! The planned orbit and attitude: a circular orbit over the scene, the optical axis on its middle, the ground going along the columns.

use nalgebra::{Matrix3, Rotation3, Vector3};

use super::settings::{FlightError, FlightSettings, Pass};
use crate::earth::{
    EarthRotation, GroundPoint, SEMI_MAJOR_AXIS_M, SEMI_MINOR_AXIS_M, cartesian_from_geodetic, circular_rate_rad_s,
    geodetic_from_cartesian, sun_synchronous_inclination_cosine,
};

/// Times at which the steering is worked out, on either side of the middle.
const STEERING_STEP_S: f64 = 5.0;

/// Orbit and attitude as planned, in axes at rest that coincide with ITRF at time 0, the middle of the image.
pub(super) struct Guidance {
    /// Position over the middle.
    position: Vector3<f64>,
    /// Unit vector of the velocity there.
    forward: Vector3<f64>,
    rate_rad_s: f64,
    /// `lof_from_body` but for the turn about the vertical.
    view: Matrix3<f64>,
    /// Steering angles at minus one step, 0 and plus one step.
    steering: [f64; 3],
    /// Angle from one detector to the next, as a tangent.
    detector_angle: f64,
}

impl Guidance {
    /// Plans a pass; `rotation` turns the Earth, `altitude_m` is that over the ellipsoid below the middle.
    pub(super) fn new(
        settings: &FlightSettings,
        altitude_m: f64,
        detector_angle: f64,
        rotation: &EarthRotation,
    ) -> Result<Self, FlightError> {
        let target = GroundPoint::from_degrees(settings.longitude_deg, settings.latitude_deg, 0.0);
        let view = Rotation3::from_axis_angle(&Vector3::x_axis(), settings.roll_deg.to_radians())
            * Rotation3::from_axis_angle(&Vector3::y_axis(), settings.pitch_deg.to_radians());
        let mut plan = Self {
            position: Vector3::zeros(),
            forward: Vector3::zeros(),
            rate_rad_s: 0.0,
            view: view.into_inner(),
            steering: [0.0; 3],
            detector_angle,
        };
        let mut below = target;
        // The steering moves the axis' foot where the view is oblique, and the foot moves the orbit: a few rounds settle both.
        for _ in 0..8 {
            plan.fly_over(GroundPoint { height_m: altitude_m, ..below }, settings)?;
            if settings.yaw_steering {
                plan.steer(rotation).ok_or_else(|| missed(settings))?;
            }
            let foot = plan.foot(0.0, settings.yaw_deg.to_radians(), rotation).ok_or_else(|| missed(settings))?;
            let foot = geodetic_from_cartesian(foot);
            below.latitude += target.latitude - foot.latitude;
            below.longitude += crate::earth::longitude_difference(target.longitude, foot.longitude);
            if below.latitude.abs() > std::f64::consts::FRAC_PI_2 {
                return Err(missed(settings));
            }
        }
        Ok(plan)
    }

    fn fly_over(&mut self, above: GroundPoint, settings: &FlightSettings) -> Result<(), FlightError> {
        let position = cartesian_from_geodetic(above);
        let radius = position.norm();
        let cosine = sun_synchronous_inclination_cosine(radius);
        let up = position / radius;
        let cos_latitude = up.x.hypot(up.y);
        let sine_heading = cosine / cos_latitude;
        if !(sine_heading.abs() <= 1.0 && cos_latitude > 1e-6) {
            return Err(FlightError::Setting {
                key: "latitude_deg",
                needed: format!("a place that an orbit inclined by {:.2} degrees reaches", cosine.acos().to_degrees()),
                found: settings.latitude_deg.to_string(),
            });
        }
        let east = Vector3::new(-up.y, up.x, 0.0) / cos_latitude;
        let north = up.cross(&east);
        let northward = (1.0 - sine_heading * sine_heading).sqrt();
        let sense = if settings.pass == Pass::Ascending { 1.0 } else { -1.0 };
        self.position = position;
        self.forward = east * sine_heading + north * (northward * sense);
        self.rate_rad_s = circular_rate_rad_s(radius);
        Ok(())
    }

    /// Position (m) and velocity (m/s) at a moment, in the axes at rest.
    pub(super) fn orbit_at(&self, time_s: f64) -> (Vector3<f64>, Vector3<f64>) {
        let (sine, cosine) = (self.rate_rad_s * time_s).sin_cos();
        let radius = self.position.norm();
        let position = self.position * cosine + self.forward * (radius * sine);
        (position, (self.forward * cosine - self.position / radius * sine) * (radius * self.rate_rad_s))
    }

    /// Turns the body's vectors into the axes at rest, `yaw_rad` beyond the steering.
    pub(super) fn rest_from_body(&self, time_s: f64, yaw_rad: f64) -> Matrix3<f64> {
        self.turned_by(time_s, self.steering_at(time_s) + yaw_rad)
    }

    fn turned_by(&self, time_s: f64, yaw_rad: f64) -> Matrix3<f64> {
        let (position, velocity) = self.orbit_at(time_s);
        let (down, forward) = (-position.normalize(), velocity.normalize());
        let level = Matrix3::from_columns(&[forward, down.cross(&forward), down]);
        level * Rotation3::from_axis_angle(&Vector3::z_axis(), yaw_rad) * self.view
    }

    /// Steering at a moment: the parabola through the three that were worked out.
    fn steering_at(&self, time_s: f64) -> f64 {
        let [before, now, after] = self.steering;
        let u = time_s / STEERING_STEP_S;
        now + u * 0.5 * (after - before) + u * u * (0.5 * (after + before) - now)
    }

    /// Works the steering out; none where the view misses the Earth.
    fn steer(&mut self, rotation: &EarthRotation) -> Option<()> {
        let at = |time_s: f64| {
            // The body turns after the ground, all but for the tilt of the view.
            let mut yaw = 0.0;
            for _ in 0..12 {
                let [forward, right] = self.image_speed(time_s, yaw, rotation)?;
                yaw -= right.atan2(-forward);
            }
            Some(yaw)
        };
        self.steering = [at(-STEERING_STEP_S)?, at(0.0)?, at(STEERING_STEP_S)?];
        Some(())
    }

    /// How fast the ground under the optical axis moves in the focal plane, as tangents a second along x (forward) and y (right).
    fn image_speed(&self, time_s: f64, yaw_rad: f64, rotation: &EarthRotation) -> Option<[f64; 2]> {
        const STEP_S: f64 = 0.01;
        let axis = self.turned_by(time_s, yaw_rad).column(2).into_owned();
        let rest_from_itrf = |time_s: f64| rest_from_itrf(rotation, time_s);
        let itrf_from_rest = rest_from_itrf(time_s).transpose();
        let ground = met_ellipsoid(itrf_from_rest * self.orbit_at(time_s).0, itrf_from_rest * axis)?;
        let seen = |time_s: f64| {
            let sight = rest_from_itrf(time_s) * ground - self.orbit_at(time_s).0;
            let in_body = self.turned_by(time_s, yaw_rad).transpose() * sight;
            [in_body.x / in_body.z, in_body.y / in_body.z]
        };
        let (before, after) = (seen(time_s - STEP_S), seen(time_s + STEP_S));
        Some([0, 1].map(|axis| (after[axis] - before[axis]) / (2.0 * STEP_S)))
    }

    fn foot(&self, time_s: f64, yaw_rad: f64, rotation: &EarthRotation) -> Option<Vector3<f64>> {
        let itrf_from_rest = rest_from_itrf(rotation, time_s).transpose();
        let axis = self.rest_from_body(time_s, yaw_rad).column(2).into_owned();
        met_ellipsoid(itrf_from_rest * self.orbit_at(time_s).0, itrf_from_rest * axis)
    }

    /// How far the image of the ground under the optical axis goes in a line time along (as the charges go) and across, detectors; the body turned by
    /// `yaw_rad` beyond the steering.
    pub(super) fn image_motion(&self, line_time_s: f64, yaw_rad: f64, rotation: &EarthRotation) -> Option<[f64; 2]> {
        let [forward, right] = self.image_speed(0.0, self.steering_at(0.0) + yaw_rad, rotation)?;
        Some([-forward, right].map(|speed| speed * line_time_s / self.detector_angle))
    }

    /// Time in which the ground under the optical axis goes on by one detector, seconds; along the columns, the body not turned beyond the steering.
    pub(super) fn matched_line_time_s(&self, rotation: &EarthRotation) -> Option<f64> {
        let [forward, right] = self.image_speed(0.0, self.steering_at(0.0), rotation)?;
        Some(self.detector_angle / forward.hypot(right))
    }
}

fn missed(settings: &FlightSettings) -> FlightError {
    FlightError::Setting {
        key: "roll_deg, pitch_deg",
        needed: "a view that meets the Earth".to_owned(),
        found: format!("{}, {}", settings.roll_deg, settings.pitch_deg),
    }
}

/// Turns ITRF at a moment into the axes at rest, which are ITRF's of time 0.
fn rest_from_itrf(rotation: &EarthRotation, time_s: f64) -> Matrix3<f64> {
    rotation.itrf_from_celestial(0.0) * rotation.itrf_from_celestial(time_s).transpose()
}

/// Where a ray meets the ellipsoid first.
fn met_ellipsoid(from: Vector3<f64>, towards: Vector3<f64>) -> Option<Vector3<f64>> {
    let scale = Vector3::new(1.0 / SEMI_MAJOR_AXIS_M, 1.0 / SEMI_MAJOR_AXIS_M, 1.0 / SEMI_MINOR_AXIS_M);
    let (s, l) = (from.component_mul(&scale), towards.component_mul(&scale));
    let (a, b, c) = (l.norm_squared(), s.dot(&l), s.norm_squared() - 1.0);
    let under = b * b - a * c;
    (under > 0.0 && b < 0.0).then(|| from + towards * (c / (under.sqrt() - b)))
}
