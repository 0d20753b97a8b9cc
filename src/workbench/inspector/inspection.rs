//! What is inspected: the pixel under the pointer or the one that was frozen, and the pins. Asked in the background, the latest wins.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::exports::Exports;
use super::highlight::Highlight;
use super::regions_panel::region_of;
use super::shown_plots::ShownPlots;
use crate::imagery::region::Region;
use crate::operations::viewing::{Coordinates, Effort, GroundChoice, PixelReading, RegionReading, ViewedProduct};
use crate::workbench::desk::Desk;
use crate::workbench::places::{GroundState, Places};
use crate::workbench::products::{OpenedProducts, Shown};
use crate::workbench::queries::{Answer, Latest, Priority, Queries};
use crate::workbench::session::{ProductId, Session};
use crate::workbench::viewer::ProductReference;

/// A pixel of a product.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    /// The product.
    pub(crate) product: ProductId,
    /// Line.
    pub(crate) line: usize,
    /// Column.
    pub(crate) column: usize,
}

/// A pixel that is read, or was.
type Reading = Latest<(Place, Shown), Arc<PixelReading>>;

/// A region of a product that is measured, or was.
type Measuring = Latest<(Shown, Region), Arc<RegionReading>>;

/// What is inspected.
#[derive(Default)]
pub(crate) struct Inspection {
    /// Whether the pixel stays whatever is pointed at.
    is_frozen: bool,
    place: Option<Place>,
    pixel: Reading,
    coordinates: Latest<(Place, GroundChoice), Arc<Coordinates>>,
    pins: BTreeMap<u32, Reading>,
    regions: BTreeMap<u32, Measuring>,
    /// Pixels that the views draw highlighted.
    pub(crate) highlight: Option<Highlight>,
    /// The plots as they are shown, for copies and exports.
    pub(crate) plots: ShownPlots,
    /// Files under way.
    pub(super) exports: Exports,
    /// Whether the axes of plots follow their data, even where they are fixed.
    pub(crate) has_local_axes: bool,
}

/// What is known of a region.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum KnownRegion {
    /// Nothing was asked.
    Nothing,
    /// It is being measured for the first time.
    Waiting,
    /// It was measured as it is.
    Measured(Arc<RegionReading>),
    /// It is being measured anew: the figures are those of the region before its last change.
    Remeasuring(Arc<RegionReading>),
    /// It cannot be measured.
    Failed(String),
}

/// What is known of a pixel.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Known {
    /// Nothing was asked.
    Nothing,
    /// It is being read for the first time.
    Waiting,
    /// It was read. While the next one is read, the last one stays.
    Read(Arc<PixelReading>),
    /// It could not be read.
    Failed(String),
}

impl Known {
    /// The pixel, where it was read.
    pub(crate) fn read(&self) -> Option<&Arc<PixelReading>> {
        if let Self::Read(pixel) = self { Some(pixel) } else { None }
    }
}

impl Inspection {
    /// The pixel that is inspected.
    pub(crate) fn place(&self) -> Option<Place> {
        self.place
    }

    /// Whether it stays whatever is pointed at.
    pub(crate) fn is_frozen(&self) -> bool {
        self.is_frozen
    }

    /// Freezes the inspector at its pixel, or lets it follow the pointer again.
    pub(crate) fn set_frozen(&mut self, is_frozen: bool) {
        self.is_frozen = is_frozen && self.place.is_some();
    }

    /// What the pixel says.
    pub(crate) fn pixel(&mut self) -> Known {
        known(&mut self.pixel)
    }

    /// Where the pixel lies, by the product's model or its georeference, on the ground that is chosen; none while that is looked for for the first
    /// time in this product and on this ground. While the next place is looked for, the last one stays.
    pub(crate) fn coordinates(&mut self) -> Option<Arc<Coordinates>> {
        match self.coordinates.answer() {
            Answer::Known(found) | Answer::Waiting(Some(found)) => Some(Arc::clone(found)),
            Answer::Nothing | Answer::Waiting(None) | Answer::Failed(_) => None,
        }
    }

    /// What the pixel of a pin says.
    pub(crate) fn pin(&mut self, id: u32) -> Known {
        self.pins.get_mut(&id).map_or(Known::Nothing, known)
    }

    /// What the pixels of a region say.
    pub(crate) fn region(&mut self, id: u32) -> KnownRegion {
        let Some(measuring) = self.regions.get_mut(&id) else { return KnownRegion::Nothing };
        match measuring.answer() {
            Answer::Nothing => KnownRegion::Nothing,
            Answer::Waiting(None) => KnownRegion::Waiting,
            Answer::Waiting(Some(reading)) => KnownRegion::Remeasuring(Arc::clone(reading)),
            Answer::Known(reading) => KnownRegion::Measured(Arc::clone(reading)),
            Answer::Failed(reason) => KnownRegion::Failed(reason.to_owned()),
        }
    }
}

