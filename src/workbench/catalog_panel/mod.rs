//! The catalog: filters, map, table, product card.

mod card;
mod card_figures;
mod card_origin;
mod centre;
mod extent;
mod filter_texts;
mod filters;
mod land_fill;
mod list;
mod map;
mod map_products;
mod map_view;
mod map_words;
mod quick_look;
mod session;
mod table;
mod table_order;

pub(crate) use card::ProductCard;
pub(crate) use centre::MapAndTable;
pub(crate) use filter_texts::FilterTexts;
pub(crate) use filters::Filters;
pub(crate) use list::{CatalogDesk, follow_catalog};
pub(crate) use session::CatalogSession;

#[cfg(test)]
mod tests;
