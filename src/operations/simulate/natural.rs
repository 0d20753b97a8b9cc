//! A natural scene for a product: the set's line time, viewing directions and spectra, the product's numbers of TDI stages, the rest by the scene
//! file.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::line_dates::LineDates;
use super::plan::BandStages;
use super::{SceneFile, SimulateRequest};
use crate::earth::{EarthOrientationTable, cartesian_from_geodetic};
use crate::instrument::InstrumentModel;
use crate::instrument::pushbroom::{Acquisition, AttitudeData};
use crate::operations::error::OperationError;
use crate::parameter_sets::ParameterSet;
use crate::product_files::venus_system::{ImageCorners, ImageDirection};
use crate::simulation::scene::EndMembers;
use crate::simulation::{BandTruth, CalibratedBands, NaturalError, NaturalScene, NaturalTruth};
use crate::units::Angle;

/// Distance of the nodes of the truth's grids: posts of the relief, and lines and columns of the registration.
const GRID_POSTS: usize = 8;
const GRID_PIXELS: usize = 400;

/// A natural scene and what is known of it.
pub(super) struct Natural {
    pub(super) scene: NaturalScene,
    pub(super) truth: NaturalTruth,
}

/// The scene of a product, whose parts are kept within `cache_bytes`.
///
/// # Errors
/// [`OperationError::Usage`] for settings that make no scene; [`OperationError::Model`] for a set of other bands than the instrument's, or one that
/// lacks viewing directions or spectra.
pub(super) fn natural(
    request: &SimulateRequest,
    file: &SceneFile,
    set: &ParameterSet,
    instrument: &InstrumentModel,
    bands: &BandStages,
    cache_bytes: u64,
) -> Result<Natural, OperationError> {
    let own: Vec<&str> = instrument.bands.iter().map(|band| band.name.as_str()).collect();
    let found: Vec<&str> = bands.iter().map(|(band, _)| band.as_str()).collect();
    if own != found {
        let (name, own, found) = (&set.manifest.name, own.join(", "), found.join(", "));
        let message = format!("parameter set {name}: a natural scene needs the bands {own}, found {found}");
        return Err(OperationError::Model { message });
    }
    let mut settings = file.natural.clone().unwrap_or_default();
    settings.tdi_stages = bands.iter().cloned().collect::<BTreeMap<_, _>>();
    settings.flight.line_time_us = Some(set.manifest.settings.line_time_us);
    let model = |error: &dyn std::fmt::Display| OperationError::Model { message: error.to_string() };
    let members = EndMembers::built_in().map_err(|error| model(&error))?;
    let table = EarthOrientationTable::shipped().map_err(|error| model(&error))?;
    let wrong = |error: NaturalError| match error {
        NaturalError::Set { .. } | NaturalError::Spectrum { .. } => model(&error),
        error => OperationError::Usage(format!("scene file, natural: {error}")),
    };
    let calibrated = CalibratedBands::of_set(set, bands).map_err(wrong)?;
    let scene = NaturalScene::new(instrument, &members, &settings, request.lines, &calibrated, &table, request.seed)
        .map_err(wrong)?
        .within(cache_bytes);
    let truth = scene.truth(GRID_POSTS, GRID_PIXELS).map_err(wrong)?;
    Ok(Natural { scene, truth })
}

impl Natural {
    /// The dates of the lines, counted from the middle of the image as the flight counts them.
    pub(super) fn line_dates(&self) -> LineDates {
        let flight = self.scene.flight();
        LineDates {
            reference_line: self.middle_line(),
            reference: flight.truth.reference,
            line_time_s: flight.line_time_s,
            lines: self.truth.lines,
        }
    }

    fn middle_line(&self) -> f64 {
        0.5 * (self.truth.lines.saturating_sub(1)) as f64
    }

    /// Metres on the ellipsoid from line to line and from column to column, of the first band at the middle of the image.
    ///
    /// # Errors
    /// [`OperationError::Model`] for a view that misses the Earth.
    pub(super) fn sampling_m(&self) -> Result<[f64; 2], OperationError> {
        let (line, column) = (self.middle_line(), 0.5 * (self.truth.columns.saturating_sub(1)) as f64);
        let at = |line: f64, column: f64| {
            let place = self.scene.flight().place(0, line, column, 0.0);
            place.map(cartesian_from_geodetic).map_err(|error| OperationError::Model { message: error.to_string() })
        };
        let along = (at(line + 0.5, column)? - at(line - 0.5, column)?).norm();
        let across = (at(line, column + 0.5)? - at(line, column - 0.5)?).norm();
        Ok([along, across])
    }

    /// The Sun at the middle of the image.
    pub(super) fn sun(&self) -> Option<ImageDirection> {
        let light = self.truth.bands.first()?.illumination;
        let [zenith, azimuth] = [light.sun_zenith_rad, light.sun_azimuth_rad].map(Angle::from_radians);
        Some(ImageDirection { zenith, azimuth })
    }

    /// The views of the detector units at the middle of the image: those of the first band of each.
    pub(super) fn views(&self, instrument: &InstrumentModel) -> BTreeMap<u8, ImageCorners<ImageDirection>> {
        let mut views = BTreeMap::new();
        for BandTruth { name, illumination, .. } in &self.truth.bands {
            if let Some(band) = instrument.band(name) {
                let [zenith, azimuth] =
                    [illumination.view_zenith_rad, illumination.view_azimuth_rad].map(Angle::from_radians);
                views
                    .entry(band.detector_unit)
                    .or_insert_with(|| ImageCorners::same(ImageDirection { zenith, azimuth }));
            }
        }
        views
    }

    /// Longitude and latitude of the middle of the image, degrees.
    pub(super) fn place_deg(&self) -> [f64; 2] {
        let flight = &self.truth.settings.flight;
        [flight.longitude_deg, flight.latitude_deg]
    }

    /// Orbit and attitude as they were and as they were measured.
    pub(super) fn flight(&self) -> Value {
        let flight = self.scene.flight();
        json!({
            "synthetic": true,
            "time": "seconds of atomic time since the middle of the image",
            "reference_tai": flight.truth.reference.to_string(),
            "line_time_s": flight.line_time_s,
            "middle_line": self.middle_line(),
            "true": samples(&flight.truth),
            "measured": samples(&flight.measured),
        })
    }
}

/// Samples of orbit and attitude.
fn samples(acquisition: &Acquisition) -> Value {
    let orbit = acquisition.orbit.samples.iter().map(|sample| {
        let (position, velocity) = (sample.position_m, sample.velocity_m_s);
        json!([sample.time_s, position.x, position.y, position.z, velocity.x, velocity.y, velocity.z])
    });
    let attitude = match &acquisition.attitude {
        AttitudeData::Samples { frame, samples, .. } => {
            let rows = samples.iter().map(|sample| {
                let q = sample.frame_from_body.quaternion();
                json!([sample.time_s, q.w, q.i, q.j, q.k])
            });
            json!({
                "columns": ["time_s", "q0", "q1", "q2", "q3"],
                "turns": format!("body into {frame:?}"),
                "samples": rows.collect::<Vec<_>>(),
            })
        }
        AttitudeData::Polynomials { .. } => Value::Null,
    };
    json!({
        "orbit": {
            "columns": ["time_s", "x_m", "y_m", "z_m", "vx_m_s", "vy_m_s", "vz_m_s"],
            "frame": format!("{:?}", acquisition.orbit.frame),
            "samples": orbit.collect::<Vec<_>>(),
        },
        "attitude": attitude,
    })
}
