//! Query: products of the catalog by site, level, date, place and text.

use super::context::Context;
use super::error::OperationError;
use crate::catalog::{ProductSummary, Query};

/// What to look for.
pub type FindRequest = Query;

/// Products that meet every criterion, by acquisition and identifier.
///
/// # Errors
/// [`OperationError::Catalog`].
pub fn find(request: &FindRequest, context: &Context) -> Result<Vec<ProductSummary>, OperationError> {
    Ok(context.open_catalog()?.find(request, context.supervision())?)
}
