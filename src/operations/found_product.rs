//! Query: a list of the catalog's products for a map and a table, and how each stands.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::context::Context;
use super::error::OperationError;
use super::find::{FindRequest, find};
use crate::catalog::{CatalogError, ProductKey, ProductSummary, Query};
use crate::measurement::{Verdict, VerdictKind};
use crate::units::UtcInstant;

/// What makes a product the same product: its identifier and its content.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ProductIdentity {
    /// The product's own identifier.
    pub identifier: String,
    /// Fingerprint of its content.
    pub fingerprint: String,
}

impl fmt::Display for ProductIdentity {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let start: String = self.fingerprint.chars().take(12).collect();
        write!(formatter, "{} (content {start})", self.identifier)
    }
}

impl From<ProductKey> for ProductIdentity {
    fn from(key: ProductKey) -> Self {
        Self { identifier: key.identifier, fingerprint: key.fingerprint }
    }
}

impl From<&ProductIdentity> for ProductKey {
    fn from(identity: &ProductIdentity) -> Self {
        Self { identifier: identity.identifier.clone(), fingerprint: identity.fingerprint.clone() }
    }
}

/// A product in a list.
#[derive(Debug, Clone, PartialEq)]
pub struct FoundProduct {
    /// Identifier and content.
    pub identity: ProductIdentity,
    /// Processing level.
    pub level: String,
    /// Whether the product is synthetic.
    pub synthetic: bool,
    /// Site nick name.
    pub site: Option<String>,
    /// Mean time of acquisition.
    pub acquisition: Option<UtcInstant>,
    /// Absolute orbit number.
    pub orbit: Option<u32>,
    /// The path that opens the product.
    pub path: String,
    /// Outlines of the image, cut at the date line: corners (longitude, latitude) in degrees, the first not repeated.
    pub outlines: Vec<Vec<[f64; 2]>>,
}

impl From<ProductSummary> for FoundProduct {
    fn from(product: ProductSummary) -> Self {
        Self {
            identity: product.key.into(),
            level: product.level,
            synthetic: product.synthetic,
            site: product.site,
            acquisition: product.acquisition,
            orbit: product.orbit,
            path: product.path,
            outlines: product.footprint.into(),
        }
    }
}

/// The answer to a search.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FoundProducts {
    /// Products, by acquisition and identifier.
    pub products: Vec<FoundProduct>,
    /// How many there are in all, the limit left aside.
    pub all: u64,
    /// How many the catalog holds whatever they are; zero also where there is no catalog yet.
    pub catalogued: u64,
}

/// Products that meet every criterion; none where there is no catalog yet.
///
/// # Errors
/// As [`find`], but for a catalog that is not there.
pub fn find_products(request: &FindRequest, context: &Context) -> Result<FoundProducts, OperationError> {
    let (products, all) = match find(request, context) {
        Err(OperationError::Catalog(CatalogError::NoCatalog { .. })) => return Ok(FoundProducts::default()),
        found => found?,
    };
    let catalogued = context.open_existing_catalog()?.count(&Query::default(), context.supervision())?;
    Ok(FoundProducts { products: products.into_iter().map(FoundProduct::from).collect(), all, catalogued })
}

/// Names of all sites that the catalog has an acquisition of; none where there is no catalog yet.
///
/// # Errors
/// [`OperationError::Catalog`].
pub fn site_names(context: &Context) -> Result<Vec<String>, OperationError> {
    let catalog = match context.open_existing_catalog() {
        Err(OperationError::Catalog(CatalogError::NoCatalog { .. })) => return Ok(Vec::new()),
        opened => opened?,
    };
    Ok(catalog.sites()?.into_iter().map(|site| site.name).collect())
}

/// How the newest verification of a product judged it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct VerdictCounts {
    /// Verdicts that pass.
    pub pass: usize,
    /// Verdicts that fail.
    pub fail: usize,
    /// Verdicts that decide nothing.
    pub inconclusive: usize,
    /// Requirements without a figure.
    pub not_measurable: usize,
}

impl VerdictCounts {
    /// Counts verdicts.
    pub fn of(verdicts: &[Verdict]) -> Self {
        let number = |kind| verdicts.iter().filter(|verdict| verdict.kind == kind).count();
        Self {
            pass: number(VerdictKind::Pass),
            fail: number(VerdictKind::Fail),
            inconclusive: number(VerdictKind::Inconclusive),
            not_measurable: number(VerdictKind::NotMeasurable),
        }
    }

    /// The worst of them; none where nothing was judged.
    pub fn worst(self) -> Option<VerdictKind> {
        let kinds = [
            (self.fail, VerdictKind::Fail),
            (self.inconclusive, VerdictKind::Inconclusive),
            (self.not_measurable, VerdictKind::NotMeasurable),
            (self.pass, VerdictKind::Pass),
        ];
        kinds.into_iter().find(|(number, _)| *number > 0).map(|(_, kind)| kind)
    }
}

/// The verdicts of the newest verification of each product, told one by one: thousands of products take seconds.
///
/// # Errors
/// [`OperationError::Catalog`], or when the query is cancelled.
pub fn verdict_counts(
    products: &[ProductIdentity],
    context: &Context,
    tell: &mut dyn FnMut(&ProductIdentity, VerdictCounts),
) -> Result<(), OperationError> {
    let catalog = context.open_existing_catalog()?;
    for product in products {
        context.supervision().check()?;
        tell(product, VerdictCounts::of(&catalog.verdicts(&product.into())?));
    }
    Ok(())
}
