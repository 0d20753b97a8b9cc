//! The products of the session, opened in the background.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::desk::Desk;
use super::queries::{Pending, Priority};
use super::session::ProductId;
use crate::operations::viewing::ViewedProduct;

/// How far a product has come.
pub(crate) enum Opening {
    /// Its metadata are being read.
    Reading(Pending<ViewedProduct>),
    /// It can be looked at.
    Ready(Arc<ViewedProduct>),
    /// It cannot be opened: what was needed and what was found.
    Failed(String),
}

/// The products of the session as far as they are opened.
#[derive(Default)]
pub(crate) struct OpenedProducts {
    opened: BTreeMap<ProductId, Opening>,
}

impl OpenedProducts {
    /// How far a product has come; none for one that is not in the session.
    pub(crate) fn get(&self, id: ProductId) -> Option<&Opening> {
        self.opened.get(&id)
    }

    /// A product that can be looked at.
    pub(crate) fn ready(&self, id: ProductId) -> Option<&Arc<ViewedProduct>> {
        match self.opened.get(&id) {
            Some(Opening::Ready(product)) => Some(product),
            _ => None,
        }
    }

    /// Every product that can be looked at.
    pub(crate) fn all_ready(&self) -> impl Iterator<Item = (ProductId, &Arc<ViewedProduct>)> {
        self.opened.iter().filter_map(|(id, opening)| match opening {
            Opening::Ready(product) => Some((*id, product)),
            _ => None,
        })
    }

    /// Lets a product go; if it is still in the session it is read again.
    pub(crate) fn forget(&mut self, id: ProductId) {
        self.opened.remove(&id);
    }
}

/// Brings the opened products in line with the session: begins to read new ones, takes in those that were read, lets closed ones go.
pub(super) fn follow_session(desk: &mut Desk) {
    let Desk { products, session, queries, viewing, .. } = desk;
    products.opened.retain(|id, _| session.products.iter().any(|product| product.id == *id));
    for product in &session.products {
        products.opened.entry(product.id).or_insert_with(|| {
            let (path, image, settings) = (product.path.clone(), product.image.clone(), viewing.clone());
            Opening::Reading(queries.ask(Priority::Opening, move |supervision| {
                ViewedProduct::open_with(&path, image.as_deref(), &settings, supervision)
            }))
        });
    }
    let mut failures = Vec::new();
    for opening in products.opened.values_mut() {
        let Opening::Reading(pending) = opening else { continue };
        match pending.poll() {
            None => {}
            Some(Ok(product)) => *opening = Opening::Ready(Arc::new(product)),
            Some(Err(error)) => {
                failures.push(error.to_string());
                *opening = Opening::Failed(error.to_string());
            }
        }
    }
    for failure in failures {
        desk.fail(failure);
    }
}
