//! Query: what became of a pixel of an L1A product, or which of its pixels used a coefficient.

use std::path::{Path, PathBuf};

use serde::Serialize;

use super::chain_of_product::{ChainChoices, ProductChain, failed};
use super::processing_record::ProcessingRecord;
use crate::level1::Step;
use crate::level1::explain::{CoefficientName, PixelExplanation, PixelQuestion, Usage, explain_pixel, used_by};
use crate::operations::context::Context;
use crate::operations::error::OperationError;
use crate::operations::parameter_sets::open_set;
use crate::operations::path_text;
use crate::product_files::venus_system::SystemProductReader;

/// A processing record is never larger: twelve bands' filters are a few hundred files.
const LARGEST_RECORD_BYTES: u64 = 16 << 20;

/// A pixel explained, with what its product was made from.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ExplainedPixel {
    /// The product.
    pub product: String,
    /// The raw product.
    pub raw: String,
    /// The parameter set's name.
    pub set: String,
    /// Its version.
    pub set_version: u32,
    /// Where it was read from.
    #[serde(serialize_with = "path_text::path")]
    pub set_folder: PathBuf,
    /// The value that the product holds; none where it holds none.
    pub product_value: Option<f32>,
    /// What became of the pixel.
    #[serde(flatten)]
    pub pixel: PixelExplanation,
}

/// An L1A product with the raw product, the set and the chain that made it, opened again.
pub struct ExplainedProduct {
    product: SystemProductReader,
    made: ProductChain,
}

impl ExplainedProduct {
    /// Opens a product of `viq level1`, and what it was made from where that stands as it stood.
    ///
    /// # Errors
    /// [`OperationError`] for a product without its record, a raw product or a set that cannot be opened, and a set that is not the one that made
    /// it: each says what was needed and what was found.
    pub fn open(path: &Path, context: &Context) -> Result<Self, OperationError> {
        let product = SystemProductReader::open(path)?;
        let record = record_of(&product)?;
        let set = open_set(&record.set.folder, context.supervision())?;
        let manifest = &set.manifest;
        let differs = manifest.files.iter().find(|file| !record.set.files.contains(file));
        if manifest.name != record.set.name || manifest.version != record.set.version || differs.is_some() {
            let file = differs.map_or_else(String::new, |file| format!(", with another {}", file.path));
            return Err(OperationError::Model {
                message: format!(
                    "{}: needed the parameter set {} version {} that made {}, found {} version {}{file}",
                    record.set.folder.display(),
                    record.set.name,
                    record.set.version,
                    product.product().identifier,
                    manifest.name,
                    manifest.version
                ),
            });
        }
        let left_out_polarisation = !record.done.contains(Step::Polarisation);
        let choices = ChainChoices {
            settings: record.settings,
            saturation_spreads: record.settings.saturation.columns_around > 0
                || record.settings.saturation.lines_after > 0,
            polarisation_is_optional: left_out_polarisation,
            polarisation: record.polarisation.clone(),
            rescale: record.set.scaled_to.is_some(),
            preview: record.stray_light.is_some_and(|used| used.preview),
        };
        let made = ProductChain::prepare(&record.raw_path, &record.set.folder, set, choices, context)?;
        Ok(Self { product, made })
    }

    /// The chain and what it was made from.
    pub const fn made(&self) -> &ProductChain {
        &self.made
    }

    /// Explains a pixel of a band.
    ///
    /// # Errors
    /// [`OperationError::Usage`] for a band or a pixel that the product does not have; [`OperationError::Product`] for images that cannot be read.
    pub fn explain(&self, band: &str, line: usize, column: usize) -> Result<ExplainedPixel, OperationError> {
        let description = self.product.product();
        let Some(index) = description.band_index(band) else {
            let known: Vec<&str> = description.bands.iter().map(|band| band.name.as_str()).collect();
            return Err(OperationError::Usage(format!("--band needs one of {}, found {band}", known.join(", "))));
        };
        let (lines, columns) = (description.lines, description.columns());
        if line >= lines || column >= columns {
            return Err(OperationError::Usage(format!(
                "--at needs a line below {lines} and a column below {columns}, found {line},{column}"
            )));
        }
        let mut values = vec![0.0; columns];
        self.product.read_values(index, line..line + 1, &mut values)?;
        let product_value = values.get(column).copied().filter(|value| value.is_finite());
        let made = &self.made;
        let chain = made.chain.bands().get(index).ok_or_else(|| OperationError::Usage(format!("band {band}: none")))?;
        let raw = made.reader.product();
        let first = line - chain.lines_before().max(1).min(line);
        let mut codes = vec![0; (line + 1 - first) * raw.columns()];
        made.reader.read_counts(index, first..line + 1, &mut codes)?;
        let code_at = |line: usize, column: usize| {
            let inside = column < raw.useful_columns;
            let at = line.checked_sub(first)? * raw.columns() + raw.pre_scan + column;
            codes.get(at).copied().filter(|_| inside)
        };
        let tdi =
            made.tdi.get(band).copied().ok_or_else(|| OperationError::Usage(format!("band {band}: no TDI stages")))?;
        let question = PixelQuestion {
            chain,
            set: &made.set,
            tdi,
            line,
            column,
            distance_au: made.chain.distance_au(),
            value_of_product: product_value.map(f64::from),
            noise_gain: made.noise_gain(band).of(column).unwrap_or(1.0),
        };
        Ok(ExplainedPixel {
            product: description.identifier.to_string(),
            raw: raw.identifier.to_string(),
            set: made.set.manifest.name.clone(),
            set_version: made.set.manifest.version,
            set_folder: made.set_folder.clone(),
            product_value,
            pixel: explain_pixel(&question, &code_at).map_err(failed)?,
        })
    }

    /// Which pixels used a coefficient, named as [`CoefficientName::from_text`] reads it.
    ///
    /// # Errors
    /// [`OperationError::Usage`] for a name that is none, or a band or column that the product does not have.
    pub fn used_by(&self, coefficient: &str) -> Result<Usage, OperationError> {
        let usage = |error: &dyn std::fmt::Display| OperationError::Usage(format!("--used-by: {error}"));
        let name = CoefficientName::from_text(coefficient).map_err(|error| usage(&error))?;
        used_by(&name, &self.made.chain, &self.made.set).map_err(|error| usage(&error))
    }
}

fn record_of(product: &SystemProductReader) -> Result<ProcessingRecord, OperationError> {
    let header = product.header();
    let path = product.processing_file().ok_or_else(|| OperationError::Model {
        message: format!(
            "{}: needed a product of viq level1, with how it was made ({}_processing.json) beside its header, found none",
            header.display(),
            product.product().identifier
        ),
    })?;
    let io = |source| OperationError::Io { path: path.clone(), doing: "read", source };
    let size = std::fs::metadata(&path).map_err(io)?.len();
    let wrong = |found: String| OperationError::Model {
        message: format!(
            "{}: needed the record of a processing, version {}, found {found}",
            path.display(),
            ProcessingRecord::VERSION
        ),
    };
    if size > LARGEST_RECORD_BYTES {
        return Err(wrong(format!("{size} bytes")));
    }
    let text = std::fs::read_to_string(&path).map_err(io)?;
    let record: ProcessingRecord = serde_json::from_str(&text).map_err(|error| wrong(error.to_string()))?;
    if record.version != ProcessingRecord::VERSION {
        return Err(wrong(format!("version {}", record.version)));
    }
    Ok(record)
}
