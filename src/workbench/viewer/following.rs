//! Views that follow another one on the ground: the place in its middle, a metre as long, the cursor, the pins.
//!
//! Found in the background, one question a view at a time, the newest next: no frame waits for a model or an elevation model.

use std::sync::Arc;

use super::links::{LinkAspect, LinkKind};
use super::placement::{Position, bounded_zoom};
use super::view_runtime::ViewRuntime;
use super::view_state::ViewId;
use super::viewing::Viewing;
use crate::operations::OperationError;
use crate::operations::viewing::{Ground, GroundChoice, ImagePlaces, SamePlace, pixel_ratio, same_place};
use crate::supervision::Supervision;
use crate::workbench::desk::Desk;
use crate::workbench::inspector::product_of;
use crate::workbench::places::GroundState;
use crate::workbench::queries::{InTurn, Priority, Queries};
use crate::workbench::session::ProductId;

/// A place in a product: its number, line and column.
type Spot = (ProductId, [f64; 2]);

/// A place of one product that is looked for in another, on a ground. Where only the zoom is linked, the place in the other is its own.
#[derive(Debug, Clone, PartialEq)]
struct Sought {
    from: Spot,
    to: ProductId,
    own: Option<[f64; 2]>,
    ground: GroundChoice,
}

/// Pins of other products that are looked for in a product.
#[derive(Debug, Clone, PartialEq)]
struct SoughtPins {
    pins: Vec<(u32, Spot)>,
    to: ProductId,
    ground: GroundChoice,
}

/// A place that was found, or why it was not.
type Found = Result<SamePlace, String>;

/// What a view follows.
#[derive(Default)]
pub(crate) struct Following {
    place: InTurn<Sought, Found>,
    cursor: InTurn<Sought, Found>,
    pins: InTurn<SoughtPins, Vec<(u32, [f64; 2])>>,
    /// Why the image does not show the place that it would have to show.
    pub(crate) not_here: Option<String>,
    /// Where the cursor of another view is in this image.
    pub(crate) cursor_at: Option<[f64; 2]>,
    /// Where pins of other products are in this image.
    pub(crate) pins_at: Vec<(u32, [f64; 2])>,
}

/// What is needed to find a place: both products and the ground.
struct Finder {
    from: Arc<ImagePlaces>,
    to: Arc<ImagePlaces>,
    ground: Arc<Ground>,
}

impl Finder {
    fn find(&self, sought: &Sought, supervision: &Supervision) -> Result<Found, OperationError> {
        let (_, at) = sought.from;
        match sought.own {
            None => same_place(&self.from, at, &self.to, &self.ground, supervision),
            Some([line, column]) => {
                let ratio = pixel_ratio((&self.from, at), (&self.to, [line, column]), &self.ground, supervision)?;
                Ok(ratio.map(|pixel_ratio| SamePlace { line, column, pixel_ratio }))
            }
        }
    }
}

/// Lets the views follow that are linked on the ground; says whether one was moved. To be called before and after the views are drawn.
pub(crate) fn follow(desk: &mut Desk, viewing: &mut Viewing) -> bool {
    if desk.session.viewer.link_kind() == LinkKind::Image {
        for runtime in viewing.runtimes.values_mut() {
            runtime.following = Following::default();
        }
        return false;
    }
    let leading = desk.session.viewer.leading();
    let leader = leading.and_then(|id| Some((id, product_in(desk, id)?, position_of(desk, viewing, id)?)));
    let followers: Vec<ViewId> = desk.session.viewer.views().iter().map(|view| view.id).collect();
    let mut is_moved = false;
    for id in followers {
        follow_cursor(desk, viewing, id);
        follow_pins(desk, viewing, id);
        let own = position_of(desk, viewing, id);
        let Some(runtime) = viewing.runtimes.get_mut(&id) else { continue };
        let (Some((leader, from, at)), Some(to), Some(own)) = (leader, product_in(desk, id), own) else {
            runtime.following.not_here = None;
            continue;
        };
        let is_linked = |aspect| [leader, id].into_iter().all(|view| desk.session.viewer.has(view, aspect));
        let (place, zoom) = (is_linked(LinkAspect::Position), is_linked(LinkAspect::Zoom));
        if leader == id || !(place || zoom) {
            runtime.following.not_here = None;
            runtime.following.place.clear();
            continue;
        }
        let sought = Sought {
            from: (from, [at.line, at.column]),
            to,
            own: (!place).then_some([own.line, own.column]),
            ground: desk.session.viewer.ground.clone(),
        };
        match seek(desk, &mut runtime.following.place, sought) {
            None => {}
            Some(Err(why)) => runtime.following.not_here = place.then_some(why),
            Some(Ok(found)) => {
                runtime.following.not_here = None;
                let zoom = if zoom { bounded_zoom(at.zoom * found.pixel_ratio) } else { own.zoom };
                let (line, column) = if place { (found.line, found.column) } else { (own.line, own.column) };
                let position = Position { line, column, zoom };
                if desk.session.viewer.position(id) != Some(position) {
                    desk.session.viewer.set_followed(id, position);
                    is_moved = true;
                }
            }
        }
    }
    is_moved
}

