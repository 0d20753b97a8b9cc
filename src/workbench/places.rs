//! Where the open products lie, and the ground that their lines of sight meet: opened in the background.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::desk::Desk;
use super::queries::{Answer, Latest, Pending, Priority};
use super::session::ProductId;
use crate::operations::viewing::{Ground, GroundChoice, ImagePlaces};

/// Who asks for an elevation model in a dialog.
const DIALOG: &str = "ground";

/// How far the ground has come.
#[derive(Clone)]
pub(crate) enum GroundState {
    /// It is being opened.
    Opening,
    /// It can be asked.
    Ready(Arc<Ground>),
    /// It cannot be opened: what was needed and what was found.
    Failed(String),
}

enum Placing {
    Opening(Pending<ImagePlaces>),
    Ready(Arc<ImagePlaces>),
    /// The query itself broke; a model that cannot be opened is no failure of it.
    Broken,
}

/// Where the open products lie, as far as it is known.
pub(crate) struct Places {
    products: BTreeMap<ProductId, Placing>,
    opening: Latest<GroundChoice, Arc<Ground>>,
    ground: GroundState,
}

impl Default for Places {
    fn default() -> Self {
        Self { products: BTreeMap::new(), opening: Latest::default(), ground: GroundState::Opening }
    }
}

impl Places {
    /// Where a product lies; none before its model is opened.
    pub(crate) fn of(&self, id: ProductId) -> Option<&Arc<ImagePlaces>> {
        match self.products.get(&id) {
            Some(Placing::Ready(places)) => Some(places),
            _ => None,
        }
    }

    /// The ground that is chosen.
    pub(crate) fn ground(&self) -> &GroundState {
        &self.ground
    }
}

/// Asks for an elevation model: a file, or a folder of them.
pub(crate) fn ask_for_elevation(desk: &mut Desk, is_folder: bool) {
    desk.dialogs.ask_for_inputs(DIALOG, is_folder);
}

/// Brings the places in line with the session: products that were opened and closed, the ground that is chosen. To be called each frame.
pub(super) fn follow_session(desk: &mut Desk) {
    take_chosen(desk);
    let Desk { places, products, session, queries, .. } = desk;
    places.products.retain(|id, _| products.ready(*id).is_some());
    for (id, product) in products.all_ready() {
        places.products.entry(id).or_insert_with(|| {
            let product = Arc::clone(product);
            Placing::Opening(
                queries.ask(Priority::Soon, move |supervision| Ok(ImagePlaces::open(&product, supervision)?)),
            )
        });
    }
    for placing in places.products.values_mut() {
        let Placing::Opening(pending) = placing else { continue };
        match pending.poll() {
            None => {}
            Some(Ok(opened)) => *placing = Placing::Ready(Arc::new(opened)),
            Some(Err(_)) => *placing = Placing::Broken,
        }
    }
    let choice = session.viewer.ground.clone();
    places.opening.ask(queries, Priority::Soon, choice.clone(), move |supervision| {
        Ground::open(&choice, supervision).map(Arc::new)
    });
    let was_failed = matches!(places.ground, GroundState::Failed(_));
    places.ground = match places.opening.answer() {
        Answer::Nothing | Answer::Waiting(_) => GroundState::Opening,
        Answer::Known(ground) => GroundState::Ready(Arc::clone(ground)),
        Answer::Failed(reason) => GroundState::Failed(reason.to_owned()),
    };
    if let (GroundState::Failed(reason), false) = (&places.ground, was_failed) {
        let message = format!("the ground cannot be opened: {reason}");
        desk.fail(message);
    }
}

/// What was chosen in the dialog: one file or one folder.
fn take_chosen(desk: &mut Desk) {
    let mut chosen = desk.dialogs.take_inputs(DIALOG).into_iter();
    let Some(path) = chosen.next() else { return };
    if chosen.next().is_some() {
        desk.inform(format!("Ground: one file or one folder is taken, {}", path.display()));
    }
    let heights = match &desk.session.viewer.ground {
        GroundChoice::Elevation { heights, .. } => *heights,
        GroundChoice::HeightM(_) => crate::operations::viewing::HeightsAbove::default(),
    };
    desk.session.viewer.ground = GroundChoice::Elevation { path, heights };
}
