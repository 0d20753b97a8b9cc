//! Operation: products into the catalog, read to the end once.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::context::Context;
use super::error::OperationError;
use super::journal::journalled;
use super::path_text;
use super::product_record::product_record;
use super::product_search::{one_header_for_the_image, products_at};
use crate::catalog::{Catalog, CatalogError, Event, IngestOutcome, ProductRecord};
use crate::performance::{all_bands, walk};
use crate::product_files;
use crate::supervision::Supervision;

/// Products to record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IngestRequest {
    /// Headers, metadata files, rasters, or folders of them.
    #[serde(serialize_with = "path_text::list")]
    pub paths: Vec<PathBuf>,
    /// A raster that replaces the image of the one header given.
    #[serde(serialize_with = "path_text::optional")]
    pub image: Option<PathBuf>,
}

/// What became of one product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "status")]
pub enum IngestStatus {
    /// It was new.
    Added,
    /// The catalog knew it.
    AlreadyThere,
    /// The catalog knew it elsewhere or otherwise; its record was brought up to date.
    Updated,
    /// It could not be read.
    Failed {
        /// What was needed and what was found.
        reason: String,
    },
}

/// One product and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct IngestItem {
    /// The path that opens it.
    #[serde(serialize_with = "path_text::path")]
    pub path: PathBuf,
    /// Its identifier, where it could be read.
    pub identifier: Option<String>,
    /// What became of it.
    #[serde(flatten)]
    pub status: IngestStatus,
}

/// What an ingestion did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct IngestReport {
    /// Every product found, in the order of the request.
    pub items: Vec<IngestItem>,
}

impl IngestReport {
    /// How many products could not be read.
    pub fn failed(&self) -> usize {
        self.items.iter().filter(|item| matches!(item.status, IngestStatus::Failed { .. })).count()
    }
}

/// Records every product found. One that cannot be read does not stop the others; each is recorded as soon as it was read, and then
/// `concluded` is told of it: what it was told is in the catalog, whatever happens next.
///
/// # Errors
/// [`OperationError`] of the catalog, or when the user cancels; a product that fails is an item of the report.
pub fn ingest(
    request: &IngestRequest,
    context: &Context,
    concluded: &mut dyn FnMut(&IngestItem),
) -> Result<IngestReport, OperationError> {
    one_header_for_the_image(request.image.as_deref(), &request.paths)?;
    let mut catalog = context.open_catalog()?;
    let (report, ended) = journalled(context, catalog.as_mut(), "ingest", request, |catalog| {
        let mut items = Vec::new();
        let mut conclude = |item| {
            concluded(&item);
            items.push(item);
        };
        for path in &request.paths {
            let products = match products_at(path, context.supervision()) {
                Ok(products) => products,
                Err(OperationError::Cancelled(cancelled)) => return Err(cancelled.into()),
                Err(error) => {
                    conclude(failed(path, error.to_string(), catalog, context)?);
                    continue;
                }
            };
            for product in products {
                conclude(ingest_one(&product, request.image.as_deref(), catalog, context)?);
            }
        }
        let report = IngestReport { items };
        let details = json!({ "products": report.items.len(), "failed": report.failed() });
        Ok((report, details))
    })?;
    ended?;
    Ok(report)
}

fn ingest_one(
    path: &Path,
    image: Option<&Path>,
    catalog: &mut dyn Catalog,
    context: &Context,
) -> Result<IngestItem, OperationError> {
    let record = match read_to_the_end(path, image, context.supervision()) {
        Ok(record) => record,
        Err(OperationError::Cancelled(cancelled)) => return Err(cancelled.into()),
        Err(error) => return failed(path, error.to_string(), catalog, context),
    };
    let identifier = Some(record.key.identifier.clone());
    let outcomes = catalog.ingest(&[record], context.now(), context.supervision())?;
    let status = match outcomes.first() {
        Some(IngestOutcome::Added) => IngestStatus::Added,
        Some(IngestOutcome::Updated) => IngestStatus::Updated,
        Some(IngestOutcome::AlreadyThere) => IngestStatus::AlreadyThere,
        None => {
            return Err(OperationError::Catalog(CatalogError::Store {
                catalog: catalog.name(),
                doing: "recording a product",
                reason: "the store did not say what became of it".to_owned(),
            }));
        }
    };
    Ok(IngestItem { path: path.to_path_buf(), identifier, status })
}

/// Decodes every sample, so that a truncated image is found now and not when it is needed.
fn read_to_the_end(
    path: &Path,
    image: Option<&Path>,
    supervision: &Supervision,
) -> Result<ProductRecord, OperationError> {
    let open = product_files::open(path, image, supervision)?;
    let raster = open.raster.as_ref();
    walk(raster, &all_bands(raster.size()), "reading to the end", supervision, |_, _| Ok(()))?;
    product_record(&open.product, path, supervision)
}

/// A product that could not be read, or a folder without any: an event in the catalog and an item of the report.
fn failed(
    path: &Path,
    reason: String,
    catalog: &mut dyn Catalog,
    context: &Context,
) -> Result<IngestItem, OperationError> {
    catalog.record_event(&Event {
        time: context.now(),
        kind: "not_ingested".to_owned(),
        subject: path.display().to_string(),
        message: reason.clone(),
    })?;
    Ok(IngestItem { path: path.to_path_buf(), identifier: None, status: IngestStatus::Failed { reason } })
}
