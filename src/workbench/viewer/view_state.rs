//! One view of one product: what it shows, how, and where; all of it comes back after a restart.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::links::LinkSwitches;
use super::placement::Position;
use crate::imagery::picture::{Composition, NoDataLook, Stretch, StretchRule};
use crate::operations::viewing::Effort;
use crate::units::Exactness;
use crate::workbench::session::ProductId;

/// The number of a view; it stays the same as long as the view exists, and is in its name: "Image view 1".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct ViewId(pub(crate) u32);

/// Which product, as it was opened: unlike its number it means the same in another session.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct ProductReference {
    /// Header, folder or raster.
    pub(crate) path: PathBuf,
    /// The image paired with it, where it was named.
    #[serde(default)]
    pub(crate) image: Option<PathBuf>,
}

/// A view: which product, where, and with what it is linked. Nothing here is undone; moves go back and forward.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct ViewState {
    /// Its number.
    pub(crate) id: ViewId,
    /// The product; none for a view that waits for one.
    pub(crate) product: Option<ProductId>,
    /// Its own position; none means that the whole image is to be shown.
    pub(crate) position: Option<Position>,
    /// Which of its aspects are shared.
    #[serde(default)]
    pub(crate) links: LinkSwitches,
    /// The numbers found for its own stretch.
    #[serde(default)]
    pub(crate) numbers: Option<Numbers>,
    /// What it showed when it was made, before any edit: a view that is split off looks like the one it came from.
    #[serde(default)]
    pub(crate) initial: ViewEdits,
}

impl ViewState {
    /// A view of a product in its first state: the whole image, nothing linked.
    pub(crate) fn new(id: ViewId, product: Option<ProductId>) -> Self {
        let links = LinkSwitches::default();
        Self { id, product, position: None, links, numbers: None, initial: ViewEdits::default() }
    }
}

/// The numbers that a rule gave, and what they are of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Numbers {
    /// The stretch with its numbers.
    pub(crate) stretch: Stretch,
    /// The composition that they are of.
    pub(crate) composition: Composition,
    /// The product that they are of.
    pub(crate) product: ProductReference,
    /// Whether every pixel was asked for.
    pub(crate) exact: bool,
}

impl Numbers {
    /// The rule that gives these numbers again, and how hard they are to be worked for: where they were found for these channels of this
    /// product, and for no other.
    pub(crate) fn rule_for(
        &self,
        product: &ProductReference,
        composition: &Composition,
    ) -> Option<(StretchRule, Effort)> {
        let is_of_these = self.product == *product && self.composition.sources() == composition.sources();
        // A sample that held every pixel found what all of them give.
        let is_exact = self.exact || self.stretch.exactness() == Exactness::Exact;
        let effort = if is_exact { Effort::Exact } else { Effort::Quick };
        is_of_these.then(|| (self.stretch.rule.clone(), effort))
    }
}

/// What the user chose as a stretch: this is undone and redone.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct StretchChoice {
    /// The rule.
    pub(crate) rule: StretchRule,
    /// Whether the statistics of every pixel are wanted; otherwise those of a sample do, and say so.
    pub(crate) exact: bool,
    /// Numbers kept whatever is shown: other bands, dates, sessions.
    pub(crate) pinned: Option<Stretch>,
}

impl StretchChoice {
    /// Whether numbers are to be found: there are none, or those there are were found for something else. Pinned numbers stay.
    pub(crate) fn is_due(
        &self,
        numbers: Option<&Numbers>,
        product: &ProductReference,
        composition: &Composition,
    ) -> bool {
        if self.pinned.is_some() {
            return false;
        }
        numbers.is_none_or(|numbers| {
            numbers.stretch.rule != self.rule
                || numbers.exact != self.exact
                || numbers.product != *product
                || numbers.composition.sources() != composition.sources()
        })
    }

    /// The stretch that is shown: the pinned one, or the numbers found.
    pub(crate) fn shown<'numbers>(&'numbers self, numbers: Option<&'numbers Numbers>) -> Option<&'numbers Stretch> {
        self.pinned.as_ref().or_else(|| numbers.map(|numbers| &numbers.stretch))
    }
}

/// The grid over a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Grid {
    /// None.
    #[default]
    Hidden,
    /// Lines and columns.
    Image,
    /// Latitude and longitude, where the product knows them.
    Geographic,
}

impl Grid {
    /// Every grid, in the order of the menu.
    pub(crate) const ALL: [Self; 3] = [Self::Hidden, Self::Image, Self::Geographic];

    /// The next one, the first after the last.
    pub(crate) const fn next(self) -> Self {
        match self {
            Self::Hidden => Self::Image,
            Self::Image => Self::Geographic,
            Self::Geographic => Self::Hidden,
        }
    }

    /// The name that is shown.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Hidden => "No grid",
            Self::Image => "Line and column",
            Self::Geographic => "Latitude and longitude",
        }
    }
}

/// What stands over a picture, each with its switch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own in the view's menu")]
pub(crate) struct Overlays {
    /// The grid.
    pub(crate) grid: Grid,
    /// The whole image, small, with a box where the view is.
    pub(crate) overview: bool,
    /// The scale bar and the north arrow.
    pub(crate) scale: bool,
    /// The bar of the colour map.
    pub(crate) colour_bar: bool,
    /// Pins, regions and the profile line.
    pub(crate) marks: bool,
}

impl Default for Overlays {
    fn default() -> Self {
        Self { grid: Grid::Hidden, overview: true, scale: true, colour_bar: true, marks: true }
    }
}

/// What the user chose for one view: this is undone and redone.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct ViewEdits {
    /// The channels; none until the product's bands are known.
    pub(crate) composition: Option<Composition>,
    /// Its own stretch; a view whose stretch is linked shows that of the links.
    pub(crate) stretch: StretchChoice,
    /// How pixels without a value look.
    pub(crate) no_data: NoDataLook,
    /// What stands over the picture.
    pub(crate) overlays: Overlays,
}
