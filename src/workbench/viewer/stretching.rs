//! The numbers of a view's stretch, found in the background: when they are due, never because the picture was moved.

use std::sync::Arc;

use super::image_view::Subject;
use super::placement::Placement;
use super::session::ViewerSession;
use super::view_state::{Numbers, ProductReference, ViewId};
use crate::imagery::Window;
use crate::imagery::picture::{ChannelSource, Composition, StatisticsExtent, Stretch, StretchRule};
use crate::operations::viewing::{Effort, PictureContract, ViewedProduct};
use crate::units::Exactness;
use crate::workbench::products::Shown;
use crate::workbench::queries::{Answer, Latest, Priority, Queries};

/// What decides the numbers of a stretch.
#[derive(Debug, Clone, PartialEq)]
struct Question {
    product: ProductReference,
    /// What its values are: numbers of counts are no answer for reflectances of the same image.
    quantity: &'static str,
    composition: Composition,
    rule: StretchRule,
    exact: bool,
    view: Option<Window>,
}

/// The stretch of one view.
#[derive(Default)]
pub(crate) struct Stretching {
    numbers: Latest<Question, Stretch>,
    exact: Latest<(Question, Shown), Stretch>,
    rule: Option<(StretchRule, Effort)>,
    drawn: Option<(ProductReference, PictureContract)>,
    before: Option<(ProductReference, PictureContract)>,
    failure: Option<String>,
    is_waiting: bool,
}

/// What a view is drawn with.
pub(crate) struct Stretched {
    /// The contract; none until the first statistics are there.
    pub(crate) contract: Option<PictureContract>,
    /// Why there are no numbers.
    pub(crate) failure: Option<String>,
    /// Whether numbers are being looked for.
    pub(crate) is_waiting: bool,
    /// The same stretch from every pixel, while that of a sample is shown.
    pub(crate) exact: Option<Stretch>,
}

impl Stretching {
    /// The contract that a view is drawn with now. The picture before stays until the numbers of the next are there. Exact numbers are looked
    /// for once the image `has_rested`.
    pub(crate) fn update(
        &mut self,
        session: &mut ViewerSession,
        subject: &Subject,
        placement: &Placement,
        queries: &Queries,
        has_rested: bool,
    ) -> Stretched {
        let Subject { id, product, composition, .. } = subject;
        let id = *id;
        let reference = reference(product);
        if !has_rested {
            self.exact.clear();
        }
        let choice = session.stretch_choice(id);
        let follows_view = choice.rule.extent == StatisticsExtent::View && choice.pinned.is_none();
        let is_due = choice.is_due(session.numbers(id), &reference, composition)
            || choice.pinned.is_none() && is_of_other_values(session.numbers(id), product);
        let leads = session.stretch_leader(id) == id;
        if leads && (is_due || follows_view) {
            let view = if follows_view { window_in_view(placement) } else { None };
            let question = Question {
                product: reference.clone(),
                quantity: product.quantity(),
                composition: composition.clone(),
                rule: choice.rule.clone(),
                exact: choice.exact,
                view,
            };
            self.find(question, session, id, product, queries);
        } else {
            self.is_waiting = false;
            self.failure = None;
        }
        let is_due = leads
            && (choice.is_due(session.numbers(id), &reference, composition)
                || choice.pinned.is_none() && is_of_other_values(session.numbers(id), product));
        let no_data = session.view_edits(id).no_data;
        if let Some(stretch) = choice.shown(session.numbers(id)).filter(|_| !is_due) {
            let contract = PictureContract { composition: composition.clone(), stretch: stretch.clone(), no_data };
            let own = session.numbers(id).filter(|_| choice.pinned.is_none());
            self.rule = own.filter(|_| leads || !follows_view).and_then(|own| own.rule_for(&reference, composition));
            let has_other_channels =
                self.drawn.as_ref().is_some_and(|(_, drawn)| drawn.composition != contract.composition);
            let replaced = self.drawn.replace((reference.clone(), contract));
            if has_other_channels {
                self.before = replaced;
            }
        }
        let is_of_this = |(of, contract): &&(ProductReference, PictureContract)| {
            *of == reference
                && (choice.pinned.is_some() || !has_other_unit(&contract.stretch, &contract.composition, product))
        };
        let contract = self.drawn.as_ref().filter(is_of_this).map(|(_, contract)| contract.clone());
        let exact = contract
            .as_ref()
            .filter(|_| leads && !is_due && !choice.exact && choice.pinned.is_none() && has_rested)
            .and_then(|contract| self.find_exact(contract, &reference, subject, queries));
        Stretched { contract, failure: self.failure.clone(), is_waiting: self.is_waiting, exact }
    }

    /// What the view was drawn with last.
    pub(crate) fn drawn(&self) -> Option<&PictureContract> {
        self.drawn.as_ref().map(|(_, contract)| contract)
    }

