//! The chain of several bands over blocks of lines.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::band_chain::{BandChain, BandScene, steps_run};
use super::raw_lines::RawLines;
use super::reason_runs::BlockReasons;
use super::scene::{earth_sun_distance_au, reflectance_per_radiance};
use super::{ChainError, ChainSettings, ProcessingFlags, Quantity, Scene, Step, Steps};
use crate::instrument::TdiStages;
use crate::instrument::radiometry::StrayLightScenario;
use crate::parameter_sets::{BandParameters, ParameterSet};
use crate::supervision::Supervision;

/// What a chain is prepared for.
#[derive(Debug, Clone, Copy)]
pub struct ChainRequest<'a> {
    /// The bands, in the order in which their lines will come.
    pub bands: &'a [String],
    /// TDI stages of each band.
    pub tdi: &'a BTreeMap<String, TdiStages>,
    /// Steps, conventions, quantity, saturation.
    pub settings: &'a ChainSettings,
    /// The scene.
    pub scene: &'a Scene,
}

/// The chain of several bands, prepared.
#[derive(Debug, Clone)]
pub struct Chain {
    bands: Vec<BandChain>,
    done: Steps,
    distance_au: Option<f64>,
}

/// Lines that one thread corrects at once; fixed, so that no figure depends on the number of threads.
const LINES_AT_ONCE: usize = 120;

impl Chain {
    /// Prepares the chain. Whether the set holds for the moment and the instrument's settings is the caller's to check.
    ///
    /// # Errors
    /// [`ChainError`] for a band or TDI stages that the set lacks, parameters that no value can be made with, the restoration, and a scene that
    /// lacks what a step or the quantity needs.
    pub fn prepare(set: &ParameterSet, request: ChainRequest<'_>) -> Result<Self, ChainError> {
        let ChainRequest { bands, tdi, settings, scene } = request;
        let done = done_by(settings, set.processing.stray_light)?;
        let distance_au = match settings.quantity {
            Quantity::Reflectance => {
                Some(earth_sun_distance_au(settings.conventions.distance, &set.reflectance, scene.acquisition))
            }
            _ => None,
        };
        let sun = scene.sun.clone().filter(|_| settings.quantity == Quantity::Reflectance).map(Arc::new);
        if settings.quantity == Quantity::Reflectance && sun.is_none() {
            let purpose = "reflectance".to_owned();
            return Err(ChainError::Scene { purpose, needed: "zenith angles of the Sun" });
        }
        let prepare = |name: &String| {
            let parameters = band_of(set, name)?;
            let stages = tdi
                .get(name)
                .copied()
                .ok_or_else(|| ChainError::parameter(name, "TDI stages", "their number in the acquisition", "none"))?;
            let response = parameters.responses.get(&stages).ok_or_else(|| ChainError::NoStages {
                set: set.manifest.name.clone(),
                band: name.clone(),
                tdi: stages,
                found: list(parameters.responses.keys()),
            })?;
            let per_radiance = match distance_au {
                None => None,
                Some(distance) => {
                    let irradiance = parameters.spectral.solar_irradiance_w_m2_um;
                    if !(irradiance.is_finite() && irradiance > 0.0) {
                        let needed = "a number of W/(m²·µm) above zero";
                        return Err(ChainError::parameter(name, "solar irradiance", needed, irradiance));
                    }
                    Some(reflectance_per_radiance(distance, irradiance))
                }
            };
            let of_scene = BandScene {
                polarisation: polarisation(parameters, done, scene)?,
                reflectance_per_radiance: per_radiance,
                sun: sun.clone(),
            };
            let settings = ChainSettings { steps: done, ..*settings };
            BandChain::prepare(parameters, response, &set.processing, &settings, of_scene, !done.any_stray_light())
        };
        // Of several refusals the first band's is told, whichever thread is done first.
        let bands: Vec<Result<BandChain, ChainError>> = bands.par_iter().map(prepare).collect();
        let bands = bands.into_iter().collect::<Result<_, ChainError>>()?;
        Ok(Self { bands, done, distance_au })
    }

    /// The chains of the bands, in the order of the request.
    pub fn bands(&self) -> &[BandChain] {
        &self.bands
    }

    /// The chains of the bands alone.
    pub fn into_bands(self) -> Vec<BandChain> {
        self.bands
    }

    /// What it does, for a product's header.
    pub const fn flags(&self) -> ProcessingFlags {
        ProcessingFlags { done: self.done }
    }

    /// Whether stray light stands between [`Chain::correct`] and [`BandChain::finish`].
    pub const fn corrects_stray_light(&self) -> bool {
        self.done.any_stray_light()
    }

    /// Distance from the Earth to the Sun that was used, astronomical units; none where no reflectance is made.
    pub const fn distance_au(&self) -> Option<f64> {
        self.distance_au
    }

