//! The chain of a raw product with a parameter set: checked against each other, prepared once.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::arrays_of_product::check_arrays;
use super::processing_record::{ProcessingRecord, SetUsed, StrayLightUsed};
use crate::imagery::convolution::Quality;
use crate::instrument::TdiStages;
use crate::instrument::radiometry::StrayLightScenario;
use crate::level1::stray_light::StrayLightCorrection;
use crate::level1::uncertainty::{UncertaintyModel, noise_gain};
use crate::level1::{
    Chain, ChainError, ChainRequest, ChainSettings, SaturationRule, Scene, ScenePolarisation, Step, SunField,
};
use crate::operations::context::Context;
use crate::operations::error::OperationError;
use crate::operations::parameter_sets::model_of;
use crate::parameter_sets::{ColumnFigures, InstrumentSettings, ParameterSet, fits_settings, scaled};
use crate::product_files::venus_system::{SampleKind, SystemProduct, SystemProductReader};
use crate::supervision::Supervision;

/// What is chosen for a chain, beside product and set.
#[derive(Debug, Clone, PartialEq)]
#[allow(clippy::struct_excessive_bools, reason = "switches of their own, each a flag of the command")]
pub struct ChainChoices {
    /// Steps, conventions, quantity; the saturation's full scale is the product's.
    pub settings: ChainSettings,
    /// Whether saturation spoils its surroundings.
    pub saturation_spreads: bool,
    /// Whether polarisation may be left out where the scene's is not known.
    pub polarisation_is_optional: bool,
    /// The scene's polarisation, by band.
    pub polarisation: BTreeMap<String, ScenePolarisation>,
    /// Whether a set made for other settings is scaled.
    pub rescale: bool,
    /// Whether stray light is corrected in preview quality.
    pub preview: bool,
}

/// A raw product, its parameter set and the chain between them.
pub struct ProductChain {
    /// The raw product.
    pub reader: Arc<SystemProductReader>,
    /// The set, scaled where that was asked for.
    pub set: Arc<ParameterSet>,
    /// The folder that it came from.
    pub set_folder: PathBuf,
    /// The settings that it was scaled to.
    pub scaled_to: Option<InstrumentSettings>,
    /// What the chain was asked for.
    pub settings: ChainSettings,
    /// The scene.
    pub scene: Scene,
    /// Bands in the product's order.
    pub bands: Vec<String>,
    /// TDI stages by band.
    pub tdi: BTreeMap<String, TdiStages>,
    /// The chain.
    pub chain: Chain,
    /// Steps that were left out, and why.
    pub left_out: Vec<String>,
    /// Whether stray light is corrected in preview quality.
    pub preview: bool,
}

impl ProductChain {
    /// Opens a raw product, checks the set against it, and prepares the chain.
    ///
    /// # Errors
    /// [`OperationError::Product`] for a product that cannot be read; [`OperationError::Model`] for one that holds no counts, a set that does
    /// not hold at its moment, was made for other settings of the instrument (and is not to be scaled, or cannot be), has other columns, or
    /// lacks what the chain needs: each names what was needed and what was found.
    #[allow(clippy::needless_pass_by_value, reason = "what was chosen belongs to the chain from here on")]
    pub fn prepare(
        raw: &Path,
        set_folder: &Path,
        set: ParameterSet,
        choices: ChainChoices,
        context: &Context,
    ) -> Result<Self, OperationError> {
        let reader = SystemProductReader::open(raw)?;
        let product = reader.product();
        let SampleKind::Counts { significant_bits } = product.samples else {
            return Err(refused(raw, "a raw product, whose images hold counts", "one that holds values"));
        };
        let (set, scaled_to) = fitting_set(set, product, &choices, context)?;
        check_arrays(&set, set_folder, product)?;
        let scene = scene_of(raw, product, &choices)?;
        let mut settings = choices.settings;
        settings.saturation = SaturationRule::of_bits(significant_bits);
        if choices.saturation_spreads {
            settings.saturation = settings.saturation.with_surroundings();
        }
        let mut left_out = Vec::new();
        let bands: Vec<String> = product.bands.iter().map(|band| band.name.clone()).collect();
        let lacks_light = bands.iter().any(|band| !scene.polarisation.contains_key(band));
        let mut run = settings;
        if settings.steps.contains(Step::Polarisation) && lacks_light && choices.polarisation_is_optional {
            run.steps = run.steps.without(Step::Polarisation);
            left_out.push("polarisation: the scene's is not known".to_owned());
        }
        let tdi = product.tdi();
        let request = ChainRequest { bands: &bands, tdi: &tdi, settings: &run, scene: &scene };
        let chain = Chain::prepare(&set, request).map_err(failed)?;
        Ok(Self {
            set: Arc::new(set),
            set_folder: set_folder.to_path_buf(),
            scaled_to,
            settings,
            scene,
            bands,
            tdi,
            chain,
            left_out,
            preview: choices.preview,
            reader: Arc::new(reader),
        })
    }

