//! The chain of one band of a raw product, with what is thought to be otherwise.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::chain_step::ChainStep;
use super::what_if::WhatIf;
use crate::instrument::TdiStages;
use crate::level1::{Chain, ChainError, ChainRequest, ChainSettings, Quantity, Scene, Step, Steps, SunField};
use crate::parameter_sets::{BandParameters, Manifest, ParameterSet};
use crate::product_files::venus_system::{SampleKind, SystemProduct};

/// Everything that the chains of a product's bands are made of, beside what is thought to be otherwise.
pub(super) struct ChainMaker {
    /// The set as it is.
    pub(super) set: Arc<ParameterSet>,
    /// The product.
    pub(super) description: SystemProduct,
    /// The Sun over it; none where it stands below the horizon.
    pub(super) sun: Option<SunField>,
}

impl ChainMaker {
    /// The chain of one band.
    pub(super) fn chain(&self, band: &str, what_if: &WhatIf) -> Result<Chain, ChainError> {
        let tdi = self.description.tdi();
        let set = changed_set(&self.set, band, tdi.get(band).copied(), what_if);
        let (settings, scene) = (self.settings(what_if), self.scene());
        let request = ChainRequest { bands: &[band.to_owned()], tdi: &tdi, settings: &settings, scene: &scene };
        Chain::prepare(&set, request)
    }

    /// The set as it is thought to be, as far as the chain of a band needs it, with the list of its files.
    pub(super) fn set_of(&self, band: &str, what_if: &WhatIf) -> ParameterSet {
        let tdi = self.description.band(band).map(|band| band.tdi);
        let files = self.set.files.clone();
        ParameterSet { files, ..changed_set(&self.set, band, tdi, what_if) }
    }

    /// What comes out.
    pub(super) fn quantity(&self, what_if: &WhatIf) -> Quantity {
        let is_off = |step| what_if.steps_off.contains(&step);
        if is_off(ChainStep::Radiance) {
            Quantity::Counts
        } else if is_off(ChainStep::Reflectance) || self.sun.is_none() {
            Quantity::Radiance
        } else {
            Quantity::Reflectance
        }
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
