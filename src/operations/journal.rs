//! Every operation stands in the catalog's journal: its request when it begins, its outcome when it ends.

use serde::Serialize;
use serde_json::{Value, json};

use super::context::Context;
use super::error::OperationError;
use crate::catalog::{Catalog, CatalogError, JournalEnd, JournalStart};

/// Runs `work` between the two entries of the journal.
///
/// An operation that was killed leaves an entry without an end; a failed or cancelled one says so. Beside the outcome of work that came to
/// its end stands whether this could be written into the journal: the caller decides what a catalog that fails now takes away.
///
/// # Errors
/// The error of `work`, or of the catalog at the beginning.
pub(super) fn journalled<Outcome>(
    context: &Context,
    catalog: &mut dyn Catalog,
    kind: &str,
    request: &impl Serialize,
    work: impl FnOnce(&mut dyn Catalog) -> Result<(Outcome, Value), OperationError>,
) -> Result<(Outcome, Result<(), CatalogError>), OperationError> {
    let inputs = serde_json::to_value(request)
        .map_err(|error| OperationError::Usage(format!("the request cannot be written down: {error}")))?;
    let operation = catalog.begin_operation(&JournalStart {
        time: context.now(),
        kind: kind.to_owned(),
        inputs,
        software_version: Context::software_version().to_owned(),
    })?;
    let result = work(catalog);
    let (outcome, details) = match &result {
        Ok((_, details)) => ("done", details.clone()),
        Err(OperationError::Cancelled(_)) => ("cancelled", json!({})),
        Err(error) => ("failed", json!({ "error": error.to_string() })),
    };
    let ended =
        catalog.finish_operation(operation, &JournalEnd { time: context.now(), outcome: outcome.to_owned(), details });
    result.map(|(outcome, _)| (outcome, ended))
}