    /// Lines before a block on which its first lines depend, in any band.
    pub fn lines_before(&self) -> usize {
        self.bands.iter().map(BandChain::lines_before).max().unwrap_or(0)
    }

    /// Corrects a block of lines of every band, on all cores; one element a band, in the order of the request, as [`BandChain::correct`].
    ///
    /// # Errors
    /// [`ChainError::Lines`]; [`ChainError::Cancelled`].
    pub fn correct(
        &self,
        raw: &[RawLines<'_>],
        values: &mut [&mut [f32]],
        reasons: &mut [BlockReasons],
        supervision: &Supervision,
    ) -> Result<(), ChainError> {
        for found in [raw.len(), values.len(), reasons.len()] {
            if found != self.bands.len() {
                return Err(ChainError::Lines { what: "bands of a block", needed: self.bands.len(), found });
            }
        }
        for (raw, values) in raw.iter().zip(values.iter()) {
            let needed = raw.lines() * raw.columns();
            if values.len() != needed {
                return Err(ChainError::Lines { what: "values of the block", needed, found: values.len() });
            }
        }
        let parts: Vec<Part<'_>> = self
            .bands
            .iter()
            .zip(raw)
            .zip(values.iter_mut())
            .enumerate()
            .flat_map(|(band, ((chain, raw), values))| Part::of_band(band, chain, raw, values))
            .collect();
        let found: Vec<(usize, BlockReasons)> = parts
            .into_par_iter()
            .map(|part| {
                supervision.check()?;
                let mut reasons = BlockReasons::default();
                part.chain.correct(&part.raw, part.values, &mut reasons)?;
                Ok((part.band, reasons))
            })
            .collect::<Result<_, ChainError>>()?;
        for reasons in reasons.iter_mut() {
            *reasons = BlockReasons::default();
        }
        for (band, part) in found {
            if let Some(reasons) = reasons.get_mut(band) {
                reasons.columns = part.columns;
                reasons.runs.extend(part.runs);
            }
        }
        Ok(())
    }
}

/// Lines of one band that one thread corrects.
struct Part<'a> {
    band: usize,
    chain: &'a BandChain,
    raw: RawLines<'a>,
    values: &'a mut [f32],
}

impl<'a> Part<'a> {
    fn of_band(band: usize, chain: &'a BandChain, raw: &RawLines<'a>, values: &'a mut [f32]) -> Vec<Self> {
        let (raw, before) = (*raw, chain.lines_before());
        values
            .chunks_mut((LINES_AT_ONCE * raw.columns()).max(1))
            .enumerate()
            .map(|(index, values)| {
                let raw = raw.part(index * LINES_AT_ONCE, LINES_AT_ONCE, before);
                Self { band, chain, raw, values }
            })
            .collect()
    }
}

fn band_of<'a>(set: &'a ParameterSet, name: &str) -> Result<&'a BandParameters, ChainError> {
    set.band(name).ok_or_else(|| ChainError::NoBand {
        set: set.manifest.name.clone(),
        band: name.to_owned(),
        found: list(set.bands.iter().map(|band| &band.band)),
    })
}

fn list(names: impl Iterator<Item = impl std::fmt::Display>) -> String {
    let names: Vec<String> = names.map(|name| name.to_string()).collect();
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}

/// The steps that are run: of those asked for, the ones that the scenario and the quantity have a place for.
fn done_by(settings: &ChainSettings, scenario: StrayLightScenario) -> Result<Steps, ChainError> {
    if settings.steps.contains(Step::Restoration) {
        return Err(ChainError::Restoration);
    }
    let steps = steps_run(settings.steps, settings.quantity);
    Ok(match scenario {
        StrayLightScenario::Type1 => steps.without(Step::StrayLightType2),
        StrayLightScenario::Type2 => steps.without(Step::StrayLightType1),
        StrayLightScenario::Type1Type2 | StrayLightScenario::Type2Type1 => steps,
    })
}

/// p = PS·P·cos 2(χ − Φ) of a band, where it is taken out (`radiometry.md` §2.17).
fn polarisation(band: &BandParameters, done: Steps, scene: &Scene) -> Result<Option<f64>, ChainError> {
    if !done.contains(Step::Polarisation) {
        return Ok(None);
    }
    let Some(of_scene) = scene.polarisation.get(&band.band) else {
        let purpose = format!("polarisation of band {}", band.band);
        return Err(ChainError::Scene { purpose, needed: "the degree and angle of the scene's polarisation" });
    };
    let sensitivity = &band.polarisation;
    let angle = of_scene.angle.radians() - sensitivity.angle.radians();
    Ok(Some(sensitivity.ratio * of_scene.degree * (2.0 * angle).cos()))
}
