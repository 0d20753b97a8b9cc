//! A raw product that is looked at through the chain, with a parameter set, and with what is thought to be otherwise.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use super::chain_source::ChainSource;
use super::chain_step::ChainStep;
use super::raw_codes::RawCodes;
use super::what_if::WhatIf;
use crate::imagery::RasterSource;
use crate::instrument::TdiStages;
use crate::level1::{Chain, ChainError, ChainRequest, ChainSettings, Quantity, Scene, Step, Steps, SunField};
use crate::operations::OperationError;
use crate::operations::viewing::{REFLECTANCE, ViewedProduct};
use crate::parameter_sets::{BandParameters, Manifest, Needs, ParameterSet, findings};
use crate::product_files::venus_system::{SampleKind, SystemProduct, SystemProductReader};
use crate::supervision::Supervision;

/// Bytes of calculated samples that are kept of one what-if.
const KEPT_BYTES: usize = 64 << 20;

/// A raw product and the set that its chain is run with.
pub struct RawProduct {
    raw: Arc<ViewedProduct>,
    set: Arc<ParameterSet>,
    description: Arc<SystemProduct>,
    sun: Option<SunField>,
    codes: Arc<RawCodes>,
}

impl RawProduct {
    /// Holds the set against the product: bands and TDI stages, moment, line time and codes of the read-out halves.
    ///
    /// # Errors
    /// [`OperationError::Usage`] for a product that holds no counts; [`OperationError::FaultySet`] for a set that was made for other settings, or
    /// does not hold then; [`OperationError::Product`].
    pub fn open(
        raw: Arc<ViewedProduct>,
        set: Arc<ParameterSet>,
        supervision: &Supervision,
    ) -> Result<Self, OperationError> {
        let reader = SystemProductReader::open(raw.path())?;
        supervision.check()?;
        let description = reader.product().clone();
        if matches!(description.samples, SampleKind::Values) {
            return Err(OperationError::Usage(format!(
                "needed counts as they were read, found the values of an L1A product: {}",
                raw.path().display()
            )));
        }
        let needs = Needs {
            moment: Some(description.acquisition),
            settings: Some(description.settings.clone()),
            ..Needs::of(&set)
        };
        let found = findings(&set, &needs);
        if !found.is_empty() {
            return Err(OperationError::FaultySet { folder: raw.path().to_path_buf(), findings: found });
        }
        supervision.check()?;
        let sun = &description.geometry.sun;
        let corners = [sun.upper_left, sun.upper_right, sun.lower_left, sun.lower_right].map(|corner| corner.zenith);
        // A Sun below the horizon makes no reflectance.
        let sun = SunField::from_corners(corners, description.lines, description.useful_columns).ok();
        Ok(Self { raw, set, description: Arc::new(description), sun, codes: Arc::default() })
    }

    /// The set.
    pub fn set(&self) -> &Arc<ParameterSet> {
        &self.set
    }

    /// Number of TDI stages with which a band was taken.
    pub fn stages(&self, band: &str) -> Option<u8> {
        self.description.band(band).map(|band| band.tdi.0)
    }

    /// Index of a band in the image, and the number of TDI stages with which it was taken.
    pub(super) fn band(&self, name: &str) -> Option<(usize, TdiStages)> {
        let index = self.raw.bands().iter().position(|band| band.name == name)?;
        Some((index, self.description.band(name)?.tdi))
    }

    /// Columns before the useful ones, and the useful ones.
    pub(super) fn useful_columns(&self) -> [usize; 2] {
        [self.description.pre_scan, self.description.useful_columns]
    }

    /// Whoever delivers the codes.
    pub(super) fn raster(&self) -> &dyn RasterSource {
        self.raw.raster()
    }

    /// The chain of one band, and the set of it that is thought of.
    pub(super) fn chain_of(&self, band: &str, what_if: &WhatIf) -> Result<(Chain, ParameterSet), ChainError> {
        let tdi = self.description.tdi();
        let mut set = changed_set(&self.set, band, tdi.get(band).copied(), what_if);
        set.files.clone_from(&self.set.files);
        let (settings, scene) = (self.settings(what_if), self.scene());
        let request = ChainRequest { bands: &[band.to_owned()], tdi: &tdi, settings: &settings, scene: &scene };
        Ok((Chain::prepare(&set, request)?, set))
    }

    fn settings(&self, what_if: &WhatIf) -> ChainSettings {
        let bits = match self.description.samples {
            SampleKind::Counts { significant_bits } => significant_bits,
            SampleKind::Values => u16::BITS,
        };
        ChainSettings { steps: steps(what_if), quantity: self.quantity(what_if), ..ChainSettings::of_bits(bits) }
    }

    fn scene(&self) -> Scene {
        Scene { acquisition: self.description.acquisition, sun: self.sun.clone(), polarisation: BTreeMap::new() }
    }

