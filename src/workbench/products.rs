//! The products of the session, opened in the background.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::desk::Desk;
use super::queries::{Pending, Priority};
use super::session::ProductId;
use crate::operations::OperationError;
use crate::operations::viewing::{OverviewsBuilt, ViewedProduct};

/// Pixels from which on coarse levels are worth a file.
const OVERVIEWS_FROM_PIXELS: usize = 16_000_000;

/// Every pixel of a calculated image is looked at only when it has stayed the same for so many seconds: for one that follows the hand that would
/// be begun again and again, and take from the picture what it needs.
const REST_SECONDS: f64 = 1.0;

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
pub(crate) struct OpenedProducts {
    opened: BTreeMap<ProductId, Opening>,
    /// Overviews that are being built; a product that is closed cancels its own.
    overviews: BTreeMap<ProductId, Pending<OverviewsBuilt>>,
    /// What is shown instead of a product: the same image, calculated.
    instead: BTreeMap<ProductId, Instead>,
    /// Tells what was calculated of an image before from what was calculated after.
    versions: u64,
    /// Pixels from which on overviews are built.
    overviews_from_pixels: usize,
}

/// What is shown instead of a product.
struct Instead {
    product: Arc<ViewedProduct>,
    /// What was shown until then, whose pixels stay until the new ones are there.
    before: Option<Arc<ViewedProduct>>,
    version: u64,
    /// Since when it is shown, seconds of the window.
    since: f64,
}

/// A product as it is shown: its number, and which calculation of it.
pub(crate) type Shown = (ProductId, u64);

impl Default for OpenedProducts {
    fn default() -> Self {
        let (opened, overviews) = (BTreeMap::new(), BTreeMap::new());
        Self { opened, overviews, instead: BTreeMap::new(), versions: 0, overviews_from_pixels: OVERVIEWS_FROM_PIXELS }
    }
}

impl OpenedProducts {
    /// How far a product has come; none for one that is not in the session.
    pub(crate) fn get(&self, id: ProductId) -> Option<&Opening> {
        self.opened.get(&id)
    }

    /// A product that can be looked at: as it was read, or what is shown instead.
    pub(crate) fn ready(&self, id: ProductId) -> Option<&Arc<ViewedProduct>> {
        let instead = self.instead.get(&id).map(|instead| &instead.product);
        instead.or_else(|| self.as_read(id))
    }

    /// Which product is shown, and which calculation of it: questions of its samples are asked anew when it changes.
    pub(crate) fn shown(&self, id: ProductId) -> Shown {
        (id, self.instead.get(&id).map_or(0, |instead| instead.version))
    }

    /// Shows a calculated image instead of a product, or the product as it was read again, from `now` on, seconds of the window.
    pub(crate) fn show_instead(&mut self, id: ProductId, product: Option<Arc<ViewedProduct>>, now: f64) {
        let before = self.ready(id).cloned();
        let Some(product) = product.or_else(|| self.as_read(id).cloned()) else { return };
        if before.as_ref().is_some_and(|before| Arc::ptr_eq(before, &product)) {
            return;
        }
        self.versions += 1;
        self.instead.insert(id, Instead { product, before, version: self.versions, since: now });
    }

    /// Lets go of what was shown before, of the products whose pixels are all on the screen.
    pub(crate) fn let_go_of_before(&mut self, is_on_screen: impl Fn(ProductId) -> bool) {
        for (id, instead) in &mut self.instead {
            if instead.before.is_some() && is_on_screen(*id) {
                instead.before = None;
            }
        }
    }

    /// Whether what is shown of a product is calculated from its samples.
    pub(crate) fn is_calculated(&self, id: ProductId) -> bool {
        let instead = self.instead.get(&id).map(|instead| &instead.product);
        instead.is_some_and(|shown| self.as_read(id).is_none_or(|read| !Arc::ptr_eq(shown, read)))
    }

    /// Seconds until a calculated image has stayed the same for long enough to look at every pixel of it; none once it has, and for a product as
    /// it was read.
    pub(crate) fn rests_in(&self, id: ProductId, now: f64) -> Option<f64> {
        let since = self.instead.get(&id).filter(|_| self.is_calculated(id))?.since;
        let left = REST_SECONDS - (now - since);
        (left > 0.0).then_some(left)
    }

    /// When values of pixels of a product are answered: calculated ones after the picture, which changes with them again and again.
    pub(crate) fn priority_of_values(&self, id: ProductId) -> Priority {
        if self.is_calculated(id) { Priority::Soon } else { Priority::Pointer }
    }

    /// A product with the samples of its file.
    pub(crate) fn as_read(&self, id: ProductId) -> Option<&Arc<ViewedProduct>> {
        match self.opened.get(&id) {
            Some(Opening::Ready(product)) => Some(product),
            _ => None,
        }
    }

    /// Whether `product` is one whose pixels may be on the screen.
    pub(crate) fn is_shown(&self, product: &Arc<ViewedProduct>) -> bool {
        let before = self.instead.values().filter_map(|instead| instead.before.as_ref());
        self.all_ready().map(|(_, ready)| ready).chain(before).any(|shown| Arc::ptr_eq(shown, product))
    }

