//! Bands, stretch, pin, overlays: what the chips say and do.

use egui::{Key, Modifiers, vec2};
use egui_kittest::kittest::Queryable as _;

use super::bench::{
    FIRST, drag, image, painted, rect_of, session, settle, slopes, turn_wheel, viewer, views, wait_for,
};
use crate::imagery::picture::{Bounds, Composition, StatisticsExtent};

#[test]
fn a_pan_never_changes_a_pinned_or_whole_image_stretch() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = viewer(folder.path(), &[slopes(folder.path(), "slopes")]);
    for pinned in [false, true] {
        session(&mut window).set_pinned(FIRST, pinned);
        settle(&mut window);
        let choice = session(&mut window).stretch_choice(FIRST);
        let before = choice.shown(session(&mut window).numbers(FIRST)).cloned().unwrap();
        let middle = rect_of(&window, 1).center();
        turn_wheel(&mut window, middle, 3.0);
        for step in 0..5 {
            drag(&mut window, middle, middle + vec2(-70.0, 10.0 * step as f32), Modifiers::NONE);
        }
        settle(&mut window);
        let choice = session(&mut window).stretch_choice(FIRST);
        let after = choice.shown(session(&mut window).numbers(FIRST)).cloned().unwrap();
        assert_eq!(after, before);
    }
}

#[test]
fn a_stretch_that_follows_the_view_says_so_and_changes_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = viewer(folder.path(), &[slopes(folder.path(), "slopes")]);
    session(&mut window).set_rule(FIRST, "minmax@view".parse().unwrap());
    settle(&mut window);
    assert!(views(&window)[0].1.contains("follows view"), "{:?}", views(&window));
    let whole = session(&mut window).numbers(FIRST).cloned().unwrap();
    let middle = rect_of(&window, 1).center();
    turn_wheel(&mut window, middle, 4.0);
    wait_for(&mut window, |window| session(window).numbers(FIRST) != Some(&whole));
    let near = session(&mut window).numbers(FIRST).unwrap().stretch.channels[0].clone();
    assert!(near.low > whole.stretch.channels[0].low && near.high < whole.stretch.channels[0].high);
}

#[test]
fn bands_are_chosen_on_the_chip_and_a_pinned_stretch_keeps_its_numbers() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = viewer(folder.path(), &[slopes(folder.path(), "slopes")]);
    window.get_by_label("View 1: pin stretch").click();
    settle(&mut window);
    let pinned = session(&mut window).stretch_choice(FIRST).pinned.unwrap();
    window.key_press(Key::CloseBracket);
    settle(&mut window);
    assert_eq!(session(&mut window).composition(FIRST), Some(&Composition::grey("B02")));
    assert_eq!(session(&mut window).stretch_choice(FIRST).pinned, Some(pinned.clone()));
    assert!(views(&window)[0].1.contains(", pinned"), "{:?}", views(&window));
    window.get_by_label("View 1: stretch pinned").click();
    wait_for(&mut window, |window| {
        session(window).numbers(FIRST).is_some_and(|numbers| numbers.composition == Composition::grey("B02"))
    });
    let followed = session(&mut window).numbers(FIRST).unwrap().stretch.channels[0].clone();
    assert!(followed.low > pinned.channels[0].high, "B02 holds greater values: {followed:?}");
}

#[test]
fn percentiles_are_typed_in_the_editor_and_undone_in_one_step() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = viewer(folder.path(), &[slopes(folder.path(), "slopes")]);
    window.key_press(Key::S);
    wait_for(&mut window, |window| window.query_by_label("Upper percentile").is_some());
    window.get_by_label("Upper percentile").focus();
    window.step();
    window.key_press_modifiers(Modifiers::COMMAND, Key::A);
    window.step();
    let before = session(&mut window).stretch_choice(FIRST).rule;
    for sign in ["7", "0"] {
        window.event(egui::Event::Text(sign.to_owned()));
        for _ in 0..5 {
            window.step();
        }
        assert_eq!(session(&mut window).stretch_choice(FIRST).rule, before, "a number was taken while it was typed");
    }
    window.key_press(Key::Enter);
    settle(&mut window);
    assert_eq!(session(&mut window).stretch_choice(FIRST).rule.bounds, Bounds::Percentile { low: 2.0, high: 70.0 });
    window.key_press(Key::Escape);
    settle(&mut window);
    window.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    settle(&mut window);
    assert_eq!(session(&mut window).stretch_choice(FIRST).rule, before);
}

#[test]
fn the_handles_of_the_histogram_move_by_keys_and_make_the_numbers_the_users() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = viewer(folder.path(), &[slopes(folder.path(), "slopes")]);
    window.key_press(Key::S);
    wait_for(&mut window, |window| window.query_by_label("B01 high handle").is_some());
    let before = session(&mut window).numbers(FIRST).unwrap().stretch.channels[0].clone();
    window.get_by_label("B01 high handle").focus();
    window.step();
    window.key_press(Key::ArrowLeft);
    wait_for(&mut window, |window| {
        session(window).numbers(FIRST).is_some_and(|numbers| numbers.stretch.channels[0].high < before.high)
    });
    let rule = session(&mut window).stretch_choice(FIRST).rule;
    assert!(matches!(rule.bounds, Bounds::User(_)) && rule.extent == StatisticsExtent::Image);
    let low = session(&mut window).numbers(FIRST).unwrap().stretch.channels[0].low;
    assert!((low - before.low).abs() < 1e-12, "the other handle stays");
}