fn known(reading: &mut Reading) -> Known {
    match reading.answer() {
        Answer::Nothing => Known::Nothing,
        Answer::Waiting(None) => Known::Waiting,
        Answer::Waiting(Some(pixel)) | Answer::Known(pixel) => Known::Read(Arc::clone(pixel)),
        Answer::Failed(reason) => Known::Failed(reason.to_owned()),
    }
}

/// The number of the product of a reference in this session; none when it is not open.
pub(crate) fn product_of(session: &Session, reference: &ProductReference) -> Option<ProductId> {
    let open = session.products.iter();
    let mut same = open.filter(|product| product.path == reference.path && product.image == reference.image);
    same.next().map(|product| product.id)
}

/// Brings what is inspected in line with the pointer, the pins and the open products. To be called each frame; asks only what is new.
pub(crate) fn follow(desk: &mut Desk) {
    desk.inspection.plots.begin_frame();
    let Desk { inspection, session, products, places, queries, cursor, .. } = desk;
    if let (false, Some(cursor)) = (inspection.is_frozen, cursor.as_ref())
        && let Some(product) = products.ready(cursor.product)
        && let Some((line, column)) = pixel_at(product, cursor.line, cursor.column)
    {
        inspection.place = Some(Place { product: cursor.product, line, column });
    }
    if inspection.place.is_some_and(|place| !session.products.iter().any(|product| product.id == place.product)) {
        inspection.place = None;
        inspection.is_frozen = false;
        inspection.pixel.clear();
    }
    if let Some(place) = inspection.place {
        ask(&mut inspection.pixel, queries, products, place);
    }
    let pins = &session.viewer.edits.marks.pins;
    inspection.pins.retain(|id, _| pins.iter().any(|pin| pin.id == *id));
    for pin in pins {
        let Some(id) = product_of(session, &pin.product) else {
            inspection.pins.remove(&pin.id);
            continue;
        };
        let place = Place { product: id, line: pin.line, column: pin.column };
        ask(inspection.pins.entry(pin.id).or_default(), queries, products, place);
    }
    follow_coordinates(inspection, session, places, queries);
    follow_regions(inspection, session, products, queries);
    if inspection.highlight.as_ref().is_some_and(|lit| !session.products.iter().any(|open| open.id == lit.product)) {
        inspection.highlight = None;
    }
    super::exports::follow(desk);
}

/// Where the inspected pixel lies: asked as soon as the product's model and the ground are opened.
fn follow_coordinates(inspection: &mut Inspection, session: &Session, places: &Places, queries: &Queries) {
    let Some(place) = inspection.place else {
        inspection.coordinates.clear();
        return;
    };
    let choice = &session.viewer.ground;
    let asked = inspection.coordinates.question();
    if asked.is_some_and(|(before, ground)| before.product != place.product || ground != choice) {
        // What was found in another product, or on another ground, does not stay for a moment.
        inspection.coordinates.clear();
    }
    let ground = match places.ground() {
        GroundState::Opening => return,
        GroundState::Ready(ground) => Ok(Arc::clone(ground)),
        GroundState::Failed(reason) => Err(reason.clone()),
    };
    let Some(image) = places.of(place.product).cloned() else { return };
    inspection.coordinates.ask(queries, Priority::Pointer, (place, choice.clone()), move |supervision| {
        supervision.check()?;
        let ground = ground.as_deref().map_err(String::as_str);
        Ok(Arc::new(image.coordinates(place.line as f64, place.column as f64, ground)))
    });
}

fn follow_regions(inspection: &mut Inspection, session: &Session, products: &OpenedProducts, queries: &Queries) {
    let regions = &session.viewer.edits.marks.regions;
    inspection.regions.retain(|id, _| regions.iter().any(|region| region.id == *id));
    for drawn in regions {
        let Some(id) = product_of(session, &drawn.product) else {
            inspection.regions.remove(&drawn.id);
            continue;
        };
        let Some(product) = products.ready(id) else { continue };
        let (product, region) = (Arc::clone(product), region_of(&drawn.shape));
        let measuring = inspection.regions.entry(drawn.id).or_default();
        measuring.ask(queries, Priority::Soon, (products.shown(id), region.clone()), move |supervision| {
            product.region(&region, &[], Effort::Exact, supervision).map(Arc::new)
        });
    }
}

fn ask(reading: &mut Reading, queries: &Queries, products: &OpenedProducts, place: Place) {
    let Some(product) = products.ready(place.product) else { return };
    let product = Arc::clone(product);
    let priority = products.priority_of_values(place.product);
    reading.ask(queries, priority, (place, products.shown(place.product)), move |supervision| {
        product.pixel(place.line, place.column, supervision).map(Arc::new)
    });
}

/// The pixel under a place of the image: its centre is at whole lines and columns.
fn pixel_at(product: &ViewedProduct, line: f64, column: f64) -> Option<(usize, usize)> {
    let index = |value: f64, n: usize| {
        let rounded = value.round();
        (rounded >= 0.0 && rounded < n as f64).then_some(rounded as usize)
    };
    Some((index(line, product.lines())?, index(column, product.columns())?))
}
