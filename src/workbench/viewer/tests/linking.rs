//! Several views: split, link, flicker, close.

use egui::{Key, Modifiers, vec2};
use egui_kittest::kittest::Queryable as _;

use super::bench::{FIRST, drag, position, rect_of, session, settle, slopes, turn_wheel, viewer, views};
use crate::imagery::picture::Composition;
use crate::workbench::viewer::LinkAspect;
use crate::workbench::viewer::view_state::ViewId;

const SECOND: ViewId = ViewId(2);

#[test]
fn products_open_side_by_side_and_a_split_shows_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let products = [slopes(folder.path(), "one"), slopes(folder.path(), "two")];
    let mut window = viewer(folder.path(), &products);
    assert_eq!(views(&window).len(), 2);
    window.get_by_label("Split below, view 2").click();
    settle(&mut window);
    assert_eq!(views(&window).len(), 3);
    assert!(rect_of(&window, 3).top() > rect_of(&window, 2).bottom());
    window.get_by_label("Close view, view 3").click();
    settle(&mut window);
    assert_eq!(views(&window).len(), 2);
}

#[test]
fn linked_views_are_at_the_same_place_in_the_same_frame() {
    let folder = tempfile::tempdir().unwrap();
    let products = [slopes(folder.path(), "one"), slopes(folder.path(), "two")];
    let mut window = viewer(folder.path(), &products);
    session(&mut window).link_all(LinkAspect::Position);
    session(&mut window).link_all(LinkAspect::Zoom);
    for (number, by) in [(1, vec2(-30.0, 10.0)), (2, vec2(25.0, -15.0)), (1, vec2(10.0, 10.0))] {
        let middle = rect_of(&window, number).center();
        turn_wheel(&mut window, middle, 1.0);
        drag(&mut window, middle, middle + by, Modifiers::NONE);
        let (one, two) = (position(&mut window, FIRST), position(&mut window, SECOND));
        assert_eq!(one, two);
        window.step();
        assert_eq!((position(&mut window, FIRST), position(&mut window, SECOND)), (one, two), "links do not fight");
    }
}

#[test]
fn one_key_breaks_all_links() {
    let folder = tempfile::tempdir().unwrap();
    let products = [slopes(folder.path(), "one"), slopes(folder.path(), "two")];
    let mut window = viewer(folder.path(), &products);
    window.key_press_modifiers(Modifiers::SHIFT, Key::L);
    settle(&mut window);
    assert!(session(&mut window).has_links());
    assert!(window.query_by_label("View 1: links position, zoom, cursor, bands, stretch").is_some());
    window.key_press(Key::U);
    settle(&mut window);
    assert!(!session(&mut window).has_links());
    assert!(window.query_by_label("View 1: links none").is_some());
}

#[test]
fn linked_bands_and_stretch_change_in_both_views() {
    let folder = tempfile::tempdir().unwrap();
    let products = [slopes(folder.path(), "one"), slopes(folder.path(), "two")];
    let mut window = viewer(folder.path(), &products);
    for aspect in [LinkAspect::Bands, LinkAspect::Stretch] {
        session(&mut window).link_all(aspect);
    }
    session(&mut window).set_composition(FIRST, Composition::grey("B03"));
    session(&mut window).set_rule(FIRST, "user:2000:2400".parse().unwrap());
    settle(&mut window);
    for (_, summary) in views(&window) {
        assert!(summary.contains("B03") && summary.contains("user"), "{summary}");
    }
}

#[test]
fn a_flicker_shows_the_other_picture_and_there_is_a_way_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = viewer(folder.path(), &[slopes(folder.path(), "one")]);
    session(&mut window).set_composition(FIRST, Composition::grey("B02"));
    settle(&mut window);
    window.key_press(Key::F);
    settle(&mut window);
    let chip = "Flicker: another picture is shown";
    assert!(window.query_by_label_contains(chip).is_some());
    window.get_by_label_contains(chip).click();
    settle(&mut window);
    assert!(window.query_by_label_contains(chip).is_none());
    assert_eq!(session(&mut window).composition(FIRST), Some(&Composition::grey("B02")), "a flicker is no edit");
}

#[test]
fn a_flicker_lasts_as_long_as_its_key_is_held_and_a_tap_changes_for_good() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = viewer(folder.path(), &[slopes(folder.path(), "one")]);
    session(&mut window).set_composition(FIRST, Composition::grey("B02"));
    settle(&mut window);
    let flickers =
        |window: &super::bench::Window| window.query_by_label_contains("Flicker: another picture is shown").is_some();
    window.key_down(Key::F);
    window.run_steps(2);
    for _ in 0..8 {
        // The keyboard repeats itself.
        window.key_down(Key::F);
        window.step();
        assert!(flickers(&window));
    }
    window.key_up(Key::F);
    window.run_steps(3);
    assert!(!flickers(&window));
    for is_shown in [true, false] {
        window.key_down(Key::F);
        window.key_up(Key::F);
        window.run_steps(4);
        assert_eq!(flickers(&window), is_shown);
    }
}
