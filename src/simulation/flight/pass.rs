//! A pass made ready: the true acquisition, the measured one, and the models of both.

use nalgebra::{UnitQuaternion, Vector3};

use super::ancillary::measured;
use super::guidance::Guidance;
use super::pointing::Pointing;
use super::settings::{FlightError, FlightSettings};
use crate::earth::{
    CelestialFrame, EarthOrientationTable, EarthRotation, Epoch, GroundPoint, PrecessionModel, TimeScale,
    epoch_from_text,
};
use crate::instrument::location::ImageSize;
use crate::instrument::pushbroom::{
    Acquisition, AcquisitionModel, ArrayDescription, AttitudeData, AttitudeInterpolation, AttitudeSample, Corrections,
    LineDating, MountingStep, OrbitSample, OrbitSamples, ReferenceFrame,
};
use crate::instrument::{InstrumentModel, OrbitPhase};

/// Lines before the first and after the last of the image for which the pass is known, beyond what the arrays' distances ask for.
pub const REACH_LINES: usize = 1_300;

/// Precession by which the attitude's frame is turned; the frame of the instrument's own attitudes is that of the mean equator of date.
const PRECESSION: PrecessionModel = PrecessionModel::Iau2006;
/// True orbit samples a second; eight of them give the circle to a micrometre.
const TRUE_ORBIT_HZ: f64 = 1.0;
/// True attitude samples a period of the fastest jitter; six of them give a sine to 2·10⁻⁵.
const SAMPLES_A_PERIOD: f64 = 16.0;
const LEAST_ATTITUDE_HZ: f64 = 20.0;

/// A pass over the scene.
pub struct Flight {
    /// Orbit, attitude and arrays as they were.
    pub truth: Acquisition,
    /// The same with orbit and attitude as measured on board: fewer samples, with noise and bias.
    pub measured: Acquisition,
    /// Line time, seconds.
    pub line_time_s: f64,
    /// Time in which the ground goes on by one detector at the middle, seconds: with another line time the image smears by their difference a stage.
    pub matched_line_time_s: f64,
    /// How far the image goes in a line time along and across the flight, detectors, at the middle: \[1, 0\] where the line time is the matched one and the ground
    /// goes along the columns.
    pub image_motion: [f64; 2],
    /// Name of the mission's phase.
    pub phase: String,
    /// Greatest distance between arrays along the flight, lines.
    pub span_lines: f64,
    pub(super) table: EarthOrientationTable,
    pub(super) model: AcquisitionModel,
}

impl Flight {
    /// Plans a pass of `lines` lines, the middle one over the scene's middle, and flies it.
    ///
    /// `viewing` replaces the directions of the instrument's focal plane, band by band: for each column the tangents forward along the flight and to its
    /// left. `table` gives the Earth's orientation on that day; the seed draws jitter and noise.
    ///
    /// Lines count time from the middle of the image for all bands alike, so that a band sees a place of the ground as many lines later as its array lies behind.
    ///
    /// # Errors
    /// [`FlightError`]: a setting that no flight can have, a date without Earth orientation, directions that no model can be made of.
    pub fn new(
        instrument: &InstrumentModel,
        settings: &FlightSettings,
        lines: usize,
        viewing: Option<&[Vec<[f64; 2]>]>,
        table: &EarthOrientationTable,
        seed: u64,
    ) -> Result<Self, FlightError> {
        settings.check()?;
        let phase = phase_of(instrument, settings)?;
        let reference = epoch_from_text(&settings.middle_utc, TimeScale::UTC)
            .map_err(|error| setting("middle_utc", error.needed, error.found))?;
        let nominal_s = line_time_s(instrument, settings, phase)?;
        let span_lines = span_lines(instrument, viewing);
        let half_s =
            |line_time_s: f64| (0.5 * lines as f64 + span_lines + REACH_LINES as f64 + 300.0) * line_time_s + 1.0;
        // The matched line time is within a tenth of the nominal one, or limited; a quarter more covers it.
        let reach_s = half_s(1.25 * nominal_s.max(phase_line_time_s(instrument, phase)));
        let rotation = rotation(reference, reach_s, table)?;
        let angle = instrument.camera.detector_angle();
        let guidance = Guidance::new(settings, phase.altitude_km * 1e3, angle, &rotation)?;
        let matched =
            guidance.matched_line_time_s(&rotation).ok_or_else(|| FlightError::Model("no view".to_owned()))?;
        let line_time_s = if settings.line_time_us.is_some() { nominal_s } else { limited(instrument, matched) };
        let half_s = half_s(line_time_s);
        if half_s > reach_s {
            let needed = format!("at most {:.0} µs for this pass", nominal_s * 1.25e6);
            return Err(setting("line_time_us", needed, format!("{:.0}", line_time_s * 1e6)));
        }
        let image_motion = guidance
            .image_motion(line_time_s, settings.yaw_deg.to_radians(), &rotation)
            .ok_or_else(|| FlightError::Model("no view".to_owned()))?;
        let pointing = Pointing::new(&settings.pointing, seed);
        let truth = Acquisition {
            reference,
            orbit: true_orbit(&guidance, &rotation, half_s),
            attitude: true_attitude(&guidance, &rotation, &pointing, settings.yaw_deg.to_radians(), half_s),
            corrections: Corrections { light_time: true, aberration: true, refraction: true },
            arrays: arrays(instrument, lines, line_time_s, viewing)?,
            remarks: vec!["SYNTHETIC: a simulated pass".to_owned()],
        };
        let measured = measured(&truth, &settings.measurement, &rotation, half_s, seed)?;
        let model = model(&truth, table)?;
        Ok(Self {
            truth,
            measured,
            line_time_s,
            matched_line_time_s: matched,
            image_motion,
            phase: phase.name.clone(),
            span_lines,
            table: table.clone(),
            model,
        })
    }