    /// Every product that can be looked at.
    pub(crate) fn all_ready(&self) -> impl Iterator<Item = (ProductId, &Arc<ViewedProduct>)> {
        self.opened.keys().filter_map(|id| Some((*id, self.ready(*id)?)))
    }

    /// Lets a product go; if it is still in the session it is read again.
    pub(crate) fn forget(&mut self, id: ProductId) {
        self.opened.remove(&id);
        self.overviews.remove(&id);
        self.instead.remove(&id);
    }
}

/// Brings the opened products in line with the session: begins to read new ones, takes in those that were read, lets closed ones go.
pub(super) fn follow_session(desk: &mut Desk) {
    let Desk { products, session, queries, viewing, .. } = desk;
    products.opened.retain(|id, _| session.products.iter().any(|product| product.id == *id));
    products.overviews.retain(|id, _| products.opened.contains_key(id));
    products.instead.retain(|id, _| products.opened.contains_key(id));
    for product in &session.products {
        products.opened.entry(product.id).or_insert_with(|| {
            let (path, image, settings) = (product.path.clone(), product.image.clone(), viewing.clone());
            Opening::Reading(queries.ask(Priority::Opening, move |supervision| {
                ViewedProduct::open_with(&path, image.as_deref(), &settings, supervision)
            }))
        });
    }
    let mut failures = Vec::new();
    for (id, opening) in &mut products.opened {
        let Opening::Reading(pending) = opening else { continue };
        match pending.poll() {
            None => {}
            Some(Ok(product)) => {
                let product = Arc::new(product);
                if let Some(folder) = &viewing.overview_folder
                    && product.lines() * product.columns() >= products.overviews_from_pixels
                {
                    let (folder, product) = (folder.clone(), Arc::clone(&product));
                    let building =
                        queries.ask(Priority::Aside, move |supervision| product.build_overviews(&folder, supervision));
                    products.overviews.insert(*id, building);
                }
                *opening = Opening::Ready(product);
            }
            Some(Err(error)) => {
                failures.push(error.to_string());
                *opening = Opening::Failed(error.to_string());
            }
        }
    }
    let mut warnings = Vec::new();
    products.overviews.retain(|_, building| match building.poll() {
        None => true,
        Some(built) => {
            warnings.extend(warning_of(built));
            false
        }
    });
    for failure in failures {
        desk.fail(failure);
    }
    for warning in warnings {
        desk.warn(warning);
    }
}

/// What has to be said of overviews; nothing where all is well.
fn warning_of(built: Result<OverviewsBuilt, OperationError>) -> Option<String> {
    match built {
        Ok(OverviewsBuilt::Built { replaced, .. }) => replaced.map(|reason| format!("{reason}; they were built again")),
        Ok(OverviewsBuilt::Present | OverviewsBuilt::NotKept) => None,
        Err(error) => Some(format!("overviews were not kept, coarse pictures are computed from the pixels: {error}")),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::operations::{DemoRequest, demo};
    use crate::workbench::session::Session;
    use crate::workbench::tests::window::ground;

    /// A desk with a synthetic product of 128 × 128 pixels that is read, and whose overviews begin where `from_pixels` says.
    fn desk(folder: &std::path::Path, from_pixels: usize) -> Desk {
        let request = DemoRequest { folder: folder.to_path_buf(), seed: 7, side: Some(128) };
        let header = demo(&request, &ground(folder)).unwrap().header;
        let mut desk = Desk::new(ground(folder), Session::default());
        desk.viewing.tile_side = 32;
        desk.products.overviews_from_pixels = from_pixels;
        let id = desk.open_product(header, None);
        follow_until(&mut desk, |desk| desk.products.ready(id).is_some());
        desk
    }

    fn follow_until(desk: &mut Desk, is_so: impl Fn(&Desk) -> bool) {
        for _ in 0..2000 {
            follow_session(desk);
            if is_so(desk) {
                return;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        panic!("nothing arrived");
    }

    #[test]
    fn a_large_product_gets_overviews_in_the_workspace_and_a_small_one_does_not() {
        let folder = tempfile::tempdir().unwrap();
        let overviews = folder.path().join("cache/overviews");
        let small = desk(folder.path(), 128 * 128 + 1);
        assert!(small.products.overviews.is_empty() && !overviews.exists());
        let folder = tempfile::tempdir().unwrap();
        let overviews = folder.path().join("cache/overviews");
        let mut large = desk(folder.path(), 128 * 128);
        follow_until(&mut large, |desk| desk.products.overviews.is_empty());
        assert_eq!(std::fs::read_dir(&overviews).unwrap().count(), 1);
        assert!(large.notices.last().is_none(), "nothing has to be said");
    }

    #[test]
    fn a_product_that_is_closed_leaves_no_building_behind() {
        let folder = tempfile::tempdir().unwrap();
        let mut desk = desk(folder.path(), 1);
        desk.close_product(ProductId(1));
        follow_session(&mut desk);
        assert!(desk.products.opened.is_empty() && desk.products.overviews.is_empty());
    }
}
