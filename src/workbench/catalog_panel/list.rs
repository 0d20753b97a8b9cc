//! What the catalog answered: asked for off the window's thread, the latest question wins.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use super::extent::Extent;
use crate::operations::{self, Coastline, FindRequest, FoundProduct, FoundProducts, ProductIdentity, VerdictCounts};
use crate::workbench::desk::Desk;
use crate::workbench::queries::{Answer, Latest, Priority};
use crate::workbench::session::Tab;

/// The window shows verdicts as they come, at most so many at a time.
const VERDICTS_AT_A_TIME: usize = 256;

/// Products found, and where each lies.
#[derive(Debug, Default)]
pub(crate) struct FoundList {
    /// The answer.
    pub(crate) found: FoundProducts,
    /// The box around each product; none where its place is not known.
    pub(crate) extents: Vec<Option<Extent>>,
}

impl FoundList {
    /// The product with this identity, and its place in the list.
    pub(crate) fn product(&self, identity: &ProductIdentity) -> Option<(usize, &FoundProduct)> {
        self.found.products.iter().enumerate().find(|(_, product)| product.identity == *identity)
    }
}

/// What is known of the list.
#[derive(Clone)]
pub(crate) enum Listing {
    /// It is being looked for, for the first time.
    Looking,
    /// It is known; a newer one may be on its way.
    Known(Arc<FoundList>),
    /// It cannot be known: why.
    Failed(String),
    /// The criteria cannot be understood: which, and what was found.
    Mistaken(String),
}

/// Verdicts as they come.
type Verdicts = Arc<Mutex<BTreeMap<ProductIdentity, VerdictCounts>>>;

/// What the catalog answered.
pub(crate) struct CatalogDesk {
    // grows when something may have changed in the catalog
    generation: u64,
    list: Latest<(FindRequest, u64), Arc<FoundList>>,
    listing: Listing,
    verdicts: Verdicts,
    counting: Latest<u64, ()>,
    sites: Latest<u64, Vec<String>>,
    coastline: Latest<(), Arc<Coastline>>,
    /// The card of the selected product.
    pub(super) card: Latest<(ProductIdentity, u64), Arc<operations::ProductCard>>,
    /// What the map is to show next, asked for by a command.
    pub(super) fit: Option<Fit>,
}

/// What a map is fitted to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fit {
    /// All products found.
    All,
    /// The selected product.
    Selection,
}

impl Default for CatalogDesk {
    fn default() -> Self {
        Self {
            generation: 0,
            list: Latest::default(),
            listing: Listing::Looking,
            verdicts: Verdicts::default(),
            counting: Latest::default(),
            sites: Latest::default(),
            coastline: Latest::default(),
            card: Latest::default(),
            fit: None,
        }
    }
}

impl CatalogDesk {
    /// The map around all products found, from the next frame.
    pub(crate) fn fit_all(&mut self) {
        self.fit = Some(Fit::All);
    }

    /// The map around the selected product, from the next frame.
    pub(crate) fn fit_selection(&mut self) {
        self.fit = Some(Fit::Selection);
    }

    /// Asks the catalog again: something may have changed in it. What is shown stays until the answer is there.
    pub(crate) fn look_again(&mut self) {
        self.generation += 1;
    }

    /// Tells the answers before from those after something may have changed in the catalog.
    pub(super) fn generation(&self) -> u64 {
        self.generation
    }

    /// What is known of the list.
    pub(crate) fn listing(&self) -> Listing {
        self.listing.clone()
    }

    /// The list, where it is known.
    pub(crate) fn known(&self) -> Option<Arc<FoundList>> {
        match &self.listing {
            Listing::Known(list) => Some(Arc::clone(list)),
            _ => None,
        }
    }

    /// The verdicts of a product's newest verification; none while they are being looked for.
    pub(super) fn verdicts(&self, identity: &ProductIdentity) -> Option<VerdictCounts> {
        self.verdicts.lock().unwrap_or_else(PoisonError::into_inner).get(identity).copied()
    }

    /// How many products have their verdicts.
    pub(super) fn n_verdicts(&self) -> usize {
        self.verdicts.lock().unwrap_or_else(PoisonError::into_inner).len()
    }

    /// The sites that the catalog knows.
    pub(super) fn sites(&mut self) -> Vec<String> {
        match self.sites.answer() {
            Answer::Known(sites) | Answer::Waiting(Some(sites)) => sites.clone(),
            _ => Vec::new(),
        }
    }

