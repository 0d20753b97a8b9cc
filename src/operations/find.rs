//! Query: products of the catalog by site, level, date, place and text.

use super::context::Context;
use super::error::OperationError;
use crate::catalog::{CatalogError, GeographicBox, ProductSummary, Query};
use crate::units::UtcInstant;

/// What to look for; an absent criterion is met by every product.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FindRequest {
    /// Site nick name.
    pub site: Option<String>,
    /// Processing level.
    pub level: Option<String>,
    /// Acquired then or later.
    pub from: Option<UtcInstant>,
    /// Acquired then or earlier.
    pub to: Option<UtcInstant>,
    /// West, south, east, north in degrees; west > east crosses the date line.
    pub bbox_deg: Option<[f64; 4]>,
    /// Part of the identifier or the site.
    pub text: Option<String>,
    /// At most this many products.
    pub limit: Option<u32>,
}

/// Products that meet every criterion, by acquisition and identifier, and how many there are in all.
///
/// # Errors
/// [`OperationError::Usage`] for a box that is none, or dates in the wrong order; [`OperationError::Catalog`].
pub fn find(request: &FindRequest, context: &Context) -> Result<(Vec<ProductSummary>, u64), OperationError> {
    if let (Some(from), Some(to)) = (request.from, request.to)
        && from > to
    {
        return Err(OperationError::Usage(format!(
            "dates: needed a first one not after the last, found {from} to {to}"
        )));
    }
    let bbox = request.bbox_deg.map(|[west_deg, south_deg, east_deg, north_deg]| GeographicBox {
        west_deg,
        south_deg,
        east_deg,
        north_deg,
    });
    let query = Query {
        site: request.site.clone(),
        level: request.level.clone(),
        identifier: None,
        from: request.from,
        to: request.to,
        bbox,
        text: request.text.clone(),
        limit: request.limit,
        offset: 0,
    };
    let catalog = context.open_existing_catalog()?;
    let mistaken = |error| match error {
        CatalogError::BadQuery { field, needed, found } => {
            OperationError::Usage(format!("{field}: needed {needed}, found {found}"))
        }
        error => error.into(),
    };
    let products = catalog.find(&query, context.supervision()).map_err(mistaken)?;
    let all = match request.limit {
        Some(limit) if products.len() as u64 >= u64::from(limit) => catalog.count(&query, context.supervision())?,
        _ => products.len() as u64,
    };
    Ok((products, all))
}
