//! Tabs, menus, palette, theme, scale.

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;

use super::waiting::wait_for;
use super::window::window;
use crate::reports::tokens::Theme;
use crate::workbench::session::Tab;

#[test]
fn a_click_on_a_tab_shows_its_workspace() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = window(folder.path());
    assert!(window.query_by_label("No product is open").is_some());
    window.get_by_role_and_label(Role::Tab, "Jobs").click();
    window.run();
    assert!(window.query_by_label("Nothing runs").is_some());
    assert_eq!(window.state_mut().desk().session.tab, Tab::Jobs);
    window.get_by_role_and_label(Role::Tab, "Catalog").click();
    wait_for(&mut window, "an empty catalog", |window| window.query_by_label("The catalog holds no product").is_some());
}

#[test]
fn the_theme_switches_by_button_and_by_key() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = window(folder.path());
    assert_eq!(window.state_mut().desk().session.appearance.theme, Theme::Dark);
    window.get_by_label("Switch theme").click();
    window.run();
    assert_eq!(window.state_mut().desk().session.appearance.theme, Theme::Light);
    assert_eq!(window.ctx.theme(), egui::Theme::Light);
    window.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::L);
    window.run();
    assert_eq!(window.ctx.theme(), egui::Theme::Dark);
}

#[test]
fn the_interface_is_scaled_by_key_and_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = window(folder.path());
    for _ in 0..3 {
        window.key_press_modifiers(Modifiers::COMMAND, Key::Plus);
        window.run();
    }
    assert!((window.ctx.zoom_factor() - 1.4).abs() < 1e-6);
    window.key_press_modifiers(Modifiers::COMMAND, Key::Minus);
    window.run();
    assert!((window.ctx.zoom_factor() - 1.25).abs() < 1e-6);
    window.key_press_modifiers(Modifiers::COMMAND, Key::Num0);
    window.run();
    assert!((window.ctx.zoom_factor() - 1.0).abs() < 1e-6);
}

#[test]
fn a_side_panel_is_hidden_in_its_workspace_and_stays_in_the_others() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = window(folder.path());
    assert!(window.query_by_label("Inspector").is_some());
    window.key_press_modifiers(Modifiers::COMMAND | Modifiers::ALT, Key::B);
    window.run();
    assert!(window.query_by_label("Inspector").is_none());
    window.key_press_modifiers(Modifiers::COMMAND, Key::Num3);
    window.run();
    let sides = &window.state_mut().desk().session.appearance;
    assert!(!sides.sides(Tab::Viewer).right && sides.sides(Tab::Jobs).right);
}

#[test]
fn an_idle_window_asks_for_no_frame_and_adds_no_step_to_undo() {
    let folder = tempfile::tempdir().unwrap();
    for tab in Tab::ALL {
        let mut window = window(folder.path());
        window.state_mut().desk().session.tab = tab;
        if tab == Tab::Catalog {
            wait_for(&mut window, "an empty catalog", |window| {
                window.query_by_label("The catalog holds no product").is_some()
            });
        }
        // Until the session is kept and every answer of the opening has arrived: half a second in which nothing wakes the window.
        let settled = std::time::Duration::from_hours(1);
        let quiet_since = std::cell::Cell::new(std::time::Instant::now());
        wait_for(&mut window, "a window at rest", |window| {
            if window.output().viewport_output[&egui::ViewportId::ROOT].repaint_delay <= settled {
                quiet_since.set(std::time::Instant::now());
            }
            quiet_since.get().elapsed() > std::time::Duration::from_millis(500)
        });
        for frame in 0..100 {
            window.step();
            let delay = window.output().viewport_output[&egui::ViewportId::ROOT].repaint_delay;
            assert!(
                delay > settled,
                "{tab:?}, frame {frame}: again after {delay:?}, {:?}",
                window.ctx.repaint_causes()
            );
        }
        assert_eq!(window.state_mut().desk().edits.depth(), 0);
    }
}

#[test]
fn edits_are_undone_and_done_again_by_key() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = window(folder.path());
    let before = window.state_mut().desk().session.viewer.edits.clone();
    window.state_mut().desk().session.viewer.edits.marks.selected = Some(7);
    window.run();
    let after = window.state_mut().desk().session.viewer.edits.clone();
    window.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    window.run();
    assert!(window.state_mut().desk().session.viewer.edits == before);
    window.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    window.run();
    assert!(window.state_mut().desk().session.viewer.edits == after);
}
