//! The instrument as data: what `instrument.toml` of a folder of `calibration-models/` says.

use serde::Deserialize;

use super::band::{BandModel, BandSources, Choice};
use super::camera::{Camera, CodeModel, ReadOut};
use super::figure::{NamedSource, Sureness};
use super::focal_plane::FocalPlane;
use super::model_error::{Checked, InstrumentModelError, from_toml};
use super::optics::Optics;
use super::orbit_phase::{OrbitPhase, Timing};

/// VENµS, as the program carries it.
const BUILT_IN: &str = include_str!("../../../calibration-models/venus/instrument.toml");

/// Ground sampling.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sampling {
    /// A pixel of the sensor on the ground, metres.
    pub sensor_m: f64,
    /// A pixel of the L1 image, metres.
    pub level1_m: f64,
    /// Where the figures come from.
    pub source: String,
    /// How well they are known.
    pub sureness: Sureness,
}

/// An instrument.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InstrumentModel {
    /// Its name.
    pub name: String,
    /// The solar spectrum that is used where nobody names another.
    pub solar_spectrum: String,
    /// The formula of the Rayleigh optical depth that is used where nobody names another.
    pub rayleigh_formula: String,
    /// The phase for which nominal settings hold.
    pub nominal_phase: String,
    /// Where the figures of the bands come from.
    pub bands_source: BandSources,
    /// Ground sampling.
    pub sampling: Sampling,
    /// Telescope and arrays.
    pub camera: Camera,
    /// The two halves of an array and their codes.
    pub read_out: ReadOut,
    /// What the codes do; none where nobody even assumes it.
    pub code_model: Option<CodeModel>,
    /// Limits of the line time.
    pub timing: Timing,
    /// Order and distances of the arrays.
    pub focal_plane: FocalPlane,
    /// What the telescope does to fine detail.
    pub optics: Optics,
    /// The solar spectra for which each band has a figure.
    #[serde(rename = "solar_spectrum_source")]
    pub solar_spectra: Vec<NamedSource>,
    /// The formulas of the Rayleigh optical depth for which each band has a figure.
    #[serde(rename = "rayleigh_formula_source")]
    pub rayleigh_formulas: Vec<NamedSource>,
    /// Phases of the mission.
    #[serde(rename = "orbit_phase")]
    pub orbit_phases: Vec<OrbitPhase>,
    /// Its bands in the order of the products.
    #[serde(rename = "band")]
    pub bands: Vec<BandModel>,
}

impl InstrumentModel {
    /// The instrument that the program carries (VENµS).
    ///
    /// # Errors
    /// [`InstrumentModelError`] when the program was built with an unusable file.
    pub fn built_in() -> Result<Self, InstrumentModelError> {
        Self::parse("calibration-models/venus/instrument.toml", BUILT_IN)
    }

    /// Reads the text of an `instrument.toml`; `file` names it in errors.
    ///
    /// # Errors
    /// [`InstrumentModelError`] for a text that is no such model, a band named twice, or a figure that no instrument can have.
    pub fn parse(file: &str, text: &str) -> Result<Self, InstrumentModelError> {
        let mut model: Self = from_toml(file, text)?;
        model.check_names(file)?;
        model.complete_bands(file)?;
        model.camera.check(file)?;
        let names: Vec<&str> = model.bands.iter().map(|band| band.name.as_str()).collect();
        model.read_out.check(file, model.camera.columns.value, &names)?;
        if let Some(code_model) = &model.code_model {
            code_model.check(file)?;
        }
        model.timing.check(file)?;
        let placed: Vec<(&str, u8)> = model.bands.iter().map(|band| (band.name.as_str(), band.detector_unit)).collect();
        model.focal_plane.check(file, &placed)?;
        model.optics.check(file)?;
        for phase in &model.orbit_phases {
            phase.check(file)?;
        }
        let here = Checked::new(file, "table sampling");
        here.above_zero("sensor_m", model.sampling.sensor_m)?;
        here.above_zero("level1_m", model.sampling.level1_m)?;
        Ok(model)
    }

    /// A band by its name.
    pub fn band(&self, name: &str) -> Option<&BandModel> {
        self.bands.iter().find(|band| band.name == name)
    }

    /// A phase by its name.
    pub fn orbit_phase(&self, name: &str) -> Option<&OrbitPhase> {
        self.orbit_phases.iter().find(|phase| phase.name == name)
    }

    /// Line time of the phase for which nominal settings hold, microseconds.
    ///
    /// # Errors
    /// [`InstrumentModelError`] when the model names a phase that it does not have; [`InstrumentModel::parse`] refuses such a model.
    pub fn nominal_line_time_us(&self) -> Result<f64, InstrumentModelError> {
        let phase = self.orbit_phase(&self.nominal_phase).ok_or_else(|| self.unknown_phase(&self.name))?;
        Ok(phase.nominal_line_time_us(&self.camera, &self.timing))
    }

    fn unknown_phase(&self, file: &str) -> InstrumentModelError {
        let known: Vec<&str> = self.orbit_phases.iter().map(|phase| phase.name.as_str()).collect();
        let here = Checked::new(file, "the model");
        here.refused("nominal_phase", format!("one of {}", known.join(", ")), format!("\"{}\"", self.nominal_phase))
    }

    fn check_names(&self, file: &str) -> Result<(), InstrumentModelError> {
        let here = Checked::new(file, "the model");
        here.holds("band", !self.bands.is_empty(), "at least one band", "none")?;
        let bands: Vec<&str> = self.bands.iter().map(|band| band.name.as_str()).collect();
        once(file, "band", &bands)?;
        let phases: Vec<&str> = self.orbit_phases.iter().map(|phase| phase.name.as_str()).collect();
        once(file, "orbit phase", &phases)?;
        if self.orbit_phase(&self.nominal_phase).is_none() {
            return Err(self.unknown_phase(file));
        }
        let choices = [
            ("solar_spectrum", &self.solar_spectrum, &self.solar_spectra),
            ("rayleigh_formula", &self.rayleigh_formula, &self.rayleigh_formulas),
        ];
        for (what, default, named) in choices {
            let names: Vec<&str> = named.iter().map(|source| source.name.as_str()).collect();
            once(file, what, &names)?;
            let needed = format!("one of {}", names.join(", "));
            here.holds(what, names.contains(&default.as_str()), &needed, format!("\"{default}\""))?;
        }
        Ok(())
    }

    fn complete_bands(&mut self, file: &str) -> Result<(), InstrumentModelError> {
        let spectra =
            Choice { what: "solar_irradiance_w_m2_um", named: &self.solar_spectra, default: &self.solar_spectrum };
        let formulas =
            Choice { what: "rayleigh_optical_depth", named: &self.rayleigh_formulas, default: &self.rayleigh_formula };
        for band in &mut self.bands {
            band.complete(file, &self.camera.tdi_stages.value, &spectra, &formulas)?;
        }
        Ok(())
    }
}

fn once(file: &str, what: &str, names: &[&str]) -> Result<(), InstrumentModelError> {
    for (place, name) in names.iter().enumerate() {
        if names[..place].contains(name) {
            let place = format!("{what} {name}");
            return Err(Checked::new(file, &place).refused("name", "a name of its own", format!("\"{name}\" twice")));
        }
    }
    Ok(())
}
