//! The catalog: filters, map, table, product card.

mod panels;
mod session;

pub(crate) use panels::{Filters, MapAndTable, ProductCard};
pub(crate) use session::CatalogSession;
