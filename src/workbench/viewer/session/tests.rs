use super::super::view_state::ProductReference;
use super::*;
use crate::imagery::picture::{ChannelSource, ChannelStretch, Colouring, Stretch};
use crate::units::Exactness;

fn at(line: f64, zoom: f64) -> Position {
    Position { line, column: 2.0 * line, zoom }
}

fn product(name: &str) -> ProductReference {
    ProductReference { path: name.into(), image: None }
}

fn numbers(name: &str, high: f64, composition: Composition) -> Numbers {
    let stretch = stretch(StretchRule::default(), high);
    Numbers { stretch, composition, product: product(name), exact: false }
}

fn three_views() -> (ViewerSession, [ViewId; 3]) {
    let mut session = ViewerSession::default();
    let a = session.show(ProductId(1));
    let b = session.show(ProductId(2));
    let c = session.show(ProductId(3));
    (session, [a, b, c])
}

fn stretch(rule: StretchRule, high: f64) -> Stretch {
    let channel = ChannelStretch {
        low: 0.0,
        high,
        unit: "reflectance".to_owned(),
        n: 10,
        population: 10,
        exactness: Exactness::Exact,
    };
    Stretch { rule, statistics_of: "a.tif".to_owned(), channels: vec![channel] }
}

#[test]
fn linked_views_have_converged_as_soon_as_one_of_them_moves() {
    let (mut session, [a, b, c]) = three_views();
    for view in [a, b] {
        session.set_link(view, LinkAspect::Position, true);
        session.set_link(view, LinkAspect::Zoom, true);
    }
    session.set_position(c, at(9.0, 4.0));
    session.set_position(a, at(1.0, 2.0));
    session.set_position(b, at(5.0, 3.0));
    assert_eq!(session.position(a), Some(at(5.0, 3.0)));
    assert_eq!(session.position(b), Some(at(5.0, 3.0)));
    assert_eq!(session.position(c), Some(at(9.0, 4.0)));
}

#[test]
fn each_aspect_is_linked_by_itself() {
    let (mut session, [a, b, _]) = three_views();
    session.set_position(a, at(1.0, 2.0));
    session.set_position(b, at(3.0, 8.0));
    session.set_link(a, LinkAspect::Zoom, true);
    session.set_link(b, LinkAspect::Zoom, true);
    assert_eq!(session.position(b), Some(at(3.0, 2.0)), "the first view linked gives the zoom");
    session.set_position(b, at(4.0, 16.0));
    assert_eq!(session.position(a), Some(at(1.0, 16.0)));
}

#[test]
fn one_call_breaks_all_links_and_every_view_stays_where_it_is() {
    let (mut session, views) = three_views();
    session.set_position(views[2], at(7.0, 2.0));
    session.set_composition(views[2], Composition::grey("B05"));
    for aspect in LinkAspect::ALL {
        session.link_all(aspect);
    }
    assert!(session.has_links());
    session.break_links();
    assert!(!session.has_links());
    for view in views {
        assert_eq!(session.position(view), Some(at(7.0, 2.0)));
        assert_eq!(session.composition(view), Some(&Composition::grey("B05")));
    }
    session.set_position(views[0], at(0.0, 1.0));
    assert_eq!(session.position(views[1]), Some(at(7.0, 2.0)));
}

#[test]
fn a_linked_stretch_is_one_contract_and_goes_on_without_the_view_that_led_it() {
    let (mut session, [a, b, _]) = three_views();
    session.set_numbers(a, numbers("a.tif", 0.3, Composition::grey("B05")));
    session.set_link(a, LinkAspect::Stretch, true);
    session.set_link(b, LinkAspect::Stretch, true);
    assert!(session.numbers(b).is_some() && session.numbers(b) == session.numbers(a));
    assert_eq!(session.stretch_leader(b), a);
    let rule: StretchRule = "user:0:0.5".parse().unwrap();
    session.set_rule(b, rule.clone());
    assert_eq!(session.stretch_choice(a).rule, rule);
    assert_eq!(session.stretch_leader(a), b);
    session.close(b);
    assert_eq!(session.stretch_leader(a), a);
    assert_eq!(session.stretch_choice(a).rule, rule);
}

