//! Operation: a raw product becomes an L1A product.

use std::path::PathBuf;

use serde::Serialize;
use serde_json::json;

use super::auxiliary_files::AuxiliaryFiles;
use super::chain_of_product::{ChainChoices, ProductChain};
use super::pipeline::{self, Written};
use super::request::Level1Request;
use crate::level1::{BandChain, ChainSettings};
use crate::operations::context::Context;
use crate::operations::error::OperationError;
use crate::operations::journal::journalled;
use crate::operations::parameter_sets::open_set;
use crate::operations::path_text;
use crate::product_files::venus_system::{SystemProduct, SystemProductWriter};
use crate::product_files::{ParameterFile, QualityIndex};
use crate::supervision::Supervision;

/// What was made.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Level1Outcome {
    /// The product's header.
    #[serde(serialize_with = "path_text::path")]
    pub header: PathBuf,
    /// Its identifier.
    pub identifier: String,
    /// What its values are, and their unit.
    pub quantity: &'static str,
    /// The unit.
    pub unit: &'static str,
    /// The steps that were run.
    pub done: Vec<&'static str>,
    /// Steps that were left out, and why.
    pub left_out: Vec<String>,
    /// What the raw product's header says and this product's has no place for or cannot say.
    pub left_behind: Vec<String>,
    /// Share of good pixels, band by band.
    pub good: Vec<GoodPixels>,
    /// Whether the raw product says that it is synthetic.
    pub synthetic: bool,
}

/// How many pixels of a band are good.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GoodPixels {
    /// The band.
    pub band: String,
    /// Pixels without any reason against them.
    pub n_good: u64,
    /// All pixels.
    pub n: u64,
}

/// Corrects a raw product and writes the L1A product, with its uncertainties as functions and how it was made beside the header. What is
/// cancelled or fails leaves no product.
///
/// # Errors
/// [`OperationError`] for a request, a product or a set that cannot be served, a full disk, a catalog that fails, or when the user cancels.
pub fn level1(request: &Level1Request, context: &Context) -> Result<Level1Outcome, OperationError> {
    let (steps, names_polarisation) = request.steps()?;
    let mut catalog = context.open_catalog()?;
    let (outcome, ended) = journalled(context, catalog.as_mut(), "level1", request, |_| {
        let supervision = context.supervision();
        let set = open_set(&request.set, supervision)?;
        let choices = ChainChoices {
            settings: ChainSettings {
                conventions: request.conventions,
                steps,
                quantity: request.quantity.quantity(),
                // The product's bits decide.
                ..ChainSettings::of_bits(16)
            },
            saturation_spreads: request.saturation_spreads,
            polarisation_is_optional: !names_polarisation,
            polarisation: request.polarisation.iter().map(|light| (light.band.clone(), light.of_scene())).collect(),
            rescale: request.rescale,
            preview: request.preview,
        };
        let product = ProductChain::prepare(&request.raw, &request.set, set, choices, context)?;
        for left_out in &product.left_out {
            supervision.warn(format!("left out: {left_out}"));
        }
        for left_behind in product.reader.product().left_behind_by_l1a() {
            supervision.warn(format!("not carried over from the raw product's header: {left_behind}"));
        }
        let outcome = make(&product, &request.out, supervision)?;
        let details = json!({ "header": outcome.header.to_string_lossy(), "done": outcome.done });
        Ok((outcome, details))
    })?;
    ended?;
    Ok(outcome)
}

fn make(
    product: &ProductChain,
    out: &std::path::Path,
    supervision: &Supervision,
) -> Result<Level1Outcome, OperationError> {
    let correction = product.stray_light(supervision)?;
    let auxiliary = AuxiliaryFiles::of(&product.reader, supervision)?;
    let mut description = description(product);
    description.private.auxiliary.clone_from(&auxiliary.references);
    let mut writer = SystemProductWriter::create(out, description)?;
    auxiliary.write(&mut writer)?;
    let written = pipeline::run(product, correction.as_ref(), &mut writer, supervision)?;
    writer.set_quality_indexes(quality(product, &written));
    let as_json = |value: serde_json::Result<Vec<u8>>| {
        value.map_err(|error| OperationError::Model { message: format!("{}: {error}", out.display()) })
    };
    writer.write_uncertainty(&as_json(serde_json::to_vec(&product.uncertainty()?))?)?;
    writer.write_processing(&as_json(serde_json::to_vec_pretty(&product.record(correction.as_ref())))?)?;
    let identifier = writer.product().identifier.to_string();
    let header = writer.finish()?;
    let good = |(band, n_good): (&String, &u64)| GoodPixels { band: band.clone(), n_good: *n_good, n: written.n };
    Ok(Level1Outcome {
        header,
        identifier,
        quantity: product.settings.quantity.word(),
        unit: product.settings.quantity.unit(),
        done: product.chain.flags().done.iter().map(crate::level1::Step::word).collect(),
        left_out: product.left_out.clone(),
        left_behind: product.reader.product().left_behind_by_l1a(),
        good: product.bands.iter().zip(&written.n_good).map(good).collect(),
        synthetic: product.reader.product().synthetic,
    })
}

/// The L1A product's description: flags are what is done.
fn description(product: &ProductChain) -> SystemProduct {
    let raw = product.reader.product();
    let mut description = raw.as_l1a();
    description.flags =
        product.chain.flags().header().into_iter().map(|(name, is_done)| (name.to_owned(), is_done)).collect();
    let of_band = |name: &str| product.chain.bands().iter().find(|band| band.band() == name).map(BandChain::scale);
    for band in &mut description.bands {
        let Some(scale) = of_band(&band.name) else { continue };
        band.ak = Some(scale.gain);
        band.polarisation_coefficient = scale.polarisation;
    }
    description.parameter_files = product
        .set
        .files
        .iter()
        .map(|file| ParameterFile { nature: format!("GIP_{}", file.kind), name: file.identifier.clone() })
        .collect();
    let quantity = product.settings.quantity;
    let note = format!(
        "{} ({}); parameter set {} version {}; steps {}",
        quantity.word(),
        quantity.unit(),
        product.set.manifest.name,
        product.set.manifest.version,
        product.chain.flags().done
    );
    description.notes = if raw.notes.is_empty() { note } else { format!("{}; {note}", raw.notes) };
    description
}

/// The mission's index of good pixels, band by band.
fn quality(product: &ProductChain, written: &Written) -> Vec<QualityIndex> {
    let index = |(band, n_good): (&String, &u64)| {
        let share = *n_good as f64 / written.n.max(1) as f64;
        QualityIndex {
            code: "RATE_PIXELS_OK_L1A".to_owned(),
            band: Some(band.clone()),
            value: Some(share),
            text: format!("{share:.6}"),
        }
    };
    product.bands.iter().zip(&written.n_good).map(index).collect()
}
