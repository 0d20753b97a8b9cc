//! What of the catalog's workspace is restored.

use serde::{Deserialize, Serialize};

use super::filter_texts::FilterTexts;
use super::map_view::MapView;
use super::table_order::TableOrder;
use crate::operations::ProductIdentity;

/// What of the catalog's workspace is restored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct CatalogSession {
    /// The criteria, as they were typed.
    pub(crate) filters: FilterTexts,
    /// The order of the table.
    pub(crate) order: TableOrder,
    /// The product that is looked at.
    pub(crate) selected: Option<ProductIdentity>,
    /// What the map shows; none: all products found.
    pub(crate) map: Option<MapView>,
    /// Share of the height that the map has.
    pub(crate) map_share: f32,
}

impl Default for CatalogSession {
    fn default() -> Self {
        Self {
            filters: FilterTexts::default(),
            order: TableOrder::default(),
            selected: None,
            map: None,
            map_share: 0.5,
        }
    }
}