#[test]
fn a_stretch_pinned_to_another_date_keeps_its_numbers() {
    let (mut session, [a, ..]) = three_views();
    let bands = Composition::grey("B05");
    session.set_numbers(a, numbers("a.tif", 0.3, bands.clone()));
    let is_due = |session: &ViewerSession, name: &str, bands: &Composition| {
        session.stretch_choice(a).is_due(session.numbers(a), &product(name), bands)
    };
    assert!(!is_due(&session, "a.tif", &bands));
    let other = Composition::Single { source: ChannelSource::Band("B07".to_owned()), colouring: Colouring::Viridis };
    assert!(is_due(&session, "a.tif", &other) && is_due(&session, "other-date.tif", &bands));
    session.set_pinned(a, true);
    session.replace_product(a, ProductId(9));
    assert!(!is_due(&session, "other-date.tif", &other));
    let shown = session.stretch_choice(a).shown(session.numbers(a)).cloned();
    assert_eq!(shown, Some(stretch(StretchRule::default(), 0.3)));
    session.set_rule(a, "minmax".parse().unwrap());
    assert!(is_due(&session, "other-date.tif", &other), "another rule is another contract");
}

#[test]
fn numbers_that_are_found_are_no_edit() {
    let (mut session, [a, ..]) = three_views();
    let before = session.edits.clone();
    session.set_numbers(a, numbers("a.tif", 0.3, Composition::grey("B05")));
    session.set_position(a, at(4.0, 1.0));
    let new = session.split(a, Split::Below).unwrap();
    session.close(new);
    assert!(session.edits == before);
    session.set_pinned(a, true);
    assert!(session.edits != before);
}

#[test]
fn a_session_read_back_is_the_same() {
    let (mut session, [a, b, _]) = three_views();
    session.set_position(a, at(3.25, 2.0));
    session.set_link(b, LinkAspect::Bands, true);
    session.set_numbers(a, numbers("a.tif", 0.1 + 0.2, Composition::grey("B05")));
    session.edits.marks.add_pin(&product("a.tif"), 4, 5);
    let text = serde_json::to_string(&session).unwrap();
    let back: ViewerSession = serde_json::from_str::<ViewerSession>(&text).unwrap().mended();
    assert_eq!(back.views, session.views);
    assert!(back.edits == session.edits);
    assert!(back == session);
}

#[test]
fn what_cannot_be_shown_is_mended() {
    let (mut session, [a, b, c]) = three_views();
    session.views[1].id = a;
    session.active_view = ViewId(77);
    session.next_view = 0;
    let mut mended = session.mended();
    assert_eq!(mended.views().len(), 2);
    assert_eq!(mended.active(), a);
    assert_eq!(layout::views_in_order(&mended.layout), [a, c]);
    let new = mended.split(c, Split::Below).unwrap();
    assert!(![a, b, c].contains(&new));
    let none = ViewerSession { views: Vec::new(), ..ViewerSession::default() }.mended();
    assert_eq!(none.views().len(), 1);
}

#[test]
fn the_last_view_cannot_be_closed_only_emptied_and_there_are_never_too_many() {
    let mut session = ViewerSession::default();
    let first = session.show(ProductId(1));
    while session.split(first, Split::Right).is_some() {}
    assert_eq!(session.views().len(), MOST_VIEWS);
    let all: Vec<ViewId> = session.views().iter().map(|view| view.id).collect();
    for view in all {
        session.close(view);
        assert!(session.view(session.active()).is_some());
    }
    assert_eq!(session.views().len(), 1);
    assert_eq!(session.views()[0].product, None);
}

#[test]
fn the_neighbour_of_the_last_view_is_the_first() {
    let (mut session, [a, b, c]) = three_views();
    assert_eq!(session.neighbour_of(c), Some(a));
    session.activate(a);
    session.activate_neighbour(true);
    assert_eq!(session.active(), b);
    session.activate_neighbour(false);
    session.activate_neighbour(false);
    assert_eq!(session.active(), c);
    assert_eq!(ViewerSession::default().neighbour_of(ViewId(1)), None);
}

#[test]
fn a_view_that_is_split_off_looks_like_the_one_it_came_from() {
    let (mut session, [a, ..]) = three_views();
    session.set_composition(a, Composition::grey("B11"));
    session.view_edits_mut(a).overlays.overview = false;
    let new = session.split(a, Split::Right).unwrap();
    assert_eq!(session.composition(new), Some(&Composition::grey("B11")));
    assert!(!session.view_edits(new).overlays.overview);
    session.set_composition(new, Composition::grey("B01"));
    assert_eq!(session.composition(a), Some(&Composition::grey("B11")));
}
