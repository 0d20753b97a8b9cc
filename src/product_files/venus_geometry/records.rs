//! From moments, attitudes and positions to the records of the files, under the same conventions under which they are read back.

use hifitime::Epoch;
use nalgebra::{UnitQuaternion, Vector3};

use super::attitude_file::{AttitudeRecord, StarTrackers};
use super::conventions::{CycleMoment, LineMoment, QuaternionSense, VelocitySense, VenusConventions};
use super::moments::{gps_less_utc, to_days, to_microseconds, to_week};
use super::orbit::frame_velocity;
use super::position_file::PositionRecord;

/// Half of the nominal cycle of the attitude control.
const HALF_CYCLE_S: f64 = 0.05;

impl AttitudeRecord {
    /// The record of an attitude at a moment, measured by both star trackers and estimated alike. `frame_from_body` turns vectors of the body into
    /// the frame of [`VenusConventions::attitude_frame`]; the angular velocity is the mean over the cycle that ends at the moment, in the
    /// body's axes. The caller changes what differs: measured and estimated attitude, star trackers, thermistors. Days keep a moment to 0.04 µs from noon 2000 on, to 0.32 µs from 1858 on. None for a moment
    /// before the days' origin.
    pub fn at(
        moment: Epoch,
        frame_from_body: UnitQuaternion<f64>,
        angular_velocity_rad_s: [f64; 3],
        conventions: &VenusConventions,
    ) -> Option<Self> {
        let shift_s = match conventions.attitude_moment {
            CycleMoment::Beginning => 0.0,
            CycleMoment::Middle => HALF_CYCLE_S,
            CycleMoment::End => 2.0 * HALF_CYCLE_S,
        };
        let written = match conventions.quaternion_sense {
            QuaternionSense::BodyToInertial => frame_from_body,
            QuaternionSense::InertialToBody => frame_from_body.inverse(),
        };
        let quaternion = [written.i, written.j, written.k, written.w];
        Some(Self {
            mjd_days: to_days(moment - hifitime::Duration::from_seconds(shift_s), conventions)?,
            star_tracker_variance_rad2: 0.0,
            star_trackers: StarTrackers::Both,
            measured: quaternion,
            estimated: quaternion,
            angular_velocity_rad_s,
            thermistors: [0; 4],
            reference_voltage: 0,
        })
    }
}

impl PositionRecord {
    /// The record of a position at a moment, which must be a whole second of GPS time as the receiver's are. Position and velocity are those
    /// of the Earth-fixed frame, the velocity relative to it. Figures of merit, satellites and status are zero: the caller fills in what it knows. None for
    /// another moment, one before the weeks' origin, or a week beyond 65535.
    pub fn at(
        moment: Epoch,
        position_m: [f64; 3],
        velocity_m_s: [f64; 3],
        conventions: &VenusConventions,
    ) -> Option<Self> {
        let (week, second_of_week) = to_week(moment, conventions)?;
        let position = Vector3::from(position_m);
        let written = match conventions.velocity_sense {
            VelocitySense::EarthRelative => Vector3::from(velocity_m_s),
            VelocitySense::Inertial => Vector3::from(velocity_m_s) + frame_velocity(&position),
        };
        Some(Self {
            position_m,
            velocity_m_s: written.into(),
            clock_drift_m_s: 0.0,
            second_of_week,
            week,
            position_from_filter: false,
            velocity_from_filter: false,
            satellites: 0,
            position_quality_m: 0.0,
            velocity_quality_m_s: 0.0,
            time_quality: 0.0,
            utc_offset_s: u8::try_from(gps_less_utc(moment)).ok()?,
            dilution: 0.0,
            hardware_status: 0,
        })
    }
}

/// The microseconds of lines whose middles stand at the given moments. The file keeps whole microseconds: half of one is 3.4 mm along the track.
/// None where a moment lies before the origin.
pub fn line_microseconds(middles: &[Epoch], line_time_us: f64, conventions: &VenusConventions) -> Option<Vec<u64>> {
    let halves = match conventions.line_moment {
        LineMoment::Middle => 0.0,
        LineMoment::Beginning => 0.5,
        LineMoment::End => -0.5,
    };
    let shift = hifitime::Duration::from_seconds(halves * line_time_us * 1e-6);
    middles.iter().map(|middle| to_microseconds(*middle - shift, conventions.line_scale)).collect()
}