/// The product of a view.
fn product_in(desk: &Desk, id: ViewId) -> Option<ProductId> {
    desk.session.viewer.view(id)?.product
}

/// Where a view is; one that shows the whole image, where it was drawn.
fn position_of(desk: &Desk, viewing: &Viewing, id: ViewId) -> Option<Position> {
    let placement = viewing.runtimes.get(&id)?.placement?;
    let position = desk.session.viewer.position(id);
    Some(position.map_or(placement.position(), |position| placement.at(position).position()))
}

/// Asks for a place and gives the newest answer; none where nothing is known yet.
fn seek(desk: &Desk, turn: &mut InTurn<Sought, Found>, sought: Sought) -> Option<Found> {
    match finder(desk, sought.from.0, sought.to) {
        Ok(Some(finder)) => ask(&desk.queries, turn, sought, finder),
        Ok(None) => {}
        Err(why) => return Some(Err(why)),
    }
    turn.answer().map(|answer| answer.map_or_else(|why| Err(why.to_owned()), Clone::clone))
}

fn ask(queries: &Queries, turn: &mut InTurn<Sought, Found>, sought: Sought, finder: Finder) {
    let asked = sought.clone();
    turn.ask(queries, Priority::Pointer, sought, move |supervision| finder.find(&asked, supervision));
}

/// What is needed to go from a product to another; none while it is being opened.
///
/// # Errors
/// Why the ground cannot be opened.
fn finder(desk: &Desk, from: ProductId, to: ProductId) -> Result<Option<Finder>, String> {
    let ground = match desk.places.ground() {
        GroundState::Opening => return Ok(None),
        GroundState::Failed(why) => return Err(format!("the ground cannot be opened: {why}")),
        GroundState::Ready(ground) => Arc::clone(ground),
    };
    let both = desk.places.of(from).zip(desk.places.of(to));
    Ok(both.map(|(from, to)| Finder { from: Arc::clone(from), to: Arc::clone(to), ground }))
}

fn follow_cursor(desk: &Desk, viewing: &mut Viewing, id: ViewId) {
    let session = &desk.session.viewer;
    let pointed = viewing
        .pointed
        .filter(|from| *from != id && session.has(*from, LinkAspect::Cursor) && session.has(id, LinkAspect::Cursor));
    let Some(runtime) = viewing.runtimes.get_mut(&id) else { return };
    let (Some(cursor), Some(to)) = (desk.cursor.filter(|_| pointed.is_some()), product_in(desk, id)) else {
        runtime.following.cursor.clear();
        runtime.following.cursor_at = None;
        return;
    };
    let from = (cursor.product, [cursor.line, cursor.column]);
    let sought = Sought { from, to, own: None, ground: session.ground.clone() };
    let found = seek(desk, &mut runtime.following.cursor, sought);
    runtime.following.cursor_at = found.and_then(Result::ok).map(|found| [found.line, found.column]);
}

fn follow_pins(desk: &Desk, viewing: &mut Viewing, id: ViewId) {
    let Some(runtime) = viewing.runtimes.get_mut(&id) else { return };
    let following = &mut runtime.following;
    following.pins_at.clear();
    let session = &desk.session.viewer;
    let (Some(to), true) = (product_in(desk, id), session.has(id, LinkAspect::Cursor)) else { return };
    let is_linked =
        |product: ProductId| session.linked(LinkAspect::Cursor).any(|view| product_in(desk, view) == Some(product));
    let spots = session.edits.marks.pins.iter().filter_map(|pin| {
        let product = product_of(&desk.session, &pin.product).filter(|of| *of != to && is_linked(*of))?;
        Some((pin.id, (product, [pin.line as f64, pin.column as f64])))
    });
    let pins: Vec<(u32, Spot)> = spots.collect();
    if pins.is_empty() {
        following.pins.clear();
        return;
    }
    let finders = pins.iter().map(|(_, (product, _))| finder(desk, *product, to).ok().flatten());
    let Some(finders) = finders.collect::<Option<Vec<Finder>>>() else { return };
    let sought = SoughtPins { pins, to, ground: session.ground.clone() };
    let asked = sought.clone();
    following.pins.ask(&desk.queries, Priority::Soon, sought, move |supervision| {
        let mut found = Vec::new();
        for ((pin, (_, at)), finder) in asked.pins.iter().zip(&finders) {
            if let Ok(place) = same_place(&finder.from, *at, &finder.to, &finder.ground, supervision)? {
                found.push((*pin, [place.line, place.column]));
            }
        }
        Ok(found)
    });
    if let Some(Ok(found)) = following.pins.answer() {
        following.pins_at.clone_from(found);
    }
}

/// Whether a view shows nothing because its image does not show the place: why.
pub(crate) fn not_here(runtime: Option<&ViewRuntime>) -> Option<&str> {
    runtime?.following.not_here.as_deref()
}
