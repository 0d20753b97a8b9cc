//! Views linked by the place on the ground, and the ground itself.

use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;

use super::bench::{FIRST, painted, position, rect_of, session, settle, slopes, viewer, views, wait_for};
use crate::operations::viewing::{GroundChoice, HeightsAbove};
use crate::workbench::commands::Command;
use crate::workbench::tests::placed_images::{Plain, on_map};
use crate::workbench::viewer::view_state::{ProductReference, ViewId};
use crate::workbench::viewer::{LinkKind, Position};

const SECOND: ViewId = ViewId(2);

/// Pixels of some 5.5 m.
const COARSE: Plain = Plain { latitude_deg: 44.0, longitude_deg: 5.0, pixel_deg: 5e-5, lines_a_metre: 0.01 };
/// Pixels half as large, seen from elsewhere, of a part of the same ground.
const FINE: Plain = Plain { latitude_deg: 44.0005, longitude_deg: 5.0005, pixel_deg: 2.5e-5, lines_a_metre: -0.02 };

/// A window with two images of the same ground, linked by it.
fn linked(folder: &std::path::Path) -> super::bench::Window {
    let products = [slopes(folder, "coarse"), slopes(folder, "fine")];
    COARSE.write(folder, "coarse");
    FINE.write(folder, "fine");
    let mut window = viewer(folder, &products);
    session(&mut window).activate(FIRST);
    window.key_press_modifiers(Modifiers::SHIFT, Key::G);
    settle(&mut window);
    window
}

fn is_at(window: &mut super::bench::Window, view: ViewId, [line, column]: [f64; 2]) -> bool {
    position(window, view).is_some_and(|at| (at.line - line).hypot(at.column - column) < 0.01)
}

#[test]
fn a_linked_view_follows_to_the_same_place_with_a_metre_as_long() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = linked(folder.path());
    assert_eq!(session(&mut window).link_kind(), LinkKind::Ground);
    assert!(window.query_by_label("View 1: links position, zoom, cursor, by place on the ground").is_some());
    for (height_m, at) in [(0.0, [95.0, 160.0]), (0.0, [88.5, 171.25]), (300.0, [92.0, 155.0])] {
        session(&mut window).ground = GroundChoice::HeightM(height_m);
        session(&mut window).set_position(FIRST, Position { line: at[0], column: at[1], zoom: 4.0 });
        let expected = FINE.image(COARSE.place(at, height_m), height_m);
        wait_for(&mut window, |window| is_at(window, SECOND, expected));
        let zoom = position(&mut window, SECOND).unwrap().zoom;
        assert!((zoom - 2.0).abs() < 1e-3, "{zoom}");
        assert_eq!(
            position(&mut window, FIRST).map(|at| (at.line, at.column)),
            Some((at[0], at[1])),
            "the leader stays"
        );
    }
    // The other way: the one that is moved leads.
    session(&mut window).set_position(SECOND, Position { line: 60.0, column: 140.0, zoom: 6.0 });
    let expected = COARSE.image(FINE.place([60.0, 140.0], 300.0), 300.0);
    wait_for(&mut window, |window| is_at(window, FIRST, expected));
    assert!((position(&mut window, FIRST).unwrap().zoom - 12.0).abs() < 1e-2);
}

#[test]
fn a_place_that_the_other_image_does_not_show_is_said_in_its_frame() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = linked(folder.path());
    session(&mut window).set_position(FIRST, Position { line: 190.0, column: 10.0, zoom: 4.0 });
    let words = "This image does not show the place";
    wait_for(&mut window, |window| views(window)[1].1.starts_with(words));
    assert_eq!(painted(&window, words, rect_of(&window, 2)), 1);
    assert!(!views(&window)[0].1.contains(words));
    session(&mut window).set_position(FIRST, Position { line: 95.0, column: 160.0, zoom: 4.0 });
    wait_for(&mut window, |window| !views(window)[1].1.contains(words));
    assert_eq!(painted(&window, words, rect_of(&window, 2)), 0);
}

