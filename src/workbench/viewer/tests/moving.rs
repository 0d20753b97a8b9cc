//! Pan, zoom, history, keys, tools.

use egui::{Key, Modifiers, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::bench::{
    FIRST, click, drag, position, rect_of, session, settle, slopes, turn_wheel, viewer, views, wait_for,
};
use crate::imagery::Window as Pixels;
use crate::workbench::viewer::Tool;
use crate::workbench::viewer::marks::RegionShape;

#[test]
fn a_view_tells_its_product_its_bands_its_stretch_and_its_zoom() {
    let folder = tempfile::tempdir().unwrap();
    let window = viewer(folder.path(), &[slopes(folder.path(), "slopes")]);
    let [(name, summary)] = views(&window).try_into().unwrap();
    assert!(name.starts_with("Image view 1: "), "{name}");
    for part in ["Bands B01 grey", "Stretch 2–98 %", "Zoom", "Picture sharp"] {
        assert!(summary.contains(part), "{summary}");
    }
}

#[test]
fn the_value_under_the_pointer_is_that_of_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = viewer(folder.path(), &[slopes(folder.path(), "slopes")]);
    let rect = rect_of(&window, 1);
    window.hover_at(rect.center());
    wait_for(&mut window, |window| {
        let value = window.get_by_label_contains("Image view 1:").accesskit_node().value().unwrap_or_default();
        value.contains("B01")
    });
    let cursor = window.state_mut().desk().cursor.unwrap();
    let (line, column) = (cursor.line.round() as usize, cursor.column.round() as usize);
    let value = window.get_by_label_contains("Image view 1:").accesskit_node().value().unwrap();
    assert_eq!(value, format!("line {line}, column {column}: B01 {}", line + column));
}

#[test]
fn a_drag_pans_the_wheel_zooms_at_the_pointer_and_home_fits() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = viewer(folder.path(), &[slopes(folder.path(), "slopes")]);
    assert_eq!(position(&mut window, FIRST), None, "the whole image at first");
    let middle = rect_of(&window, 1).center();
    turn_wheel(&mut window, middle + vec2(50.0, 30.0), 2.0);
    let zoomed = position(&mut window, FIRST).unwrap();
    drag(&mut window, middle, middle + vec2(-60.0, -30.0), Modifiers::NONE);
    let panned = position(&mut window, FIRST).unwrap();
    assert!((panned.column - zoomed.column - 60.0 / zoomed.zoom).abs() < 1e-3, "{zoomed:?} {panned:?}");
    assert!((panned.line - zoomed.line - 30.0 / zoomed.zoom).abs() < 1e-3);
    settle(&mut window);
    window.key_press(Key::Home);
    settle(&mut window);
    let fitted = position(&mut window, FIRST).unwrap();
    assert!((fitted.line - 99.5).abs() < 1e-9 && (fitted.column - 149.5).abs() < 1e-9);
}

#[test]
fn back_and_forward_return_to_positions_and_undo_does_not() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = viewer(folder.path(), &[slopes(folder.path(), "slopes")]);
    let middle = rect_of(&window, 1).center();
    turn_wheel(&mut window, middle, 3.0);
    let zoomed = position(&mut window, FIRST);
    drag(&mut window, middle, middle + vec2(-80.0, 0.0), Modifiers::NONE);
    let panned = position(&mut window, FIRST);
    assert_eq!(window.state_mut().desk().edits.depth(), 0, "moves are no edits");
    window.key_press_modifiers(Modifiers::ALT, Key::ArrowLeft);
    window.step();
    window.step();
    assert_eq!(position(&mut window, FIRST), zoomed);
    window.key_press_modifiers(Modifiers::ALT, Key::ArrowRight);
    window.step();
    window.step();
    assert_eq!(position(&mut window, FIRST), panned);
    window.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    window.step();
    assert_eq!(position(&mut window, FIRST), panned);
}

#[test]
fn keys_zoom_move_and_show_one_to_one() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = viewer(folder.path(), &[slopes(folder.path(), "slopes")]);
    window.key_press(Key::Num1);
    window.step();
    window.step();
    let actual = position(&mut window, FIRST).unwrap();
    assert!((actual.zoom - 1.0).abs() < 1e-12);
    window.key_press(Key::Plus);
    window.step();
    window.key_press(Key::ArrowRight);
    window.step();
    window.step();
    let moved = position(&mut window, FIRST).unwrap();
    assert!((moved.zoom - 2.0).abs() < 1e-12 && moved.column > actual.column);
}