    /// What the view was drawn with last, if that was this product.
    pub(crate) fn drawn_of(&self, product: &ViewedProduct) -> Option<&PictureContract> {
        self.drawn.as_ref().filter(|(of, _)| *of == reference(product)).map(|(_, contract)| contract)
    }

    /// The rule that gives the numbers of [`Stretching::drawn`] again when it is applied to the product that is drawn, and how hard they are
    /// to be worked for; none for numbers that come from elsewhere.
    pub(crate) fn rule(&self) -> Option<&(StretchRule, Effort)> {
        self.rule.as_ref().filter(|_| !self.is_waiting)
    }

    /// What the same product was drawn with before its channels were changed, to flicker between the two.
    pub(crate) fn before(&self, product: &ViewedProduct) -> Option<&PictureContract> {
        self.before.as_ref().filter(|(of, _)| *of == reference(product)).map(|(_, contract)| contract)
    }

    /// Whether other channels were shown before.
    pub(crate) fn has_before(&self) -> bool {
        self.before.is_some()
    }

    fn find(
        &mut self,
        question: Question,
        session: &mut ViewerSession,
        id: ViewId,
        product: &Arc<ViewedProduct>,
        queries: &Queries,
    ) {
        let effort = if question.exact { Effort::Exact } else { Effort::Quick };
        let Question { composition, rule, view, .. } = &question;
        // Another stretch of statistics that are there is shown in this very frame.
        if let Some(stretch) = product.resolve_known(composition, rule, *view, effort) {
            self.numbers.clear();
            (self.is_waiting, self.failure) = (false, None);
            take_numbers(session, id, question, stretch);
            return;
        }
        let asked = Arc::clone(product);
        let of = question.clone();
        self.numbers.ask(queries, Priority::Pointer, question.clone(), move |supervision| {
            asked.resolve(&of.composition, &of.rule, of.view, effort, supervision)
        });
        self.failure = None;
        match self.numbers.answer() {
            Answer::Nothing | Answer::Waiting(_) => self.is_waiting = true,
            Answer::Failed(reason) => {
                self.is_waiting = false;
                self.failure = Some(reason.to_owned());
            }
            Answer::Known(stretch) => {
                self.is_waiting = false;
                let stretch = stretch.clone();
                take_numbers(session, id, question, stretch);
            }
        }
    }

    /// The exact numbers of an approximate stretch, once they are known and other than those shown.
    fn find_exact(
        &mut self,
        contract: &PictureContract,
        reference: &ProductReference,
        subject: &Subject,
        queries: &Queries,
    ) -> Option<Stretch> {
        let product = &subject.product;
        let rule = &contract.stretch.rule;
        if contract.stretch.exactness() == Exactness::Exact || rule.extent == StatisticsExtent::View {
            return None;
        }
        let question = Question {
            product: reference.clone(),
            quantity: product.quantity(),
            composition: contract.composition.clone(),
            rule: rule.clone(),
            exact: true,
            view: None,
        };
        let (asked, of) = (Arc::clone(product), question.clone());
        self.exact.ask(queries, Priority::Background, (question, subject.shown), move |supervision| {
            asked.resolve(&of.composition, &of.rule, None, Effort::Exact, supervision)
        });
        match self.exact.answer() {
            Answer::Known(stretch) => Some(stretch.clone()),
            _ => None,
        }
    }
}

/// Whether numbers are of other values than the product holds now: of counts, where it is shown as reflectance.
fn is_of_other_values(numbers: Option<&Numbers>, product: &ViewedProduct) -> bool {
    numbers.is_some_and(|numbers| has_other_unit(&numbers.stretch, &numbers.composition, product))
}

fn has_other_unit(stretch: &Stretch, composition: &Composition, product: &ViewedProduct) -> bool {
    let bands = composition.sources().iter().zip(&stretch.channels).filter_map(|(source, channel)| match source {
        ChannelSource::Band(name) => Some((product.band(name)?, channel)),
        ChannelSource::Expression(_) => None,
    });
    bands.into_iter().any(|(band, channel)| band.quantity != channel.unit)
}

fn take_numbers(session: &mut ViewerSession, id: ViewId, question: Question, stretch: Stretch) {
    let Question { product, composition, exact, .. } = question;
    let numbers = Numbers { stretch, composition, product, exact };
    if session.numbers(id) != Some(&numbers) {
        session.set_numbers(id, numbers);
    }
}

/// A product as it was opened.
pub(crate) fn reference(product: &ViewedProduct) -> ProductReference {
    ProductReference { path: product.path().to_path_buf(), image: product.image().map(std::path::Path::to_path_buf) }
}

/// The pixels in view.
pub(crate) fn window_in_view(placement: &Placement) -> Option<Window> {
    let [top, left, bottom, right] = placement.pixels_in_view()?;
    Some(Window::new(top, left, bottom - top, right - left))
}
