//! Images that can show little or nothing: each says so, none breaks anything.

use egui::Key;
use egui_kittest::kittest::Queryable as _;

use super::bench::{image, painted, settle, viewer, views, wait_for};

/// Uses every tool of the keyboard on a view.
fn try_everything(window: &mut super::bench::Window) {
    for key in [Key::Num1, Key::Plus, Key::Plus, Key::ArrowDown, Key::Minus, Key::G, Key::G, Key::E, Key::F, Key::Home]
    {
        window.key_press(key);
        window.step();
    }
    window.key_press(Key::S);
    for _ in 0..10 {
        window.step();
    }
    window.key_press(Key::Escape);
    settle(window);
}

#[test]
fn one_pixel_a_constant_and_a_line_of_pixels_are_shown() {
    for (name, size) in
        [("one", [1, 1, 1]), ("constant", [3, 70, 90]), ("line", [1, 1, 100_000]), ("column", [1, 3000, 1])]
    {
        let folder = tempfile::tempdir().unwrap();
        let path = image(folder.path(), name, size, |_, _, _| 0.25);
        let mut window = viewer(folder.path(), &[path]);
        assert!(views(&window)[0].1.contains("0.25"), "{name}: {:?}", views(&window));
        try_everything(&mut window);
    }
}

#[test]
fn an_image_without_a_value_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let path = image(folder.path(), "empty", [1, 60, 80], |_, _, _| f32::NAN);
    let mut window = viewer(folder.path(), &[path]);
    try_everything(&mut window);
    wait_for(&mut window, |window| window.query_by_label_contains("0 % of B01 is valid").is_some());
}

#[test]
fn numbers_beyond_reason_do_no_harm() {
    let folder = tempfile::tempdir().unwrap();
    let path = image(folder.path(), "wild", [1, 64, 64], |_, line, column| match (line + column) % 5 {
        0 => f32::NAN,
        1 => f32::INFINITY,
        2 => f32::MAX,
        3 => -1e-30,
        _ => f32::MIN,
    });
    let mut window = viewer(folder.path(), &[path]);
    try_everything(&mut window);
}

#[test]
fn what_is_no_product_says_what_was_needed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("words.tif");
    std::fs::write(&path, "no raster").unwrap();
    let mut window = crate::workbench::tests::window::window(folder.path());
    window.state_mut().open_products(vec![path]);
    wait_for(&mut window, |window| window.state_mut().desk().notices.last().is_some());
    for key in [Key::Home, Key::S, Key::F, Key::CloseBracket] {
        window.key_press(key);
        window.step();
    }
}

#[test]
fn an_image_without_lines_or_columns_is_refused_in_the_view_and_the_reason_stands_there() {
    for (lines, columns) in [(0, 40), (40, 0)] {
        let folder = tempfile::tempdir().unwrap();
        let path = image(folder.path(), "nothing", [1, 40, 40], |_, _, _| 1.0);
        let header = folder.path().join("nothing.hdr");
        let words = std::fs::read_to_string(&header).unwrap();
        let words = words.replace("samples = 40", &format!("samples = {columns}"));
        std::fs::write(&header, words.replace("lines = 40", &format!("lines = {lines}"))).unwrap();
        let mut window = crate::workbench::tests::window::window(folder.path());
        window.state_mut().open_products(vec![path]);
        wait_for(&mut window, |window| window.state_mut().desk().notices.last().is_some());
        let said = window.state_mut().desk().notices.last().unwrap().message.clone();
        assert!(said.contains("nothing: needed a raster") && said.contains('0'), "{said}");
        let all = egui::Rect::EVERYTHING;
        assert_eq!(painted(&window, "The product cannot be opened", all), 1);
        assert!(painted(&window, &said, all) >= 1, "{said}");
    }
}