#[test]
fn a_box_zooms_into_what_it_holds() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = viewer(folder.path(), &[slopes(folder.path(), "slopes")]);
    let rect = rect_of(&window, 1);
    let from = rect.center() + vec2(-40.0, -20.0);
    drag(&mut window, from, rect.center() + vec2(40.0, 20.0), Modifiers::SHIFT);
    let zoomed = position(&mut window, FIRST).unwrap();
    assert!(zoomed.zoom >= 6.0 && (zoomed.zoom - zoomed.zoom.round()).abs() < 1e-12, "{zoomed:?}");
}

#[test]
fn pins_and_regions_are_set_by_hand_and_undone() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = viewer(folder.path(), &[slopes(folder.path(), "slopes")]);
    let middle = rect_of(&window, 1).center();
    session(&mut window).tool = Tool::Pin;
    click(&mut window, middle);
    let pin = session(&mut window).edits.marks.pins[0].clone();
    assert!(pin.line.abs_diff(100) < 2 && pin.column.abs_diff(150) < 2, "{pin:?}");
    session(&mut window).tool = Tool::Rectangle;
    drag(&mut window, middle, middle + vec2(40.0, 20.0), Modifiers::NONE);
    assert_eq!(session(&mut window).edits.marks.regions.len(), 1);
    let RegionShape::Rectangle(pixels) = session(&mut window).edits.marks.regions[0].shape else {
        panic!("a rectangle was drawn")
    };
    assert!(Pixels::new(0, 0, 200, 300).contains(pixels) && pixels.pixels() > 0);
    assert_eq!(window.state_mut().desk().edits.undoable(), Some("draw region"));
    window.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    window.step();
    window.step();
    assert!(session(&mut window).edits.marks.regions.is_empty());
    assert_eq!(session(&mut window).edits.marks.pins.len(), 1);
}

#[test]
fn a_polygon_is_closed_by_enter_and_left_by_escape() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = viewer(folder.path(), &[slopes(folder.path(), "slopes")]);
    let middle = rect_of(&window, 1).center();
    session(&mut window).tool = Tool::Polygon;
    for end in [Key::Escape, Key::Enter] {
        for corner in [vec2(0.0, 0.0), vec2(80.0, 0.0), vec2(0.0, 60.0)] {
            click(&mut window, middle + corner);
        }
        window.key_press(end);
        window.step();
        window.step();
    }
    let regions = session(&mut window).edits.marks.regions.clone();
    assert_eq!(regions.len(), 1);
    assert!(matches!(&regions[0].shape, RegionShape::Polygon(corners) if corners.len() == 3));
}

#[test]
fn nothing_is_painted_and_nothing_is_undone_while_nothing_happens() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = viewer(folder.path(), &[slopes(folder.path(), "slopes")]);
    for _ in 0..20 {
        window.step();
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    let depth = window.state_mut().desk().edits.depth();
    for frame in 0..100 {
        window.step();
        let delay = window.output().viewport_output.values().map(|output| output.repaint_delay).min().unwrap();
        assert!(delay > std::time::Duration::from_millis(200), "frame {frame} asks for another after {delay:?}");
    }
    assert_eq!(window.state_mut().desk().edits.depth(), depth);
}

#[test]
fn copy_as_command_gives_the_line_that_draws_what_is_shown() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = viewer(folder.path(), &[slopes(folder.path(), "slopes")]);
    window.key_press(Key::Num1);
    settle(&mut window);
    window.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::C);
    window.run_steps(3);
    let line = window.state_mut().desk().notices.last().unwrap().message.clone();
    let numbers = session(&mut window).numbers(FIRST).unwrap().stretch.channels[0].clone();
    for part in [
        "viq view ",
        "--bands=B01",
        &format!("--stretch=user:{}:{}", numbers.low, numbers.high),
        "--region=",
        "--width=",
    ] {
        assert!(line.contains(part), "{part}: {line}");
    }
}