#[test]
fn an_estimated_stretch_says_so_and_the_exact_one_is_taken_only_when_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    // More pixels than a quick statistic looks at, one of them far out.
    let large = image(folder.path(), "large", [1, 1100, 1100], |_, line, column| {
        if (line, column) == (777, 333) { 5000.0 } else { ((line * 7 + column * 13) % 1000) as f32 }
    });
    let mut window = viewer(folder.path(), &[large]);
    session(&mut window).set_rule(FIRST, "minmax".parse().unwrap());
    settle(&mut window);
    wait_for(&mut window, |window| views(window)[0].1.contains("min–max"));
    let estimated = session(&mut window).numbers(FIRST).unwrap().stretch.clone();
    let summary = views(&window)[0].1.clone();
    assert!(estimated.channels[0].high < 5000.0, "means of pixels do not reach the one far out");
    assert!(summary.contains('≈'), "{summary}");
    for _ in 0..50 {
        window.step();
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    assert_eq!(session(&mut window).numbers(FIRST).unwrap().stretch, estimated, "it never jumps by itself");
    window.key_press(Key::E);
    wait_for(&mut window, |window| {
        session(window).numbers(FIRST).is_some_and(|numbers| (numbers.stretch.channels[0].high - 5000.0).abs() < 1e-6)
    });
    settle(&mut window);
    assert!(views(&window)[0].1.contains("exact"), "{:?}", views(&window));
}

#[test]
fn commands_given_while_a_product_is_being_read_do_no_harm() {
    let folder = tempfile::tempdir().unwrap();
    let product = slopes(folder.path(), "slopes");
    let mut window = crate::workbench::tests::window::window(folder.path());
    window.state_mut().desk().viewing.tile_side = 32;
    window.state_mut().open_products(vec![product]);
    let keys =
        [Key::Home, Key::Num1, Key::S, Key::E, Key::B, Key::CloseBracket, Key::F, Key::U, Key::L, Key::G, Key::Plus];
    for key in keys {
        window.key_press(key);
        window.step();
        window.key_press_modifiers(Modifiers::SHIFT, key);
        window.step();
    }
    for _ in 0..3 {
        window.key_press_modifiers(Modifiers::COMMAND, Key::Backslash);
        window.step();
        session(&mut window).set_rule(FIRST, "sigma:2".parse().unwrap());
        session(&mut window).set_composition(FIRST, Composition::grey("B03"));
        window.step();
    }
    settle(&mut window);
    assert!(views(&window)[0].1.contains("B03"));
}

#[test]
fn bands_that_a_product_lacks_are_said_and_others_can_be_chosen() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = viewer(folder.path(), &[slopes(folder.path(), "slopes")]);
    session(&mut window).set_composition(FIRST, Composition::grey("B99"));
    wait_for(&mut window, |window| views(window)[0].1.contains("B99\""));
    session(&mut window).set_composition(FIRST, Composition::grey("B03"));
    settle(&mut window);
}

#[test]
fn no_chip_covers_another_however_narrow_the_view() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = viewer(folder.path(), &[slopes(folder.path(), "one"), slopes(folder.path(), "two")]);
    session(&mut window).set_composition(FIRST, "B03,B02,B01".parse().unwrap());
    session(&mut window).link_all(crate::workbench::viewer::LinkAspect::Zoom);
    for (width, height, scale) in [(1400.0, 900.0, 1.0), (1000.0, 700.0, 1.0), (760.0, 500.0, 1.25)] {
        window.set_size(egui::vec2(width, height));
        window.set_pixels_per_point(scale);
        settle(&mut window);
        for number in [1, 2] {
            let view = rect_of(&window, number);
            let chips: Vec<egui::Rect> =
                window.query_all_by_label_contains(&format!("View {number}: ")).map(|chip| chip.rect()).collect();
            assert_eq!(chips.len(), 6);
            for (index, chip) in chips.iter().enumerate() {
                assert!(chip.left() >= view.left() && chip.right() <= view.right(), "{chip:?} {view:?}");
                let covered = chips[..index].iter().find(|other| other.shrink(0.5).intersects(chip.shrink(0.5)));
                assert_eq!(covered, None, "{width} view {number}: {chip:?}");
            }
        }
    }
}

#[test]
fn the_bar_of_a_colour_map_says_unit_bounds_and_how_values_beyond_and_pixels_without_one_look() {
    let folder = tempfile::tempdir().unwrap();
    let path = image(
        folder.path(),
        "holes",
        [1, 100, 120],
        |_, line, column| {
            if line < 9 { f32::NAN } else { (line + column) as f32 }
        },
    );
    let mut window = viewer(folder.path(), &[path]);
    session(&mut window).set_composition(FIRST, "B01@viridis".parse().unwrap());
    session(&mut window).set_rule(FIRST, "user:20:150".parse().unwrap());
    settle(&mut window);
    let view = rect_of(&window, 1);
    wait_for(&mut window, |window| painted(window, "missing", view) == 1);
    let shown = |window: &super::bench::Window, words: &str| painted(window, words, view);
    let unit = session(&mut window).numbers(FIRST).unwrap().stretch.channels[0].unit.clone();
    let title = format!("B01{}", crate::workbench::viewer::wording::unit_after(&unit));
    for words in [title.as_str(), "20", "150", "below", "above"] {
        assert_eq!(shown(&window, words), 1, "{words}");
    }
    assert_eq!(shown(&window, "cloud"), 0, "no pixel is cloudy");
    session(&mut window).view_edits_mut(FIRST).overlays.colour_bar = false;
    settle(&mut window);
    assert_eq!(shown(&window, "below") + shown(&window, "missing"), 0);
}