    /// Whether everything that was asked for has been answered.
    #[cfg(test)]
    pub(crate) fn is_settled(&mut self) -> bool {
        let is_counted = matches!(self.counting.answer(), Answer::Known(()));
        is_counted && self.coastline().is_some() && matches!(self.listing, Listing::Known(_))
    }

    /// The coastline, once it is read.
    pub(super) fn coastline(&mut self) -> Option<Arc<Coastline>> {
        match self.coastline.answer() {
            Answer::Known(coastline) => Some(Arc::clone(coastline)),
            _ => None,
        }
    }
}

/// Asks what the catalog's workspace needs, while it shows. To be called each frame.
pub(crate) fn follow_catalog(desk: &mut Desk) {
    if desk.session.tab != Tab::Catalog {
        return;
    }
    let generation = desk.catalog.generation;
    let waking = desk.waking.clone();
    let Desk { catalog, session, queries, ground, .. } = desk;
    catalog.coastline.ask(queries, Priority::Soon, (), |_| Coastline::built_in().map(Arc::new));
    let at = Arc::clone(ground);
    catalog.sites.ask(queries, Priority::Soon, generation, move |supervision| {
        operations::site_names(&at.supervised(supervision))
    });
    let request = match session.catalog.filters.request() {
        Ok(request) => request,
        Err(mistake) => {
            catalog.listing = Listing::Mistaken(mistake);
            return;
        }
    };
    let at = Arc::clone(ground);
    let asked = request.clone();
    catalog.list.ask(queries, Priority::Visible, (request, generation), move |supervision| {
        let found = operations::find_products(&asked, &at.supervised(supervision))?;
        let extents = found.products.iter().map(|product| Extent::of_outlines(&product.outlines)).collect();
        Ok(Arc::new(FoundList { found, extents }))
    });
    let before = catalog.known();
    catalog.listing = match catalog.list.answer() {
        Answer::Nothing | Answer::Waiting(None) => Listing::Looking,
        Answer::Waiting(Some(list)) | Answer::Known(list) => Listing::Known(Arc::clone(list)),
        Answer::Failed(reason) => Listing::Failed(reason.to_owned()),
    };
    let Some(list) = catalog.known() else { return };
    if before.is_some_and(|before| Arc::ptr_eq(&before, &list)) {
        return;
    }
    // what is known of them stays until it is known anew
    let known = catalog.verdicts.lock().unwrap_or_else(PoisonError::into_inner).clone();
    catalog.verdicts = Arc::new(Mutex::new(known));
    let (verdicts, at) = (Arc::clone(&catalog.verdicts), Arc::clone(ground));
    let identities: Vec<ProductIdentity> = list.found.products.iter().map(|product| product.identity.clone()).collect();
    let question = catalog.counting.question().map_or(0, |last| last + 1);
    catalog.counting.ask(queries, Priority::Soon, question, move |supervision| {
        let mut told = 0;
        operations::verdict_counts(&identities, &at.supervised(supervision), &mut |identity, counts| {
            verdicts.lock().unwrap_or_else(PoisonError::into_inner).insert(identity.clone(), counts);
            told += 1;
            if told % VERDICTS_AT_A_TIME == 0 {
                waking.wake();
            }
        })
    });
}

impl Desk {
    /// The product that is selected in the catalog, where the list has it.
    pub(crate) fn selected_product(&self) -> Option<FoundProduct> {
        let identity = self.session.catalog.selected.as_ref()?;
        Some(self.catalog.known()?.product(identity)?.1.clone())
    }

    /// Opens the product that is selected in the catalog in the viewer.
    pub(crate) fn open_selected_product(&mut self) {
        if let Some(product) = self.selected_product() {
            self.open_product(PathBuf::from(product.path), None);
            self.session.tab = Tab::Viewer;
        }
    }

    /// The path of the product that the user is looking at: in the viewer the active one, else the one selected in the catalog.
    pub(crate) fn looked_at(&self) -> Option<PathBuf> {
        let selected = || self.selected_product().map(|product| PathBuf::from(product.path));
        let active = || {
            let id = self.session.viewer.active_product()?;
            Some(self.session.products.iter().find(|product| product.id == id)?.path.clone())
        };
        if self.session.tab == Tab::Viewer { active().or_else(selected) } else { selected() }
    }
}
