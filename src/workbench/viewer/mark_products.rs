//! Of which product a mark is: it is drawn on that product alone, and lists tell the marks of other products from those of the one shown.

use super::marks::ProfileLine;
use super::view_state::ProductReference;
use super::wording::product_title;
use crate::workbench::desk::Desk;
use crate::workbench::inspector::product_of;
use crate::workbench::session::ProductId;

/// The name of the product that a mark is of, where it is another one than the active view's; none for a mark of that one.
pub(crate) fn other_product(desk: &Desk, of: &ProductReference) -> Option<String> {
    let id = product_of(&desk.session, of);
    if id.is_some() && id == desk.session.viewer.active_product() {
        return None;
    }
    let title = id.and_then(|id| desk.products.ready(id)).map(|product| product_title(product));
    Some(title.unwrap_or_else(|| {
        let name = of.path.file_stem().unwrap_or(of.path.as_os_str()).to_string_lossy().into_owned();
        if id.is_some() { name } else { format!("{name}, not open") }
    }))
}

/// The open product that the profile line is of: the one that it was drawn on; for a line of an older session, the active view's.
pub(crate) fn profile_product(desk: &Desk, line: &ProfileLine) -> Option<ProductId> {
    match &line.product {
        Some(product) => product_of(&desk.session, product),
        None => desk.session.viewer.active_product(),
    }
}
