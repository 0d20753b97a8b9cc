//! Raw products as the chain gives them, while a coefficient is moved: a query, asked again and again; nothing is committed.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::choice::SameSet;
use super::set_words;
use crate::operations::radiometry::{RawProduct, WhatIf};
use crate::operations::viewing::ViewedProduct;
use crate::workbench::desk::Desk;
use crate::workbench::queries::{Answer, Latest, Priority};
use crate::workbench::session::ProductId;
use crate::workbench::viewer::{Sharpness, ViewId};

/// The level of products that hold counts as they were read.
const RAW: &str = "L0";
/// The next picture is begun when the last one is on the screen, or after so many seconds.
const PATIENCE_SECONDS: f64 = 0.5;
/// While the next picture waits for the last one, the window looks again after so many milliseconds.
const LOOK_AGAIN_MS: u64 = 8;

/// What a view of a product is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ChainState {
    /// The samples as they were read.
    AsRead,
    /// The chain is being prepared.
    Preparing,
    /// The product as the chain gives it.
    Through {
        /// The set.
        set: String,
        /// What is thought to be otherwise, in words; none when nothing is.
        what_if: Option<String>,
    },
    /// It cannot be shown through the chain: why.
    Refused(String),
}

/// The chains of the products in view.
#[derive(Default)]
pub(crate) struct Chains {
    of: BTreeMap<ProductId, ChainOfProduct>,
    /// What the views showed in the last frame.
    drawn: BTreeMap<ViewId, (ProductId, Sharpness)>,
}

#[derive(Default)]
struct ChainOfProduct {
    opened: Latest<SameSet, Arc<RawProduct>>,
    made: Option<Made>,
    refused: Option<String>,
}

/// What is shown now.
struct Made {
    from: Arc<RawProduct>,
    what_if: WhatIf,
    since: f64,
}

impl Chains {
    /// What a view of a product is of.
    pub(crate) fn state(&self, id: ProductId) -> ChainState {
        let Some(chain) = self.of.get(&id) else { return ChainState::AsRead };
        match (&chain.made, &chain.refused) {
            (_, Some(reason)) => ChainState::Refused(reason.clone()),
            (None, None) => ChainState::Preparing,
            (Some(made), None) => ChainState::Through {
                set: set_words::title(made.from.set()),
                what_if: (!made.what_if.is_nothing()).then(|| made.what_if.words()),
            },
        }
    }

    /// The raw product behind a view, with its set, and what is shown of it.
    pub(crate) fn shown(&self, id: ProductId) -> Option<(&Arc<RawProduct>, &WhatIf)> {
        let made = self.of.get(&id)?.made.as_ref()?;
        Some((&made.from, &made.what_if))
    }
}

/// Whether a product holds counts as they were read.
pub(crate) fn is_raw(product: &ViewedProduct) -> bool {
    product.info().level == RAW
}

/// Brings what the views show in line with the set, the steps and the coefficients that are thought of. To be called each frame.
pub(in crate::workbench) fn follow_chains(desk: &mut Desk, window: &egui::Context) {
    let drawn = std::mem::take(&mut desk.views_drawn);
    desk.products.let_go_of_before(|id| is_on_screen(&drawn, id));
    desk.radiometry.chains.drawn = drawn;
    show_thoughts(desk, window);
}

/// Shows what is thought now: also within a frame, between the hand that changes it and the view that shows it.
pub(super) fn show_thoughts(desk: &mut Desk, window: &egui::Context) {
    let what_if = desk.session.viewer.edits.what_if.clone();
    let is_wanted = desk.session.radiometry.through_chain || !what_if.is_nothing();
    let set = desk.shown_set().cloned().filter(|_| is_wanted);
    let in_view: BTreeSet<ProductId> = desk.session.viewer.views().iter().filter_map(|view| view.product).collect();
    let folder = desk.session.radiometry.shown.clone().unwrap_or_default();
    let Desk { radiometry, products, queries, .. } = desk;
    let Chains { of: chains, drawn } = &mut radiometry.chains;
    let is_on_screen = |id: ProductId| is_on_screen(drawn, id);
    let now = window.input(|input| input.time);
    let gone: Vec<ProductId> = chains.keys().copied().filter(|id| set.is_none() || !in_view.contains(id)).collect();
    for id in gone {
        chains.remove(&id);
        products.show_instead(id, None, now);
    }
    let Some(set) = set else { return };
    for id in in_view {
        let Some(raw) = products.as_read(id).filter(|product| is_raw(product)).cloned() else { continue };
        let chain = chains.entry(id).or_default();
        let question = SameSet(Arc::clone(&set));
        let (asked, folder) = (Arc::clone(&set), folder.clone());
        chain.opened.ask(queries, Priority::Opening, question, move |supervision| {
            RawProduct::open(raw, asked, &folder, supervision).map(Arc::new)
        });
        chain.refused = None;
        let from = match chain.opened.answer() {
            Answer::Known(from) => Arc::clone(from),
            Answer::Nothing | Answer::Waiting(_) => continue,
            Answer::Failed(reason) => {
                chain.refused = Some(reason.to_owned());
                chain.made = None;
                products.show_instead(id, None, now);
                continue;
            }
        };
        let is_made = chain.made.as_ref().is_some_and(|made| Arc::ptr_eq(&made.from, &from) && made.what_if == what_if);
        if is_made {
            continue;
        }
        // The picture before is let come to the screen first, in every view: what moves in every frame would otherwise never be seen.
        let is_due = chain.made.as_ref().is_none_or(|made| is_on_screen(id) || now - made.since > PATIENCE_SECONDS);
        if is_due {
            products.show_instead(id, Some(Arc::new(from.through(&what_if))), now);
            chain.made = Some(Made { from, what_if: what_if.clone(), since: now });
        } else {
            window.request_repaint_after(std::time::Duration::from_millis(LOOK_AGAIN_MS));
        }
    }
}

/// Whether every view that is drawn of a product shows all that there is to show.
fn is_on_screen(drawn: &BTreeMap<ViewId, (ProductId, Sharpness)>, id: ProductId) -> bool {
    let mut of_it = drawn.values().filter(|(product, _)| *product == id);
    of_it.all(|(_, sharpness)| matches!(sharpness, Sharpness::Sharp | Sharpness::Incomplete))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_product_in_two_views_is_on_the_screen_when_both_have_come_to_be_sharp() {
        let (one, other) = (ProductId(1), ProductId(2));
        let views = |sharpness: [Sharpness; 3]| {
            let products = [one, one, other];
            let views = products.into_iter().zip(sharpness).enumerate();
            views.map(|(view, of_it)| (ViewId(view as u32), of_it)).collect::<BTreeMap<_, _>>()
        };
        let drawn = views([Sharpness::Sharp, Sharpness::Coarse, Sharpness::Incomplete]);
        assert_eq!([one, other].map(|id| is_on_screen(&drawn, id)), [false, true]);
        let drawn = views([Sharpness::Sharp, Sharpness::Sharp, Sharpness::Blank]);
        assert_eq!([one, other].map(|id| is_on_screen(&drawn, id)), [true, false]);
        assert!(is_on_screen(&BTreeMap::new(), one), "nothing is waited for where nothing is drawn");
    }
}