    /// The product as the chain gives it. Nothing is read or calculated before it is asked for.
    pub fn through(&self, what_if: &WhatIf) -> ViewedProduct {
        let (settings, scene) = (self.settings(what_if), self.scene());
        let quantity = settings.quantity;
        let names: Vec<String> = self.raw.bands().iter().map(|band| band.name.clone()).collect();
        let (set, what_if, tdi) = (Arc::clone(&self.set), what_if.clone(), self.description.tdi());
        let prepare = Box::new(move |band: usize| {
            let name = names.get(band).cloned().unwrap_or_default();
            let changed = changed_set(&set, &name, tdi.get(&name).copied(), &what_if);
            let request = ChainRequest { bands: &[name], tdi: &tdi, settings: &settings, scene: &scene };
            Chain::prepare(&changed, request)
        });
        let source = ChainSource {
            raw: Arc::clone(&self.raw),
            codes: Arc::clone(&self.codes),
            columns: [self.description.pre_scan, self.description.useful_columns],
            chains: self.raw.bands().iter().map(|_| OnceLock::new()).collect(),
            prepare,
        };
        let word = match quantity {
            Quantity::Counts => "counts",
            Quantity::Radiance => "W·m⁻²·sr⁻¹·µm⁻¹",
            Quantity::Reflectance => REFLECTANCE,
        };
        self.raw.with_samples(Box::new(source), word, KEPT_BYTES)
    }

    fn quantity(&self, what_if: &WhatIf) -> Quantity {
        let is_off = |step| what_if.steps_off.contains(&step);
        if is_off(ChainStep::Radiance) {
            Quantity::Counts
        } else if is_off(ChainStep::Reflectance) || self.sun.is_none() {
            Quantity::Radiance
        } else {
            Quantity::Reflectance
        }
    }
}

/// The steps that are run in a live picture: all but those that cannot be (see [`ChainStep::not_live`]) and those switched off.
fn steps(what_if: &WhatIf) -> Steps {
    let of = |step: ChainStep| match step {
        ChainStep::Remanence => Some(Step::Remanence),
        ChainStep::Dark => Some(Step::Dark),
        ChainStep::Spikes => Some(Step::Spikes),
        ChainStep::Slopes => Some(Step::Slopes),
        ChainStep::Defects => Some(Step::Defects),
        ChainStep::StrayLightType1 => Some(Step::StrayLightType1),
        ChainStep::StrayLightType2 => Some(Step::StrayLightType2),
        ChainStep::Polarisation => Some(Step::Polarisation),
        ChainStep::Radiance | ChainStep::Reflectance => None,
    };
    let off = ChainStep::ALL.into_iter().filter(|step| step.not_live().is_some() || what_if.steps_off.contains(step));
    off.filter_map(of).fold(Steps::EVERY, Steps::without)
}

/// The set with one band at one number of TDI stages, as it is thought to be. Filters, directions and lists of files, which no live picture needs and
/// which are large, are left out.
fn changed_set(set: &ParameterSet, band: &str, tdi: Option<TdiStages>, what_if: &WhatIf) -> ParameterSet {
    let manifest = &set.manifest;
    let manifest = Manifest {
        manifest_version: manifest.manifest_version,
        name: manifest.name.clone(),
        version: manifest.version,
        state: manifest.state,
        instrument: manifest.instrument.clone(),
        validity: manifest.validity,
        settings: manifest.settings.clone(),
        provenance: manifest.provenance.clone(),
        files: Vec::new(),
    };
    let bands = set.band(band).map(|parameters| changed_band(parameters, tdi, what_if));
    ParameterSet {
        manifest,
        bands: bands.into_iter().collect(),
        reflectance: set.reflectance,
        processing: set.processing.clone(),
        files: Vec::new(),
    }
}

fn changed_band(parameters: &BandParameters, tdi: Option<TdiStages>, what_if: &WhatIf) -> BandParameters {
    let (mut responses, mut uncertainties) = (BTreeMap::new(), BTreeMap::new());
    if let Some((tdi, response)) = tdi.and_then(|tdi| Some((tdi, parameters.responses.get(&tdi)?))) {
        let mut response = response.clone();
        for change in what_if.changes.iter().filter(|change| change.band == parameters.band && !change.is_nothing()) {
            for (column, value) in change.coefficient.values_mut(&mut response).iter_mut().enumerate() {
                if change.concerns(&parameters.band, change.coefficient, column) {
                    *value = change.of(*value);
                }
            }
        }
        responses.insert(tdi, response);
        uncertainties.extend(parameters.uncertainties.get(&tdi).map(|known| (tdi, known.clone())));
    }
    BandParameters {
        band: parameters.band.clone(),
        responses,
        uncertainties,
        remanence: parameters.remanence.clone(),
        stray_light: crate::instrument::radiometry::StrayLight::default(),
        polarisation: parameters.polarisation,
        spectral: parameters.spectral.clone(),
        viewing_directions: BTreeMap::new(),
    }
}
