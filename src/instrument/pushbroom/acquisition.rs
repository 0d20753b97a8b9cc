//! One acquisition of a pushbroom instrument as its files describe it: orbit, attitude, line dating, mounting and viewing directions.
//!
//! Every time is in seconds of atomic time since [`Acquisition::reference`]; readers bring other scales to it.

use hifitime::Epoch;
use nalgebra::{UnitQuaternion, Vector3};

use super::line_dating::LineDating;
use super::mounting::MountingStep;
use crate::instrument::location::ImageSize;

/// Frame in which an orbit or an attitude is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReferenceFrame {
    /// Turning with the Earth (ITRF, WGS 84, "ECEF").
    Itrf,
    /// Geocentric celestial reference system.
    Gcrs,
    /// Mean equator and equinox of J2000.0, which is 0.02″ away from GCRS.
    Eme2000,
    /// Mean equator and equinox of date (precession, no nutation): the inertial frame of VENµS's attitude.
    MeanOfDate,
    /// True equator and equinox of date.
    TrueOfDate,
}

/// Position and velocity of the satellite at a moment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OrbitSample {
    /// Seconds since the reference.
    pub time_s: f64,
    /// In the frame of the orbit, metres.
    pub position_m: Vector3<f64>,
    /// Rate of change of the position in that same frame, m/s: in ITRF the velocity relative to the turning Earth.
    pub velocity_m_s: Vector3<f64>,
}

/// An orbit by its samples.
#[derive(Debug, Clone, PartialEq)]
pub struct OrbitSamples {
    /// Frame of positions and velocities.
    pub frame: ReferenceFrame,
    /// In order of time.
    pub samples: Vec<OrbitSample>,
    /// Samples that one Hermite polynomial goes through, velocities included (6 to 8; an even number keeps the interval in the middle).
    pub interpolation_samples: usize,
}

/// Attitude of the satellite at a moment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AttitudeSample {
    /// Seconds since the reference.
    pub time_s: f64,
    /// Turns a vector of the satellite's body into the frame of the attitude. The sign is free.
    pub frame_from_body: UnitQuaternion<f64>,
}

/// What stands between two samples of an attitude.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AttitudeInterpolation {
    /// The great arc from one quaternion to the next (a steady turn).
    GreatArcs,
    /// A polynomial through some samples around the interval, component by component, brought to unit length.
    Polynomial {
        /// Samples that it goes through.
        samples: usize,
    },
    /// About each sample, half an interval to either side, the first three terms of the polynomial through some samples around it (one more before than
    /// after): what Sentinel-2's processors do, by Rugged with a step of one interval. It jumps in the middle of the intervals.
    NearestParabola {
        /// Samples that the polynomial goes through.
        samples: usize,
    },
}

/// An attitude as it was given.
#[derive(Debug, Clone, PartialEq)]
pub enum AttitudeData {
    /// Quaternions at moments.
    Samples {
        /// Frame of the attitude.
        frame: ReferenceFrame,
        /// In order of time.
        samples: Vec<AttitudeSample>,
        /// What stands between them.
        interpolation: AttitudeInterpolation,
        /// Longest interval that may be interpolated over, in seconds.
        greatest_gap_s: f64,
    },
    /// Four polynomials of u = (t − centre) / scale, normalised after evaluation: scalar part first.
    Polynomials {
        /// Frame of the attitude.
        frame: ReferenceFrame,
        /// Seconds since the reference at which u is 0.
        centre_s: f64,
        /// Seconds for which u grows by 1.
        scale_s: f64,
        /// Coefficients of the scalar part and of i, j, k, from the constant upwards.
        frame_from_body: [Vec<f64>; 4],
        /// First and last moment for which they hold, in seconds since the reference.
        valid_s: [f64; 2],
    },
}

/// One array: a line of detectors that sees one band.
#[derive(Debug, Clone, PartialEq)]
pub struct ArrayDescription {
    /// What its users call it: `B05`, `B01/D01`, `P`.
    pub name: String,
    /// Band by its name in the product.
    pub band: String,
    /// Lines and columns of the image made by this array.
    pub size: ImageSize,
    /// When each line was taken.
    pub dating: LineDating,
    /// From the satellite's body inwards: each step brings vectors of its own frame to the one before it.
    pub mounting: Vec<MountingStep>,
    /// Where the sight begins, in the body's frame, metres from the point that the orbit speaks of.
    pub lever_arm_in_body_m: Vector3<f64>,
    /// Viewing direction of each column in the last frame of the mounting, of any length, pointing to the ground. Between columns, and half a column beyond
    /// the ends, directions are linear.
    pub directions: Vec<[f64; 3]>,
}

/// Physical effects that a model takes into account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Corrections {
    /// The ground turned while the light travelled (about 1 m).
    pub light_time: bool,
    /// The satellite moves across the light (about 20 m), unless the attitude already says where the light came from.
    pub aberration: bool,
    /// The air bends the light (0.07 m near nadir, 0.6 m at 10°).
    pub refraction: bool,
}

/// One acquisition.
#[derive(Debug, Clone, PartialEq)]
pub struct Acquisition {
    /// Moment that times count from.
    pub reference: Epoch,
    /// Orbit.
    pub orbit: OrbitSamples,
    /// Attitude.
    pub attitude: AttitudeData,
    /// Effects that the files leave to the model.
    pub corrections: Corrections,
    /// Arrays, in the order of the product.
    pub arrays: Vec<ArrayDescription>,
    /// What whoever uses the result should know of its making: files, versions, assumptions, flaws found and passed over.
    pub remarks: Vec<String>,
}