    /// The true model of every band's array.
    pub fn model(&self) -> &AcquisitionModel {
        &self.model
    }

    /// The place that a band's pixel looked at, at a height above the ellipsoid.
    ///
    /// # Errors
    /// [`FlightError::Model`] beyond the pass.
    pub fn place(&self, band: usize, line: f64, column: f64, height_m: f64) -> Result<GroundPoint, FlightError> {
        let failed = |failure: crate::instrument::location::LocationFailure| FlightError::Model(failure.to_string());
        let array = self.model.arrays.get(band).ok_or_else(|| FlightError::Model(format!("no band {band}")))?;
        array.sighted_line(line).and_then(|line| line.at_height(column, height_m)).map_err(failed)
    }

    /// Detectors by which the ground of a line runs ahead of the read-out in one line time: the smear of a TDI stage, relative to a detector.
    pub fn mismatch(&self) -> f64 {
        self.line_time_s / self.matched_line_time_s - 1.0
    }
}

fn setting(key: &'static str, needed: impl Into<String>, found: impl Into<String>) -> FlightError {
    FlightError::Setting { key, needed: needed.into(), found: found.into() }
}

fn phase_of<'a>(instrument: &'a InstrumentModel, settings: &FlightSettings) -> Result<&'a OrbitPhase, FlightError> {
    let name = settings.phase.as_deref().unwrap_or(&instrument.nominal_phase);
    instrument.orbit_phase(name).ok_or_else(|| {
        let known: Vec<&str> = instrument.orbit_phases.iter().map(|phase| phase.name.as_str()).collect();
        setting("phase", format!("one of {}", known.join(", ")), name)
    })
}

fn phase_line_time_s(instrument: &InstrumentModel, phase: &OrbitPhase) -> f64 {
    phase.nominal_line_time_us(&instrument.camera, &instrument.timing) * 1e-6
}

fn limited(instrument: &InstrumentModel, line_time_s: f64) -> f64 {
    let timing = &instrument.timing;
    let (least, most) = (timing.shortest_line_time_us.value * 1e-6, timing.longest_line_time_us.value * 1e-6);
    line_time_s.max(least).min(most)
}

/// The line time asked for, or that of the phase where none is.
fn line_time_s(
    instrument: &InstrumentModel,
    settings: &FlightSettings,
    phase: &OrbitPhase,
) -> Result<f64, FlightError> {
    let Some(asked_us) = settings.line_time_us else { return Ok(phase_line_time_s(instrument, phase)) };
    let (least, most) = (instrument.timing.shortest_line_time_us.value, instrument.timing.longest_line_time_us.value);
    if (least..=most).contains(&asked_us) {
        Ok(asked_us * 1e-6)
    } else {
        Err(setting("line_time_us", format!("{least} to {most} µs"), asked_us.to_string()))
    }
}

fn span_lines(instrument: &InstrumentModel, viewing: Option<&[Vec<[f64; 2]>]>) -> f64 {
    let camera = &instrument.camera;
    let forward: Vec<f64> = match viewing {
        Some(viewing) => viewing.iter().flatten().map(|direction| direction[0]).collect(),
        None => instrument
            .bands
            .iter()
            .filter_map(|band| instrument.focal_plane.direction(&band.name, 0.0, camera))
            .map(|direction| direction[0])
            .collect(),
    };
    let (least, most) =
        forward.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(least, most), x| (least.min(*x), most.max(*x)));
    ((most - least) / camera.detector_angle()).max(0.0)
}

