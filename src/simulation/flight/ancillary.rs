//! What the satellite says of its orbit and attitude: few samples, each a little wrong.

use nalgebra::{Matrix3, Rotation3, UnitQuaternion, Vector3};
use rand::SeedableRng as _;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution as _, StandardNormal};

use super::pass::moments;
use super::settings::{FlightError, MeasurementSettings};
use crate::earth::EarthRotation;
use crate::instrument::pushbroom::{
    Acquisition, Attitude, AttitudeData, AttitudeInterpolation, AttitudeSample, Orbit, OrbitSample, OrbitSamples,
};

/// The acquisition with the orbit as the GPS receiver gives it and the attitude as the star trackers do, from `half_s` before to after the reference.
///
/// The noise of samples is independent; frames are those of the truth. `rotation` is not needed for them and stands for the span that is known.
pub(super) fn measured(
    truth: &Acquisition,
    settings: &MeasurementSettings,
    rotation: &EarthRotation,
    half_s: f64,
    seed: u64,
) -> Result<Acquisition, FlightError> {
    let wrong = |error: crate::instrument::pushbroom::PlatformError| FlightError::Model(error.to_string());
    let (orbit, attitude) = (Orbit::new(&truth.orbit).map_err(wrong)?, Attitude::new(&truth.attitude).map_err(wrong)?);
    let half_s = half_s.min(-rotation.first_s()).min(rotation.last_s());
    let mut random = ChaCha8Rng::seed_from_u64(seed ^ 0x006d_6561_7375_7265);
    let mut noise = |sigma: f64| {
        Vector3::from_fn(|_, _| {
            let draw: f64 = StandardNormal.sample(&mut random);
            sigma * draw
        })
    };
    let mut samples = Vec::new();
    for time_s in moments(half_s, settings.orbit_hz) {
        let Some((position, velocity)) = orbit.at(time_s) else { continue };
        samples.push(OrbitSample {
            time_s,
            position_m: position + noise(settings.position_noise_m),
            velocity_m_s: velocity + noise(settings.velocity_noise_m_s),
        });
    }
    let orbit = OrbitSamples { frame: truth.orbit.frame, samples, interpolation_samples: 8 };
    let bias = Vector3::from(settings.attitude_bias_urad) * 1e-6;
    let mut samples = Vec::new();
    for time_s in moments(half_s, settings.attitude_hz) {
        let Ok(frame_from_body) = attitude.at(time_s) else { continue };
        let error = UnitQuaternion::from_scaled_axis(bias + noise(settings.attitude_noise_urad * 1e-6));
        samples.push(AttitudeSample { time_s, frame_from_body: quaternion(frame_from_body) * error });
    }
    let attitude = AttitudeData::Samples {
        frame: attitude.frame(),
        samples,
        interpolation: AttitudeInterpolation::GreatArcs,
        greatest_gap_s: 2.0 / settings.attitude_hz,
    };
    let remarks = vec!["SYNTHETIC: orbit and attitude of a simulated pass as measured on board".to_owned()];
    Ok(Acquisition { orbit, attitude, remarks, ..truth.clone() })
}

fn quaternion(matrix: Matrix3<f64>) -> UnitQuaternion<f64> {
    UnitQuaternion::from_rotation_matrix(&Rotation3::from_matrix_unchecked(matrix))
}