    /// The correction of stray light, where the chain has one.
    ///
    /// # Errors
    /// [`OperationError::Model`] for filters that cannot be applied; [`OperationError::Cancelled`].
    pub fn stray_light(&self, supervision: &Supervision) -> Result<Option<StrayLightCorrection>, OperationError> {
        let done = self.chain.flags().done;
        let scenario = match (done.contains(Step::StrayLightType1), done.contains(Step::StrayLightType2)) {
            (false, false) => return Ok(None),
            (true, false) => StrayLightScenario::Type1,
            (false, true) => StrayLightScenario::Type2,
            (true, true) => self.set.processing.stray_light,
        };
        let bands: Vec<_> = self
            .bands
            .iter()
            .filter_map(|name| self.set.band(name))
            .map(|band| (band.band.as_str(), &band.stray_light))
            .collect();
        let quality = if self.preview { Quality::Preview } else { Quality::Full };
        let columns = self.reader.product().useful_columns;
        let correction = StrayLightCorrection::new(&bands, columns, scenario, quality, supervision);
        correction.map(Some).map_err(|error| {
            if supervision.check().is_err() {
                OperationError::Cancelled(crate::supervision::Cancelled)
            } else {
                OperationError::Model { message: format!("{}: stray light: {error}", self.set_folder.display()) }
            }
        })
    }

    /// The uncertainty of the chain's values as functions.
    ///
    /// # Errors
    /// [`OperationError::Model`] for a band that the set lacks.
    pub fn uncertainty(&self) -> Result<UncertaintyModel, OperationError> {
        let request = ChainRequest { bands: &self.bands, tdi: &self.tdi, settings: &self.settings, scene: &self.scene };
        UncertaintyModel::of(&self.chain, &self.set, request, |band| self.noise_gain(band)).map_err(failed)
    }

    /// By what the filters of type 1 multiply the independent noise of a band, column by column; one where they are not applied.
    pub fn noise_gain(&self, band: &str) -> ColumnFigures {
        let is_filtered = self.chain.flags().done.contains(Step::StrayLightType1);
        match self.set.band(band).filter(|_| is_filtered) {
            Some(band) => noise_gain(&band.stray_light.local, self.reader.product().useful_columns),
            None => ColumnFigures::Same(1.0),
        }
    }

    /// How the product that the chain makes was made.
    pub fn record(&self, correction: Option<&StrayLightCorrection>) -> ProcessingRecord {
        let manifest = &self.set.manifest;
        ProcessingRecord {
            version: ProcessingRecord::VERSION,
            made_by: format!("viq {}", Context::software_version()),
            raw: self.reader.product().identifier.to_string(),
            raw_path: std::path::absolute(self.reader.header()).unwrap_or_else(|_| self.reader.header().to_path_buf()),
            set: SetUsed {
                folder: std::path::absolute(&self.set_folder).unwrap_or_else(|_| self.set_folder.clone()),
                name: manifest.name.clone(),
                version: manifest.version,
                state: manifest.state,
                files: manifest.files.clone(),
                scaled_to: self.scaled_to.clone(),
            },
            settings: self.settings,
            done: self.chain.flags().done,
            left_out: self.left_out.clone(),
            tdi: self.tdi.clone(),
            polarisation: self.scene.polarisation.clone(),
            distance_au: self.chain.distance_au(),
            unit: self.settings.quantity.unit().to_owned(),
            stray_light: correction.map(|correction| StrayLightUsed {
                preview: self.preview,
                filter_error: correction.filter_error(),
                reach: correction.reach(),
            }),
        }
    }
}

fn refused(path: &Path, needed: &str, found: &str) -> OperationError {
    OperationError::Model { message: format!("{}: needed {needed}, found {found}", path.display()) }
}

/// A chain that cannot be prepared, as an operation says it.
pub(super) fn failed(error: ChainError) -> OperationError {
    match error {
        ChainError::Cancelled(cancelled) => OperationError::Cancelled(cancelled),
        error => OperationError::Model { message: error.to_string() },
    }
}

/// The set for the product's moment and settings.
fn fitting_set(
    set: ParameterSet,
    product: &SystemProduct,
    choices: &ChainChoices,
    context: &Context,
) -> Result<(ParameterSet, Option<InstrumentSettings>), OperationError> {
    let manifest = &set.manifest;
    if !manifest.holds_at(product.acquisition) {
        let [first, last] = manifest.validity.map(|end| end.map_or_else(|| "always".to_owned(), |end| end.to_string()));
        return Err(OperationError::Model {
            message: format!(
                "parameter set {}, version {}: needed one that holds at {}, found one that holds from {first} to {last}",
                manifest.name, manifest.version, product.acquisition
            ),
        });
    }
    let Err(mismatch) = fits_settings(&set, &product.settings) else { return Ok((set, None)) };
    if !choices.rescale {
        return Err(OperationError::Model { message: format!("{mismatch}; --rescale scales it") });
    }
    let model = model_of(&set.manifest.instrument, context.workspace())?;
    let scaled = scaled(&set, &model, &product.settings, &choices.settings.conventions)
        .map_err(|error| OperationError::Model { message: error.to_string() })?;
    // The manifest of what was scaled lists no files: those that it came from are what the product names.
    let files = manifest.files.clone();
    let mut scaled = scaled;
    scaled.manifest.files = files;
    Ok((scaled, Some(product.settings.clone())))
}

fn scene_of(raw: &Path, product: &SystemProduct, choices: &ChainChoices) -> Result<Scene, OperationError> {
    let sun = &product.geometry.sun;
    let corners = [sun.upper_left, sun.upper_right, sun.lower_left, sun.lower_right].map(|corner| corner.zenith);
    let sun = match SunField::from_corners(corners, product.lines, product.useful_columns) {
        Ok(sun) => Some(sun),
        // At night there is no reflectance, and nothing else asks for the Sun.
        Err(error) if choices.settings.quantity == crate::level1::Quantity::Reflectance => {
            return Err(OperationError::Model { message: format!("{}: {error}", raw.display()) });
        }
        Err(_) => None,
    };
    Ok(Scene { acquisition: product.acquisition, sun, polarisation: choices.polarisation.clone() })
}