fn rotation(reference: Epoch, reach_s: f64, table: &EarthOrientationTable) -> Result<EarthRotation, FlightError> {
    EarthRotation::new(reference, -reach_s, reach_s, table, CelestialFrame::MeanOfDate, PRECESSION)
        .map_err(|error| FlightError::Model(error.to_string()))
}

pub(super) fn model(acquisition: &Acquisition, table: &EarthOrientationTable) -> Result<AcquisitionModel, FlightError> {
    AcquisitionModel::build(acquisition, table, PRECESSION, acquisition.corrections)
        .map_err(|error| FlightError::Model(error.to_string()))
}

/// Moments from before to after the pass, evenly, at least so many a second.
pub(super) fn moments(half_s: f64, least_hz: f64) -> impl Iterator<Item = f64> {
    let half = (half_s * least_hz).ceil() as i64;
    (-half..=half).map(move |place| place as f64 / least_hz)
}

fn true_orbit(guidance: &Guidance, rotation: &EarthRotation, half_s: f64) -> OrbitSamples {
    let rest_from_celestial = rotation.itrf_from_celestial(0.0);
    let samples = moments(half_s + 4.0 / TRUE_ORBIT_HZ, TRUE_ORBIT_HZ).map(|time_s| {
        let (position, velocity) = guidance.orbit_at(time_s);
        let (itrf_from_celestial, rate) = rotation.itrf_from_celestial_and_rate(time_s);
        let celestial_from_rest = rest_from_celestial.transpose();
        let (position, velocity) = (celestial_from_rest * position, celestial_from_rest * velocity);
        OrbitSample {
            time_s,
            position_m: itrf_from_celestial * position,
            velocity_m_s: itrf_from_celestial * velocity + rate * position,
        }
    });
    OrbitSamples { frame: ReferenceFrame::Itrf, samples: samples.collect(), interpolation_samples: 8 }
}

fn true_attitude(
    guidance: &Guidance,
    rotation: &EarthRotation,
    pointing: &Pointing,
    yaw_rad: f64,
    half_s: f64,
) -> AttitudeData {
    let hz = (SAMPLES_A_PERIOD * pointing.highest_hz()).max(LEAST_ATTITUDE_HZ);
    let celestial_from_rest = rotation.itrf_from_celestial(0.0).transpose();
    let samples: Vec<AttitudeSample> = moments(half_s + 4.0 / hz, hz)
        .map(|time_s| {
            let celestial_from_body = celestial_from_rest * guidance.rest_from_body(time_s, yaw_rad);
            let planned = UnitQuaternion::from_matrix(&celestial_from_body);
            let departure = UnitQuaternion::from_scaled_axis(pointing.turn_at(time_s));
            AttitudeSample { time_s, frame_from_body: planned * departure }
        })
        .collect();
    AttitudeData::Samples {
        frame: ReferenceFrame::MeanOfDate,
        samples,
        interpolation: AttitudeInterpolation::Polynomial { samples: 6 },
        greatest_gap_s: 2.0 / hz,
    }
}

fn arrays(
    instrument: &InstrumentModel,
    lines: usize,
    line_time_s: f64,
    viewing: Option<&[Vec<[f64; 2]>]>,
) -> Result<Vec<ArrayDescription>, FlightError> {
    let camera = &instrument.camera;
    let columns = camera.columns.value;
    if let Some(viewing) = viewing {
        let fits = viewing.len() == instrument.bands.len() && viewing.iter().all(|band| band.len() == columns);
        if !fits {
            let needed = format!("viewing directions of {} bands of {columns} columns", instrument.bands.len());
            return Err(FlightError::Model(format!("needed {needed}, found others")));
        }
    }
    if lines == 0 {
        return Err(setting("lines", "one or more", "0"));
    }
    let array = |(place, band): (usize, &crate::instrument::BandModel)| {
        let directions: Option<Vec<[f64; 2]>> = match viewing {
            Some(viewing) => Some(viewing[place].clone()),
            None => {
                (0..columns).map(|column| instrument.focal_plane.direction(&band.name, column as f64, camera)).collect()
            }
        };
        let directions = directions
            .ok_or_else(|| FlightError::Model(format!("band {} has no place in the focal plane", band.name)))?;
        Ok(ArrayDescription {
            name: band.name.clone(),
            band: band.name.clone(),
            size: ImageSize { lines, columns },
            dating: LineDating::Regular { line: 0.5 * (lines as f64 - 1.0), time_s: 0.0, period_s: line_time_s },
            mounting: vec![MountingStep::identity("instrument")],
            lever_arm_in_body_m: Vector3::zeros(),
            // The body's axes are forward, right and down.
            directions: directions.into_iter().map(|[forward, left]| [forward, -left, 1.0]).collect(),
        })
    };
    instrument.bands.iter().enumerate().map(array).collect()
}