#[test]
fn a_map_and_an_image_with_a_model_are_linked_and_pins_follow() {
    let folder = tempfile::tempdir().unwrap();
    let products = [slopes(folder.path(), "sensor"), slopes(folder.path(), "map")];
    COARSE.write(folder.path(), "sensor");
    // The outer corner of the map's first pixel; its pixels are twice as large.
    on_map(folder.path(), "map", [4.98, 44.01], 1e-4);
    let mut window = viewer(folder.path(), &products);
    session(&mut window).activate(FIRST);
    window.state_mut().desk().commands.push(Command::LinkOnGround);
    session(&mut window).set_position(FIRST, Position { line: 80.0, column: 140.0, zoom: 8.0 });
    let [latitude_deg, longitude_deg] = COARSE.place([80.0, 140.0], 0.0);
    let expected = [(44.01 - latitude_deg) / 1e-4 - 0.5, (longitude_deg - 4.98) / 1e-4 - 0.5];
    wait_for(&mut window, |window| is_at(window, SECOND, expected));
    assert!((position(&mut window, SECOND).unwrap().zoom - 16.0).abs() < 1e-2);
    let pinned = ProductReference { path: products[0].clone(), image: None };
    session(&mut window).edits.marks.add_pin(&pinned, 80, 140);
    wait_for(&mut window, |window| painted(window, "Pin 1", rect_of(window, 2)) == 1);
}

#[test]
fn a_view_without_a_place_on_the_ground_says_why_and_line_and_column_link_it_again() {
    let folder = tempfile::tempdir().unwrap();
    let products = [slopes(folder.path(), "coarse"), slopes(folder.path(), "nowhere")];
    COARSE.write(folder.path(), "coarse");
    let mut window = viewer(folder.path(), &products);
    session(&mut window).activate(FIRST);
    window.state_mut().desk().commands.push(Command::LinkOnGround);
    wait_for(&mut window, |window| views(window)[1].1.contains("the product carries no geometric model"));
    session(&mut window).set_position(FIRST, Position { line: 50.0, column: 60.0, zoom: 3.0 });
    window.state_mut().desk().commands.push(Command::LinkInImage);
    settle(&mut window);
    assert!(!views(&window)[1].1.contains("does not show"));
    assert_eq!(position(&mut window, SECOND), Some(Position { line: 50.0, column: 60.0, zoom: 3.0 }));
}

#[test]
fn idle_frames_of_views_linked_on_the_ground_ask_nothing_and_move_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = linked(folder.path());
    let expected = FINE.image(COARSE.place([95.0, 160.0], 0.0), 0.0);
    session(&mut window).set_position(FIRST, Position { line: 95.0, column: 160.0, zoom: 4.0 });
    wait_for(&mut window, |window| is_at(window, SECOND, expected));
    settle(&mut window);
    for _ in 0..20 {
        window.step();
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    let before = (window.state_mut().desk().queries.asked(), session(&mut window).clone());
    for _ in 0..100 {
        window.step();
    }
    assert_eq!(window.state_mut().desk().queries.asked(), before.0);
    assert!(*session(&mut window) == before.1);
}

#[test]
fn the_ground_is_chosen_in_its_editor_and_found_again_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = linked(folder.path());
    window.state_mut().desk().commands.push(Command::EditGround);
    window.run_steps(3);
    assert!(window.query_by_label("Ground: 0 m above the ellipsoid, a constant height that was chosen").is_some());
    let field = "Height above the ellipsoid in metres";
    window.get_by_label(field).focus();
    window.run_steps(2);
    window.key_press_modifiers(Modifiers::COMMAND, Key::A);
    window.event(egui::Event::Text("250".to_owned()));
    window.run_steps(2);
    window.key_press(Key::Enter);
    let said = "Ground: 250 m above the ellipsoid, a constant height that was chosen";
    wait_for(&mut window, |window| window.query_by_label(said).is_some());
    assert_eq!(session(&mut window).ground, GroundChoice::HeightM(250.0));

    // An elevation model that is none says so, and stays chosen until another is.
    let path = folder.path().join("no such folder");
    window.state_mut().desk().dialogs.answer_inputs("ground", vec![path.clone()]);
    wait_for(&mut window, |window| window.query_by_label_contains("It cannot be opened: ").is_some());
    window.get_by_label("above the geoid EGM96").click();
    window.run_steps(3);
    let chosen = GroundChoice::Elevation { path, heights: HeightsAbove::Egm96 };
    assert_eq!(session(&mut window).ground, chosen);

    let left = session(&mut window).clone();
    window.state_mut().close();
    drop(window);
    let mut again = crate::workbench::tests::window::window(folder.path());
    assert!(*session(&mut again) == left);
    assert_eq!((&left.ground, left.link_kind()), (&chosen, LinkKind::Ground));
}
